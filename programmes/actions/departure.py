"""Getting ready and leaving: the checklist, and the stay in the exchange balance (A16, A17, §2.6)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.flow import StepNotAllowed, remember
from core.history import save_with_history
from core.policy import policy
from partnerships.actions import record_mobility, remove_mobility
from programmes.actions.offers import promote_next
from programmes.actions.seats import give_back, place_of
from programmes.actions.telling import college_of, student_desk, tell
from programmes.eligibility import months_after
from programmes.flow import APPLICATION_FLOW, MOBILITY_FLOW
from programmes.models import (
    Application,
    CheckIn,
    ChecklistItem,
    CreditPlan,
    EmergencyContact,
    Mobility,
    ProgrammeType,
    StudentProfile,
)

K = ChecklistItem.Kind
MANDATORY = [
    K.VISA,
    K.PASSPORT,
    K.ENROLMENT,
    K.STATUS,
    K.CREDITS,
    K.INSURANCE,
    K.BRIEFING,
    K.CONTACTS,
    K.COMMITMENT,
]
OPTIONAL = [K.FLIGHT, K.MEDICAL, K.BANK, K.CONSULATE]


def academic_year_of(day: date) -> str:
    """2026-2027 for a day from September 2026 to August 2027; a stay from August on belongs to the new year."""
    year = day.year if day.month >= 8 else day.year - 1
    return f"{year}-{year + 1}"


def open_stay(application: Application) -> Mobility:
    """A stay with its checklist, from the accepted place."""
    offering = place_of(application).offering
    programme = offering.programme
    profile = StudentProfile.objects.filter(user=application.student_id).first()
    stay = Mobility.objects.create(
        application=application,
        offering=offering,
        programme=programme,
        agreement=programme.agreement,
        student=application.student,
        unit=application.unit,
        region=programme.partner.region,
        direction=programme.direction,
        type=programme.type,
        level=application.level,
        gender=profile.gender if profile else "",
        academic_year=academic_year_of(offering.starts_on),
        planned_from=offering.starts_on,
        planned_until=offering.ends_on,
        funding=Mobility.Funding.CSC if programme.type == ProgrammeType.CSC else Mobility.Funding.SELF,
    )
    ChecklistItem.objects.bulk_create(items_of(stay, profile))
    if programme.type != ProgrammeType.STUDY_TOUR:
        CreditPlan.objects.create(mobility=stay)
    record_stay(stay, planned=True)
    return stay


def items_of(stay: Mobility, profile: StudentProfile | None) -> list[ChecklistItem]:
    """What this stay needs: tours have a leader and no credits, minors the consent of their guardians."""
    mandatory = list(MANDATORY)
    if stay.type == ProgrammeType.STUDY_TOUR:
        mandatory.remove(K.CREDITS)
        mandatory.append(K.LEADER)
    if profile is not None and profile.is_minor_on(stay.planned_from):
        mandatory.append(K.GUARDIAN)
    items = [ChecklistItem(mobility=stay, kind=kind, is_mandatory=True) for kind in mandatory]
    return items + [ChecklistItem(mobility=stay, kind=kind, is_mandatory=False) for kind in OPTIONAL]


@transaction.atomic
def save_stay(
    stay: Mobility,
    *,
    by: Any,
    version: int | None = None,
    contacts: list[EmergencyContact] | None = None,
    removed: list[EmergencyContact] | None = None,
) -> Mobility:
    """Address, insurance and whom to call are kept; the items they fulfil are ticked."""
    if not by.has_perm("programmes.change_mobility", Mobility.objects.get(pk=stay.pk)):
        raise PermissionDenied
    save_with_history(stay, by=by, version=version)
    for contact in removed or []:
        contact.delete()
    for contact in contacts or []:
        contact.mobility = stay
        contact.save()
    tick_by_facts(stay)
    return stay


def tick_by_facts(stay: Mobility) -> None:
    """Items that the portal can see are fulfilled, or no longer are."""
    places = set(stay.contacts.values_list("place", flat=True))
    last = stay.ends_on + timedelta(days=policy("programmes.insurance_days_after"))
    insured = bool(
        stay.insurer
        and stay.policy_number
        and stay.insured_from
        and stay.insured_until
        and stay.insured_from <= stay.planned_from
        and stay.insured_until >= last
    )
    plan = CreditPlan.objects.filter(mobility=stay).first()
    facts = {
        K.INSURANCE: insured,
        K.CONTACTS: {"china", "abroad"} <= places,
        K.CREDITS: plan is not None and plan.status == CreditPlan.Status.APPROVED,
    }
    for kind, fulfilled in facts.items():
        item = stay.checklist.filter(kind=kind).first()
        if item is not None and bool(item.done_at) != fulfilled:
            item.done_at = timezone.now() if fulfilled else None
            item.save(update_fields=["done_at"])


@transaction.atomic
def finish_item(
    item: ChecklistItem, *, by: Any, number: str = "", expires_on: date | None = None, note: str = ""
) -> ChecklistItem:
    """The student says an item is done, with the document's number and expiry where there is one."""
    stay = item.mobility
    if not by.has_perm("programmes.change_mobility", stay):
        raise PermissionDenied
    if stay.status != Mobility.Status.PRE_DEPARTURE:
        raise StepNotAllowed(_("The checklist is closed."))
    if item.kind == K.PASSPORT:
        _check_passport(stay, expires_on)
    if item.kind == K.VISA and (expires_on is None or expires_on < stay.planned_from):
        raise ValidationError({"expires_on": _("The visa must be valid when you leave.")})
    if item.kind in {K.INSURANCE, K.CONTACTS, K.CREDITS}:
        raise ValidationError(_("This item is ticked by the portal once its data are complete."))
    item.number, item.expires_on, item.note, item.done_at = number, expires_on, note, timezone.now()
    item.verified_by = item.verified_at = None
    item.save()
    return item


def _check_passport(stay: Mobility, expires_on: date | None) -> None:
    """EC-29: six months beyond the return."""
    needed = months_after(stay.ends_on, policy("programmes.passport_months"))
    if expires_on is None or expires_on < needed:
        raise ValidationError(
            {"expires_on": _("The passport must be valid until %(day)s at least.") % {"day": needed}}
        )
    StudentProfile.objects.filter(user=stay.student_id).update(passport_expires_on=expires_on)


@transaction.atomic
def verify_item(item: ChecklistItem, *, by: Any) -> ChecklistItem:
    """The desk has seen the paper."""
    if not by.has_perm("programmes.verify_mobility", item.mobility):
        raise PermissionDenied
    if item.done_at is None:
        raise StepNotAllowed(_("The student has not said that this is done."))
    item.verified_by, item.verified_at = by, timezone.now()
    item.save(update_fields=["verified_by", "verified_at"])
    remember(item.mobility, "verify_item", by=by, payload={"item": item.kind})
    return item


@transaction.atomic
def report_departure_mobility(
    stay: Mobility, *, by: Any, departed_on: date, note: str = "", version: int | None = None
) -> Mobility:
    """The student says on which day the journey begins; the desk confirms (A17)."""
    MOBILITY_FLOW.move(stay, "report_departure", by=by, note=note, version=version)
    stay.departure_reported_on = departed_on
    stay.save(update_fields=["departure_reported_on"])
    tell(stay, "departure_reported", student_desk())
    return stay


@transaction.atomic
def depart_mobility(
    stay: Mobility, *, by: Any, departed_on: date, note: str = "", version: int | None = None
) -> Mobility:
    """The student is abroad: everything mandatory is done, and the stay counts (A17)."""
    if departed_on > timezone.localdate():
        raise ValidationError({"departed_on": _("This day lies ahead: confirm when the student has left.")})
    tick_by_facts(stay)
    open_items = [item for item in stay.checklist.filter(is_mandatory=True, done_at=None)]
    if open_items and stay.status == Mobility.Status.PRE_DEPARTURE:
        names = "、".join(str(item) for item in open_items)
        raise StepNotAllowed(_("Still open: %(items)s.") % {"items": names})
    MOBILITY_FLOW.move(stay, "depart", by=by, note=note, version=version)
    stay.departed_on = departed_on
    stay.save(update_fields=["departed_on"])
    CheckIn.objects.get_or_create(mobility=stay, due_on=months_after(departed_on, 1))
    record_stay(stay)
    tell(stay, "student_departed", college_of(stay), [stay.student])
    return stay


@transaction.atomic
def withdraw_mobility(stay: Mobility, *, by: Any, note: str = "", version: int | None = None) -> Mobility:
    """The student does not go after all; the place is free, the balance forgets the plan (A21)."""
    MOBILITY_FLOW.move(stay, "withdraw", by=by, note=note, version=version)
    application = stay.application
    if application is not None:
        APPLICATION_FLOW.move(application, "leave_preparation", by=None, note=note)
        application.banned_until = timezone.localdate() + timedelta(
            days=182 * policy("programmes.withdraw_ban_terms")
        )
        application.save(update_fields=["banned_until"])
        offering = give_back(application)
        if offering is not None:
            promote_next(offering)
    _forget(stay)
    tell(stay, "stay_withdrawn", student_desk(), college_of(stay), note=note)
    return stay


def cancel_stays(stays: Any, *, note: str) -> int:
    """Stays not yet begun end with their programme (A23)."""
    rows = list(stays.select_related("student"))
    MOBILITY_FLOW.move_many(stays.filter(pk__in=[row.pk for row in rows]), "cancel", note=note)
    for row in rows:
        _forget(row)
    return len(rows)


def counted_semesters(stay: Mobility) -> Decimal:
    """What a stay counts in the balance: camps nothing, less than 30 days nothing, cut short by its days (§3.4, EC-52)."""
    full = stay.programme.semesters
    if stay.departed_on is None or stay.returned_on is None:
        return full
    days = (stay.returned_on - stay.departed_on).days
    if days < policy("programmes.early_return_days"):
        return Decimal(0)
    planned = max(1, (stay.planned_until - stay.planned_from).days)
    if days >= planned * 9 // 10:
        return full
    # To the half semester, as the ledger counts.
    return (full * days * 2 / planned).to_integral_value(rounding="ROUND_HALF_UP") / 2


def record_stay(stay: Mobility, *, planned: bool = False) -> None:
    """The stay, planned or begun, stands in the ledger of its agreement (§3.4)."""
    if stay.agreement is None or not stay.agreement.counts_mobility:
        return
    record_mobility(
        stay.agreement,
        academic_year=stay.academic_year,
        direction="out" if stay.direction == "outbound" else "in",
        semesters=counted_semesters(stay),
        source=source_of(stay),
        person_name=stay.student.name_zh or stay.student.name_en,
        by=None,
        planned=planned,
    )


def _forget(stay: Mobility) -> None:
    if stay.agreement is not None:
        remove_mobility(stay.agreement, source=source_of(stay), by=None)


def source_of(stay: Mobility) -> str:
    """How the ledger knows the stay."""
    return f"programmes.mobility:{stay.pk}"
