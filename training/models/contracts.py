"""The contracts of a project, from draft to completion (K-1 to K-6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_director, is_finance, is_training_desk, units_of
from core.identity_numbers import check_uscc
from core.models import Attachment, Event
from core.working_days import add_working_days
from training.models.life import OfProposalQuerySet, belongs_to_unit
from training.models.partners import PartnerVetting, is_legal
from training.models.proposal import Proposal
from training.models.waiting import OfProposal, WaitingRecord

SCAN_WORKDAYS = 10


class ContractQuerySet(OfProposalQuerySet):
    """Finds contracts."""

    def visible_to(self, user: Any) -> OfProposalQuerySet:
        return self if is_legal(user) else super().visible_to(user)

    def signed(self) -> ContractQuerySet:
        return self.filter(status__in=Contract.IN_FORCE)

    def awaiting(self, user: Any) -> ContractQuerySet:
        status = Contract.Status
        mine = Q(status=status.UNIT_REVIEW, proposal__unit__in=units_of(user, Role.DEPARTMENT_HEAD))
        if is_legal(user):
            mine |= Q(status=status.LEGAL)
        if is_finance(user):
            mine |= Q(status=status.FINANCE)
        if is_training_desk(user) or is_director(user):
            mine |= Q(status=status.OFFICE)
        back = Q(status=status.RETURNED, proposal__unit__in=units_of(user, Role.DEPARTMENT_ADMIN))
        return self.filter((mine & ~Q(author=user)) | back)

    def drafts_of(self, user: Any) -> ContractQuerySet:
        units = units_of(user, Role.DEPARTMENT_ADMIN)
        return self.filter(proposal__unit__in=units, status=Contract.Status.DRAFT)


class Contract(OfProposal, WaitingRecord):
    """A contract of one project, commissioned or with a partner, from draft to completion (K-1 to K-6)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RETURNED = "returned", _("Returned for changes")
        UNIT_REVIEW = "unit_review", _("Under review by the unit")
        LEGAL = "legal", _("With legal affairs")
        FINANCE = "finance", _("With finance")
        OFFICE = "office", _("With the governing office")
        SIGNED = "signed", _("Signed")
        PERFORMING = "performing", _("Being performed")
        COMPLETED = "completed", _("Completed")
        TERMINATED = "terminated", _("Terminated")

    class Kind(models.TextChoices):
        COMMISSION = "commission", _("Commission")
        COOPERATION = "cooperation", _("Cooperation")

    class Seal(models.TextChoices):
        SCHOOL = "school", _("Seal of the university")
        CONTRACT = "contract", _("Contract seal of the university")
        COLLEGE = "college", _("Seal of a college")

    class Clause(models.TextChoices):
        """What no contract may hold (K-4)."""

        RIGHTS = "rights", _("hands over the right to manage, run, recruit or teach")
        AGENT = "agent", _("lets somebody recruit as an agent")
        COLLECTION = "collection", _("lets the partner collect fees")
        NAME = "name", _("lets the partner use the school's name in its own business")
        RENEWAL = "renewal", _("renews itself")

    EDITABLE = (Status.DRAFT, Status.RETURNED)
    IN_REVIEW = (Status.UNIT_REVIEW, Status.LEGAL, Status.FINANCE, Status.OFFICE)
    IN_FORCE = (Status.SIGNED, Status.PERFORMING, Status.COMPLETED)
    STATUS_TONES = {"performing": "green", "completed": "grey"}

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="contracts", verbose_name=_("project")
    )
    vetting = models.ForeignKey(
        PartnerVetting, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts",
        verbose_name=_("vetting of the partner"),
    )  # fmt: skip
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    kind = models.CharField(_("kind of contract"), max_length=12, choices=Kind)
    title = models.CharField(_("title of the contract"), max_length=150)
    counterparty = models.CharField(_("other party"), max_length=150)
    counterparty_uscc = models.CharField(_("credit code of the other party"), max_length=18, blank=True)
    amount = models.DecimalField(
        _("amount, CNY"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    payment_terms = models.TextField(_("terms of payment"), max_length=1000)
    payee = models.CharField(_("money goes to"), max_length=150)
    start_on = models.DateField(_("first day of the contract"))
    end_on = models.DateField(_("last day of the contract"))
    is_template = models.BooleanField(_("on the school's template"), default=True)
    forbidden_clauses = models.JSONField(
        _("clauses no contract may hold"), default=list, blank=True, editable=False
    )
    legal_opinion = models.TextField(_("legal opinion"), max_length=2000, blank=True, editable=False)
    seal = models.CharField(_("seal"), max_length=8, choices=Seal, blank=True, editable=False)
    signed_on = models.DateField(_("signed on"), null=True, blank=True, editable=False)
    signed_by = models.CharField(_("signed by"), max_length=100, blank=True, editable=False)
    authorisation_no = models.CharField(
        _("number of the authorisation"), max_length=60, blank=True, editable=False
    )
    attachments = GenericRelation(Attachment)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on__gte=F("start_on")), name="contract_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=False) | ~Q(status__in=["signed", "performing", "completed"]),
                name="contract_in_force_is_signed",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("contract-detail", args=[self.pk])

    @property
    def number(self) -> str:
        return self.proposal.number

    @property
    def authors(self) -> set[int]:
        sent = Event.objects.of(self).filter(verb="submit").values_list("by", flat=True)
        return {self.author_id, *sent} - {None}

    @property
    def is_editable(self) -> bool:
        return self.status in self.EDITABLE

    @property
    def scan_due_on(self) -> date | None:
        """The day by which the signed original has to be scanned (K-6)."""
        return add_working_days(self.signed_on, SCAN_WORKDAYS) if self.signed_on else None

    @property
    def is_scanned(self) -> bool:
        return self.attachments.filter(category="signed_original", replaced_by=None).exists()

    def barred_from(self, step: Any, user: Any) -> str:
        """Beyond the unit nobody of the unit decides (SOD-3); a related person never does (SOD-10)."""
        if not step.decides:
            return ""
        if self.vetting and self.vetting.related_people.filter(pk=user.pk).exists():
            return gettext("You are related to this partner: somebody else must decide (SOD-10).")
        return "" if self.status == self.Status.UNIT_REVIEW else belongs_to_unit(user, self.unit_id)

    def clean(self):
        if self.start_on and self.end_on and self.end_on < self.start_on:
            raise ValidationError({"end_on": _("The last day lies before the first.")})
        if self.counterparty_uscc:
            try:
                self.counterparty_uscc = check_uscc(self.counterparty_uscc)
            except ValidationError as wrong:
                raise ValidationError({"counterparty_uscc": wrong.messages}) from wrong
        if self.kind == self.Kind.COOPERATION and self.vetting is None:
            raise ValidationError({"vetting": _("A partner has to be vetted first.")})
