"""Classes are drawn, visited, and what is wrong becomes a ticket (§1.9)."""

from __future__ import annotations

import math
import random
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.attachments import attach
from core.flow import remember
from core.policy import policy
from core.uploads import IMAGES
from core.working_days import add_working_days
from notifications.actions import notify
from training.flow import INSPECTION_FLOW
from training.models import (
    Inspection,
    InspectionItem,
    RectificationTicket,
    RiskLevel,
    Sampling,
    TrainingClass,
)

Verdict = InspectionItem.Verdict
Severity = RectificationTicket.Severity


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter."""
    first = date(year, quarter * 3 - 2, 1)
    following = date(year + quarter // 4, quarter * 3 % 12 + 1, 1)
    return first, following - timedelta(days=1)


def classes_of_quarter(year: int, quarter: int) -> list[tuple[int, bool]]:
    """Classes that run in the quarter, each with whether its project is of high risk."""
    first, last = quarter_days(year, quarter)
    rows = (
        TrainingClass.objects.exclude(status=TrainingClass.Status.CANCELLED)
        .filter(start_on__lte=last, end_on__gte=first)
        .order_by("pk")
        .values_list("pk", "proposal__risk_level")
    )
    return [(pk, level == RiskLevel.HIGH) for pk, level in rows]


def pick(population: list[tuple[int, bool]], share: int, seed: str) -> list[int]:
    """Every high-risk class, and of the others the share, by the seed: the same seed picks the same classes."""
    risky = [pk for pk, is_high in population if is_high]
    others = sorted(pk for pk, is_high in population if not is_high)
    count = math.ceil(len(others) * share / 100)
    return sorted(risky + random.Random(seed).sample(others, count))  # noqa: S311 - repeatable on purpose


@transaction.atomic
def draw_inspections(year: int, quarter: int, *, by: Any, seed: str = "") -> Sampling:
    """The classes of a quarter to be visited: all of high risk and a share of the rest, with the seed kept."""
    if not by.has_perm("training.draw_inspection"):
        raise PermissionDenied
    if Sampling.objects.filter(year=year, quarter=quarter).exists():
        raise ValidationError(_("The classes of this quarter have been drawn already."))
    population = classes_of_quarter(year, quarter)
    seed, share = seed or secrets.token_hex(8), policy("training.inspection_share")
    drawn = pick(population, share, seed)
    sampling = Sampling.objects.create(
        year=year, quarter=quarter, seed=seed, share=share, population=population, drawn=drawn, drawn_by=by
    )
    high = {pk for pk, is_high in population if is_high}
    planned = set(
        Inspection.objects.filter(training_class__in=drawn)
        .exclude(status=Inspection.Status.CANCELLED)
        .values_list("training_class_id", flat=True)
    )
    classes = TrainingClass.objects.filter(pk__in=set(drawn) - planned)
    Inspection.objects.bulk_create(
        Inspection(
            training_class=training_class,
            sampling=sampling,
            source=Inspection.Source.RISK if training_class.pk in high else Inspection.Source.SAMPLED,
            planned_on=training_class.start_on,
        )
        for training_class in classes.order_by("start_on", "pk")
    )
    return sampling


@transaction.atomic
def plan_inspection(inspection: Inspection, *, by: Any, version: int | None = None) -> Inspection:
    """The office plans a visit; the inspector is not of the unit and does not teach (SOD-8)."""
    if not by.has_perm("training.add_inspection"):
        raise PermissionDenied
    if inspection.inspector_id and (reason := inspection.bar_for(inspection.inspector)):
        raise ValidationError({"inspector": reason})
    inspection.save()
    remember(inspection, "plan", by=by)
    return inspection


@transaction.atomic
def carry_out_inspection(
    inspection: Inspection,
    *,
    by: Any,
    checklist: Mapping[str, tuple[str, str]],
    headcount_real: int,
    conclusion: str,
    summary: str = "",
    photos: Any = (),
    note: str = "",
    version: int | None = None,
) -> Inspection:
    """The visit is recorded; faults and a headcount far from the roster become tickets by themselves (§1.9)."""
    missing = set(InspectionItem.Point.values) - set(checklist)
    if missing:
        raise ValidationError(_("Answer every point of the checklist."))
    unexplained = [
        point for point, (verdict, text) in checklist.items() if verdict == Verdict.ISSUE and not text
    ]
    if unexplained:
        raise ValidationError(_("Say for each fault what you saw."))
    INSPECTION_FLOW.move(inspection, "carry_out", by=by, note=note, version=version)
    inspection.inspector = by
    inspection.inspected_on = timezone.localdate()
    inspection.headcount_real = headcount_real
    inspection.headcount_roster = inspection.training_class.trainees.present().count()
    inspection.conclusion, inspection.summary = conclusion, summary
    inspection.save()
    InspectionItem.objects.bulk_create(
        InspectionItem(inspection=inspection, point=point, verdict=verdict, note=text)
        for point, (verdict, text) in checklist.items()
    )
    for photo in photos:
        attach(inspection, photo, category="photo", by=by, allowed=IMAGES)
    _open_tickets(inspection, checklist, by)
    return inspection


def headcount_differs(real: int, roster: int) -> bool:
    """More than the allowed share of the roster too many or too few (§1.9)."""
    if not roster:
        return real > 0
    return abs(real - roster) * 100 > policy("training.headcount_percent") * roster


def _open_tickets(inspection: Inspection, checklist: Mapping[str, tuple[str, str]], by: Any) -> None:
    real, roster = inspection.headcount_real or 0, inspection.headcount_roster or 0
    if headcount_differs(real, roster):
        open_ticket(
            _ticket(
                inspection,
                RectificationTicket.Source.HEADCOUNT,
                Severity.MAJOR,
                _("Headcount differs from the roster"),
                _("%(real)s people were present, %(roster)s are on the roster.")
                % {"real": real, "roster": roster},
            ),
            by=by,
        )
    faults = [
        f"{InspectionItem.Point(point).label}: {text}"
        for point, (verdict, text) in checklist.items()
        if verdict == Verdict.ISSUE and point != InspectionItem.Point.HEADCOUNT
    ]
    if faults:
        is_major = inspection.conclusion == Inspection.Conclusion.MAJOR
        open_ticket(
            _ticket(
                inspection,
                RectificationTicket.Source.INSPECTION,
                Severity.MAJOR if is_major else Severity.MINOR,
                _("Faults found at an inspection"),
                "\n".join(faults),
            ),
            by=by,
        )


def _ticket(
    inspection: Inspection, source: str, severity: str, title: str, description: str
) -> RectificationTicket:
    training_class = inspection.training_class
    return RectificationTicket(
        unit=training_class.unit,
        proposal=training_class.proposal,
        training_class=training_class,
        inspection=inspection,
        source=source,
        severity=severity,
        title=title[:150],
        description=description[:2000],
    )


@transaction.atomic
def open_ticket(ticket: RectificationTicket, *, by: Any) -> RectificationTicket:
    """A fault is to be put right; the unit is told, with the day (§1.9)."""
    if by is not None and not by.has_perm("training.add_rectificationticket"):
        raise PermissionDenied
    ticket.opened_by, ticket.opened_on = by, timezone.localdate()
    if not ticket.due_on:
        ticket.due_on = add_working_days(ticket.opened_on, policy("training.rectification_workdays"))
    if ticket.due_on < ticket.opened_on:
        raise ValidationError({"due_on": _("This day is over.")})
    ticket.save()
    remember(ticket, "open", by=by)
    for role in (Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD):
        notify(User.objects.holding(role, unit=ticket.unit), "training.ticket_opened", about=ticket)
    return ticket


@transaction.atomic
def cancel_inspection(
    inspection: Inspection, *, by: Any, note: str = "", version: int | None = None
) -> Inspection:
    """The visit does not take place."""
    INSPECTION_FLOW.move(inspection, "cancel", by=by, note=note, version=version)
    return inspection
