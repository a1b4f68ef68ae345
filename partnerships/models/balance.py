"""The exchange balance (互惠平衡): who has sent how many student-semesters (§3.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Case, DecimalField, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, BackgroundRun, Event, Record
from core.models.background import BackgroundRunQuerySet
from partnerships.models.agreement import Agreement
from partnerships.models.choices import Direction, check_academic_year

SEMESTERS: dict[str, Any] = {"max_digits": 6, "decimal_places": 1}
NOUGHT = Value(Decimal(0), output_field=DecimalField(**SEMESTERS))


class BalanceQuerySet(models.QuerySet):
    """Finds and adds up the rows of the ledger."""

    def visible_to(self, user: Any) -> BalanceQuerySet:
        return self.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))

    def of_chain(self, agreement: Agreement) -> BalanceQuerySet:
        """The rows of the agreement and of all it renews or is renewed by."""
        root = agreement.chain_id
        return self.filter(Q(agreement=root) | Q(agreement__root=root))

    def counted(self) -> BalanceQuerySet:
        """What really happened: actual mobility, and corrections the partner confirmed."""
        return self.filter(
            Q(kind=BalanceEntry.Kind.MOBILITY, is_planned=False)
            | Q(kind=BalanceEntry.Kind.CORRECTION, status=BalanceEntry.Status.CONFIRMED)
        )

    def planned(self) -> BalanceQuerySet:
        """What is nominated and has not happened yet."""
        return self.filter(kind=BalanceEntry.Kind.MOBILITY, is_planned=True)

    def total(self) -> Decimal:
        """Out minus in: positive when we have sent more than we received."""
        signed = Case(When(direction=Direction.OUT, then=F("semesters")), default=-F("semesters"))
        return self.aggregate(total=Coalesce(Sum(signed, output_field=DecimalField(**SEMESTERS)), NOUGHT))[
            "total"
        ]

    def awaiting(self, user: Any) -> BalanceQuerySet:
        """Corrections the director still has to confirm."""
        from accounts.roles import is_director  # noqa: PLC0415

        proposed = self.filter(kind=BalanceEntry.Kind.CORRECTION, status=BalanceEntry.Status.PROPOSED)
        return proposed.exclude(author=user) if is_director(user) else self.none()


class BalanceEntry(Record):
    """One row of the ledger: a student's stay, or a correction that both sides agreed on."""

    class Kind(models.TextChoices):
        MOBILITY = "mobility", _("Stay of a student")
        CORRECTION = "correction", _("Correction")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for confirmation")
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Not accepted")

    STATUS_TONES = {"proposed": "amber", "confirmed": "green", "rejected": "red"}

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="balance_entries", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MOBILITY, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PROPOSED, editable=False, db_index=True
    )
    academic_year = models.CharField(_("academic year"), max_length=9, validators=[check_academic_year])
    direction = models.CharField(_("direction"), max_length=3, choices=Direction)
    semesters = models.DecimalField(_("student-semesters"), **SEMESTERS)
    is_planned = models.BooleanField(_("planned only"), default=False)
    person_name = models.CharField(_("student"), max_length=100, blank=True)
    # Which record of another part of the portal this row mirrors; written once per source.
    source = models.CharField(_("reported by"), max_length=100, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("entered by"),
    )

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = BalanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of the exchange balance")
        verbose_name_plural = _("rows of the exchange balance")
        ordering = ["academic_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "source"], condition=~Q(source=""), name="balance_once_per_source"
            ),
            models.CheckConstraint(
                condition=Q(kind="correction") | Q(semesters__gte=0), name="stays_are_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(kind="mobility") | ~Q(reason=""), name="corrections_have_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["agreement", "academic_year"], name="balance_of_year")]

    def __str__(self):
        return f"{self.academic_year} {self.get_direction_display()} {self.semesters}"

    def get_absolute_url(self):
        return self.agreement.get_absolute_url()

    @property
    def authors(self) -> set[int]:
        return {self.author_id} if self.author_id else set()


class StatementQuerySet(BackgroundRunQuerySet):
    """Finds statements."""

    def visible_to(self, user: Any) -> StatementQuerySet:
        return self.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))


class BalanceStatement(BackgroundRun):
    """A statement of the balance for the partner, made in the background (对账单)."""

    RUN_TASK = "partnerships.tasks.make_statement"

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="statements", verbose_name=_("agreement")
    )
    as_of = models.DateField(_("as of"))
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    attachments = GenericRelation(Attachment)
    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement of the balance")
        verbose_name_plural = _("statements of the balance")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.agreement.label} {self.as_of}"

    def get_absolute_url(self):
        return self.agreement.get_absolute_url()
