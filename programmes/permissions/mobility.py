"""Who may keep stays, their safety and their credits (§2.6, §2.7, §7.2)."""

from __future__ import annotations

from typing import Any

import rules

from accounts.roles import (
    administers_unit,
    cosign_areas_of,
    heads_unit,
    is_auditor,
    is_director,
    is_student_desk,
)
from core.permissions import permit
from programmes.models import StudyLevel
from programmes.permissions.application import is_editable, is_own


@rules.predicate
def owns_stay(user: Any, record: Any = None) -> bool:
    """The paper is about the person's own stay."""
    return record is not None and record.mobility.student_id == user.pk


@rules.predicate
def recognises_credits(user: Any, record: Any = None) -> bool:
    """Academic affairs for undergraduates, the graduate school for the others."""
    if record is None:
        return False
    area = "academic" if record.mobility.level == StudyLevel.UG else "graduate"
    areas = cosign_areas_of(user)
    return area in areas


@rules.predicate
def answers_for_security(user: Any, record: Any = None) -> bool:
    return "security" in cosign_areas_of(user)


permit("programmes.change_mobility", is_own | is_student_desk)
for verb in ("report_departure", "report_return", "withdraw", "answer_check_in"):
    permit(f"programmes.{verb}_mobility", is_own)
for verb in ("depart", "return", "extend", "close", "verify"):
    permit(f"programmes.{verb}_mobility", is_student_desk)
permit("programmes.cut_short_mobility", is_own | is_student_desk)
permit("programmes.report_incident_mobility", is_own | is_student_desk | administers_unit)
for verb in ("begin_credits", "recognise", "cancel"):
    permit(f"programmes.{verb}_mobility", rules.always_false)
permit("programmes.read_medical_mobility", is_own | is_student_desk)
permit("programmes.read_confidential_mobility", is_own | is_student_desk | is_director | is_auditor)
permit("programmes.export_mobility", is_student_desk | is_director)
permit("programmes.close_incident", is_student_desk | is_director)
# §2.6: one click, director and security, every export logged; the student desk keeps the list.
permit("programmes.export_crisis_list", is_student_desk | is_director | answers_for_security)

permit("programmes.change_creditplan", owns_stay & is_editable)
permit("programmes.submit_creditplan", owns_stay)
permit("programmes.reopen_creditplan", owns_stay)
permit("programmes.change_creditrecognition", owns_stay & is_editable)
permit("programmes.submit_creditrecognition", owns_stay)
for model in ("creditplan", "creditrecognition"):
    permit(f"programmes.endorse_{model}", administers_unit | heads_unit)
    permit(f"programmes.approve_{model}", recognises_credits)
    permit(f"programmes.return_{model}", administers_unit | heads_unit | recognises_credits)
permit("programmes.export_creditrecognition", is_student_desk | is_director | rules.predicate(
    lambda user, record=None: bool(cosign_areas_of(user) & {"academic", "graduate"}), name="keeps_the_record"
))  # fmt: skip
permit("programmes.judge_creditrecognition", administers_unit | heads_unit | recognises_credits)
permit("programmes.read_confidential_creditrecognition", owns_stay | administers_unit | recognises_credits)
