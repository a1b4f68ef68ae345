"""Abroad and back: check-ins, extensions, incidents, the return (A18, A20, A22, §2.6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.models.role import CosignArea
from core.flow import StepNotAllowed, remember
from core.policy import policy
from programmes.actions.departure import record_stay
from programmes.actions.telling import college_of, directors, student_desk, tell
from programmes.eligibility import months_after
from programmes.flow import INCIDENT_FLOW, MOBILITY_FLOW
from programmes.models import CheckIn, CreditPlan, CreditRecognition, Incident, Mobility, ProgrammeType

S = Mobility.Status


@transaction.atomic
def answer_check_in(check_in: CheckIn, *, by: Any, is_safe: bool, location: str, issues: str = "") -> CheckIn:
    """The student says how it is; not being safe tells the desk and the college at once."""
    stay = check_in.mobility
    if not by.has_perm("programmes.answer_check_in_mobility", stay):
        raise PermissionDenied
    locked = CheckIn.objects.select_for_update().get(pk=check_in.pk)
    if locked.answered_at is not None:
        return locked
    locked.is_safe, locked.location, locked.issues = is_safe, location, issues
    locked.answered_at = timezone.now()
    locked.save()
    remember(stay, "check_in", by=by)
    if not is_safe:
        tell(
            stay, "check_in_unsafe", student_desk(), college_of(stay), directors(), lead=f"check:{locked.pk}"
        )
    if stay.status == S.ABROAD:
        following = months_after(locked.due_on, 1)
        if following < stay.ends_on:
            CheckIn.objects.get_or_create(mobility=stay, due_on=following)
    return locked


@transaction.atomic
def cut_short_mobility(stay: Mobility, *, by: Any, note: str = "", version: int | None = None) -> Mobility:
    """The student comes home before the planned end; this is no withdrawal (A22, EC-52)."""
    MOBILITY_FLOW.move(stay, "cut_short", by=by, note=note, version=version)
    tell(stay, "early_return", student_desk(), college_of(stay), directors(), note=note)
    return stay


@transaction.atomic
def extend_mobility(
    stay: Mobility,
    *,
    by: Any,
    extended_until: date,
    host_agrees: bool = False,
    college_agrees: bool = False,
    note: str = "",
    version: int | None = None,
) -> Mobility:
    """The stay lasts longer: host and college agree, the agreement covers it (A22)."""
    if not (host_agrees and college_agrees):
        raise ValidationError(_("Host and college have to agree first."))
    if extended_until <= stay.ends_on:
        raise ValidationError({"extended_until": _("This is no later than the end already planned.")})
    if stay.agreement is not None and not stay.agreement.is_in_force(stay.ends_on):
        raise StepNotAllowed(_("The agreement does not cover the longer stay."))
    MOBILITY_FLOW.move(
        stay, "extend", by=by, note=note, version=version, payload={"until": extended_until.isoformat()}
    )
    stay.extended_until = extended_until
    stay.save(update_fields=["extended_until"])
    tell(stay, "stay_extended", [stay.student], college_of(stay))
    return stay


@transaction.atomic
def report_incident(stay: Mobility, *, by: Any, severity: str, happened_on: date, text: str) -> Incident:
    """Something happened: a case is open, and college, security and director know (A22)."""
    if not by.has_perm("programmes.report_incident_mobility", stay):
        raise PermissionDenied
    incident = Incident.objects.create(
        mobility=stay, severity=severity, happened_on=happened_on, text=text, reported_by=by
    )
    remember(stay, "incident", by=by, payload={"incident": incident.pk})
    security = User.objects.holding(Role.COSIGNER, area=CosignArea.SECURITY)
    groups = [student_desk(), college_of(stay), security, directors()]
    if severity == Incident.Severity.CRITICAL:
        groups.append(User.objects.holding(Role.LEADER))
    tell(incident, "incident_reported", *groups)
    return incident


@transaction.atomic
def close_incident(incident: Incident, *, by: Any, note: str = "", version: int | None = None) -> Incident:
    """The case is closed with its outcome."""
    incident.outcome = note.strip()
    incident.save(update_fields=["outcome"])
    INCIDENT_FLOW.move(incident, "close", by=by, note=note, version=version)
    return incident


@transaction.atomic
def report_return_mobility(
    stay: Mobility,
    *,
    by: Any,
    returned_on: date,
    report: str,
    note: str = "",
    version: int | None = None,
) -> Mobility:
    """The student is back and writes how it was; the desk confirms (A18)."""
    _check_return(stay, returned_on)
    MOBILITY_FLOW.move(stay, "report_return", by=by, note=note, to=stay.status, version=version)
    stay.return_reported_on, stay.return_report = returned_on, report
    stay.save(update_fields=["return_reported_on", "return_report"])
    tell(stay, "return_reported", student_desk())
    return stay


def _check_return(stay: Mobility, returned_on: date) -> None:
    """EC-56"""
    if stay.departed_on and returned_on < stay.departed_on:
        raise ValidationError(
            {"returned_on": _("This is before the departure on %(day)s.") % {"day": stay.departed_on}}
        )
    if returned_on > timezone.localdate():
        raise ValidationError({"returned_on": _("This day lies ahead.")})


@transaction.atomic
def return_mobility(
    stay: Mobility, *, by: Any, returned_on: date, note: str = "", version: int | None = None
) -> Mobility:
    """The student is back; what the stay counts follows from its days, and credits can be applied for (A18)."""
    _check_return(stay, returned_on)
    MOBILITY_FLOW.move(stay, "return", by=by, note=note, version=version)
    stay.returned_on = returned_on
    stay.save(update_fields=["returned_on"])
    record_stay(stay)
    if CreditPlan.objects.filter(mobility=stay, status=CreditPlan.Status.APPROVED).exists():
        CreditRecognition.objects.get_or_create(mobility=stay)
    CheckIn.objects.filter(mobility=stay, answered_at=None).delete()
    academics = User.objects.holding(Role.COSIGNER, area=CosignArea.ACADEMIC)
    tell(stay, "student_returned", [stay.student], college_of(stay), academics)
    return stay


@transaction.atomic
def close_mobility(stay: Mobility, *, by: Any, note: str = "", version: int | None = None) -> Mobility:
    """Nothing is open any more; whoever consented stays in touch as an alumnus (A20)."""
    if stay.status == S.RETURNED and stay.type != ProgrammeType.STUDY_TOUR:
        open_paper = CreditRecognition.objects.filter(mobility=stay).exclude(status="draft").first()
        if open_paper is not None:
            raise StepNotAllowed(_("Credits have been applied for: they are decided first."))
    MOBILITY_FLOW.move(stay, "close", by=by, note=note, version=version)
    if stay.application is not None:
        stay.alumni_consent = stay.application.consents.filter(purpose="alumni", withdrawn_at=None).exists()
        stay.save(update_fields=["alumni_consent"])
    tell(stay, "stay_completed", [stay.student])
    return stay


def crisis_rows(region: Any, day: date | None = None) -> list[Mobility]:
    """Who is there today, with phones, policies and whom to call."""
    day = day or timezone.localdate()
    return list(
        Mobility.objects.abroad_on(day)
        .filter(**({"region": region} if region else {}))
        .select_related("student", "unit", "region", "programme__partner")
        .prefetch_related("contacts", "check_ins")
        .order_by("region__name_en", "student__name_zh", "pk")
    )


@transaction.atomic
def export_crisis_list(region: Any, *, by: Any, reason: str) -> list[Mobility]:
    """The list leaves the portal: who took it, why and how many names is remembered (§2.6)."""
    if not by.has_perm("programmes.export_crisis_list"):
        raise PermissionDenied
    rows = crisis_rows(region)
    payload = {"region": region.alpha2 if region else "", "count": len(rows), "reason": reason}
    remember(by, "export_crisis_list", by=by, note=reason, payload=payload)
    for stay in rows:
        remember(stay, "export_crisis_list", by=by, note=reason)
    return rows


def escalate_check_ins(today: date | None = None) -> int:
    """Unanswered for a week: the desk; for two: the college too (§2.6). Each is told once."""
    today = today or timezone.localdate()
    told = 0
    for name, tells_college in (("desk", False), ("college", True)):
        days = policy(f"programmes.check_in_{name}_days")
        limit = today - timedelta(days=days)
        late = CheckIn.objects.filter(answered_at=None, due_on__lte=limit, mobility__status=S.ABROAD)
        for check_in in late.select_related("mobility__student", "mobility__unit"):
            people = [*student_desk(), *(college_of(check_in.mobility) if tells_college else [])]
            tell(check_in.mobility, f"check_in_overdue_{name}", people, lead=f"{check_in.due_on}:{days}")
            told += 1
    return told
