"""Who may bring lists of institutions into the register (§7.2)."""

from accounts.roles import is_partnerships_desk
from core.permissions import permit

for verb in ("add", "map", "decide", "apply", "undo", "discard"):
    permit(f"partnerships.{verb}_importbatch", is_partnerships_desk)
