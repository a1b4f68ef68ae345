"""An allocation is proposed, confirmed and published: places, waiting lists and reasons reach the students (A10)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.flow import StepNotAllowed
from core.policy import policy
from core.working_days import add_working_days
from programmes.actions.ranking import is_current, is_recomputable
from programmes.actions.seats import take_seat
from programmes.actions.telling import directors, hand_on, student_desk, tell
from programmes.flow import ALLOCATION_FLOW, APPLICATION_FLOW, ROUND_FLOW
from programmes.models import AllocationRun, Application, Choice, Offering, Round

S = Application.Status


@transaction.atomic
def propose_allocationrun(
    run: AllocationRun, *, by: Any, note: str = "", version: int | None = None
) -> AllocationRun:
    """The desk lays one what-if before the director."""
    ALLOCATION_FLOW.move(run, "propose", by=by, note=note, version=version)
    tell(run, "allocation_proposed", directors())
    return run


@transaction.atomic
def confirm_allocationrun(
    run: AllocationRun, *, by: Any, note: str = "", version: int | None = None
) -> AllocationRun:
    """The director confirms; the run is recomputed and must be the same to the byte, and still current."""
    if run.status == AllocationRun.Status.PROPOSED:
        _check(run)
    ALLOCATION_FLOW.move(run, "confirm", by=by, note=note, version=version)
    tell(run, "allocation_confirmed", student_desk())
    return run


def _check(run: AllocationRun) -> None:
    if not is_recomputable(run):
        raise StepNotAllowed(_("The kept input gives another result: this run cannot be used."))
    if not is_current(run):
        raise StepNotAllowed(
            _("The ranking or the places have changed since this run. Run the allocation again.")
        )


@transaction.atomic
def publish_allocationrun(
    run: AllocationRun, *, by: Any, note: str = "", version: int | None = None
) -> AllocationRun:
    """Places are taken under the locks of their offerings, waiting lists open, everybody is told (A10, PR-04)."""
    round_ = Round.objects.select_for_update().get(pk=run.round_id)
    if run.status == AllocationRun.Status.CONFIRMED:
        # One order of locks for everybody, so that two runs never wait for each other.
        list(Offering.objects.filter(round=round_).order_by("pk").select_for_update())
        _check(run)
    ALLOCATION_FLOW.move(run, "publish", by=by, note=note, version=version)
    result = json.loads(run.result_text)
    until = add_working_days(timezone.localdate(), policy("programmes.offer_workdays"))
    applications = {
        one.pk: one
        for one in Application.objects.filter(pk__in=result["ranking"]).select_related("student", "round")
    }
    choices = {
        (choice.application_id, choice.offering_id): choice
        for choice in Choice.objects.filter(application__in=applications)
    }
    _explain(result, choices)
    for key, (offering, _pool) in result["placed"].items():
        application = applications.pop(int(key))
        place(application, choices[application.pk, offering], until)
    _wait(result, applications, choices)
    ROUND_FLOW.move(round_, "place", by=None)
    return run


def place(application: Application, choice: Choice, until: date, verb: str = "place") -> None:
    """The student holds the place and has until the day to answer."""
    take_seat(application, choice)
    APPLICATION_FLOW.move(application, verb, by=None)
    hand_on(application, offer_until=until, due_on=until)
    tell(application, "offer_made", [application.student], until=until.isoformat())


def _explain(result: dict[str, Any], choices: dict[tuple[int, int], Choice]) -> None:
    changed = []
    for key, reasons in result["why"].items():
        for reason in reasons:
            choice = choices.get((int(key), reason["offering"]))
            if choice is not None:
                choice.explanation = {name: value for name, value in reason.items() if name != "offering"}
                choice.state = Choice.State.PASSED
                changed.append(choice)
    Choice.objects.bulk_update(changed, ["explanation", "state"], batch_size=500)


def _wait(
    result: dict[str, Any], rest: dict[int, Application], choices: dict[tuple[int, int], Choice]
) -> None:
    waiting: set[int] = set()
    rows = []
    for offering, queue in result["waiting"].items():
        for position, key in enumerate(queue, start=1):
            choice = choices[key, int(offering)]
            choice.state, choice.waitlist_position = Choice.State.WAITLISTED, position
            rows.append(choice)
            waiting.add(key)
    Choice.objects.bulk_update(rows, ["state", "waitlist_position"], batch_size=500)
    ids = Application.objects.filter(pk__in=list(rest))
    APPLICATION_FLOW.move_many(ids.filter(pk__in=waiting), "wait")
    APPLICATION_FLOW.move_many(ids.exclude(pk__in=waiting), "pass_over")
    for application in Application.objects.filter(pk__in=list(rest)).select_related("student"):
        kind = "application_waitlisted" if application.pk in waiting else "application_not_selected"
        tell(application, kind, [application.student])


@transaction.atomic
def discard_allocationrun(
    run: AllocationRun, *, by: Any, note: str = "", version: int | None = None
) -> AllocationRun:
    """This what-if will not be used."""
    ALLOCATION_FLOW.move(run, "discard", by=by, note=note, version=version)
    return run
