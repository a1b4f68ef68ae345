"""The calendar the law counts in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkCalendarDay(models.Model):
    """A day that the state moved: a holiday on a weekday, or a make-up working day (GN-02, 调休)."""

    date = models.DateField(_("date"), unique=True)
    is_workday = models.BooleanField(_("working day"))
    note = models.CharField(_("note"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["date"]

    def __str__(self):
        return f"{self.date} {self.note}"


class AcademicTerm(models.Model):
    """A term of the academic year, such as 2026-2027-1."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    academic_year = models.CharField(_("academic year"), max_length=9)
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("academic term")
        verbose_name_plural = _("academic terms")
        ordering = ["-start_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_on__gt=models.F("start_on")), name="term_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return self.code
