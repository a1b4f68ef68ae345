"""International students at the university: residence, duties, terms, identity (§2.9)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.flow import remember
from core.history import save_with_history
from core.policy import policy
from programmes.models import ArrivalDuty, InboundStudent, TermRegistration


def lodging_days() -> int:
    """The hours of the rule as whole days."""
    return -(-policy("programmes.lodging_hours") // 24)


def add_duty(student: InboundStudent, kind: str, due_on: date, because: str) -> ArrivalDuty:
    """Something the law asks of the student until a day."""
    return ArrivalDuty.objects.create(student=student, kind=kind, due_on=due_on, because=because)


@transaction.atomic
def keep_residence(
    student: InboundStudent,
    *,
    by: Any,
    residence_number: str,
    residence_until: date,
    insured_until: date | None,
    address_in_china: str,
    off_campus: bool = False,
) -> InboundStudent:
    """Residence, insurance and address as they are now; a move must be registered within 24 hours."""
    if not by.has_perm("programmes.keep_residence_inboundstudent", student):
        raise PermissionDenied
    moved = bool(student.address_in_china) and address_in_china != student.address_in_china
    for name, value in {
        "residence_number": residence_number, "residence_until": residence_until, "insured_until": insured_until,
        "address_in_china": address_in_china, "off_campus": off_campus,
    }.items():  # fmt: skip
        setattr(student, name, value)
    save_with_history(student, by=by)
    if moved:
        today = timezone.localdate()
        add_duty(student, ArrivalDuty.Kind.LODGING, today + timedelta(days=lodging_days()), _("move"))
    remember(student, "keep_residence", by=by)
    return student


@transaction.atomic
def finish_duty(duty: ArrivalDuty, *, by: Any) -> ArrivalDuty:
    """The duty is done."""
    if not by.has_perm("programmes.keep_residence_inboundstudent", duty.student):
        raise PermissionDenied
    if duty.done_on is None:
        duty.done_on, duty.done_by = timezone.localdate(), by
        duty.save(update_fields=["done_on", "done_by"])
        remember(duty.student, "duty_done", by=by, payload={"duty": duty.kind})
    return duty


@transaction.atomic
def register_term(students: Any, *, by: Any, term: str) -> int:
    """These students are registered for the term; those registered already are left alone."""
    made = 0
    for student in students.filter(status__in=InboundStudent.IN_SCHOOL):
        if not by.has_perm("programmes.register_inboundstudent", student):
            raise PermissionDenied
        _row, is_new = TermRegistration.objects.get_or_create(
            student=student, term=term, defaults={"registered_on": timezone.localdate(), "registered_by": by}
        )
        if is_new:
            remember(student, "term", by=by, payload={"term": term})
            made += 1
    return made


@transaction.atomic
def query_police(student: InboundStudent, *, by: Any, asked_on: date, answer: str = "") -> InboundStudent:
    """Doubts about the nationality were put to the exit-entry police (§2.9)."""
    if not by.has_perm("programmes.query_police_inboundstudent", student):
        raise PermissionDenied
    student.police_query_on, student.police_answer = asked_on, answer
    student.save(update_fields=["police_query_on", "police_answer"])
    remember(student, "query_police", by=by)
    return student


def stays_abroad_enough(days_by_year: dict[int, int], held_passport_since: date, entry_year: int) -> bool:
    """Former Chinese nationals: passport four years, two years of real residence abroad in the last four (§2.9).

    Nine months in a year count as a year; the day is 30 April of the year of entry.
    """
    limit = date(entry_year, 4, 30)
    held = held_passport_since <= date(limit.year - 4, 4, 30)
    years = sum(days_by_year.get(year, 0) >= 270 for year in range(entry_year - 4, entry_year))
    return held and years >= 2
