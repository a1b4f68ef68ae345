"""A student's application with its ranked choices (§2.5)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, Event, Record
from programmes.models.application_queries import ApplicationQuerySet
from programmes.models.choices import StudyLevel, Verdict
from programmes.models.conditions import DocumentKind
from programmes.models.round import Offering, Round, SubQuota


class Application(Record):
    """One student in one round: facts, choices, recommendation, score, place."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("With the college")
        COLLEGE_RECOMMENDED = "college_recommended", _("Recommended by the college")
        COLLEGE_REJECTED = "college_rejected", _("Not recommended by the college")
        RETURNED_FOR_CORRECTION = "returned_for_correction", _("Returned for correction")
        IO_SCREENED = "io_screened", _("Passed screening")
        INTERVIEW_SCHEDULED = "interview_scheduled", _("Waiting for the interview")
        INTERVIEWED = "interviewed", _("Interviewed")
        RANKED = "ranked", _("Ranked")
        OFFERED = "offered", _("Place offered")
        WAITLISTED = "waitlisted", _("On the waiting list")
        NOT_SELECTED = "not_selected", _("Not selected")
        ACCEPTED = "accepted", _("Place accepted")
        DECLINED = "declined", _("Place declined")
        PUBLICISED = "publicised", _("In publicity")
        NOMINATED = "nominated", _("Nominated")
        HOST_REVIEW = "host_review", _("Under review by the host")
        HOST_ADMITTED = "host_admitted", _("Admitted by the host")
        HOST_REJECTED = "host_rejected", _("Not admitted by the host")
        PRE_DEPARTURE = "pre_departure", _("Preparing or abroad")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CANCELLED = "cancelled", _("Cancelled")

    STATUS_TONES = {
        "submitted": "blue", "college_recommended": "blue", "college_rejected": "red",
        "returned_for_correction": "amber", "io_screened": "blue", "ranked": "violet", "offered": "amber",
        "waitlisted": "amber", "not_selected": "grey", "accepted": "green", "declined": "grey",
        "publicised": "violet", "nominated": "green", "host_admitted": "green", "host_rejected": "red",
        "pre_departure": "green",
    }  # fmt: skip
    # PR-03: in these a place is taken.
    SEAT_HOLDING = (
        Status.OFFERED, Status.ACCEPTED, Status.PUBLICISED, Status.NOMINATED, Status.HOST_REVIEW,
        Status.HOST_ADMITTED, Status.PRE_DEPARTURE,
    )  # fmt: skip
    OVER = (
        Status.COLLEGE_REJECTED, Status.NOT_SELECTED, Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED,
        Status.PRE_DEPARTURE,
    )  # fmt: skip
    BEFORE_DECISION = (
        Status.DRAFT, Status.SUBMITTED, Status.COLLEGE_RECOMMENDED, Status.RETURNED_FOR_CORRECTION,
        Status.IO_SCREENED, Status.INTERVIEW_SCHEDULED, Status.INTERVIEWED, Status.RANKED,
    )  # fmt: skip

    class RejectReason(models.TextChoices):
        STANDING = "standing", _("Academic standing")
        CONDUCT = "conduct", _("Conduct")
        PLAN = "plan", _("Study plan does not fit")
        OTHER = "other", _("Other reason")

    status = models.CharField(
        _("status"), max_length=24, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="applications", verbose_name=_("round")
    )
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications", editable=False,
        verbose_name=_("student"),
    )  # fmt: skip
    # ST-08: the college at that time, whatever the student's college is later.
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("college")
    )
    level = models.CharField(
        _("level of study"), max_length=8, choices=StudyLevel, default=StudyLevel.UG, editable=False
    )
    motivation = models.TextField(_("why this programme"), max_length=2000, blank=True)
    accepts_other_places = models.BooleanField(
        _("I would take another place of the round if none of my choices is free"), default=False
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("to be done by"), null=True, blank=True, editable=False)

    college_rank = models.PositiveSmallIntegerField(_("rank in the college"), null=True, editable=False)
    college_comment = models.TextField(_("opinion of the college"), blank=True, editable=False)
    college_checked_at = models.DateTimeField(_("checked by the college at"), null=True, editable=False)
    reject_reason = models.CharField(
        _("reason"), max_length=10, choices=RejectReason, blank=True, editable=False
    )
    returned_from = models.CharField(_("returned from"), max_length=24, blank=True, editable=False)
    return_fields = models.JSONField(_("to be corrected"), default=list, blank=True, editable=False)

    score = models.DecimalField(_("total"), max_digits=7, decimal_places=3, null=True, editable=False)
    score_parts = models.JSONField(_("parts of the total"), default=dict, blank=True, editable=False)
    rank = models.PositiveIntegerField(_("rank"), null=True, editable=False)
    tie_note = models.CharField(_("how a tie was broken"), max_length=200, blank=True, editable=False)

    placed = models.ForeignKey(
        "programmes.Choice", on_delete=models.PROTECT, null=True, blank=True, editable=False,
        related_name="placed_applications", verbose_name=_("place"),
    )  # fmt: skip
    seat_pool = models.ForeignKey(
        SubQuota, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("sub-quota"),
    )  # fmt: skip
    offer_until = models.DateField(_("answer until"), null=True, blank=True, editable=False)
    signed_off_at = models.DateTimeField(_("signed off at"), null=True, blank=True, editable=False)
    withdraw_is_force_majeure = models.BooleanField(_("force majeure"), default=False, editable=False)
    banned_until = models.DateField(_("no new application before"), null=True, blank=True, editable=False)

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            # A1: one live application a round; withdrawn or cancelled ones do not count.
            models.UniqueConstraint(
                fields=["round", "student"],
                condition=~Q(status__in=["withdrawn", "cancelled"]),
                name="one_live_application_per_round",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="application_number_once"),
            models.CheckConstraint(
                condition=~Q(
                    status__in=["offered", "accepted", "publicised", "nominated", "host_review",
                                "host_admitted", "pre_departure"]
                ) | Q(placed__isnull=False),
                name="a_seat_has_its_choice",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["round", "status"], name="application_of_round"),
            models.Index(fields=["unit", "status"], name="application_of_unit"),
        ]

    def __str__(self):
        return gettext("%(student)s · %(round)s") % {"student": self.student, "round": self.round}

    def get_absolute_url(self):
        return reverse("application-detail", args=[self.pk])

    @property
    def authors(self) -> set[int]:
        return {self.student_id}

    def barred_from(self, step: Any, user: Any) -> str:
        """A4: the college recommends by two persons, so whoever checked does not decide."""
        checked = Event.objects.of(self).filter(verb="check").last()
        if step.verb in {"recommend", "decline"} and checked is not None and checked.by_id == user.pk:
            return gettext("You checked this application: another person of the college decides.")
        return ""

    @property
    def is_editable(self) -> bool:
        """Whether the student may change it: while a draft, and while returned."""
        return self.status in {self.Status.DRAFT, self.Status.RETURNED_FOR_CORRECTION}

    title_zh = property(lambda self: self.round.name_zh)
    title_en = property(lambda self: self.round.name_en)

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()


class Choice(models.Model):
    """One wish of an application, first to last."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("choice", "Open")
        OFFERED = "offered", _("Place offered")
        WAITLISTED = "waitlisted", _("On the waiting list")
        PASSED = "passed", _("Not placed")
        REMOVED = "removed", _("Taken off the waiting list")

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="choices", verbose_name=_("application")
    )
    offering = models.ForeignKey(
        Offering, on_delete=models.PROTECT, related_name="choices", verbose_name=_("programme")
    )
    rank = models.PositiveSmallIntegerField(_("rank"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    waitlist_position = models.PositiveIntegerField(_("place on the waiting list"), null=True, editable=False)
    explanation = models.JSONField(_("why"), default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "rank"], name="one_choice_per_rank"),
            models.UniqueConstraint(fields=["application", "offering"], name="an_offering_chosen_once"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=20), name="choice_rank_in_range"),
        ]
        indexes = [models.Index(fields=["offering", "state", "waitlist_position"], name="waiting_list")]

    def __str__(self):
        return f"{self.rank}. {self.offering.programme}"


class ConsentRecord(models.Model):
    """What a student agreed to, in which words, for whom; kept as said (§9.6)."""

    class Purpose(models.TextChoices):
        PROCESSING = "processing", _("Processing of my data for this application")
        SENSITIVE = "sensitive", _("Processing of sensitive data (passport, health)")
        CROSS_BORDER = "cross_border", _("Sending my data to the host abroad")
        ALUMNI = "alumni", _("Being contacted as an alumnus of the programme")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="consents", verbose_name=_("application")
    )
    purpose = models.CharField(_("purpose"), max_length=14, choices=Purpose)
    # Cross-border consent is separate for each recipient (art. 39).
    recipient = models.ForeignKey(
        "partnerships.Institution", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("recipient"),
    )  # fmt: skip
    text_version = models.CharField(_("version of the text"), max_length=20)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=8)
    given_at = models.DateTimeField(_("given at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "purpose", "recipient"],
                condition=Q(withdrawn_at=None, recipient__isnull=False),
                name="consent_once_per_recipient",
            ),
            models.UniqueConstraint(
                fields=["application", "purpose"],
                condition=Q(withdrawn_at=None, recipient=None),
                name="consent_once_per_purpose",
            ),
        ]

    def __str__(self):
        return str(self.get_purpose_display())


class DocumentVerdict(models.Model):
    """What the reviewer said of the document now in a slot; a new file opens the question again (§2.4)."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="verdicts", verbose_name=_("application")
    )
    kind = models.ForeignKey(
        DocumentKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("document")
    )
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="+", verbose_name=_("file")
    )
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict, default=Verdict.OPEN)
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("judged by"),
    )  # fmt: skip
    judged_at = models.DateTimeField(_("judged at"), null=True)

    class Meta:
        verbose_name = _("verdict on a document")
        verbose_name_plural = _("verdicts on documents")
        constraints = [models.UniqueConstraint(fields=["attachment"], name="one_verdict_per_file")]

    def __str__(self):
        return f"{self.kind}: {self.get_verdict_display()}"
