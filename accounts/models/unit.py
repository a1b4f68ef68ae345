"""The units of the university."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Record
from core.text import bilingual


class UnitQuerySet(models.QuerySet):
    """Finds units."""

    def active(self, on=None):
        on = on or timezone.localdate()
        return self.filter(Q(active_from=None) | Q(active_from__lte=on)).filter(
            Q(active_to=None) | Q(active_to__gte=on)
        )

    def governing(self):
        """The one unit that governs non-degree education (TR-02)."""
        return self.filter(is_governing_office=True)


class Unit(Record):
    """A college, office, laboratory or other body of the university (单位)."""

    class Kind(models.TextChoices):
        COLLEGE = "college", _("College")
        ADMIN_DEPT = "admin_dept", _("Administrative department")
        DIRECTLY_AFFILIATED = "directly_affiliated", _("Directly affiliated unit")
        LAB = "lab", _("Laboratory")
        MASS_ORG = "mass_org", _("Mass organisation")
        LEGAL_ENTITY = "legal_entity", _("Independent legal entity")

    RUNNING_KINDS = (Kind.COLLEGE, Kind.DIRECTLY_AFFILIATED, Kind.LAB)

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    is_substantive = models.BooleanField(_("substantive body"), default=True)
    can_run_training = models.BooleanField(_("may run non-degree training"), default=False)
    is_governing_office = models.BooleanField(_("governs non-degree education"), default=False)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    succeeded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
    )
    former_names = models.JSONField(_("former names"), default=list, blank=True)
    active_from = models.DateField(_("active from"), null=True, blank=True)
    active_to = models.DateField(_("active until"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_governing_office"],
                condition=Q(is_governing_office=True),
                name="one_governing_office",
            ),
            # TR-03: only substantive colleges, directly affiliated units and laboratories may run training.
            models.CheckConstraint(
                condition=Q(can_run_training=False)
                | Q(is_substantive=True, kind__in=["college", "directly_affiliated", "lab"]),
                name="only_substantive_units_run_training",
            ),
        ]

    def __str__(self):
        return bilingual(self, "name")
