"""Lectures of experts: filed, reviewed where the content asks for it, held (§4.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.models.role import CosignArea
from core.history import save_with_history
from core.policy import policy
from notifications.actions import notify
from visitors.flow import LECTURE_FLOW
from visitors.models import Lecture


@transaction.atomic
def add_lecture(lecture: Lecture, *, by: Any) -> Lecture:
    """A talk within an engagement."""
    if not by.has_perm("visitors.change_lecture", lecture):
        raise PermissionDenied
    lecture.author = by
    return save_with_history(lecture, by=by)


@transaction.atomic
def submit_lecture(lecture: Lecture, *, by: Any, note: str = "", version: int | None = None) -> Lecture:
    """To the publicity department where the content needs it, in time; else cleared at once."""
    status = Lecture.Status
    if lecture.needs_review:
        latest = lecture.on - timedelta(days=policy("visitors.lecture_review_days"))
        if timezone.localdate() > latest and not note.strip():
            raise ValidationError(
                {"note": _("The content review was due on %(day)s: say why it comes late.") % {"day": latest}}
            )
    target = status.CONTENT_REVIEW if lecture.needs_review else status.CLEARED
    LECTURE_FLOW.move(lecture, "submit", by=by, note=note, version=version, to=target)
    if lecture.needs_review:
        reviewers = User.objects.holding(Role.COSIGNER, area=CosignArea.PUBLICITY)
        notify(reviewers, "visitors.lecture_filed", about=lecture)
    return lecture


@transaction.atomic
def clear_lecture(lecture: Lecture, *, by: Any, note: str = "", version: int | None = None) -> Lecture:
    """The content may be spoken about."""
    LECTURE_FLOW.move(lecture, "clear", by=by, note=note, version=version)
    notify([lecture.author], "visitors.lecture_decided", about=lecture)
    return lecture


@transaction.atomic
def refuse_lecture(lecture: Lecture, *, by: Any, note: str = "", version: int | None = None) -> Lecture:
    """The content may not be spoken about as it is."""
    LECTURE_FLOW.move(lecture, "refuse", by=by, note=note, version=version)
    notify([lecture.author], "visitors.lecture_decided", about=lecture, note=note)
    return lecture


@transaction.atomic
def revise_lecture(lecture: Lecture, *, by: Any, note: str = "", version: int | None = None) -> Lecture:
    """Back to a draft, to be filed again."""
    LECTURE_FLOW.move(lecture, "revise", by=by, note=note, version=version)
    return lecture


@transaction.atomic
def hold_lecture(
    lecture: Lecture, *, by: Any, audience: int | None = None, note: str = "", version: int | None = None
) -> Lecture:
    """It was held, before so many people."""
    if lecture.on > timezone.localdate():
        raise ValidationError(_("This day lies ahead."))
    LECTURE_FLOW.move(lecture, "hold", by=by, note=note, version=version)
    lecture.audience = audience or lecture.audience
    lecture.save(update_fields=["audience"])
    return lecture


@transaction.atomic
def cancel_lecture(lecture: Lecture, *, by: Any, note: str = "", version: int | None = None) -> Lecture:
    """It is not held."""
    LECTURE_FLOW.move(lecture, "cancel", by=by, note=note, version=version)
    return lecture
