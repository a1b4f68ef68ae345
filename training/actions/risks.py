"""The automatic risk flags of a proposal (§1.5), weighed by the rules in force, and the register they fill."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from core.terms import BLOCK, HIGH, WARN
from training.actions.figures import Figures
from training.actions.flags import Flag
from training.actions.flags_money import money_flags
from training.actions.flags_people import people_flags
from training.actions.flags_records import record_of_unit_flags
from training.actions.flags_setting import setting_flags
from training.actions.rules import RuleBook
from training.actions.wording import wordings_of
from training.models import Proposal, RiskItem, RiskLevel

MEDIUM = "medium"
SEVERITY_OF_TERM = {BLOCK: "block", HIGH: "high", WARN: MEDIUM}
# Likelihood and impact with which a flag enters the register; the unit may weigh it otherwise.
WEIGHT = {"medium": (2, 3), "high": (3, 4)}
RANK = {"warn": 0, "medium": 1, "high": 2, "block": 3}
LEVELS = list(RiskLevel.values)
LEVEL_OF = {
    "warn": RiskLevel.LOW,
    "medium": RiskLevel.MEDIUM,
    "high": RiskLevel.HIGH,
    "block": RiskLevel.HIGH,
}


def find_flags(proposal: Proposal, figures: Figures | None = None) -> list[Flag]:
    """Everything the checks find, before the rules weigh it."""
    figures = figures or Figures(proposal)
    sources = (wording_flags, setting_flags, people_flags, money_flags, record_of_unit_flags)
    return [flag for source in sources for flag in source(proposal, figures)]


def flags_of(proposal: Proposal, figures: Figures | None = None, book: RuleBook | None = None) -> list[Flag]:
    """Every flag that the proposal raises under the rules in force, the gravest first, one for each code."""
    raised: dict[str, Flag] = {}
    for flag in (book or RuleBook()).apply(find_flags(proposal, figures)):
        known = raised.get(flag.code)
        if known is None or RANK[flag.severity] > RANK[known.severity]:
            raised[flag.code] = flag
    return sorted(raised.values(), key=lambda flag: (-RANK[flag.severity], flag.code))


def wording_flags(proposal: Proposal, figures: Figures) -> Iterator[Flag]:
    """R-01 to R-04, R-20, R-21 and the office's own list: one flag for each rule, naming the words."""
    by_rule: dict[str, list] = {}
    for wording in wordings_of(proposal, figures.files):
        by_rule.setdefault(wording.hit.rule or "PB", []).append(wording)
    for rule, wordings in by_rule.items():
        worst = max(wordings, key=lambda wording: RANK[SEVERITY_OF_TERM[wording.severity]])
        words = "、".join(dict.fromkeys(wording.hit.matched for wording in wordings))
        message = _("Delicate wording: %(words)s.") % {"words": words}
        if worst.severity == BLOCK:
            message = _("Wording that is not allowed: %(words)s.") % {"words": words}
        yield Flag(
            rule,
            SEVERITY_OF_TERM[worst.severity],
            worst.field,
            " ".join(part for part in (message, worst.hit.suggestion) if part),
            RiskItem.Category.NAMING,
            worst.hit.legal_basis,
        )


@transaction.atomic
def record_flags(proposal: Proposal) -> list[Flag]:
    """Bring the register in line with the flags: new ones enter, those that fell away leave (§1.5)."""
    flags = flags_of(proposal)
    wanted = {flag.code: flag for flag in flags if flag.needs_reason}
    kept = {item.code: item for item in proposal.risk_items.filter(source=RiskItem.Source.AUTO)}
    for code, item in kept.items():
        if code not in wanted:
            item.delete()
    for position, (code, flag) in enumerate(wanted.items()):
        likelihood, impact = WEIGHT[flag.severity]
        known = kept.get(code)
        if known is None:
            proposal.risk_items.create(
                source=RiskItem.Source.AUTO,
                code=code,
                category=flag.category,
                likelihood=likelihood,
                impact=impact,
                description=flag.message[:500],
                position=position,
            )
        elif known.description != flag.message[:500]:
            known.description = flag.message[:500]
            known.save(update_fields=["description"])
    proposal.risk_level = level_of(proposal, flags)
    Proposal.objects.filter(pk=proposal.pk).update(risk_level=proposal.risk_level)
    return flags


def level_of(proposal: Proposal, flags: list[Flag]) -> str:
    """The project's level: the highest of its open risks and of what the portal found."""
    levels = [
        item.level
        for item in proposal.risk_items.all()
        if item.state in {RiskItem.State.OPEN, RiskItem.State.MITIGATED}
    ]
    levels += [LEVEL_OF[flag.severity] for flag in flags]
    return max(levels, key=LEVELS.index, default=RiskLevel.LOW)
