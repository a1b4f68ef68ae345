"""One page per partner: the whole relation at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.templatetags.portal import tone_of
from core.views import DetailPage
from partnerships.actions.balance import Balance, balance_of
from partnerships.actions.health import health_of
from partnerships.flow import INSTITUTION_FLOW
from partnerships.models import Agreement, Institution, Laboratory

SHOWN = 30
BAR = 22
WIDTH = 900


@dataclass(frozen=True)
class Bar:
    """One agreement on the time line: where it begins and ends, in the units of the drawing."""

    agreement: Agreement
    x: int
    width: int
    y: int
    tone: str
    status: str


def timeline_of(agreements: list[Any], on: date) -> dict[str, Any] | None:
    """The agreements, with their status on the day, as bars over years; those without an end run to the edge."""
    rows = [row for row in agreements if row.effective_on and row.status in Agreement.BINDING]
    if not rows:
        return None
    starts = [row.effective_on for row in rows if row.effective_on]
    ends = [row.holds_until for row in rows if row.holds_until]
    first = min([*starts, on]).year
    last = min(max([*ends, *starts, on]).year + 1, first + 40)
    start, days = date(first, 1, 1), (date(last + 1, 1, 1) - date(first, 1, 1)).days
    bars = []
    for place, row in enumerate(rows):
        left = _place(row.effective_on, start, days)
        right = _place(row.holds_until, start, days) if row.holds_until else WIDTH
        status = row.status_now
        label = str(Agreement.Status(status).label)
        bars.append(Bar(row, left, max(right - left, 4), place * BAR + 26, tone_of(row, status), label))
    step = max(1, (last - first) // 12)
    years = [
        {"year": year, "x": _place(date(year, 1, 1), start, days)} for year in range(first, last + 1, step)
    ]
    return {
        "bars": bars,
        "years": years,
        "today": _place(on, start, days),
        "height": len(rows) * BAR + 32,
        "width": WIDTH,
    }


def _place(day: Any, start: date, days: int) -> int:
    return max(0, min(WIDTH, (day - start).days * WIDTH // days))


class InstitutionDetail(DetailPage):
    """Agreements on a time line, balance, people, activities, laboratories, next dates, and how it is doing."""

    model = Institution
    flow = INSTITUTION_FLOW

    def get_queryset(self) -> QuerySet:
        related = ("region", "unit", "officer", "parent", "successor", "merged_into")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, user, today = self.object, self.request.user, timezone.localdate()
        agreements = self.agreements(today)
        balances = self.balances(agreements, today)
        # Only what everybody of the house may read about agreements decides on health: in force, dates, balance.
        last = record.activities.order_by("-on").values_list("on", flat=True).first()
        may_read_log = not self.is_external
        activities = record.activities.select_related("author").prefetch_related("follow_ups__owner")
        laboratories = Laboratory.objects.filter(partners=record)
        return super().get_context_data(
            page_title=str(record),
            today=today,
            agreements=agreements,
            timeline=timeline_of(agreements, today),
            balances=self.balance_lines(agreements, balances),
            health=health_of(record, agreements=agreements, balances=balances, last_activity=last, on=today)
            if may_read_log
            else [],
            activities=list(activities[:SHOWN]) if may_read_log else [],
            activity_count=record.activities.count() if may_read_log else 0,
            laboratories=list(laboratories),
            programmes=list(record.cooperative_programmes.all()),
            courses=list(record.introduced_courses.all()),
            names=[name for name in record.names.all() if name.kind not in {"official", "local"}],
            rankings=list(record.rankings.all()[:8]),
            parts=list(record.parts.standing()),
            contacts=list(record.contacts.all()) if self.may("read_contacts") else [],
            may_read_contacts=self.may("read_contacts"),
            may_read_risks=self.may("read_risks"),
            may_edit=user.has_perm("partnerships.change_institution", record),
            may_merge=user.has_perm("partnerships.merge_institution", record)
            and record.merged_into_id is None,
            may_log=user.has_perm("partnerships.add_activity", record),
            may_draft=user.has_perm("partnerships.add_agreement"),
            next_dates=self.next_dates(agreements, today),
            **kwargs,
        )

    @property
    def is_external(self) -> bool:
        return not self.may("read_internal")

    def may(self, verb: str) -> bool:
        return self.request.user.has_perm(f"partnerships.{verb}_institution", self.object)

    def agreements(self, today: date) -> list[Agreement]:
        """The agreements this person may see, the latest first."""
        visible = Agreement.objects.visible_to(self.request.user).filter(partners=self.object)
        found = list(
            visible.with_status_on(today).select_related("unit").order_by("-effective_on", "-pk")[:100]
        )
        for agreement in found:
            agreement.status_label = Agreement.Status(agreement.status_now).label
            agreement.tone = tone_of(agreement, agreement.status_now)
        return found

    def balances(self, agreements: list[Agreement], today: date) -> dict[int, Balance]:
        """The balance of each chain under which students move."""
        chains: dict[int, Agreement] = {}
        for agreement in agreements:
            if agreement.counts_mobility and agreement.status in Agreement.BINDING:
                chains.setdefault(agreement.chain_id, agreement)
        return {key: balance_of(agreement) for key, agreement in list(chains.items())[:10]}

    def balance_lines(
        self, agreements: list[Agreement], balances: dict[int, Balance]
    ) -> list[dict[str, Any]]:
        named = {row.chain_id: row for row in reversed(agreements)}
        return [
            {"agreement": named[key], "balance": balance}
            for key, balance in balances.items()
            if balance.lines
        ]

    def next_dates(self, agreements: list[Agreement], today: date) -> list[dict[str, Any]]:
        """What comes next: ends, periods, last days for a notice, reviews of laboratories."""
        dates = []
        for row in agreements:
            if not row.is_in_force(today):
                continue
            found = row.term.period_on(today) if row.term else None
            if row.holds_until:
                dates.append({"on": row.holds_until, "what": _("Agreement ends"), "about": row})
            elif found and found[2]:
                dates.append({"on": found[2], "what": _("Agreement renews by itself"), "about": row})
            if found and found[2] and row.auto_renew and row.notice_days and row.notice_on is None:
                last_notice = found[2] - timedelta(days=row.notice_days)
                if last_notice >= today:
                    dates.append({"on": last_notice, "what": _("Last day for a notice"), "about": row})
        return sorted(dates, key=lambda line: line["on"])[:6]
