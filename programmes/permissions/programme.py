"""Who may keep programmes, rounds and places, and run the office's tools (§7.2)."""

import rules

from accounts.roles import is_auditor, is_director, is_leader, is_student_desk
from core.permissions import permit

permit("programmes.add_programme", is_student_desk)
permit("programmes.change_programme", is_student_desk)
for verb in ("publish", "rest", "end"):
    permit(f"programmes.{verb}_programme", is_student_desk | is_director)
permit("programmes.export_programme", is_student_desk | is_director | is_auditor)
permit("programmes.set_regionrisk", is_student_desk | is_director)

permit("programmes.add_round", is_student_desk)
permit("programmes.change_round", is_student_desk)
for verb in ("announce", "rank", "publicise", "finish"):
    permit(f"programmes.{verb}_round", is_student_desk)
permit("programmes.cancel_round", is_director)
permit("programmes.shut_round", rules.always_false)
permit("programmes.place_round", rules.always_false)
permit("programmes.read_funnel", is_student_desk | is_director | is_leader | is_auditor)

permit("programmes.add_offering", is_student_desk)
permit("programmes.change_offering", is_student_desk)
permit("programmes.release_offering", is_student_desk)
permit("programmes.cancel_offering", is_director)

permit("programmes.run_allocation", is_student_desk)
permit("programmes.propose_allocationrun", is_student_desk)
permit("programmes.publish_allocationrun", is_student_desk)
permit("programmes.discard_allocationrun", is_student_desk | is_director)
permit("programmes.confirm_allocationrun", is_director)

permit("programmes.uphold_objection", is_director)
permit("programmes.dismiss_objection", is_director)
