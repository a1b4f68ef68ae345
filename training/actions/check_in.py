"""Attendance by a code on the wall that changes every minute: no list, no pen, no code sent to a friend."""

from __future__ import annotations

import hashlib
import hmac
import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.flow import remember
from core.policy import policy
from core.text import search_key
from training.models import Attendance, ClassSession, Trainee, TrainingClass

STEP_SECONDS = 60
TOKEN_LENGTH = 16
# Whoever scans at the last second still has a minute to type.
STEPS_ACCEPTED = 2


def step_now() -> int:
    """The number of the present minute."""
    return int(time.time()) // STEP_SECONDS


def token_of(session: ClassSession, step: int) -> str:
    """The word in the code: made from the lesson, the minute and a key nobody outside the portal has."""
    message = f"training.check-in:{session.pk}:{step}"
    return hmac.new(settings.LOOKUP_KEY.encode(), message.encode(), hashlib.sha256).hexdigest()[:TOKEN_LENGTH]


def is_current(session: ClassSession, token: str) -> bool:
    """Whether the word is of this minute or the one before."""
    now = step_now()
    return any(hmac.compare_digest(token_of(session, now - back), token) for back in range(STEPS_ACCEPTED))


def window_of(session: ClassSession) -> tuple[datetime, datetime]:
    """From when until when people check in: some minutes before the lesson until its end."""
    zone = timezone.get_current_timezone()
    begins = datetime.combine(session.date, session.starts_at, zone)
    ends = datetime.combine(session.date, session.ends_at, zone)
    return begins - timedelta(minutes=policy("training.check_in_before_minutes")), ends


def is_open(session: ClassSession) -> bool:
    """Whether people check in to the lesson now."""
    first, last = window_of(session)
    return first <= timezone.now() <= last and session.training_class.status == TrainingClass.Status.RUNNING


def may_show(user: Any, session: ClassSession) -> bool:
    """Whether the person may put the code on the wall."""
    return user.has_perm("training.show_code_trainingclass", session.training_class)


@transaction.atomic
def check_in(session: ClassSession, *, token: str, name: str, last4: str, by: Any = None) -> Trainee:
    """A trainee says with name and last four that he is here, holding the code of this minute.

    Raises ValidationError, always in the same words, when code, name and number do not fit together.
    """
    if not is_open(session):
        raise ValidationError(_("Nobody can check in to this lesson now."), code="closed")
    if not is_current(session, token):
        raise ValidationError(_("The code has changed meanwhile: scan it again."), code="stale")
    key = search_key(name)
    people = session.training_class.trainees.present().filter(identity__last4__iexact=last4.strip())
    matching = [
        person
        for person in people
        if key and key in {search_key(person.name_zh), search_key(person.name_latin)}
    ]
    if len(matching) != 1:
        raise ValidationError(_("Name and last four do not fit anybody on the roster."), code="unknown")
    trainee = matching[0]
    _mark(session, trainee)
    return trainee


def _mark(session: ClassSession, trainee: Trainee) -> None:
    zone = timezone.get_current_timezone()
    begins = datetime.combine(session.date, session.starts_at, zone)
    grace = timedelta(minutes=policy("training.late_after_minutes"))
    late = timezone.now() > begins + grace
    mark = Attendance.Mark.LATE if late else Attendance.Mark.PRESENT
    row, is_new = Attendance.objects.get_or_create(
        session=session, trainee=trainee, defaults={"mark": mark, "checked_in_at": timezone.now()}
    )
    # Whoever was written down as absent before the code was shown is here after all.
    if not is_new and row.checked_in_at is None and row.mark == Attendance.Mark.ABSENT:
        row.mark, row.checked_in_at = mark, timezone.now()
        row.save(update_fields=["mark", "checked_in_at"])


@transaction.atomic
def close_check_in(session: ClassSession, *, by: Any) -> int:
    """Whoever has not checked in was absent; the unit corrects single marks by form."""
    training_class = TrainingClass.objects.select_for_update().get(pk=session.training_class_id)
    if not by.has_perm("training.record_trainingclass", training_class):
        raise PermissionDenied
    if training_class.attendance_is_locked:
        raise ValidationError(_("The attendance is locked."))
    known = session.attendance.values("trainee")
    missing = training_class.trainees.present().exclude(pk__in=known)
    rows = [Attendance(session=session, trainee=trainee, mark=Attendance.Mark.ABSENT) for trainee in missing]
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    remember(training_class, "attendance", by=by, payload={"session": session.pk, "absent": len(rows)})
    return len(rows)
