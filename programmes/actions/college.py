"""The college recommends by two persons, or asks for corrections (A4–A6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.flow import StepNotAllowed
from core.history import take_snapshot
from core.models import Event, Snapshot
from core.policy import policy
from core.working_days import add_working_days
from programmes.actions.apply import content_of
from programmes.actions.conditions import check_application
from programmes.actions.missing import missing_of
from programmes.actions.telling import college_of, hand_on, student_desk, tell
from programmes.flow import APPLICATION_FLOW
from programmes.models import Application, EligibilityCheck, StudentProfile

S = Application.Status


@transaction.atomic
def check_application_for_college(
    application: Application,
    *,
    by: Any,
    note: str = "",
    college_rank: int | None = None,
    has_discipline: bool = False,
    has_arrears: bool = False,
    version: int | None = None,
) -> Application:
    """The first person of the college confirms the standing and ranks the student (A4)."""
    rivals = Application.objects.filter(
        round=application.round_id, unit=application.unit_id, college_rank=college_rank
    ).exclude(pk=application.pk)
    if college_rank is not None and rivals.exclude(status__in=Application.OVER).exists():
        raise ValidationError({"college_rank": _("Another student of the college has this rank.")})
    APPLICATION_FLOW.move(application, "check", by=by, note=note, version=version)
    StudentProfile.objects.filter(user=application.student_id).update(
        has_discipline=has_discipline, has_arrears=has_arrears
    )
    hand_on(application, college_rank=college_rank, college_comment=note, college_checked_at=timezone.now())
    check_application(application, EligibilityCheck.Moment.SAVE)
    tell(application, "application_checked", college_of(application))
    return application


@transaction.atomic
def recommend_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The second person recommends; the student desk screens next (A4)."""
    APPLICATION_FLOW.move(application, "recommend", by=by, note=note, version=version)
    comment = "\n".join(text for text in (application.college_comment, note.strip()) if text)
    hand_on(application, college_comment=comment)
    tell(application, "application_recommended", student_desk(), [application.student])
    return application


@transaction.atomic
def decline_application(
    application: Application, *, by: Any, note: str = "", reason: str = "other", version: int | None = None
) -> Application:
    """The college does not recommend; the student may appeal within some working days (A5)."""
    APPLICATION_FLOW.move(application, "decline", by=by, note=note, version=version)
    until = add_working_days(timezone.localdate(), policy("programmes.appeal_workdays"))
    hand_on(application, reject_reason=reason, due_on=until)
    tell(application, "application_declined", [application.student], note=note)
    return application


@transaction.atomic
def appeal_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The student's reasons go to the college, which decides anew, and to the desk (A5)."""
    if application.status == S.COLLEGE_REJECTED and application.is_overdue:
        raise StepNotAllowed(_("The time to appeal has passed."))
    if Event.objects.of(application).filter(verb="appeal").exists():
        raise StepNotAllowed(_("You have appealed once already."))
    APPLICATION_FLOW.move(application, "appeal", by=by, note=note, version=version)
    hand_on(application, college_checked_at=None, reject_reason="")
    tell(application, "application_appealed", college_of(application), student_desk(), note=note)
    return application


@transaction.atomic
def return_application(
    application: Application,
    *,
    by: Any,
    note: str = "",
    fields: list[str] | None = None,
    until: date | None = None,
    version: int | None = None,
) -> Application:
    """Named parts have to be corrected within some days, or the application lapses (A6)."""
    latest = timezone.localdate() + timedelta(days=policy("programmes.correction_days"))
    until = min(until or latest, latest)
    if until < timezone.localdate():
        raise ValidationError({"until": _("Name a day that has not passed.")})
    came_from = application.status
    APPLICATION_FLOW.move(
        application, "return", by=by, note=note, version=version, payload={"fields": fields or []}
    )
    hand_on(application, returned_from=came_from, return_fields=fields or [], due_on=until)
    tell(application, "application_returned", [application.student], note=note)
    return application


@transaction.atomic
def resubmit_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The correction goes where it came from; the college confirms again if marks or choices changed (A6)."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    goes_to, sha256, again = locked.returned_from or S.SUBMITTED, "", False
    if locked.status == S.RETURNED_FOR_CORRECTION and by.has_perm("programmes.resubmit_application", locked):
        check_application(locked, EligibilityCheck.Moment.SUBMIT)
        missing = missing_of(locked)
        if missing:
            raise ValidationError([one.text for one in missing])
        content, last = content_of(locked), Snapshot.objects.of(locked).last()
        again = last is None or any(
            last.content.get(part) != content[part] for part in ("facts", "choices", "scores")
        )
        goes_to = S.SUBMITTED if again else goes_to
        sha256 = take_snapshot(locked, content, by=by).sha256
    APPLICATION_FLOW.move(
        application, "resubmit", by=by, note=note, to=goes_to, version=version, snapshot_sha256=sha256
    )
    cleared = {"college_checked_at": None} if again else {}
    hand_on(application, return_fields=[], returned_from="", **cleared)
    readers = college_of(application) if goes_to == S.SUBMITTED else student_desk()
    tell(application, "application_corrected", readers)
    return application


@transaction.atomic
def lapse_corrections(today: date | None = None) -> int:
    """Corrections that were not sent in time: the applications are not selected (A6)."""
    today = today or timezone.localdate()
    late = Application.objects.filter(status=S.RETURNED_FOR_CORRECTION, due_on__lt=today)
    students = list(late.select_related("student", "round"))
    APPLICATION_FLOW.move_many(late, "lapse_correction")
    for application in students:
        application.refresh_from_db()
        tell(application, "application_lapsed", [application.student])
    return len(students)
