"""What belongs to an agreement: partners, periods, conditions, addenda, terminations, reminders."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, Event, Record
from core.text import bilingual
from partnerships.models.agreement import Agreement
from partnerships.models.choices import Direction, Side, StudyLevel
from partnerships.models.institution import Institution

User = settings.AUTH_USER_MODEL


class AgreementPartner(models.Model):
    """One partner of an agreement; there may be several."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="parties", verbose_name=_("agreement")
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="parties", verbose_name=_("partner")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("partner of an agreement")
        verbose_name_plural = _("partners of agreements")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "institution"], name="partner_once_per_agreement")
        ]

    def __str__(self):
        return str(self.institution)


class AgreementPeriod(models.Model):
    """One period of an agreement that renews by itself; figures count the agreement, not its periods (AG-02)."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="periods", verbose_name=_("agreement")
    )
    period_no = models.PositiveSmallIntegerField(_("period"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("period of an agreement")
        verbose_name_plural = _("periods of agreements")
        ordering = ["agreement", "period_no"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "period_no"], name="period_once_per_agreement"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="period_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.period_no}: {self.starts_on} – {self.ends_on or '…'}"


class CooperationCondition(models.Model):
    """Who may move under an agreement: direction, level, subject, places, length."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="conditions", verbose_name=_("agreement")
    )
    direction = models.CharField(_("direction"), max_length=3, choices=Direction)
    level = models.CharField(_("level of study"), max_length=12, choices=StudyLevel, blank=True)
    places = models.PositiveSmallIntegerField(_("places a year"), default=0)
    months = models.DecimalField(_("months in all"), max_digits=6, decimal_places=1, null=True, blank=True)
    isced_code = models.CharField(_("field of education (ISCED-F)"), max_length=7, blank=True)
    isced_text = models.CharField(_("subject"), max_length=150, blank=True)
    language = models.CharField(_("language of teaching"), max_length=12, blank=True)
    language_level = models.CharField(_("level of language asked for"), max_length=12, blank=True)
    is_blended = models.BooleanField(_("partly online"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("condition of exchange")
        verbose_name_plural = _("conditions of exchange")
        ordering = ["agreement", "position", "pk"]

    def __str__(self):
        return f"{self.get_direction_display()} {self.places}"


class AmendmentQuerySet(models.QuerySet):
    """Finds amendments and terminations: whoever sees the agreement sees them."""

    def visible_to(self, user: Any) -> AmendmentQuerySet:
        return self.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))

    def awaiting(self, user: Any) -> AmendmentQuerySet:
        """Those the director still has to decide."""
        from accounts.roles import is_director  # noqa: PLC0415

        return self.filter(status="proposed").exclude(author=user) if is_director(user) else self.none()


class Amendment(Record):
    """An addendum or amendment (补充协议) to an agreement in force."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for the director")
        APPROVED = "approved", _("Approved for signing")
        SIGNED = "signed", _("Signed")
        REJECTED = "rejected", _("Approval refused")
        CANCELLED = "cancelled", _("Cancelled")

    STATUS_TONES = {"proposed": "blue", "approved": "violet", "signed": "green", "rejected": "red"}

    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PROPOSED, editable=False, db_index=True
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="amendments", verbose_name=_("agreement")
    )
    number = models.PositiveSmallIntegerField(_("number"), editable=False, default=0)
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    changes = models.TextField(_("what it changes"), max_length=4000)
    new_expires_on = models.DateField(_("new last day"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True, editable=False)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("author")
    )

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")
        ordering = ["agreement", "number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="amendment_number_once")]

    def __str__(self):
        return f"{self.agreement.label}/{self.number} {bilingual(self, 'title')}"

    def get_absolute_url(self):
        return self.agreement.get_absolute_url()

    @property
    def authors(self) -> set[int]:
        return {self.author_id}


class Termination(Record):
    """A letter that ends an agreement before its time (终止函)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for the director")
        CONFIRMED = "confirmed", _("Confirmed")
        CANCELLED = "cancelled", _("Cancelled")

    STATUS_TONES = {"proposed": "blue", "confirmed": "red", "cancelled": "grey"}

    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PROPOSED, editable=False, db_index=True
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="terminations", verbose_name=_("agreement")
    )
    by_side = models.CharField(_("ended by"), max_length=8, choices=Side)
    letter_on = models.DateField(_("date of the letter"))
    ends_from = models.DateField(_("no longer in force from"))
    reason = models.TextField(_("reason"), max_length=2000)
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("author")
    )

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("termination")
        verbose_name_plural = _("terminations")
        ordering = ["agreement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(status__in=["proposed", "confirmed"]),
                name="one_termination_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_from__gte=F("letter_on")), name="termination_not_before_its_letter"
            ),
        ]

    def __str__(self):
        return f"{self.agreement.label} · {self.ends_from}"

    def get_absolute_url(self):
        return self.agreement.get_absolute_url()

    @property
    def authors(self) -> set[int]:
        return {self.author_id}

    def clean(self):
        if self.letter_on and self.ends_from and self.ends_from < self.letter_on:
            raise ValidationError({"ends_from": _("It cannot end before the letter.")})


class AgreementReminder(models.Model):
    """A reminder that was sent: once for each agreement, kind, last day and lead (AG-05, EC-91)."""

    class Kind(models.TextChoices):
        EXPIRY = "expiry", _("End of the agreement")
        NOTICE = "notice", _("Last day for a notice")
        PROGRAMME = "programme", _("End of an approval")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("agreement"),
    )
    programme = models.ForeignKey(
        "partnerships.CooperativeProgramme",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("programme"),
    )
    about_day = models.DateField(_("about the day"))
    lead = models.PositiveSmallIntegerField(_("days before"))
    sent_on = models.DateField(_("sent on"))

    class Meta:
        verbose_name = _("reminder sent")
        verbose_name_plural = _("reminders sent")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "about_day", "lead"],
                condition=Q(agreement__isnull=False),
                name="agreement_reminded_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "about_day", "lead"],
                condition=Q(programme__isnull=False),
                name="programme_reminded_once",
            ),
            models.CheckConstraint(
                condition=Q(agreement__isnull=False) ^ Q(programme__isnull=False),
                name="reminder_about_one_record",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.about_day} −{self.lead}"
