"""Rules as rows: what is in force, what a flag becomes under it, and what a new version would do (TR-01 to TR-17)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.history import save_with_history
from notifications.actions import notify
from training.actions.flags import Flag
from training.flow import RULE_FLOW
from training.models import Proposal, Rule

E = Rule.Effect
MOST_COMPARED = 300


class RuleBook:
    """The rules that count on one day, and the codes that rules exist for at all."""

    def __init__(self, on: date | None = None, *, instead: Rule | None = None):
        self.on = on or timezone.localdate()
        rows = list(Rule.objects.filter(status=Rule.Status.ADOPTED))
        self.known = {(row.code, row.grade) for row in rows}
        in_force = [
            row
            for row in rows
            if row.in_force_from <= self.on and (row.in_force_to is None or row.in_force_to >= self.on)
        ]
        self.rules = {(row.code, row.grade): row for row in sorted(in_force, key=lambda row: row.number)}
        if instead is not None:
            self.known.add((instead.code, instead.grade))
            self.rules[instead.code, instead.grade] = instead

    def rule_for(self, code: str, grade: str = "") -> Rule | None:
        return self.rules.get((code, grade)) or self.rules.get((code, ""))

    def is_repealed(self, code: str, grade: str = "") -> bool:
        """A rule exists for the case, but none of its versions is in force."""
        if self.rule_for(code, grade) is not None:
            return False
        return (code, grade) in self.known or (code, "") in self.known

    def apply(self, flags: Iterable[Flag]) -> list[Flag]:
        """What the checks found, as the rules in force weigh it, each with its clause."""
        weighed = []
        for flag in flags:
            rule = self.rule_for(flag.code, flag.severity)
            if rule is None:
                if not self.is_repealed(flag.code, flag.severity):
                    weighed.append(flag)
                continue
            weighed.append(replace(flag, severity=severity_under(rule, flag.severity), rule=rule))
        return weighed


def severity_under(rule: Rule, found: str) -> str:
    """What the rule makes of a case: it stops, it needs a reason (as grave as it was found), or it warns."""
    if rule.effect == E.BLOCK:
        return "block"
    if rule.effect == E.WARN:
        return "warn"
    return "high" if found == "block" else found


def clause_words(rule: Rule) -> str:
    """Source and clause in the reader's language."""
    in_english = get_language() == "en"
    source = rule.source_en if in_english else rule.source_zh
    clause = rule.clause_en if in_english else rule.clause_zh
    return f"{source} {clause}".strip()


@dataclass(frozen=True)
class Effect:
    """What a new version of a rule would change for one running project."""

    proposal: Proposal
    before: str
    after: str
    message: str


def effects_of(rule: Rule) -> list[Effect]:
    """What the proposed version would do to projects that are not over, before anybody adopts it."""
    from training.actions.risks import find_flags  # noqa: PLC0415 - the risks are weighed by this module

    now, then = RuleBook(), RuleBook(max(rule.in_force_from, timezone.localdate()), instead=rule)
    changed = []
    for proposal in running_projects():
        found = [flag for flag in find_flags(proposal) if flag.code == rule.code]
        before = {flag.severity: flag for flag in now.apply(found)}
        after = {flag.severity: flag for flag in then.apply(found)}
        if set(before) != set(after):
            words = next(iter({**after, **before}.values())).message
            changed.append(Effect(proposal, _gravest(before), _gravest(after), words))
    return changed


def running_projects() -> Any:
    """Projects that are written, under review or running, the newest first."""
    over = [
        Proposal.Status.REJECTED, Proposal.Status.WITHDRAWN, Proposal.Status.TERMINATED, Proposal.Status.LAPSED,
        Proposal.Status.CLOSED,
    ]  # fmt: skip
    return Proposal.objects.exclude(status__in=over).select_related("unit").order_by("-pk")[:MOST_COMPARED]


def _gravest(flags: Iterable[str]) -> str:
    order = ["", "warn", "medium", "high", "block"]
    return max(flags, key=order.index, default="")


@transaction.atomic
def propose_rule(rule: Rule, *, by: Any) -> Rule:
    """A new version of a rule, or a new rule, is proposed; nothing changes before the director adopts it."""
    if not by.has_perm("training.add_rule"):
        raise PermissionDenied
    earlier = Rule.objects.filter(code=rule.code, grade=rule.grade)
    if earlier.filter(status=Rule.Status.DRAFT).exists():
        raise ValidationError(_("A new version of this rule is already proposed."))
    last = earlier.filter(status=Rule.Status.ADOPTED).order_by("-number").first()
    _check_fixed(rule, last)
    rule.number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    rule.author, rule.replaces = by, last
    rule.is_fixed = bool(last and last.is_fixed)
    save_with_history(rule, by=by)
    notify(User.objects.holding(Role.DIRECTOR), "training.rule_proposed", about=rule)
    return rule


def _check_fixed(rule: Rule, last: Rule | None) -> None:
    if last is None or not last.is_fixed:
        return
    if rule.effect != last.effect or rule.in_force_to is not None:
        raise ValidationError({"effect": _("This rule is built into the portal: its effect stays as it is.")})


@transaction.atomic
def adopt_rule(rule: Rule, *, by: Any, note: str = "", version: int | None = None) -> Rule:
    """The director adopts it: the version before it ends the day before its first day."""
    RULE_FLOW.move(rule, "adopt", by=by, note=note, version=version)
    today = timezone.localdate()
    if rule.in_force_from < today:
        raise ValidationError(_("A rule cannot begin in the past: set its first day to today or later."))
    _check_fixed(rule, rule.replaces)
    before = rule.in_force_from - timedelta(days=1)
    older = Rule.objects.filter(code=rule.code, grade=rule.grade, status=Rule.Status.ADOPTED).exclude(
        pk=rule.pk
    )
    for other in older.select_for_update():
        if other.in_force_from > before:
            raise ValidationError(_("A later version of this rule begins after this one."))
        if other.in_force_to is None or other.in_force_to > before:
            other.in_force_to = before
            save_with_history(other, by=by)
    return rule


@transaction.atomic
def discard_rule(rule: Rule, *, by: Any, note: str = "", version: int | None = None) -> Rule:
    """The rule stays as it is."""
    RULE_FLOW.move(rule, "discard", by=by, note=note, version=version)
    return rule
