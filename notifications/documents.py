"""The words of a notice, and the e-mails that carry them out of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.working_days import is_working_day
from notifications.models import Notification

logger = structlog.get_logger(__name__)

# Whoever claims a row has this long to send it; then somebody else may try again.
LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
MAX_ATTEMPTS = 12
PIECE = 100


@dataclass(frozen=True)
class Letter:
    """What a notice says, in one language."""

    subject: str
    body: str
    url: str


def path_of(record: Any) -> str:
    """Where the record is read; the inbox when it has no page."""
    try:
        return record.get_absolute_url()
    except (AttributeError, NoReverseMatch):
        return reverse("inbox")


def write_letter(notification: Notification, language: str | None = None) -> Letter | None:
    """Put the notice into words; None when its record is gone."""
    about = notification.about
    if about is None:
        return None
    app, name = notification.kind.split(".", 1)
    link = settings.SITE_URL.rstrip("/") + path_of(about)
    context = {
        **notification.context,
        "about": about,
        "record": about,
        "recipient": notification.recipient,
        "lead": notification.dedup_key,
        "link": link,
    }
    with translation.override(language or translation.get_language()):
        try:
            text = write_text(f"{app}/email/{name}.txt", context)
        except TemplateDoesNotExist:
            logger.error("notice_without_words", kind=notification.kind)
            text = write_text("notifications/email/plain.txt", context)
    subject, _blank, body = text.lstrip().partition("\n")
    return Letter(" ".join(subject.split())[:200], body.strip(), link)


def write_text(template: str, context: dict[str, Any]) -> str:
    """Plain text: nothing is escaped for HTML."""
    office = {"zh": settings.OFFICE_NAME_ZH, "en": settings.OFFICE_NAME_EN}
    found: Any = get_template(template)  # the wrapper of the Django engine, which takes no context of its own
    return found.template.render(Context({"office": office, **context}, autoescape=False))


def message_id(*parts: object) -> str:
    """The same for every attempt at the same mail, so that a mail server can drop what it has already seen."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{'.'.join(str(part) for part in parts)}@{host}>"


def send_pending_mail(now: datetime | None = None) -> int:
    """Send every e-mail that is due, each at least once; returns how many left the house."""
    now = now or timezone.now()
    due = Notification.objects.to_be_mailed(now).order_by("pk").values_list("pk", flat=True)
    return sum(_send_one(pk, now) for pk in list(due[: PIECE * 10]))


def _claim(pk: int, now: datetime) -> bool:
    claimed = Notification.objects.to_be_mailed(now).filter(pk=pk)
    return bool(claimed.update(mail_after=now + LEASE, mail_attempts=F("mail_attempts") + 1))


def _send_one(pk: int, now: datetime) -> int:
    if not _claim(pk, now):
        return 0
    notification = Notification.objects.select_related("recipient", "content_type").get(pk=pk)
    user = notification.recipient
    letter = write_letter(notification, user.language) if user.is_active else None
    if letter is None:
        _settle([pk], Notification.MailState.NONE)
        return 0
    sent = _deliver(letter, user, message_id("notice", pk), [pk], notification.mail_attempts, now)
    return int(sent)


def _deliver(letter: Letter, user: Any, identity: str, rows: list[int], attempts: int, now: datetime) -> bool:
    """Hand one mail to the mail server; what it refuses for now is tried again later and later."""
    mail = EmailMessage(
        letter.subject, _with_footer(letter, user), to=[user.email], headers={"Message-ID": identity}
    )
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        logger.warning("mail_not_sent", rows=len(rows), error=type(error).__name__)
        is_final = isinstance(error, SMTPRecipientsRefused) or attempts >= MAX_ATTEMPTS
        wait = min(FIRST_WAIT * 2 ** max(attempts - 1, 0), LONGEST_WAIT)
        Notification.objects.filter(pk__in=rows).update(
            error=type(error).__name__,
            mail_after=now + wait,
            **({"mail_state": Notification.MailState.FAILED} if is_final else {}),
        )
        return False
    _settle(rows, Notification.MailState.SENT, mailed_at=timezone.now(), error="")
    return True


def _settle(rows: list[int], state: str, **values: Any) -> None:
    Notification.objects.filter(pk__in=rows).update(mail_state=state, mail_after=None, **values)


def _with_footer(letter: Letter, user: Any) -> str:
    with translation.override(user.language):
        return write_text("notifications/email/frame.txt", {"letter": letter, "recipient": user})


def send_digests(now: datetime | None = None) -> int:
    """Send each person who wants it one mail with all notices since the last, on working mornings."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    if not is_working_day(today):
        return 0
    waiting = Notification.objects.filter(mail_state=Notification.MailState.DIGEST)
    recipients = waiting.order_by("recipient_id").values_list("recipient_id", flat=True).distinct()
    return sum(_send_digest(pk, now) for pk in list(recipients))


def _send_digest(recipient_id: int, now: datetime) -> int:
    rows = Notification.objects.digest_due(now).filter(recipient=recipient_id)
    pks = list(rows.order_by("pk").values_list("pk", flat=True)[:PIECE])
    claimed = Notification.objects.digest_due(now).filter(pk__in=pks)
    if not pks or not claimed.update(mail_after=now + LEASE, mail_attempts=F("mail_attempts") + 1):
        return 0
    notices = list(
        Notification.objects.filter(pk__in=pks)
        .select_related("recipient", "content_type")
        .prefetch_related("about")
        .order_by("pk")
    )
    user = notices[0].recipient
    letters = [letter for notice in notices if (letter := write_letter(notice, user.language))]
    if not user.is_active or not letters:
        _settle(pks, Notification.MailState.NONE)
        return 0
    with translation.override(user.language):
        subject = _("%(count)s notices of the international office") % {"count": len(letters)}
        body = write_text("notifications/email/digest.txt", {"letters": letters, "recipient": user})
    digest = Letter(subject, body.strip(), settings.SITE_URL.rstrip("/") + reverse("inbox"))
    attempts = max(notice.mail_attempts for notice in notices)
    return int(
        _deliver(digest, user, message_id("digest", recipient_id, pks[0], pks[-1]), pks, attempts, now)
    )
