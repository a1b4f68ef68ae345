"""What is said in public about a project, approved by its exact text and files (§1.6)."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.models.role import CosignArea
from accounts.roles import cosign_areas_of, is_training_desk, sees_everything, units_of
from core.history import canonical
from core.models import Attachment, Record
from training.models.proposal import Proposal
from training.models.training_class import TrainingClass

User = settings.AUTH_USER_MODEL


class PublicityItemQuerySet(models.QuerySet):
    """Finds publicity items."""

    def visible_to(self, user: Any) -> PublicityItemQuerySet:
        """A unit sees its own; the desk and the publicity office what was handed in (§7.2)."""
        if sees_everything(user):
            return self
        seen = Q(proposal__unit__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD))
        if is_training_desk(user):
            seen |= ~Q(status=PublicityItem.Status.DRAFT)
        if CosignArea.PUBLICITY in cosign_areas_of(user):
            seen |= Q(status=PublicityItem.Status.COSIGN) | Q(cosigned_by=user)
        return self.filter(seen)

    def awaiting(self, user: Any) -> PublicityItemQuerySet:
        """Those on which this person decides next."""
        status = PublicityItem.Status
        mine = Q(status=status.UNIT_REVIEW, proposal__unit__in=units_of(user, Role.DEPARTMENT_HEAD))
        mine |= Q(status=status.RETURNED, proposal__unit__in=units_of(user, Role.DEPARTMENT_ADMIN))
        if is_training_desk(user):
            mine |= Q(status=status.OFFICE_REVIEW)
        if CosignArea.PUBLICITY in cosign_areas_of(user):
            mine |= Q(status=status.COSIGN)
        return self.filter(mine).exclude(author=user, status=status.UNIT_REVIEW)

    def in_progress_of(self, user: Any) -> PublicityItemQuerySet:
        return self.filter(author=user, status__in=PublicityItem.IN_REVIEW)

    def drafts_of(self, user: Any) -> PublicityItemQuerySet:
        units = units_of(user, Role.DEPARTMENT_ADMIN)
        return self.filter(proposal__unit__in=units, status=PublicityItem.Status.DRAFT)

    def shown_on(self, day: date) -> PublicityItemQuerySet:
        """What the public sees that day: published, begun, not expired, the project in force (PB-4)."""
        return self.filter(
            Q(publish_from__isnull=True) | Q(publish_from__lte=day),
            Q(publish_to__isnull=True) | Q(publish_to__gte=day),
            status=PublicityItem.Status.PUBLISHED,
            proposal__status__in=[Proposal.Status.APPROVED, Proposal.Status.EXECUTING],
        )

    def expired_on(self, day: date) -> PublicityItemQuerySet:
        """Approved or published ones whose last day is over."""
        live = [PublicityItem.Status.APPROVED, PublicityItem.Status.PUBLISHED]
        return self.filter(status__in=live, publish_to__lt=day)


class PublicityItem(Record):
    """One text with its pictures for one channel; what is approved is its fingerprint (PB-3)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        UNIT_REVIEW = "unit_review", _("Under review by the unit")
        OFFICE_REVIEW = "office_review", _("Under review by the office")
        COSIGN = "cosign", _("With the publicity department")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        RETURNED = "returned", _("Returned for changes")
        EXPIRED = "expired", _("Expired")
        TAKEN_DOWN = "taken_down", _("Taken down")

    class Channel(models.TextChoices):
        BROCHURE = "brochure", _("Enrolment brochure")
        WEBSITE = "website", _("Website of the university")
        WECHAT = "wechat", _("WeChat account")
        POSTER = "poster", _("Poster")
        VIDEO = "video", _("Video")
        THIRD_PARTY = "third_party", _("Media of a third party")

    IN_REVIEW = (Status.UNIT_REVIEW, Status.OFFICE_REVIEW, Status.COSIGN)
    EDITABLE = (Status.DRAFT, Status.RETURNED, Status.APPROVED, Status.PUBLISHED, Status.EXPIRED)
    STATUS_TONES = {
        "unit_review": "blue", "office_review": "blue", "cosign": "violet", "approved": "green",
        "published": "green", "returned": "amber", "expired": "grey", "taken_down": "red",
    }  # fmt: skip
    CONTENT = (
        "channel", "title_zh", "title_en", "text_zh", "text_en", "is_off_campus", "is_partner_use", "partner_name",
    )  # fmt: skip

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="publicity", verbose_name=_("project")
    )
    training_class = models.ForeignKey(
        TrainingClass,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="publicity",
        verbose_name=_("class"),
    )
    status = models.CharField(
        _("status"), max_length=14, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("author")
    )
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    title_zh = models.CharField(_("title (Chinese)"), max_length=100)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    text_zh = models.TextField(_("text (Chinese)"), max_length=10_000)
    text_en = models.TextField(_("text (English)"), max_length=10_000, blank=True)
    is_off_campus = models.BooleanField(
        _("appears in media outside the university"),
        default=False,
        help_text=_("The publicity department then cosigns."),
    )
    is_partner_use = models.BooleanField(_("a partner uses the name or emblem of the school"), default=False)
    partner_name = models.CharField(_("partner that uses it"), max_length=150, blank=True)
    publish_from = models.DateField(_("published from"), null=True, blank=True)
    publish_to = models.DateField(_("published until"), null=True, blank=True)
    url = models.URLField(_("address after publication"), max_length=300, blank=True)
    approved_sha256 = models.CharField(_("fingerprint approved"), max_length=64, blank=True, editable=False)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    cosigned_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("cosigned by"),
    )  # fmt: skip
    attachments = GenericRelation(Attachment)

    objects = PublicityItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("publicity item")
        verbose_name_plural = _("publicity items")
        indexes = [models.Index(fields=["status", "publish_to"], name="publicity_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(publish_from__isnull=True)
                | Q(publish_to__isnull=True)
                | Q(publish_to__gte=F("publish_from")),
                name="publicity_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(is_partner_use=False) | ~Q(partner_name=""), name="partner_use_names_the_partner"
            ),
        ]

    def __str__(self):
        return f"{self.title_zh} · {self.get_channel_display()}"

    def get_absolute_url(self):
        return reverse("publicityitem-detail", args=[self.pk])

    @property
    def unit(self):
        return self.proposal.unit

    @property
    def unit_id(self) -> int:
        return self.proposal.unit_id

    @property
    def authors(self) -> set[int]:
        """Whoever wrote it never approves it (SOD-1)."""
        return {self.author_id}

    @property
    def is_editable(self) -> bool:
        return self.status in self.EDITABLE

    @property
    def needs_cosign(self) -> bool:
        """Media outside the university want the publicity department (§1.6)."""
        return self.is_off_campus or self.channel == self.Channel.THIRD_PARTY

    def content(self) -> dict[str, Any]:
        """What the fingerprint stands for: the exact words and the files."""
        files = self.attachments.filter(replaced_by=None).order_by("sha256", "pk")
        return {name: getattr(self, name) for name in self.CONTENT} | {
            "files": [[file.category, file.sha256] for file in files]
        }

    def fingerprint(self) -> str:
        """SHA-256 of the text and files as they stand (PB-3)."""
        return hashlib.sha256(canonical(self.content()).encode()).hexdigest()

    @property
    def is_as_approved(self) -> bool:
        return bool(self.approved_sha256) and self.fingerprint() == self.approved_sha256


class SpotCheck(models.Model):
    """Somebody of the office looked at the published page (PB-5)."""

    item = models.ForeignKey(
        PublicityItem, on_delete=models.CASCADE, related_name="spot_checks", verbose_name=_("publicity item")
    )
    checked_on = models.DateField(_("looked at on"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("looked at by"))
    url = models.URLField(_("address"), max_length=300)
    is_as_approved = models.BooleanField(_("as approved"))
    finding = models.CharField(_("what was found"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("spot check")
        verbose_name_plural = _("spot checks")
        ordering = ["-checked_on", "-pk"]

    def __str__(self):
        return f"{self.item_id} {self.checked_on}"
