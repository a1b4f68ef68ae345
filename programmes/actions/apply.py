"""A student writes, completes and submits an application (A1–A3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.attachments import attach
from core.flow import StepNotAllowed, remember
from core.history import save_with_history, take_snapshot
from core.models import Attachment
from core.numbers import next_number
from core.policy import policy
from programmes.actions.conditions import check_application
from programmes.actions.consents import TEXT_VERSION, consent_texts, wanted_consents
from programmes.actions.missing import missing_of
from programmes.actions.telling import college_of, hand_on, tell
from programmes.flow import APPLICATION_FLOW
from programmes.models import (
    Application,
    Choice,
    ConsentRecord,
    DocumentKind,
    DocumentVerdict,
    EligibilityCheck,
    Offering,
    Round,
    StudentProfile,
)

S = Application.Status


def profile_of(user: Any) -> StudentProfile:
    """The facts of the student, begun if there are none yet."""
    names = {"passport_name": user.name_en.upper(), "phone": user.phone}
    return StudentProfile.objects.get_or_create(user=user, defaults=names)[0]


@transaction.atomic
def begin_application(round_: Round, *, by: Any, offering: Offering | None = None) -> Application:
    """A draft exists; the student has at most one live application in a round (A1)."""
    if not by.has_perm("programmes.add_application"):
        raise PermissionDenied
    if not round_.takes_applications:
        raise StepNotAllowed(_("This round takes no applications now."))
    if by.unit_id is None:
        raise ValidationError(_("Your account names no college. Ask the student desk to set it."))
    barred = Application.objects.filter(student=by, banned_until__gt=timezone.localdate()).first()
    if barred is not None:
        raise ValidationError(
            _("You withdrew from an accepted place and can apply again from %(day)s."),
            params={"day": barred.banned_until},
        )
    profile = profile_of(by)
    type(by).objects.select_for_update().get(pk=by.pk)
    live = Application.objects.filter(student=by, round=round_).exclude(status__in=[S.WITHDRAWN, S.CANCELLED])
    application = live.first()
    if application is None:
        application = Application(round=round_, student=by, unit=by.unit, level=profile.level)
        application.save()
        remember(application, "start", by=by)
    if offering is not None and application.is_editable:
        add_choice(application, offering)
    return application


def add_choice(application: Application, offering: Offering) -> None:
    """Put the offering at the end of the choices, if it is not among them and there is room."""
    taken = list(application.choices.values_list("offering", flat=True))
    if offering.pk in taken or len(taken) >= application.round.max_choices:
        return
    Choice.objects.create(application=application, offering=offering, rank=len(taken) + 1)


def _check_editable(application: Application, by: Any) -> Application:
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if not by.has_perm("programmes.change_application", locked):
        raise PermissionDenied
    return locked


@transaction.atomic
def save_facts(
    application: Application,
    profile: StudentProfile,
    *,
    by: Any,
    version: int | None = None,
    scores: list[Any] | None = None,
    removed: list[Any] | None = None,
) -> StudentProfile:
    """The student's facts are kept, and the conditions asked again."""
    locked = _check_editable(application, by)
    if profile.user_id != by.pk:
        raise PermissionDenied
    save_with_history(profile, by=by, version=version)
    for score in removed or []:
        score.delete()
    for score in scores or []:
        score.profile = profile
        score.expires_on = score.expires_on or usual_expiry(score.test, score.taken_on)
        score.save()
    locked.level = profile.level
    locked.save(update_fields=["level"])
    check_application(locked, EligibilityCheck.Moment.SAVE)
    return profile


def usual_expiry(test: str, taken_on: date) -> date | None:
    """IELTS, TOEFL, PTE and Duolingo lapse after two years; the others do not by themselves (§2.3)."""
    if test in {"ielts", "toefl", "pte", "duolingo", "jlpt", "topik", "hsk"} and test not in {"jlpt"}:
        return taken_on + timedelta(days=730)
    return None


@transaction.atomic
def save_choices(
    application: Application,
    offerings: list[Offering],
    *,
    by: Any,
    version: int | None = None,
) -> Application:
    """The choices stand in this order, 1 to n without gaps."""
    locked = _check_editable(application, by)
    if len({offering.pk for offering in offerings}) != len(offerings):
        raise ValidationError(_("Each programme can be chosen once."))
    if len(offerings) > locked.round.max_choices:
        raise ValidationError(_("This round allows %(most)s choices.") % {"most": locked.round.max_choices})
    for offering in offerings:
        if offering.round_id != locked.round_id or offering.is_cancelled:
            raise ValidationError(
                _("“%(name)s” cannot be chosen in this round.") % {"name": offering.programme}
            )
    save_with_history(application, by=by, version=version)
    before = list(locked.choices.order_by("rank").values_list("offering", flat=True))
    if before != [offering.pk for offering in offerings]:
        locked.choices.all().delete()
        Choice.objects.bulk_create(
            Choice(application=locked, offering=offering, rank=rank)
            for rank, offering in enumerate(offerings, start=1)
        )
    check_application(locked, EligibilityCheck.Moment.SAVE)
    return application


@transaction.atomic
def attach_document(
    application: Application, kind: DocumentKind, upload: Any, *, by: Any, dated_on: date | None = None
) -> Attachment:
    """A document is in its slot; one that was there before is kept as replaced (§2.4)."""
    locked = _check_editable(application, by)
    months = kind.max_age_months
    if months and dated_on and dated_on < timezone.localdate() - timedelta(days=31 * months):
        raise ValidationError(_("This document may be at most %(months)s months old.") % {"months": months})
    before = Attachment.objects.of(locked).current().filter(category=kind.code).last()
    confidential = Attachment.Visibility.CONFIDENTIAL
    made = attach(locked, upload, category=kind.code, by=by, visibility=confidential, replaces=before)
    if before is not None and made.pk == before.pk:
        # The same file twice is one file; it replaces nothing (EC-73).
        Attachment.objects.filter(pk=before.pk).update(replaced_by=None)
    DocumentVerdict.objects.get_or_create(
        attachment=made, defaults={"application": locked, "kind": kind, "dated_on": dated_on}
    )
    return made


@transaction.atomic
def give_consents(application: Application, keys: set[str], *, by: Any) -> None:
    """The consents ticked are kept in the words shown; one no longer ticked is withdrawn (§9.6)."""
    locked = _check_editable(application, by)
    texts = consent_texts(locked)
    for wanted in wanted_consents(locked):
        live = locked.consents.filter(
            purpose=wanted.purpose, recipient=wanted.recipient_id, withdrawn_at=None
        )
        if wanted.key in keys and not live.exists():
            ConsentRecord.objects.create(
                application=locked,
                purpose=wanted.purpose,
                recipient_id=wanted.recipient_id,
                text_version=TEXT_VERSION,
                text=texts[wanted.key],
                language=get_language() or "zh-hans",
            )
            remember(locked, "consent", by=by, payload={"purpose": wanted.purpose})
        elif wanted.key not in keys and live.exists():
            live.update(withdrawn_at=timezone.now())
            remember(locked, "withdraw_consent", by=by, payload={"purpose": wanted.purpose})


@transaction.atomic
def submit_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The application is complete, numbered, kept as a version, and with the college (A2, EC-46)."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    sha256 = ""
    if locked.status == S.DRAFT and by.has_perm("programmes.submit_application", locked):
        check_deadline(locked.round)
        check_application(locked, EligibilityCheck.Moment.SUBMIT)
        missing = missing_of(locked)
        if missing:
            raise ValidationError([one.text for one in missing])
        sha256 = take_snapshot(locked, content_of(locked), by=by).sha256
    APPLICATION_FLOW.move(application, "submit", by=by, note=note, version=version, snapshot_sha256=sha256)
    now = timezone.now()
    number = locked.number or f"SP{now:%Y}-{next_number('application', timezone.localdate().year):05d}"
    hand_on(application, submitted_at=now, number=number, college_checked_at=None)
    tell(application, "application_submitted", [application.student], college_of(application))
    return application


def check_deadline(round_: Round) -> None:
    """The server's clock decides, with the office's grace, which is nought (EC-46)."""
    grace = timedelta(seconds=policy("programmes.grace_seconds"))
    now = timezone.now()
    if round_.status != Round.Status.OPEN or now < round_.open_at:
        raise StepNotAllowed(_("This round takes no applications now. Your draft is kept."))
    if now >= round_.close_at + grace:
        raise StepNotAllowed(_("The deadline has passed. Your draft is kept, but it was not submitted."))


def content_of(application: Application) -> dict[str, Any]:
    """What a submitted version holds (GN-06)."""
    profile = StudentProfile.objects.get(user=application.student_id)
    names = [
        field.name for field in StudentProfile._meta.fields if field.name not in {"id", "user", "person"}
    ]
    return {
        "facts": {name: _told(getattr(profile, name)) for name in names},
        "scores": [
            {"test": score.test, "score": str(score.score), "taken_on": score.taken_on.isoformat()}
            for score in profile.language_scores.all()
        ],
        "choices": [
            {"rank": choice.rank, "programme": choice.offering.programme.title_zh}
            for choice in application.choices.select_related("offering__programme")
        ],
        "motivation": application.motivation,
        "files": {
            file.category: file.sha256 for file in Attachment.objects.of(application).current()
        },
    }  # fmt: skip


def _told(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


@transaction.atomic
def recall_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The student takes it back before the deadline and before the college has looked (A3)."""
    if application.status == S.SUBMITTED:
        if not application.round.takes_applications:
            raise StepNotAllowed(_("The deadline has passed: ask the college to return it."))
        if Application.objects.filter(pk=application.pk, college_checked_at__isnull=False).exists():
            raise StepNotAllowed(_("The college has already looked at it: ask the college to return it."))
    APPLICATION_FLOW.move(application, "recall", by=by, note=note, version=version)
    hand_on(application)
    tell(application, "application_recalled", college_of(application))
    return application
