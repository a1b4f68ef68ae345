"""Who may write, recommend, review and place applications (§2.5, §7.2)."""

from __future__ import annotations

from typing import Any

import rules

from accounts.roles import (
    administers_unit,
    heads_unit,
    is_auditor,
    is_director,
    is_leader,
    is_student,
    is_student_desk,
)
from core.permissions import permit
from programmes.models import Application

S = Application.Status


@rules.predicate
def is_own(user: Any, record: Any = None) -> bool:
    """The student's own record."""
    return record is not None and record.student_id == user.pk


@rules.predicate
def is_editable(user: Any, record: Any = None) -> bool:
    return record is not None and record.is_editable


@rules.predicate
def is_checked(user: Any, record: Any = None) -> bool:
    """The first person of the college has checked (A4: two persons)."""
    return record is not None and record.college_checked_at is not None


@rules.predicate
def is_signed_off(user: Any, record: Any = None) -> bool:
    return record is not None and record.signed_off_at is not None


@rules.predicate
def sits_on_panel(user: Any, record: Any = None) -> bool:
    """The person is an assessor of this interview."""
    return record is not None and record.assessors.filter(user=user, is_excused=False).exists()


def _at(*statuses: str) -> rules.Predicate:
    return rules.predicate(
        lambda user, record=None: record is not None and record.status in statuses,
        name="at_" + "_or_".join(str(status.value) for status in statuses),  # type: ignore[attr-defined]
    )


desk_at_college_end = is_student_desk & _at(S.COLLEGE_RECOMMENDED)

permit("programmes.add_application", is_student)
permit("programmes.change_application", is_own & is_editable)
for verb in ("submit", "recall", "appeal", "resubmit", "accept", "turn_down", "withdraw"):
    permit(f"programmes.{verb}_application", is_own)
permit("programmes.check_application", administers_unit)
permit("programmes.recommend_application", heads_unit & is_checked)
permit("programmes.decline_application", heads_unit)
permit(
    "programmes.return_application",
    ((administers_unit | heads_unit) & _at(S.SUBMITTED)) | desk_at_college_end,
)
for verb in ("screen", "schedule_interview", "send_to_host", "replace", "open_departure"):
    permit(f"programmes.{verb}_application", is_student_desk)
for verb in ("admit", "host_reject", "miss_interview"):
    permit(f"programmes.{verb}_application", is_student_desk)
permit("programmes.judge_application", is_student_desk)
permit("programmes.offer_place_application", is_director)
permit("programmes.sign_off_application", is_director)
permit("programmes.nominate_application", is_student_desk & is_signed_off)
permit("programmes.export_application", is_student_desk | is_director)
permit(
    "programmes.read_confidential_application",
    is_own | administers_unit | heads_unit | is_student_desk | is_director | is_auditor | is_leader,
)
permit("programmes.ask_eligibilityexception", is_student_desk)
permit("programmes.grant_eligibilityexception", is_director)
permit("programmes.refuse_eligibilityexception", is_director)

permit("programmes.complete_interview", is_student_desk)
permit("programmes.miss_interview", is_student_desk)
permit("programmes.excuse_interview", is_student_desk)
permit("programmes.score_interview", sits_on_panel)
for verb in (
    "lapse_correction", "complete_interview", "rank", "place", "wait", "pass_over", "promote", "lapse_offer",
    "publicise", "uphold_objection", "cancel", "leave_preparation",
):  # fmt: skip
    permit(f"programmes.{verb}_application", rules.always_false)
for verb in ("send", "admit", "reject", "withdraw"):
    permit(f"programmes.{verb}_nomination", rules.always_false)
