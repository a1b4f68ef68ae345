"""How a relation is doing, and why: active, sleeping, one-sided, ending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.policy import policy
from partnerships.actions.balance import Balance
from partnerships.models import Agreement, Institution
from partnerships.models.terms import add_months


@dataclass(frozen=True)
class Sign:
    """One finding about the relation: its word, its tone, and the reason in a sentence."""

    key: str
    word: str
    tone: str
    reason: str


def health_of(
    institution: Institution,
    *,
    agreements: list[Agreement],
    balances: dict[int, Balance],
    last_activity: date | None,
    on: date,
) -> list[Sign]:
    """Every finding with its reason; a relation without any trouble is active."""
    if institution.status == Institution.Status.BLACKLISTED:
        return [Sign("suspended", _("Suspended"), "red", _("The director has suspended the cooperation."))]
    signs = [
        *_sleeping(last_activity, on),
        *_ending(agreements, on),
        *_one_sided(agreements, balances),
    ]
    if signs:
        return signs
    in_force = [agreement for agreement in agreements if agreement.is_in_force(on)]
    reason = _("%(count)s agreements in force; last activity on %(day)s.") % {
        "count": len(in_force),
        "day": _day(last_activity) if last_activity else _("no day known"),
    }
    return [Sign("active", _("Active relation"), "green", reason)]


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _sleeping(last_activity: date | None, on: date) -> list[Sign]:
    months = policy("partnerships.dormant_months")
    if last_activity is None:
        return [Sign("sleeping", _("Sleeping"), "amber", _("No activity is recorded at all."))]
    if last_activity < add_months(on, -months):
        reason = _("Nothing has happened for more than %(months)s months, since %(day)s.")
        return [
            Sign("sleeping", _("Sleeping"), "amber", reason % {"months": months, "day": _day(last_activity)})
        ]
    return []


def _ending(agreements: list[Agreement], on: date) -> list[Sign]:
    soon = on + timedelta(days=policy("partnerships.expiring_days"))
    in_force = [agreement for agreement in agreements if agreement.is_in_force(on)]
    if not in_force:
        coming = [
            row for row in agreements if row.status in Agreement.BINDING and (row.effective_on or on) > on
        ]
        if coming:
            return []
        return [Sign("none", _("No valid agreement"), "red", _("No agreement is in force today."))]
    ending = [row for row in in_force if row.holds_until and row.holds_until <= soon and not _is_renewed(row)]
    return [
        Sign(
            "expiring",
            _("Ending soon"),
            "amber",
            _("%(agreement)s ends on %(day)s.") % {"agreement": row.label, "day": _day(row.holds_until)},
        )
        for row in ending
        if row.holds_until
    ]


def _is_renewed(agreement: Agreement) -> bool:
    return agreement.superseded_on is not None


def _one_sided(agreements: list[Agreement], balances: dict[int, Balance]) -> list[Sign]:
    signs = []
    for agreement in agreements:
        balance: Any = balances.get(agreement.chain_id)
        if balance is None or not balance.is_over:
            continue
        reason = (
            _("We have sent %(total)s student-semesters more than we received; %(allowed)s are permitted.")
            if balance.total > 0
            else _(
                "We have received %(total)s student-semesters more than we sent; %(allowed)s are permitted."
            )
        )
        values = {"total": abs(balance.total), "allowed": balance.allowed}
        signs.append(Sign("one_sided", _("One-sided"), "violet", reason % values))
        balances = {key: value for key, value in balances.items() if key != agreement.chain_id}
    return signs
