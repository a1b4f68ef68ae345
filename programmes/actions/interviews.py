"""Screening, and interviews with scores given blind (A7, A8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.flow import StepNotAllowed, remember
from core.models import Attachment
from core.policy import policy
from programmes.actions.conditions import check_application
from programmes.actions.missing import slots_of
from programmes.actions.telling import hand_on, tell
from programmes.flow import APPLICATION_FLOW, INTERVIEW_FLOW
from programmes.models import (
    Application,
    Assessor,
    DocumentVerdict,
    EligibilityCheck,
    Interview,
    Round,
    Verdict,
)

S = Application.Status


@transaction.atomic
def judge_documents(
    application: Application, verdicts: dict[int, tuple[str, str]], *, by: Any
) -> Application:
    """Each document is in order or to be replaced, with a comment (§2.4); {attachment: (verdict, comment)}."""
    if not by.has_perm("programmes.judge_application", application):
        raise PermissionDenied
    rows = DocumentVerdict.objects.filter(application=application, attachment__in=list(verdicts))
    for row in rows.select_for_update():
        row.verdict, row.comment = verdicts[row.attachment_id]
        row.judged_by, row.judged_at = by, timezone.now()
        row.save()
    remember(application, "judge", by=by, payload={"count": len(verdicts)})
    return application


@transaction.atomic
def screen_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """Documents in order and conditions met once more (A7)."""
    if application.status == S.COLLEGE_RECOMMENDED and by.has_perm(
        "programmes.screen_application", application
    ):
        _check_documents(application)
        checks = check_application(application, EligibilityCheck.Moment.SCREEN)
        if checks and all(check.blocks for check in checks):
            raise StepNotAllowed(
                _("A condition stands against every choice. Ask the director for an exception.")
            )
    APPLICATION_FLOW.move(application, "screen", by=by, note=note, version=version)
    hand_on(application)
    tell(application, "application_screened", [application.student])
    return application


def _check_documents(application: Application) -> None:
    current = set(Attachment.objects.of(application).current().values_list("category", flat=True))
    judged = dict(application.verdicts.filter(attachment__replaced_by=None).values_list("kind_id", "verdict"))
    problems = [
        slot.kind
        for slot in slots_of(application)
        if (slot.is_required or slot.kind.code in current) and judged.get(slot.kind_id) != Verdict.OK
    ]
    if problems:
        names = "、".join(str(kind) for kind in problems)
        raise ValidationError(_("Not yet found in order: %(documents)s.") % {"documents": names})


def freeze_weights(round_: Round, *, by: Any) -> None:
    """Nobody changes the weights once interviews are set (A9)."""
    if round_.weights_frozen_at is None:
        round_.weights_frozen_at = timezone.now()
        round_.save(update_fields=["weights_frozen_at"])
        remember(round_, "freeze_weights", by=by, payload=round_.weights)


@transaction.atomic
def schedule_interview_application(
    application: Application,
    *,
    by: Any,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    assessors: Any,
    note: str = "",
    version: int | None = None,
) -> Interview:
    """A time, a place and at least three assessors who do not know the student too well (A8)."""
    panel = list(assessors)
    least = policy("programmes.assessors_least")
    if len(panel) < least:
        raise ValidationError({"assessors": _("Choose at least %(least)s assessors.") % {"least": least}})
    if application.student_id in {person.pk for person in panel}:
        raise ValidationError({"assessors": _("The student cannot be an assessor.")})
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("The interview ends before it begins.")})
    busy = Assessor.objects.filter(
        user__in=panel, interview__starts_at__lt=ends_at, interview__ends_at__gt=starts_at,
        interview__status=Interview.Status.SCHEDULED,
    ).exclude(interview__application=application)  # fmt: skip
    clash = busy.select_related("user").first()
    if clash is not None:
        raise ValidationError({"assessors": _("%(name)s has another interview then.") % {"name": clash.user}})
    APPLICATION_FLOW.move(application, "schedule_interview", by=by, note=note, version=version)
    freeze_weights(Round.objects.select_for_update().get(pk=application.round_id), by=by)
    interview = Interview.objects.create(
        application=application, starts_at=starts_at, ends_at=ends_at, place=place
    )
    Assessor.objects.bulk_create(Assessor(interview=interview, user=person) for person in panel)
    hand_on(application)
    tell(interview, "interview_scheduled", [application.student], panel)
    return interview


def _own_seat(interview: Interview, by: Any) -> Assessor:
    if not by.has_perm("programmes.score_interview", interview):
        raise PermissionDenied
    locked = Interview.objects.select_for_update().get(pk=interview.pk)
    if locked.status != Interview.Status.SCHEDULED:
        raise StepNotAllowed(_("This interview is closed already."))
    return Assessor.objects.select_for_update().get(interview=interview, user=by)


@transaction.atomic
def score_interview(interview: Interview, *, by: Any, score: Any, remark: str = "") -> Assessor:
    """One assessor's score, unseen by the others until the interview is complete (EC-53)."""
    seat = _own_seat(interview, by)
    if seat.has_conflict:
        raise StepNotAllowed(_("You declared a conflict of interest and cannot score."))
    seat.score, seat.remark, seat.scored_at = score, remark, timezone.now()
    seat.full_clean(exclude=["interview", "user"])
    seat.save()
    remember(interview, "score", by=by)
    return seat


@transaction.atomic
def declare_conflict(interview: Interview, *, by: Any, reason: str) -> Assessor:
    """An assessor steps aside; somebody else may have to be asked."""
    seat = _own_seat(interview, by)
    seat.has_conflict, seat.score, seat.remark = True, None, reason
    seat.save()
    remember(interview, "conflict", by=by, note=reason)
    return seat


@transaction.atomic
def excuse_assessor(seat: Assessor, *, by: Any, reason: str) -> Assessor:
    """An assessor could not come; the reason is kept (EC-53)."""
    if not by.has_perm("programmes.excuse_interview", seat.interview):
        raise PermissionDenied
    if seat.score is not None or not reason.strip():
        raise ValidationError(_("Only an assessor without a score is excused, with a reason."))
    seat.is_excused, seat.excuse = True, reason
    seat.save()
    remember(seat.interview, "excuse", by=by, note=reason)
    return seat


@transaction.atomic
def add_assessor(interview: Interview, *, by: Any, user: Any) -> Assessor:
    """A further assessor in the place of one who steps aside."""
    if not by.has_perm("programmes.excuse_interview", interview):
        raise PermissionDenied
    seat, _made = Assessor.objects.get_or_create(interview=interview, user=user)
    tell(interview, "interview_scheduled", [user], lead=f"assessor-{user.pk}")
    return seat


@transaction.atomic
def complete_interview(
    interview: Interview, *, by: Any, note: str = "", version: int | None = None
) -> Interview:
    """Every score is in, or its assessor excused or in conflict, and enough have scored (EC-53)."""
    seats = list(interview.assessors.all())
    open_ones = [
        seat for seat in seats if seat.score is None and not seat.has_conflict and not seat.is_excused
    ]
    scored = [seat for seat in seats if seat.score is not None]
    least = policy("programmes.assessors_least")
    if interview.status == Interview.Status.SCHEDULED:
        if open_ones:
            raise StepNotAllowed(_("%(count)s scores are still missing.") % {"count": len(open_ones)})
        if len(scored) < least:
            raise StepNotAllowed(_("At least %(least)s scores are needed.") % {"least": least})
    INTERVIEW_FLOW.move(interview, "complete", by=by, note=note, version=version)
    APPLICATION_FLOW.move(interview.application, "complete_interview", by=None)
    return interview


@transaction.atomic
def miss_interview(interview: Interview, *, by: Any, note: str = "", version: int | None = None) -> Interview:
    """The student did not come and is not excused (A8)."""
    INTERVIEW_FLOW.move(interview, "miss", by=by, note=note, version=version)
    APPLICATION_FLOW.move(interview.application, "miss_interview", by=by, note=note)
    tell(interview.application, "application_not_selected", [interview.application.student])
    return interview


@transaction.atomic
def miss_interview_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The same, from the page of the application."""
    if application.status == S.INTERVIEW_SCHEDULED:
        INTERVIEW_FLOW.move(application.interview, "miss", by=by, note=note)
    APPLICATION_FLOW.move(application, "miss_interview", by=by, note=note, version=version)
    tell(application, "application_not_selected", [application.student])
    return application
