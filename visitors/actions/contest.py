"""The teaching contest: call, blind judging, awards (§4.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.flow import StepNotAllowed
from core.history import save_with_history
from core.policy import policy
from notifications.actions import notify
from visitors.flow import EDITION_FLOW, ENTRY_FLOW
from visitors.models import AwardLevel, ContestEdition, ContestEntry, Group, Judge, JudgingSheet, Round

FULL = 100
PLACES = Decimal("0.001")
E = ContestEntry.Status


@transaction.atomic
def found_contestedition(edition: ContestEdition, *, by: Any) -> ContestEdition:
    """The contest of a year is prepared."""
    if not by.has_perm("visitors.add_contestedition"):
        raise PermissionDenied
    edition.author = by
    return save_with_history(edition, by=by)


@transaction.atomic
def open_contestedition(
    edition: ContestEdition, *, by: Any, note: str = "", version: int | None = None
) -> ContestEdition:
    """The call is out: criteria weigh 100 per cent together and awards have places."""
    weight = edition.criteria.aggregate(total=Sum("weight"))["total"] or 0
    if weight != FULL:
        raise ValidationError(
            _("The weights of the criteria come to %(weight)s per cent.") % {"weight": weight}
        )
    if not edition.quotas.filter(places__gt=0).exists():
        raise ValidationError(_("Enter how many awards each group has."))
    EDITION_FLOW.move(edition, "open", by=by, note=note, version=version)
    return edition


@transaction.atomic
def enter_contest(entry: ContestEntry, *, by: Any) -> ContestEntry:
    """A teacher begins an entry."""
    if not by.has_perm("visitors.add_contestentry"):
        raise PermissionDenied
    if not entry.edition.takes_entries:
        raise ValidationError(_("The contest takes no entries now."))
    if by.unit_id is None:
        raise ValidationError(_("Your account names no unit: ask the administrator to add it."))
    if ContestEntry.objects.filter(edition=entry.edition, teacher=by).exclude(status=E.WITHDRAWN).exists():
        raise ValidationError(_("You have an entry in this contest already."))
    entry.teacher, entry.unit = by, by.unit
    return save_with_history(entry, by=by)


@transaction.atomic
def submit_contestentry(
    entry: ContestEntry, *, by: Any, note: str = "", version: int | None = None
) -> ContestEntry:
    """Entered: the number says nothing about the person."""
    edition = ContestEdition.objects.select_for_update().get(pk=entry.edition_id)
    if not edition.takes_entries:
        raise ValidationError(_("The contest takes no entries now."))
    ENTRY_FLOW.move(entry, "submit", by=by, note=note, version=version)
    entry.code = entry.code or f"{edition.year}-{edition.entries.exclude(code='').count() + 1:03d}"
    entry.save(update_fields=["code"])
    return entry


@transaction.atomic
def withdraw_contestentry(
    entry: ContestEntry, *, by: Any, note: str = "", version: int | None = None
) -> ContestEntry:
    """The teacher takes the entry back."""
    ENTRY_FLOW.move(entry, "withdraw", by=by, note=note, version=version)
    return entry


@transaction.atomic
def judge_contestedition(
    edition: ContestEdition, *, by: Any, note: str = "", version: int | None = None
) -> ContestEdition:
    """The preliminary round begins: enough judges for every entry, recused ones not counted."""
    least = policy("visitors.contest_min_judges")
    judges = list(edition.judges.select_related("user"))
    entries = list(edition.entries.filter(status=E.SUBMITTED))
    if not entries:
        raise ValidationError(_("Nobody has entered."))
    short = [
        entry.code for entry in entries if sum(not entry.recusal(judge.user) for judge in judges) < least
    ]
    if short:
        raise ValidationError(
            _("Fewer than %(least)s judges may judge these entries, own colleges recused: %(codes)s.")
            % {"least": least, "codes": ", ".join(short)}
        )
    EDITION_FLOW.move(edition, "judge", by=by, note=note, version=version)
    notify([judge.user for judge in judges], "visitors.contest_judging", about=edition)
    return edition


@transaction.atomic
def score_entry(
    entry: ContestEntry, *, points: Mapping[int, Decimal], remark: str = "", by: Any
) -> JudgingSheet:
    """A judge's sheet; nobody judges the own college, and nothing is changed once the round is over."""
    entry = ContestEntry.objects.select_related("edition").select_for_update(of=("self",)).get(pk=entry.pk)
    judge = Judge.objects.filter(edition=entry.edition, user=by).first()
    if judge is None:
        raise PermissionDenied
    if entry.recusal(by):
        raise PermissionDenied(entry.recusal(by))
    round_ = entry.edition.judging_round
    expected = {Round.PRELIMINARY: E.SUBMITTED, Round.FINAL: E.FINALIST}.get(round_)  # type: ignore[call-overload]
    if not round_ or entry.status != expected:
        raise StepNotAllowed(_("This entry is not being judged now."))
    weights = dict(entry.edition.criteria.values_list("pk", "weight"))
    if set(points) != set(weights) or any(not 0 <= value <= FULL for value in points.values()):
        raise ValidationError(_("Give 0 to 100 points for every criterion."))
    total = sum((Decimal(points[pk]) * weight for pk, weight in weights.items()), Decimal(0)) / FULL
    sheet, _made = JudgingSheet.objects.update_or_create(
        entry=entry,
        judge=judge,
        round=round_,
        defaults={
            "points": {str(pk): str(value) for pk, value in points.items()},
            "total": total.quantize(PLACES, ROUND_HALF_UP),
            "remark": remark,
        },
    )
    return sheet


def mean_without_extremes(totals: list[Decimal], least: int) -> Decimal:
    """The mean without the highest and the lowest, where at least so many judges scored."""
    kept = sorted(totals)[1:-1] if len(totals) >= max(least, 3) else totals
    return (sum(kept, Decimal(0)) / len(kept)).quantize(PLACES, ROUND_HALF_UP)


def _scored(edition: ContestEdition, status: str, round_: str) -> list[tuple[ContestEntry, Decimal]]:
    """Each entry of the round with its score; refused while sheets are missing."""
    least = policy("visitors.contest_min_judges")
    totals: dict[int, list[Decimal]] = defaultdict(list)
    rows = JudgingSheet.objects.filter(entry__edition=edition, round=round_)
    for entry_id, total in rows.values_list("entry_id", "total"):
        totals[entry_id].append(total)
    entries = list(edition.entries.select_for_update().filter(status=status).order_by("pk"))
    missing = [entry.code for entry in entries if len(totals[entry.pk]) < least]
    if missing:
        raise ValidationError(
            _("Fewer than %(least)s sheets are in for: %(codes)s.")
            % {"least": least, "codes": ", ".join(missing)}
        )
    return [(entry, mean_without_extremes(totals[entry.pk], least)) for entry in entries]


@transaction.atomic
def advance_contestedition(
    edition: ContestEdition, *, by: Any, note: str = "", version: int | None = None
) -> ContestEdition:
    """Scores of the preliminary round; the best of each group go to the final, ties at the line with them."""
    scored = _scored(edition, E.SUBMITTED, Round.PRELIMINARY)
    EDITION_FLOW.move(edition, "advance", by=by, note=note, version=version)
    for entry, score in scored:
        entry.preliminary_score = score
        entry.save(update_fields=["preliminary_score"])
    for group in Group.values:
        scores = sorted((score for entry, score in scored if entry.group == group), reverse=True)
        line = scores[min(edition.finalists, len(scores)) - 1] if scores else Decimal(0)
        mine = edition.entries.filter(group=group)
        ENTRY_FLOW.move_many(mine.filter(preliminary_score__gte=line), "promote")
        ENTRY_FLOW.move_many(mine.filter(preliminary_score__lt=line), "eliminate")
    return edition


def place_awards(ranked: list[tuple[Any, Decimal]], quotas: Mapping[str, int]) -> dict[Any, str]:
    """Awards by rank, the highest first; people with the same score get the same award only if places allow.

    Raises ValidationError naming the tie where a quota ends between equals: people must decide that.
    """
    ranked = sorted(ranked, key=lambda pair: -pair[1])
    awards: dict[Any, str] = {}
    position = 0
    for level in AwardLevel.values:
        places = min(quotas.get(level, 0), len(ranked) - position)
        if places <= 0:
            continue
        end = position + places
        if end < len(ranked) and ranked[end - 1][1] == ranked[end][1]:
            tied = [str(key) for key, score in ranked if score == ranked[end][1]]
            raise ValidationError(
                _(
                    "Equal scores at the line of an award (%(codes)s): let the judges decide, then propose again."
                )
                % {"codes": ", ".join(tied)}
            )
        awards |= {key: level for key, _score in ranked[position:end]}
        position = end
    return awards


@transaction.atomic
def propose_contestedition(
    edition: ContestEdition, *, by: Any, note: str = "", version: int | None = None
) -> ContestEdition:
    """Scores of the final and awards within the quotas of each group; the director confirms."""
    scored = _scored(edition, E.FINALIST, Round.FINAL)
    awards: dict[str, str] = {}
    for group in Group.values:
        quotas = dict(edition.quotas.filter(group=group).values_list("level", "places"))
        awards |= place_awards(
            [(entry.code, score) for entry, score in scored if entry.group == group], quotas
        )
    EDITION_FLOW.move(edition, "propose", by=by, note=note, version=version)
    for entry, score in scored:
        entry.final_score, entry.award = score, awards.get(entry.code, "")
        entry.save(update_fields=["final_score", "award"])
    notify(User.objects.holding(Role.DIRECTOR), "visitors.contest_proposed", about=edition)
    return edition


@transaction.atomic
def judge_again_contestedition(
    edition: ContestEdition, *, by: Any, note: str = "", version: int | None = None
) -> ContestEdition:
    """Back to the final, for instance because of a tie or an error."""
    EDITION_FLOW.move(edition, "judge_again", by=by, note=note, version=version)
    edition.entries.filter(status=E.FINALIST).update(award="", final_score=None)
    return edition


@transaction.atomic
def award_contestedition(
    edition: ContestEdition, *, by: Any, note: str = "", version: int | None = None
) -> ContestEdition:
    """The director confirms; certificates can be asked for."""
    EDITION_FLOW.move(edition, "award", by=by, note=note, version=version)
    ENTRY_FLOW.move_many(edition.entries.exclude(award=""), "honour")
    ENTRY_FLOW.move_many(edition.entries.filter(award=""), "pass_over")
    teachers = User.objects.filter(contest_entries__edition=edition, contest_entries__status=E.AWARDED)
    notify(teachers, "visitors.contest_awarded", about=edition)
    return edition


@transaction.atomic
def close_contestedition(
    edition: ContestEdition, *, by: Any, note: str = "", version: int | None = None
) -> ContestEdition:
    """The contest of the year is over."""
    EDITION_FLOW.move(edition, "close", by=by, note=note, version=version)
    return edition
