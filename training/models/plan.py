"""The rows of a proposal: course plan, people, books, money, partners."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models.choices import Mode, PartnerRole, TitleRank


def rows_of_proposal(related_name: str) -> models.ForeignKey:
    """The proposal that a row belongs to."""
    return models.ForeignKey(
        "training.Proposal",
        on_delete=models.CASCADE,
        related_name=related_name,
        verbose_name=_("proposal"),
    )


class Row(models.Model):
    """A row of a proposal, in the order in which it was typed."""

    position = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Instructor(Row):
    """Somebody who teaches; the CV is never scanned for degree words (§1.6)."""

    proposal = rows_of_proposal("instructors")
    name = models.CharField(_("name"), max_length=100)
    employer = models.CharField(_("employer"), max_length=150, blank=True)
    title_rank = models.CharField(_("rank"), max_length=12, choices=TitleRank, blank=True)
    nationality = models.ForeignKey(
        "core.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country or region"),
    )
    is_external = models.BooleanField(_("from outside the school"), default=False)
    fee_per_hour = models.DecimalField(
        _("lecture fee per hour after tax"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    cv = models.TextField(_("short CV"), max_length=2000, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("instructor")
        verbose_name_plural = _("instructors")

    def __str__(self):
        return self.name


class CourseModule(Row):
    """A unit of the course plan (课程方案)."""

    proposal = rows_of_proposal("course_plan")
    module = models.CharField(_("module"), max_length=100)
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, validators=[MinValueValidator(0)])
    mode = models.CharField(_("mode of teaching"), max_length=8, choices=Mode, blank=True)
    instructor = models.ForeignKey(
        Instructor,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="modules",
        verbose_name=_("instructor"),
    )

    class Meta(Row.Meta):
        verbose_name = _("course module")
        verbose_name_plural = _("course plan")

    def __str__(self):
        return self.module


class Textbook(Row):
    """A book or other material used in teaching."""

    proposal = rows_of_proposal("textbooks")
    name = models.CharField(_("title"), max_length=200)
    author = models.CharField(_("author"), max_length=100, blank=True)
    publisher = models.CharField(_("publisher"), max_length=100, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=17, blank=True)
    is_foreign_original = models.BooleanField(_("foreign original"), default=False)
    is_politically_reviewed = models.BooleanField(_("content reviewed"), default=False)
    review_note = models.CharField(_("review note"), max_length=200, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("textbook or material")
        verbose_name_plural = _("textbooks and materials")

    def __str__(self):
        return self.name


class FeeItem(Row):
    """A part of the fee per person, with its basis (TR-12)."""

    proposal = rows_of_proposal("fee_items")
    item = models.CharField(_("item"), max_length=100)
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    basis = models.CharField(_("basis"), max_length=200, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("fee item")
        verbose_name_plural = _("fee items")

    def __str__(self):
        return self.item


class BudgetLine(Row):
    """Money that comes in or goes out; the amount is quantity times price."""

    class Direction(models.TextChoices):
        INCOME = "in", _("Income")
        EXPENSE = "out", _("Expense")

    class Category(models.TextChoices):
        FEES = "fees", _("Training fees")
        CONTRACT = "contract", _("Contract income")
        LECTURE = "lecture", _("Lecture fees")
        VENUE = "venue", _("Venue hire")
        BOARD = "board", _("Board and lodging")
        MATERIALS = "materials", _("Materials")
        TRANSPORT = "transport", _("Transport")
        LABOUR = "labour", _("Labour")
        PARTNER = "partner", _("Payment to a partner")
        SCHOOL = "school", _("Management fee to the school")
        TAX = "tax", _("Tax")
        OTHER = "other", _("Other item")

    proposal = rows_of_proposal("budget")
    direction = models.CharField(_("direction"), max_length=3, choices=Direction)
    category = models.CharField(_("budget item"), max_length=10, choices=Category)
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=10,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
    )
    unit_price = models.DecimalField(
        _("unit price"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(0)],
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("budget line")
        verbose_name_plural = _("budget")

    def __str__(self):
        return f"{self.get_direction_display()} {self.get_category_display()} {self.amount}"


class ProposalPartner(Row):
    """Another body that takes part, and in what; its vetting is confirmed by the office at acceptance (TR-09)."""

    proposal = rows_of_proposal("partners")
    name = models.CharField(_("partner"), max_length=150)
    uscc = models.CharField(_("credit code of the partner"), max_length=18, blank=True)
    role = models.CharField(_("part in the project"), max_length=20, choices=PartnerRole)

    class Meta(Row.Meta):
        verbose_name = _("partner of a proposal")
        verbose_name_plural = _("partners of a proposal")

    def __str__(self):
        return self.name
