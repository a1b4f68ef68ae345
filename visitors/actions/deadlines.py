"""What of an expert expires when, whether the dates agree, and who is reminded when (§4.2, EC-92)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import IdentityDocument, Role, User
from core.identity_numbers import expires_too_soon
from visitors.actions.reminding import leads_reached, remind_once
from visitors.models import Engagement, Expert, Permit

LEADS = (90, 60, 45, 30, 15, 7, 0)
KIND = "visitors.expert_document"
LABELS: dict[str, str | Promise] = {
    "passport": gettext_lazy("Passport"),
    "contract": gettext_lazy("Contract"),
    **{value: label for value, label in Permit.Kind.choices},
}
# Whose end bounds whose (EC-92): the residence permit lies within work permit and passport, the work permit
# within the contract; the visa within the passport.
BOUNDS = {
    Permit.Kind.RESIDENCE.value: (Permit.Kind.WORK.value, "passport"),
    Permit.Kind.WORK.value: ("contract",),
    Permit.Kind.VISA.value: ("passport",),
}


@dataclass(frozen=True)
class Deadline:
    """Something that ends: on its own day, or earlier because something it rests on ends earlier."""

    kind: str
    record: Any
    own_day: date
    due: date
    driven_by: str = ""

    @property
    def label(self) -> str | Promise:
        return LABELS[self.kind]

    @property
    def driver_label(self) -> str | Promise:
        return LABELS.get(self.driven_by, "")

    @property
    def days_left(self) -> int:
        return (self.due - timezone.localdate()).days

    @property
    def tone(self) -> str:
        """The colour of the row: past, near, far."""
        if self.days_left < 0:
            return "red"
        return "amber" if self.days_left <= max(LEADS) else "green"


@dataclass
class Papers:
    """The documents of one expert that count today."""

    ends: dict[str, tuple[Any, date]] = field(default_factory=dict)

    def day(self, kind: str) -> date | None:
        return self.ends[kind][1] if kind in self.ends else None


def with_papers(experts: QuerySet[Expert]) -> QuerySet[Expert]:
    """Experts with passports, permits and engagements in a fixed number of questions."""
    passports = IdentityDocument.objects.filter(
        doc_type=IdentityDocument.DocType.PASSPORT, state=IdentityDocument.State.CURRENT
    ).order_by("-expires_on", "-pk")
    engagements = Engagement.objects.filter(status__in=Engagement.WATCHED).order_by("-end_on", "-pk")
    return experts.select_related("person", "unit", "user").prefetch_related(
        Prefetch("person__documents", queryset=passports, to_attr="passports_now"),
        Prefetch("permits", queryset=Permit.objects.current(), to_attr="permits_now"),
        Prefetch("engagements", queryset=engagements, to_attr="engagements_now"),
        "snoozes",
    )


def papers_of(expert: Expert) -> Papers:
    """What ends when; the latest engagement stands for the contract."""
    papers = Papers()
    person: Any = expert.person
    prepared: Any = expert
    if not hasattr(prepared, "permits_now"):
        prepared = with_papers(Expert.objects.filter(pk=expert.pk)).get()
        person = prepared.person
    if person.passports_now and person.passports_now[0].expires_on:
        papers.ends["passport"] = (person.passports_now[0], person.passports_now[0].expires_on)
    for permit in prepared.permits_now:
        if permit.expires_on:
            papers.ends[permit.kind] = (permit, permit.expires_on)
    if prepared.engagements_now:
        last = prepared.engagements_now[0]
        papers.ends["contract"] = (last, last.end_on)
    return papers


def deadlines_of(expert: Expert) -> list[Deadline]:
    """Each document with the day that counts: where dates contradict, the earliest drives (EC-92)."""
    papers = papers_of(expert)
    rows = []
    for kind, (record, own) in papers.ends.items():
        due, driver = own, ""
        for bound in BOUNDS.get(kind, ()):
            earlier = papers.day(bound)
            if earlier is not None and earlier < due:
                due, driver = earlier, bound
        rows.append(Deadline(kind, record, own, due, driver))
    return sorted(rows, key=lambda row: (row.due, row.kind))


def consistency_warnings(expert: Expert) -> list[str]:
    """What contradicts among passport, permits and contract (EC-29, EC-92)."""
    papers = papers_of(expert)
    warnings = []
    for kind, bounds in BOUNDS.items():
        own = papers.day(kind)
        for bound in bounds:
            other = papers.day(bound)
            if own and other and own > other:
                warnings.append(
                    _(
                        "%(later)s ends on %(later_day)s, after %(earlier)s (%(earlier_day)s): the earlier day counts."
                    )
                    % {
                        "later": LABELS[kind],
                        "later_day": own,
                        "earlier": LABELS[bound],
                        "earlier_day": other,
                    }
                )
    contract, work = papers.day("contract"), papers.day(Permit.Kind.WORK.value)
    if contract and work and work < contract:
        warnings.append(
            _(
                "The contract runs until %(contract)s, the work permit only until %(permit)s: extend it 30 days before it ends."
            )
            % {"contract": contract, "permit": work}
        )
    passport = papers.day("passport")
    if contract and passport and expires_too_soon(passport, contract):
        warnings.append(
            _("The passport ends on %(passport)s, less than six months after the engagement (%(contract)s).")
            % {"passport": passport, "contract": contract}
        )
    return warnings


def lead_due(deadline: Deadline, today: date) -> Iterator[int]:
    """The leads to send today: those reached, and, once overdue, today's.

    After days without the scheduler each missed lead goes once (EC-91); of the missed daily notices only today's.
    """
    if deadline.due >= today:
        yield from leads_reached(deadline.due, LEADS, today)
        return
    yield from (lead for lead in leads_reached(deadline.due, LEADS, today) if lead >= 0)
    yield -(today - deadline.due).days


def is_snoozed(expert: Expert, deadline: Deadline, lead: int, today: date) -> bool:
    """Whether the desk has put reminders off now, or had put off the one of that day."""
    day = deadline.due - timedelta(days=lead)
    return any(
        snooze.kind == deadline.kind
        and snooze.due_on == deadline.due
        and (snooze.covers(day) or snooze.covers(today))
        for snooze in expert.snoozes.all()
    )


def remind_experts(today: date | None = None) -> int:
    """Remind of every document of every expert who is here or coming, each lead exactly once."""
    today = today or timezone.localdate()
    desk, units, sent = list(User.objects.holding(Role.VISITORS_DESK)), UnitPeople(), 0
    for expert in with_papers(Expert.objects.here()).order_by("pk").iterator(chunk_size=200):
        for deadline in deadlines_of(expert):
            for lead in lead_due(deadline, today):
                if is_snoozed(expert, deadline, lead, today):
                    continue
                people = [*desk, *units.of(expert), *([expert.user] if expert.user_id else [])]
                sent += remind_once(
                    expert,
                    KIND,
                    f"{deadline.kind}:{deadline.due:%Y%m%d}:{lead}",
                    people,
                    what=in_both(deadline.kind),
                    driven_by=in_both(deadline.driven_by) if deadline.driven_by else None,
                    due=deadline.due.isoformat(),
                    days=lead,
                    late_days=max(-lead, 0),
                )
    return sent


def in_both(kind: str) -> dict[str, str]:
    """The name of a document in both languages: each reader gets the own one."""
    names = {}
    for key, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            names[key] = str(LABELS[kind])
    return names


class UnitPeople:
    """The admins of units, looked up once a unit."""

    def __init__(self) -> None:
        self.known: dict[int, list[User]] = {}

    def of(self, expert: Expert) -> list[User]:
        engagements: Any = expert
        current = engagements.engagements_now
        unit = current[0].unit_id if current else expert.unit_id
        if unit not in self.known:
            self.known[unit] = list(User.objects.holding(Role.DEPARTMENT_ADMIN, unit=unit))
        return self.known[unit]
