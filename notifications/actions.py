"""Telling people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from core.background import wake
from core.models import SavedQuery
from core.saved_queries import news_of
from notifications.models import Notification
from notifications.tasks import send_pending


@transaction.atomic
def notify(
    recipients: Iterable[Any], kind: str, *, about: models.Model, lead: str = "", **context: Any
) -> None:
    """Tell each person once, in the inbox and by e-mail after the commit.

    `lead` tells repeated notices of one kind about one record apart: the days before a deadline, or, by
    default, the version of the record.
    """
    key = lead or f"v{getattr(about, 'version', 0)}"
    Notification.objects.bulk_create(
        [
            Notification(
                recipient=user,
                kind=kind,
                content_type=ContentType.objects.get_for_model(about, for_concrete_model=False),
                object_id=about.pk,
                dedup_key=key,
                context=context,
                mail_state=Notification.MailState.DIGEST
                if user.wants_digest
                else Notification.MailState.PENDING,
            )
            for user in {user.pk: user for user in recipients if user is not None and user.is_active}.values()
        ],
        ignore_conflicts=True,
    )
    wake(send_pending)


@transaction.atomic
def read_notification(notification: Notification, *, by: Any) -> Notification:
    """Mark one's own notice as read."""
    Notification.objects.visible_to(by).unread().filter(pk=notification.pk).update(read_at=timezone.now())
    return notification


@transaction.atomic
def read_inbox(*, by: Any) -> int:
    """Mark everything in one's inbox as read; returns how many notices that were."""
    return Notification.objects.visible_to(by).unread().update(read_at=timezone.now())


@transaction.atomic
def resend_mail(notification: Notification, *, by: Any) -> Notification:
    """Offer a failed e-mail again."""
    Notification.objects.filter(pk=notification.pk, mail_state=Notification.MailState.FAILED).update(
        mail_state=Notification.MailState.PENDING, mail_after=None, mail_attempts=0, error=""
    )
    wake(send_pending)
    return notification


def tell_watchers() -> int:
    """Tell the owner of each watched list of the rows that match since the last time; returns how many lists had news."""
    told = 0
    for key in SavedQuery.objects.watched().values_list("pk", flat=True):
        with transaction.atomic():
            saved = (
                SavedQuery.objects.select_for_update(of=("self",))
                .select_related("owner")
                .filter(pk=key)
                .first()
            )
            new = news_of(saved) if saved else []
            if saved and new:
                told += 1
                lead = timezone.now().isoformat(timespec="seconds")
                notify([saved.owner], "notifications.query_matched", about=saved, lead=lead, count=len(new))
    return told
