"""The ranking of a round and its what-if allocations (A9, A10)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Avg
from django.utils.translation import gettext as _

from core.flow import StepNotAllowed
from core.policy import policy
from programmes import allocation
from programmes.actions.interviews import freeze_weights
from programmes.flow import APPLICATION_FLOW, ROUND_FLOW
from programmes.models import (
    AllocationRun,
    Application,
    Choice,
    EligibilityCheck,
    Round,
    StudentProfile,
)

S = Application.Status
HUNDRED, NOUGHT = Decimal(100), Decimal(0)


@transaction.atomic
def rank_round(round_: Round, *, by: Any, note: str = "", version: int | None = None) -> Round:
    """Totals and ranks of everybody screened and interviewed, with the frozen weights (A9)."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    applications = list(
        locked.applications.filter(status__in=[S.IO_SCREENED, S.INTERVIEWED, S.RANKED])
        .select_related("student")
        .order_by("pk")
    )
    if locked.status in {Round.Status.CLOSED, Round.Status.RANKED}:
        _check_complete(locked, applications)
    ROUND_FLOW.move(round_, "rank", by=by, note=note, version=version)
    freeze_weights(locked, by=by)
    marks = marks_of(locked, applications)
    weights = locked.weights
    for application in applications:
        parts = marks[application.pk]
        total = sum((parts[name] * weight for name, weight in weights.items()), NOUGHT) / sum(
            weights.values()
        )
        application.score = total.quantize(Decimal("0.001"))
        application.score_parts = {name: str(value) for name, value in parts.items()}
    ordered, ties = allocation.rank_applicants([_as_applicant(one) for one in applications], locked.pk)
    places = {one.id: place for place, one in enumerate(ordered, start=1)}
    for application in applications:
        application.rank, application.tie_note = places[application.pk], ties.get(application.pk, "")
    Application.objects.bulk_update(
        applications, ["score", "score_parts", "rank", "tie_note"], batch_size=200
    )
    APPLICATION_FLOW.move_many(Application.objects.filter(pk__in=[one.pk for one in applications]), "rank")
    return round_


def _check_complete(round_: Round, applications: list[Application]) -> None:
    """Nobody is ranked while somebody is still being interviewed (EC-53)."""
    waiting = round_.applications.filter(status=S.INTERVIEW_SCHEDULED).count()
    if waiting:
        raise StepNotAllowed(_("%(count)s interviews are not complete.") % {"count": waiting})
    if round_.has_interview and any(one.status == S.IO_SCREENED for one in applications):
        raise StepNotAllowed(_("Some students have passed screening but were not interviewed."))
    if not applications:
        raise StepNotAllowed(_("Nobody can be ranked yet."))


def marks_of(round_: Round, applications: list[Application]) -> dict[int, dict[str, Decimal]]:
    """Each student's marks of 100: average, language, interview, college's rank."""
    students = [one.student_id for one in applications]
    profiles = {
        profile.user_id: profile
        for profile in StudentProfile.objects.filter(user__in=students).prefetch_related("language_scores")
    }
    interviews = dict(
        Application.objects.filter(pk__in=[one.pk for one in applications])
        .annotate(mean=Avg("interview__assessors__score"))
        .values_list("pk", "mean")
    )
    scales = {profile.gpa_scale for profile in profiles.values()}
    steps = {"4.0": policy("programmes.gpa_table_4"), "5.0": policy("programmes.gpa_table_5")}
    points = policy("programmes.language_points")
    return {
        one.pk: {
            "gpa": gpa_points(profiles[one.student_id], steps, alone=len(scales) == 1),
            "language": language_points(profiles[one.student_id], points),
            "interview": Decimal(str(interviews.get(one.pk) or 0)).quantize(Decimal("0.001")),
            "college": max(NOUGHT, HUNDRED - 5 * ((one.college_rank or 20) - 1)),
        }
        for one in applications
    }


def gpa_points(profile: StudentProfile, steps: dict[str, list], *, alone: bool) -> Decimal:
    """The average as points of 100: by the office's table; in proportion only where all share one scale (EC-50)."""
    if profile.gpa is None:
        return NOUGHT
    if profile.gpa_scale == "100":
        return profile.gpa
    table = steps[profile.gpa_scale]
    if table:
        reached = [Decimal(str(value)) for least, value in table if profile.gpa >= Decimal(str(least))]
        return max(reached, default=NOUGHT)
    if alone:
        return (profile.gpa / Decimal(profile.gpa_scale) * 100).quantize(Decimal("0.001"))
    raise ValidationError(
        _("The averages of this round stand on several scales. Set the conversion table of %(scale)s first."),
        params={"scale": profile.gpa_scale},
    )


def language_points(profile: StudentProfile, points: list) -> Decimal:
    """The best score in the office's table of points."""
    reached = [
        Decimal(str(value))
        for test, least, value in points
        for score in profile.language_scores.all()
        if score.test == test and score.score >= Decimal(str(least))
    ]
    return max(reached, default=NOUGHT)


def _as_applicant(application: Application, choices: Any = (), blocked: Any = ()) -> allocation.Applicant:
    parts = application.score_parts
    return allocation.Applicant(
        id=application.pk,
        score=str(application.score),
        language=parts.get("language", "0"),
        gpa=parts.get("gpa", "0"),
        submitted=application.submitted_at.isoformat() if application.submitted_at else "",
        unit=application.unit_id,
        level=application.level,
        choices=tuple(choices),
        blocked=tuple(blocked),
    )


def allocation_input(round_: Round) -> tuple[list[allocation.Applicant], list[allocation.Places]]:
    """The ranked students with their choices, and the free places of the round."""
    ranked = list(round_.applications.filter(status=S.RANKED).order_by("pk"))
    choices: dict[int, list[Choice]] = {}
    for choice in Choice.objects.filter(application__in=[one.pk for one in ranked]).order_by("rank"):
        choices.setdefault(choice.application_id, []).append(choice)
    blocked = _blocked([choice.pk for rows in choices.values() for choice in rows])
    applicants = [
        _as_applicant(
            one,
            [choice.offering_id for choice in choices.get(one.pk, [])],
            [choice.offering_id for choice in choices.get(one.pk, []) if choice.pk in blocked],
        )
        for one in ranked
    ]
    places = []
    for offering in round_.offerings.filter(is_cancelled=False).prefetch_related("sub_quotas"):
        subs = [sub for sub in offering.sub_quotas.all() if sub.released_at is None]
        pools = tuple(
            allocation.Pool(sub.pk, sub.places - sub.seats_taken, sub.unit_id, sub.level) for sub in subs
        )
        kept = sum(pool.places for pool in pools)
        general = max(0, offering.quota - offering.seats_taken - kept)
        places.append(allocation.Places(offering.pk, general, pools, offering.waitlist_size))
    return applicants, places


def _blocked(choices: list[int]) -> set[int]:
    """Choices whose last check stands against them."""
    latest: dict[int, bool] = {}
    checks = (
        EligibilityCheck.objects.filter(choice__in=choices).order_by("pk").values_list("choice", "blocks")
    )
    for choice, blocks in checks:
        latest[choice] = blocks
    return {choice for choice, blocks in latest.items() if blocks}


@transaction.atomic
def run_allocation(round_: Round, *, by: Any, remark: str = "", seed: int | None = None) -> AllocationRun:
    """A what-if with its input kept as text: nobody is told, nothing is placed (A10)."""
    if not by.has_perm("programmes.run_allocation", round_):
        raise PermissionDenied
    if round_.status != Round.Status.RANKED:
        raise StepNotAllowed(_("Compute the ranking first."))
    applicants, places = allocation_input(round_)
    seed = round_.pk if seed is None else seed
    text = allocation.input_text(applicants, places, seed)
    result = allocation.run_from_text(text)
    counts = json.loads(result)
    waiting = {one for queue in counts["waiting"].values() for one in queue}
    return AllocationRun.objects.create(
        round=round_,
        author=by,
        remark=remark,
        seed=seed,
        input_text=text,
        input_sha256=allocation.fingerprint(text),
        result_text=result,
        result_sha256=allocation.fingerprint(result),
        placed_count=len(counts["placed"]),
        waiting_count=len(waiting),
        unplaced_count=len(counts["ranking"]) - len(counts["placed"]) - len(waiting),
    )


def is_recomputable(run: AllocationRun) -> bool:
    """Whether the kept input still gives the kept result, to the byte."""
    result = allocation.run_from_text(run.input_text)
    return (
        allocation.fingerprint(run.input_text) == run.input_sha256
        and result == run.result_text
        and allocation.fingerprint(result) == run.result_sha256
    )


def is_current(run: AllocationRun) -> bool:
    """Whether the round still is as the run saw it."""
    applicants, places = allocation_input(run.round)
    return allocation.input_text(applicants, places, run.seed) == run.input_text
