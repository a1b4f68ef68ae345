"""Who exchanges agreement files, orders dossiers and looks after coordinators (§3.2, §3.7, §7.2)."""

from accounts.roles import is_director, is_partnerships_desk
from core.permissions import permit

permit("partnerships.exchange_agreement", is_partnerships_desk)
permit("partnerships.order_dossier_agreement", is_partnerships_desk | is_director)
