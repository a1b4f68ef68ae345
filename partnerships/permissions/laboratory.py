"""Who keeps laboratories, cooperative programmes and international courses (§3.3, §3.6, §7.2)."""

from __future__ import annotations

from accounts.roles import (
    administers_unit,
    heads_unit,
    is_department_admin,
    is_director,
    is_partnerships_desk,
)
from core.permissions import permit

desk = is_partnerships_desk
office = is_partnerships_desk | is_director
keeps = administers_unit | is_partnerships_desk

permit("partnerships.add_laboratory", is_department_admin | desk)
permit("partnerships.change_laboratory", keeps)
permit("partnerships.export_laboratory", office)
permit("partnerships.open_laboratory", is_director)
permit("partnerships.review_laboratory", office)
permit("partnerships.renew_laboratory", is_director)
permit("partnerships.close_laboratory", is_director)
permit("partnerships.read_confidential_laboratory", keeps | heads_unit | is_director)

permit("partnerships.add_cooperativeprogramme", desk)
permit("partnerships.change_cooperativeprogramme", keeps)
permit("partnerships.start_cooperativeprogramme", office)
permit("partnerships.pause_cooperativeprogramme", office)
permit("partnerships.resume_cooperativeprogramme", office)
permit("partnerships.finish_cooperativeprogramme", is_director)
permit("partnerships.export_cooperativeprogramme", office)
permit("partnerships.read_confidential_cooperativeprogramme", keeps | heads_unit | is_director)

for model in ("introducedcourse", "globalcompetencecourse"):
    permit(f"partnerships.add_{model}", is_department_admin | desk)
    permit(f"partnerships.change_{model}", keeps)
    permit(f"partnerships.export_{model}", office)
