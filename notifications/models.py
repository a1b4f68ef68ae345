"""Who was told what, and which e-mails still have to leave."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NotificationQuerySet(models.QuerySet):
    """Finds notices."""

    def visible_to(self, user):
        return self.filter(recipient=user)

    def unread(self):
        return self.filter(read_at=None)

    def to_be_mailed(self, now=None):
        """E-mails that are due now, those that failed included when their time has come again."""
        return self.filter(
            Q(mail_state=Notification.MailState.PENDING),
            Q(mail_after=None) | Q(mail_after__lte=now or timezone.now()),
        )

    def digest_due(self, now=None):
        """Notices that go into the next digest and that nobody is sending just now."""
        return self.filter(
            Q(mail_state=Notification.MailState.DIGEST),
            Q(mail_after=None) | Q(mail_after__lte=now or timezone.now()),
        )


class Notification(models.Model):
    """One notice to one person: an entry of the inbox and, as an outbox row, an e-mail.

    A kind about a record with a lead is told to a person once (§10: dedup key is object, kind, lead).
    """

    class MailState(models.TextChoices):
        PENDING = "pending", _("To be sent")
        DIGEST = "digest", _("Waiting for the daily digest")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        NONE = "none", _("No e-mail")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("to")
    )
    kind = models.CharField(_("kind"), max_length=60)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, verbose_name=_("kind of record"))
    object_id = models.PositiveBigIntegerField(_("record"))
    about = GenericForeignKey()
    dedup_key = models.CharField(_("lead"), max_length=60)
    context = models.JSONField(_("details"), default=dict, blank=True)
    created_at = models.DateTimeField(_("at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mail_state = models.CharField(_("e-mail"), max_length=8, choices=MailState, default=MailState.PENDING)
    mail_after = models.DateTimeField(_("not before"), null=True, blank=True)
    mail_attempts = models.PositiveIntegerField(_("attempts"), default=0)
    mailed_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                F("recipient"), F("kind"), F("content_type"), F("object_id"), F("dedup_key"), name="told_once"
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="inbox"),
            models.Index(fields=["mail_state", "mail_after"], name="outbox"),
        ]

    def __str__(self):
        return f"{self.kind} → {self.recipient_id}"
