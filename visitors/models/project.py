"""Projects that pay for experts (引智项目): budget, receipts, spending, adjustments (§4.2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from core.models import Record
from visitors.models.expert import Expert
from visitors.models.filed import Filed, FiledQuerySet


class ExpertProjectQuerySet(FiledQuerySet):
    """Finds projects."""

    def active_between(self, first: date, last: date) -> ExpertProjectQuerySet:
        """Carried out, completed or closed, and running on some day of the span (F08)."""
        return self.filter(status__in=ExpertProject.CARRIED_OUT, start_on__lte=last, end_on__gte=first)

    def national_approved_between(self, first: date, last: date) -> ExpertProjectQuerySet:
        """National projects whose approval falls into the span (F07)."""
        return self.filter(
            level=ExpertProject.Level.NATIONAL,
            approved_on__range=(first, last),
            status__in=(ExpertProject.Status.APPROVED, *ExpertProject.CARRIED_OUT),
        )

    def with_sums(self) -> ExpertProjectQuerySet:
        """Each with what it received and spent, in one question."""
        spent = Expenditure.objects.filter(project=models.OuterRef("pk")).values("project")
        received = Receipt.objects.filter(project=models.OuterRef("pk")).values("project")
        return self.annotate(
            spent_sum=models.Subquery(spent.annotate(total=Sum("amount")).values("total")),
            received_sum=models.Subquery(received.annotate(total=Sum("amount")).values("total")),
        )


class Spending(models.TextChoices):
    """On what a project may spend."""

    TRAVEL = "travel", _("International travel")
    TRANSPORT = "transport", _("Local transport")
    LODGING = "lodging", _("Lodging and board")
    ALLOWANCE = "allowance", _("Allowance or salary")
    OTHER = "other", _("Other")


class ExpertProject(Filed):
    """A funded project that invites experts."""

    class Programme(models.TextChoices):
        NATIONAL = "national_expert", _("National foreign-expert project")
        HIGH_END = "high_end", _("High-end foreign-expert project")
        BELT_AND_ROAD = "belt_and_road", _("Belt and Road innovation talent project")
        PROVINCIAL = "provincial", _("Provincial foreign-expert project")
        SCHOOL = "school", _("School foreign-expert project")

    class Level(models.TextChoices):
        NATIONAL = "national", _("National")
        PROVINCE = "provincial", _("Provincial")
        SCHOOL = "school", _("School")

    class Status(models.TextChoices):
        APPLIED = "applied", _("Applied for")
        APPROVED = "approved", _("Approved")
        EXECUTING = "executing", _("Being carried out")
        COMPLETED = "completed", _("Completed")
        CLOSED = "closed", _("Closed")
        REJECTED = "rejected", _("Rejected")
        RETURNED_FUNDS = "returned_funds", _("Funds returned")

    CARRIED_OUT = (Status.EXECUTING, Status.COMPLETED, Status.CLOSED)
    OWNERS = ("author", "leader")
    HOLDERS = {"IOV": ("applied", "completed"), "OWN": ("approved", "executing")}
    UNDER_WAY = ("applied", "approved", "executing", "completed")
    DRAFTS = ()
    STATUS_TONES = {"applied": "blue", "executing": "green", "returned_funds": "amber"}

    number = models.CharField(_("project number"), max_length=40, blank=True, editable=False)
    title_zh = models.CharField(_("title (Chinese)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    programme_name = models.CharField(_("programme"), max_length=16, choices=Programme)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    year = models.PositiveSmallIntegerField(_("year"))
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert_projects",
        verbose_name=_("project leader"),
    )  # fmt: skip
    experts = models.ManyToManyField(Expert, blank=True, related_name="projects", verbose_name=_("experts"))
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day"))
    applied_amount = models.DecimalField(_("amount applied for, CNY"), max_digits=14, decimal_places=2)
    approved_amount = models.DecimalField(
        _("approved amount, CNY"), max_digits=14, decimal_places=2, default=0, editable=False
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    aims = models.TextField(_("aims"), max_length=3000, blank=True)
    report = models.TextField(_("summary report"), max_length=10_000, blank=True, editable=False)
    returned_amount = models.DecimalField(
        _("returned funds, CNY"), max_digits=14, decimal_places=2, default=0, editable=False
    )
    status = models.CharField(
        _("status"), max_length=14, choices=Status, default=Status.APPLIED, editable=False
    )

    objects = ExpertProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("foreign-expert project")
        verbose_name_plural = _("foreign-expert projects")
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="project_number_once"),
            models.CheckConstraint(
                condition=Q(end_on__gte=F("start_on")), name="project_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(applied_amount__gte=0, approved_amount__gte=0, returned_amount__gte=0),
                name="project_amounts_are_no_debts",
            ),
        ]
        indexes = [models.Index(fields=["-start_on", "-id"], name="project_by_start")]

    @property
    def is_editable(self) -> bool:
        return self.status == self.Status.APPLIED

    @property
    def keeps_accounts(self) -> bool:
        """Whether receipts and spending are written."""
        return self.status in {self.Status.APPROVED, self.Status.EXECUTING, self.Status.COMPLETED}

    @property
    def spent(self) -> Decimal:
        return self.expenditures.aggregate(total=Sum("amount"))["total"] or Decimal(0)

    @property
    def received(self) -> Decimal:
        return self.receipts.aggregate(total=Sum("amount"))["total"] or Decimal(0)

    @property
    def execution_rate(self) -> Decimal | None:
        """Spent of what was approved, per cent; None before an amount is approved."""
        return self.rate_of(getattr(self, "spent_sum", None) if hasattr(self, "spent_sum") else self.spent)

    def rate_of(self, spent: Decimal | None) -> Decimal | None:
        if not self.approved_amount:
            return None
        return ((spent or Decimal(0)) * 100 / self.approved_amount).quantize(Decimal("0.1"))


class BudgetLineBase(models.Model):
    """A line of money in one category."""

    category = models.CharField(_("category"), max_length=10, choices=Spending)
    amount = models.DecimalField(_("amount, CNY"), max_digits=14, decimal_places=2)

    class Meta:
        abstract = True


class ProjectBudget(BudgetLineBase):
    """What a project plans to spend in a category."""

    project = models.ForeignKey(
        ExpertProject, on_delete=models.CASCADE, related_name="budget", verbose_name=_("project")
    )

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget")
        constraints = [
            models.UniqueConstraint(fields=["project", "category"], name="one_budget_line_per_category"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="project_budget_is_no_debt"),
        ]

    def __str__(self):
        return f"{self.get_category_display()} {self.amount}"


class Receipt(models.Model):
    """Money that came in for a project."""

    project = models.ForeignKey(
        ExpertProject, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("project")
    )
    on = models.DateField(_("received on"))
    amount = models.DecimalField(_("amount, CNY"), max_digits=14, decimal_places=2)
    source = models.CharField(_("from"), max_length=100, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_has_an_amount")]

    def __str__(self):
        return f"{self.on} {self.amount}"


class Expenditure(BudgetLineBase):
    """Money a project spent, with its voucher."""

    project = models.ForeignKey(
        ExpertProject, on_delete=models.PROTECT, related_name="expenditures", verbose_name=_("project")
    )
    on = models.DateField(_("spent on"))
    voucher = models.CharField(_("voucher number"), max_length=40)
    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("expert")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("expenditure")
        verbose_name_plural = _("expenditures")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="expenditure_has_an_amount"),
            models.UniqueConstraint(fields=["project", "voucher"], name="voucher_once_per_project"),
        ]

    def __str__(self):
        return f"{self.on} {self.amount}"


class AdjustmentQuerySet(models.QuerySet):
    """Finds adjustments of budgets."""

    def visible_to(self, user: Any) -> AdjustmentQuerySet:
        return self.filter(project__in=ExpertProject.objects.visible_to(user).values("pk"))

    def awaiting(self, user: Any) -> AdjustmentQuerySet:
        waiting = self.filter(status=Adjustment.Status.ASKED)
        return waiting if user.has_perm("visitors.decide_adjustments") else self.none()


class Adjustment(Record):
    """Money moved from one category of a budget to another, once the desk agrees."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked for")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    STATUS_TONES = {"asked": "blue", "refused": "red"}

    project = models.ForeignKey(
        ExpertProject, on_delete=models.PROTECT, related_name="adjustments", verbose_name=_("project")
    )
    from_category = models.CharField(_("out of"), max_length=10, choices=Spending)
    to_category = models.CharField(_("into"), max_length=10, choices=Spending)
    amount = models.DecimalField(_("amount, CNY"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.ASKED, editable=False
    )

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget adjustment")
        verbose_name_plural = _("budget adjustments")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="adjustment_has_an_amount"),
            models.CheckConstraint(
                condition=~Q(from_category=F("to_category")), name="adjustment_between_two_categories"
            ),
        ]

    def __str__(self):
        return f"{self.get_from_category_display()} → {self.get_to_category_display()} {self.amount}"

    def get_absolute_url(self):
        return self.project.get_absolute_url() + "#budget"

    @property
    def unit_id(self) -> int:
        return self.project.unit_id

    @property
    def authors(self) -> set[int]:
        return {self.author_id} | self.project.authors

    def barred_from(self, step: Any, user: Any) -> str:
        return self.project.barred_from(step, user)
