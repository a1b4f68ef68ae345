"""What the days do to agreements: periods, statuses, reminders (AG-01, AG-02, AG-05, EC-91)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Role, User
from core.policy import policy
from partnerships.actions.telling import keepers_of, tell
from partnerships.flow import AGREEMENT_FLOW
from partnerships.flow.agreement import STEP_TO
from partnerships.models import Agreement, AgreementPeriod, AgreementReminder, CooperativeProgramme
from partnerships.models.terms import add_months

GRACE_DAYS = 7


def write_first_period(agreement: Agreement) -> None:
    """The first period stands from the signature on."""
    if agreement.effective_on is None:
        return
    AgreementPeriod.objects.update_or_create(
        agreement=agreement,
        period_no=0,
        defaults={"starts_on": agreement.effective_on, "ends_on": agreement.expires_on},
    )


def follow_dates(agreement: Agreement, on: date | None = None) -> None:
    """Move one agreement to where its dates say it stands (AG-01)."""
    wanted = agreement.status_on(on or timezone.localdate())
    if agreement.status in Agreement.BINDING and wanted != agreement.status:
        AGREEMENT_FLOW.move(agreement, STEP_TO[Agreement.Status(wanted)], by=None)


@transaction.atomic
def follow_all_dates(on: date | None = None) -> int:
    """Move every signed agreement to where its dates say it stands; returns how many moved (AG-01)."""
    on = on or timezone.localdate()
    moved = 0
    for status, verb in STEP_TO.items():
        late = Agreement.objects.binding().with_status_on(on).filter(status_now=status).exclude(status=status)
        pks = list(late.values_list("pk", flat=True))
        if pks:
            moved += AGREEMENT_FLOW.move_many(Agreement.objects.filter(pk__in=pks), verb)
    return moved


@transaction.atomic
def write_periods(on: date | None = None) -> int:
    """Each agreement that renews by itself has a row for every period begun so far (AG-02)."""
    on = on or timezone.localdate()
    made = 0
    for agreement in Agreement.objects.in_force(on).filter(auto_renew=True).prefetch_related("periods"):
        known = {period.period_no for period in agreement.periods.all()}
        found = agreement.term.period_on(on)
        for number in range((found[0] if found else -1) + 1):
            if number not in known:
                end = agreement.term.period_end(number)
                start = (
                    agreement.effective_on
                    if number == 0
                    else agreement.term.period_end(number - 1) + timedelta(days=1)
                )
                AgreementPeriod.objects.create(
                    agreement=agreement, period_no=number, starts_on=start, ends_on=end
                )
                made += 1
    return made


def send_reminders(on: date | None = None) -> int:
    """Remind of ends and last days for a notice, each lead once, also those missed meanwhile (AG-05, EC-91)."""
    on = on or timezone.localdate()
    sent = 0
    for agreement in _with_an_end_ahead(on):
        for kind, day, lead in due_leads(agreement, on):
            sent += _remind(agreement, kind, day, lead, on)
    for programme in CooperativeProgramme.objects.active(on).filter(valid_until__isnull=False):
        for months in policy("partnerships.programme_reminder_months"):
            if add_months(programme.valid_until, -months) <= on:
                sent += _remind_of_programme(programme, months, on)
    return sent


def _with_an_end_ahead(on: date) -> Iterable[Agreement]:
    """Those whose end or period end may lie within the longest lead, in pieces."""
    longest = on + timedelta(days=max(policy("partnerships.reminder_days")))
    ending = Q(holds_until__range=(on, longest)) | Q(auto_renew=True)
    return (
        Agreement.objects.binding()
        .filter(ending, effective_on__lte=longest)
        .filter(Q(terminated_on=None) | Q(terminated_on__gt=on), superseded_on=None)
        .select_related("unit")
        .order_by("pk")
        .iterator(chunk_size=500)
    )


def due_leads(agreement: Agreement, on: date) -> Iterator[tuple[str, date, int]]:
    """The reminders whose day has come: kind, the day they are about, days before it.

    What was missed is sent once each: every lead that has passed while the end is still ahead.
    """
    term = agreement.term
    found = term.period_on(max(on, term.effective_on)) if term else None
    end = found[2] if found else None
    if end is None or end < on:
        return
    for lead in sorted(policy("partnerships.reminder_days"), reverse=True):
        if end - timedelta(days=lead) <= on and _was_known(agreement, end - timedelta(days=lead)):
            yield AgreementReminder.Kind.EXPIRY, end, lead
    if agreement.auto_renew and agreement.notice_days and agreement.notice_on is None:
        last_notice = end - timedelta(days=agreement.notice_days)
        lead = policy("partnerships.notice_lead_days")
        if last_notice - timedelta(days=lead) <= on <= last_notice:
            yield AgreementReminder.Kind.NOTICE, last_notice, lead


def _was_known(agreement: Agreement, day: date) -> bool:
    """A lead that passed before the agreement entered the register is no missed one."""
    known_since = timezone.localdate(agreement.waiting_since or agreement.created_at)
    return day >= known_since - timedelta(days=GRACE_DAYS)


@transaction.atomic
def _remind(agreement: Agreement, kind: str, day: date, lead: int, on: date) -> int:
    """Write the reminder down and send it; 0 when it was sent before."""
    _row, is_new = AgreementReminder.objects.get_or_create(
        agreement=agreement, kind=kind, about_day=day, lead=lead, defaults={"sent_on": on}
    )
    if not is_new:
        return 0
    people = keepers_of(agreement)
    if kind == AgreementReminder.Kind.EXPIRY and lead <= policy("partnerships.escalate_days"):
        people += User.objects.holding(Role.DIRECTOR)
    tell(
        agreement,
        "agreement_notice_due" if kind == AgreementReminder.Kind.NOTICE else "agreement_expiring",
        people,
        lead=f"{kind}:{day}:{lead}",
        day=str(day),
        days=(day - on).days,
        renews=agreement.auto_renew and agreement.last_day != day,
    )
    return 1


@transaction.atomic
def _remind_of_programme(programme: CooperativeProgramme, months: int, on: date) -> int:
    """The approval of a cooperative programme ends: the desk and the director are told (§10)."""
    if programme.valid_until is None:
        return 0
    _row, is_new = AgreementReminder.objects.get_or_create(
        programme=programme,
        kind=AgreementReminder.Kind.PROGRAMME,
        about_day=programme.valid_until,
        lead=months,
        defaults={"sent_on": on},
    )
    if not is_new:
        return 0
    people = [*User.objects.holding(Role.PARTNERSHIPS_DESK), *User.objects.holding(Role.DIRECTOR)]
    tell(
        programme,
        "programme_expiring",
        people,
        lead=f"{programme.valid_until}:{months}",
        day=str(programme.valid_until),
    )
    return 1
