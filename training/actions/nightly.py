"""What the portal does by itself each night: lapses, expiries, reminders, escalation (P14, §10, EC-80, EC-91)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Role, User
from core.dates import add_months
from core.policy import policy
from core.working_days import add_working_days
from notifications.actions import notify
from training.actions.closing import open_closing, set_due_day
from training.actions.closing_checks import OVER
from training.actions.cosign import cosigners_for
from training.actions.desks import DESKS, admins_of, holders
from training.actions.handover import hand_on, holders_of, tell
from training.actions.life import people_of_unit
from training.actions.publicity import take_down_publicity_of
from training.flow import CONTRACT_FLOW, PROPOSAL_FLOW, VETTING_FLOW
from training.models import (
    ChangeRequest,
    Closing,
    Contract,
    Cosign,
    PartnerVetting,
    Proposal,
    SettlementPlan,
    Suspension,
    TrainingClass,
)

S = Proposal.Status
LAPSE_LEADS = (30,)
CLOSING_LEADS = (7, 0, -7)
SUSPENSION_LEADS = (7, 0, -1)
VETTING_LEADS = (30,)
SCAN_LEADS = (3, 0, -1)
CLASS_LEADS = (3,)
# A lead older than this is past telling; younger ones that were missed are made up once (EC-91).
CATCH_UP = timedelta(days=14)


def look_after_projects(today: date | None = None) -> dict[str, int]:
    """Everything of one night, each piece by itself; run twice it does nothing twice."""
    today = today or timezone.localdate()
    return {
        "lapsed": lapse_projects(today),
        "expired": expire_vettings(today),
        "closings": open_closings(today),
        "reminded": sum(1 for _sent in _reminders(today)),
        "escalated": escalate_slow(today),
    }


def due_leads(day: date, leads: Iterable[int], today: date) -> list[int]:
    """The leads whose day has come, also those of the last days on which nothing ran."""
    return [
        lead for lead in leads if day - timedelta(days=lead) <= today <= day - timedelta(days=lead) + CATCH_UP
    ]


def lapse_day(proposal: Proposal) -> date:
    """The day on which an approval without a class lapses."""
    approved = timezone.localdate(proposal.approved_at)
    return add_months(approved, policy("training.approval_valid_months"))


def waiting_to_start() -> Any:
    """Approved projects none of whose classes has ever begun."""
    begun = TrainingClass.objects.filter(proposal=OuterRef("pk")).exclude(
        status__in=[*TrainingClass.BEFORE_RUNNING, TrainingClass.Status.CANCELLED]
    )
    return Proposal.objects.filter(~Exists(begun), status=S.APPROVED, approved_at__isnull=False)


def lapse_projects(today: date) -> int:
    """No class began in time: the approval is void and publicity disappears (P14)."""
    count = 0
    oldest = add_months(today, -policy("training.approval_valid_months")) + timedelta(days=2)
    for pk in waiting_to_start().filter(approved_at__date__lte=oldest).values_list("pk", flat=True):
        count += _lapse(pk, today)
    return count


@transaction.atomic
def _lapse(pk: int, today: date) -> int:
    proposal = Proposal.objects.select_for_update().get(pk=pk)
    if proposal.status != S.APPROVED or lapse_day(proposal) > today:
        return 0
    PROPOSAL_FLOW.move(proposal, "lapse", by=None)
    CONTRACT_FLOW.move_many(proposal.contracts.all(), "end")
    take_down_publicity_of(proposal)
    hand_on(proposal)
    tell(proposal, "proposal_lapsed", people_of_unit(proposal), User.objects.holding(Role.TRAINING_DESK))
    return 1


@transaction.atomic
def expire_vettings(today: date) -> int:
    """A vetting that has run out counts no more (§1.7)."""
    over = PartnerVetting.objects.filter(status__in=PartnerVetting.VALID, valid_until__lt=today)
    return VETTING_FLOW.move_many(over, "expire")


def open_closings(today: date) -> int:
    """Once all classes of a project are over its closing package is waiting for the unit (P18)."""
    open_ones = TrainingClass.objects.filter(proposal=OuterRef("pk")).exclude(status__in=OVER)
    held = TrainingClass.objects.filter(proposal=OuterRef("pk"))
    ready = Proposal.objects.filter(~Exists(open_ones), Exists(held), status=S.EXECUTING)
    count = 0
    for proposal in ready.filter(Q(closing=None) | Q(closing__package_due_on=None)).select_related("unit"):
        with transaction.atomic():
            closing = open_closing(proposal, by=None)
            set_due_day(closing)
            closing.save(update_fields=["package_due_on", "due_on"])
            notify(admins_of(closing), "training.closing_open", about=closing, lead="open")
            count += 1
    return count


def _reminders(today: date) -> Iterator[int]:
    """Every reminder whose day has come; whoever has had it is not told again."""
    yield from _remind_lapses(today)
    yield from _remind_closings(today)
    yield from _remind_suspensions(today)
    yield from _remind_partners(today)
    yield from _remind_classes(today)


def _remind_lapses(today: date) -> Iterator[int]:
    first = add_months(today, -policy("training.approval_valid_months"))
    near = waiting_to_start().filter(approved_at__date__range=(first, first + timedelta(days=32)))
    for proposal in near.select_related("unit", "author"):
        day = lapse_day(proposal)
        for lead in due_leads(day, LAPSE_LEADS, today):
            desk = User.objects.holding(Role.TRAINING_DESK)
            people = {person.pk: person for person in [*people_of_unit(proposal), *desk]}
            notify(people.values(), "training.lapse_near", about=proposal, lead=f"{day}:{lead}", day=str(day))
            yield 1


def _remind_closings(today: date) -> Iterator[int]:
    open_ones = Closing.objects.filter(
        status__in=Closing.EDITABLE, package_due_on__lte=today + timedelta(days=max(CLOSING_LEADS))
    )
    for closing in open_ones.select_related("proposal__unit", "author"):
        for lead in due_leads(closing.package_due_on or today, CLOSING_LEADS, today):
            people = [*admins_of(closing), *(User.objects.holding(Role.TRAINING_DESK) if lead < 0 else [])]
            key = f"{closing.package_due_on}:{lead}"
            notify(people, "training.closing_due", about=closing, lead=key, day=str(closing.package_due_on))
            yield 1


def _remind_suspensions(today: date) -> Iterator[int]:
    open_ones = Suspension.objects.filter(
        status=Suspension.Status.IN_FORCE, rectify_by__lte=today + timedelta(days=max(SUSPENSION_LEADS))
    )
    for suspension in open_ones.select_related("proposal__unit", "proposal__author"):
        for lead in due_leads(suspension.rectify_by, SUSPENSION_LEADS, today):
            directors = User.objects.holding(Role.DIRECTOR) if lead < 0 else []
            people = {person.pk: person for person in [*people_of_unit(suspension.proposal), *directors]}
            notify(
                people.values(),
                "training.suspension_due",
                about=suspension.proposal,
                lead=f"s{suspension.pk}:{suspension.rectify_by}:{lead}",
                day=str(suspension.rectify_by),
            )
            yield 1


def _remind_partners(today: date) -> Iterator[int]:
    near = PartnerVetting.objects.valid_on(today).filter(
        valid_until__lte=today + timedelta(days=max(VETTING_LEADS))
    )
    for vetting in near.select_related("unit", "author"):
        for lead in due_leads(vetting.valid_until, VETTING_LEADS, today):
            people = [*admins_of(vetting), *User.objects.holding(Role.TRAINING_DESK)]
            key = f"{vetting.valid_until}:{lead}"
            notify(people, "training.vetting_expires", about=vetting, lead=key, day=str(vetting.valid_until))
            yield 1
    signed = Contract.objects.filter(
        status__in=[Contract.Status.SIGNED, Contract.Status.PERFORMING],
        signed_on__range=(today - timedelta(days=60), today),
    )
    for contract in signed.select_related("proposal__unit", "author"):
        day = contract.scan_due_on
        if day is None or contract.is_scanned:
            continue
        for lead in due_leads(day, SCAN_LEADS, today):
            notify(
                admins_of(contract), "training.scan_due", about=contract, lead=f"{day}:{lead}", day=str(day)
            )
            yield 1


def _remind_classes(today: date) -> Iterator[int]:
    """A class that begins in three days and is not confirmed, or has no timetable (§10)."""
    near = TrainingClass.objects.filter(
        status__in=TrainingClass.BEFORE_RUNNING,
        start_on__range=(today - CATCH_UP, today + timedelta(days=max(CLASS_LEADS))),
    )
    for training_class in near.select_related("proposal__unit"):
        for lead in due_leads(training_class.start_on, CLASS_LEADS, today):
            people = [*admins_of(training_class), *User.objects.holding(Role.TRAINING_DESK)]
            key = f"{training_class.start_on}:{lead}"
            notify(people, "training.class_near", about=training_class, lead=key)
            yield 1


NEXT_LEVEL = {
    S.UNIT_REVIEW: Role.TRAINING_DESK,
    S.OFFICE_REVIEW: Role.DIRECTOR,
    S.COSIGN: Role.DIRECTOR,
    S.DIRECTOR_REVIEW: Role.LEADER,
    S.LEADER_REVIEW: Role.DIRECTOR,
}
WAITING_KINDS = (ChangeRequest, Closing, SettlementPlan, PartnerVetting, Contract)


def escalate_slow(today: date) -> int:
    """Past its five working days a desk is reminded; three working days later the next level hears (EC-80)."""
    count = 0
    for proposal in Proposal.objects.filter(status__in=Proposal.IN_REVIEW, due_on__lt=today).select_related(
        "unit"
    ):
        people = list(holders_of(proposal)) or list(User.objects.holding(Role.DIRECTOR))
        count += _push(proposal, people, NEXT_LEVEL[S(proposal.status)], proposal.waiting_since, today)
    overdue = Cosign.objects.waiting().filter(due_on__lt=today).select_related("proposal", "change")
    for cosign in overdue:
        people = cosigners_for(cosign.area) or list(User.objects.holding(Role.DIRECTOR))
        count += _push(cosign, people, Role.DIRECTOR, cosign.created_at, today)
    for model in WAITING_KINDS:
        desks = DESKS[str(model._meta.model_name)]
        for record in model.objects.filter(status__in=desks, due_on__lt=today):
            level = Role.LEADER if desks[record.status][0] == Role.DIRECTOR else Role.DIRECTOR
            count += _push(record, holders(record), level, record.waiting_since, today)
    return count


def _push(record: Any, people: Iterable[Any], level: str, since: Any, today: date) -> int:
    """Remind the desk once, and the next level once when it has waited on."""
    lead = f"{timezone.localdate(since)}:{record.status}" if since else f"{record.due_on}:{record.status}"
    notify(people, "training.review_overdue", about=record, lead=lead, day=str(record.due_on))
    if add_working_days(record.due_on, policy("training.escalate_workdays")) <= today:
        notify(
            User.objects.holding(level),
            "training.review_escalated",
            about=record,
            lead=lead,
            day=str(record.due_on),
        )
        return 1
    return 0
