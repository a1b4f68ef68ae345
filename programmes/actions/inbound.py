"""International students: application, review, visa paper, arrival, residence, terms (§2.9)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.numbers import next_number
from core.policy import policy
from programmes.actions.inbound_papers import problems_of_inbound
from programmes.actions.residence import add_duty, lodging_days
from programmes.actions.telling import college_of, directors, tell
from programmes.flow import INBOUND_FLOW
from programmes.models import ArrivalDuty, InboundStudent

S = InboundStudent.Status


def inbound_desk() -> Any:
    """The officers for international students."""
    return User.objects.holding(Role.INBOUND_DESK)


def people_of(student: InboundStudent) -> list[User]:
    """The student's own account, if there is one."""
    return [student.applicant] if student.applicant else []


@transaction.atomic
def submit_inboundstudent(
    student: InboundStudent, *, by: Any, note: str = "", version: int | None = None
) -> InboundStudent:
    """The application is complete and with the international education officer."""
    return _send(student, "submit", by, note, version)


@transaction.atomic
def resubmit_inboundstudent(
    student: InboundStudent, *, by: Any, note: str = "", version: int | None = None
) -> InboundStudent:
    """The correction is with the officer again."""
    return _send(student, "resubmit", by, note, version)


def _send(student: InboundStudent, verb: str, by: Any, note: str, version: int | None) -> InboundStudent:
    if student.is_editable and by.has_perm(f"programmes.{verb}_inboundstudent", student):
        problems = problems_of_inbound(student)
        if problems:
            raise ValidationError(problems)
    INBOUND_FLOW.move(student, verb, by=by, note=note, version=version)
    if not student.number:
        year = timezone.localdate().year
        student.number = f"IS{year}-{next_number('inbound_application', year):05d}"
    student.submitted_at = timezone.now()
    student.save(update_fields=["number", "submitted_at"])
    tell(student, "inbound_submitted", inbound_desk(), people_of(student))
    return student


def _step(verb: str, kind: str, *readers: Any, doc: str) -> Any:
    """An action that moves the application and tells the readers."""

    @transaction.atomic
    def action(
        student: InboundStudent, *, by: Any, note: str = "", version: int | None = None
    ) -> InboundStudent:
        INBOUND_FLOW.move(student, verb, by=by, note=note, version=version)
        tell(student, kind, *[reader(student) for reader in readers], note=note)
        return student

    action.__name__ = f"{verb}_inboundstudent"
    action.__doc__ = doc
    return action


def _desk(student: InboundStudent) -> Any:
    return inbound_desk()


def _directors(student: InboundStudent) -> Any:
    return directors()


return_inboundstudent = _step("return", "inbound_returned", people_of, doc="The applicant corrects it.")
forward_inboundstudent = _step(
    "forward", "inbound_moved", college_of, people_of, doc="The college judges next."
)
endorse_inboundstudent = _step(
    "endorse", "inbound_moved", _directors, people_of, doc="The office decides next."
)
admit_inboundstudent = _step("admit", "inbound_decided", people_of, _desk, doc="The applicant is admitted.")
defer_inboundstudent = _step(
    "defer", "inbound_decided", people_of, _desk, doc="A later intake is considered."
)
reject_inboundstudent = _step("reject", "inbound_decided", people_of, _desk, doc="The applicant is told.")
accept_offer_inboundstudent = _step("accept_offer", "inbound_moved", _desk, doc="The visa paper comes next.")
obtain_visa_inboundstudent = _step(
    "obtain_visa", "inbound_moved", people_of, doc="The visa is in the passport."
)
begin_inboundstudent = _step("begin", "inbound_moved", people_of, doc="The student studies (again).")
grant_leave_inboundstudent = _step(
    "grant_leave", "inbound_leave", _desk, people_of, doc="The authority is told."
)
suspend_inboundstudent = _step("suspend", "inbound_moved", people_of, doc="The study rests.")


@transaction.atomic
def admit_on_condition_inboundstudent(
    student: InboundStudent, *, by: Any, note: str = "", version: int | None = None
) -> InboundStudent:
    """Admitted once the named condition is met."""
    INBOUND_FLOW.move(student, "admit_on_condition", by=by, note=note, version=version)
    student.condition = note[:300]
    student.save(update_fields=["condition"])
    tell(student, "inbound_decided", people_of(student), inbound_desk(), note=note)
    return student


@transaction.atomic
def issue_jw_inboundstudent(
    student: InboundStudent, *, by: Any, jw_number: str, note: str = "", version: int | None = None
) -> InboundStudent:
    """The visa paper has a number: JW201 with a scholarship of the state, JW202 otherwise; X1 or X2 by length."""
    INBOUND_FLOW.move(student, "issue_jw", by=by, note=note, version=version)
    sponsored = student.scholarship == InboundStudent.Scholarship.CGS
    student.jw_kind = InboundStudent.JwKind.JW201 if sponsored else InboundStudent.JwKind.JW202
    student.jw_number, student.jw_issued_on = jw_number, timezone.localdate()
    student.visa_kind = student.visa_needed
    student.save(update_fields=["jw_kind", "jw_number", "jw_issued_on", "visa_kind"])
    tell(student, "inbound_moved", people_of(student))
    return student


@transaction.atomic
def arrive_inboundstudent(
    student: InboundStudent,
    *,
    by: Any,
    arrived_on: date,
    address_in_china: str,
    off_campus: bool = False,
    note: str = "",
    version: int | None = None,
) -> InboundStudent:
    """The student is here: lodging within 24 hours, residence permit within 30 days, medical check."""
    if arrived_on > timezone.localdate():
        raise ValidationError({"arrived_on": _("This day lies ahead.")})
    INBOUND_FLOW.move(student, "arrive", by=by, note=note, version=version)
    student.arrived_on, student.address_in_china, student.off_campus = (
        arrived_on,
        address_in_china,
        off_campus,
    )
    student.save(update_fields=["arrived_on", "address_in_china", "off_campus"])
    kinds = ArrivalDuty.Kind
    add_duty(student, kinds.LODGING, arrived_on + timedelta(days=lodging_days()), _("arrival"))
    add_duty(student, kinds.INSURANCE, arrived_on + timedelta(days=7), _("arrival"))
    if student.visa_kind == InboundStudent.VisaKind.X1:
        days = policy("programmes.residence_days")
        add_duty(student, kinds.RESIDENCE, arrived_on + timedelta(days=days), _("arrival"))
        add_duty(student, kinds.MEDICAL, arrived_on + timedelta(days=days), _("arrival"))
    tell(student, "inbound_arrived", people_of(student), inbound_desk())
    return student


@transaction.atomic
def register_inboundstudent(
    student: InboundStudent, *, by: Any, registered_on: date, note: str = "", version: int | None = None
) -> InboundStudent:
    """The student is enrolled; the first registration counts in the statistics (F11)."""
    if registered_on > timezone.localdate() or (student.arrived_on and registered_on < student.arrived_on):
        raise ValidationError({"registered_on": _("Name a day between the arrival and today.")})
    INBOUND_FLOW.move(student, "register", by=by, note=note, version=version)
    student.registered_on = registered_on
    student.save(update_fields=["registered_on"])
    tell(student, "inbound_moved", people_of(student), college_of(student))
    return student


def _leave(verb: str, doc: str) -> Any:
    @transaction.atomic
    def action(
        student: InboundStudent, *, by: Any, note: str = "", version: int | None = None
    ) -> InboundStudent:
        INBOUND_FLOW.move(student, verb, by=by, note=note, version=version)
        if student.registered_on is not None:
            student.left_on = timezone.localdate()
            student.save(update_fields=["left_on"])
        kind = "inbound_leave" if student.registered_on else "inbound_moved"
        tell(student, kind, people_of(student), inbound_desk(), note=note)
        return student

    action.__name__ = f"{verb}_inboundstudent"
    action.__doc__ = doc
    return action


graduate_inboundstudent = _leave("graduate", "The study is finished.")
withdraw_inboundstudent = _leave("withdraw", "The student leaves, before or after registering.")
expel_inboundstudent = _leave("expel", "The student is expelled.")
