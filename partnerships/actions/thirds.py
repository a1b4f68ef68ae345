"""The four one-third checks of a plan of studies (四个三分之一, §3.6)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.models import CoursePlan, PlanCourse, TaughtBy

THIRD = Fraction(1, 3)


@dataclass(frozen=True)
class Third:
    """One check: what is counted against what, the lists of both, and what is missing to a third."""

    key: str
    label: Any
    counted: list[PlanCourse]
    whole: list[PlanCourse]
    numerator: int
    denominator: int
    unit: Any

    @property
    def is_met(self) -> bool:
        return self.denominator > 0 and Fraction(self.numerator, self.denominator) >= THIRD

    @property
    def gap(self) -> int:
        """How much is missing to a third, in courses or hours."""
        return max(0, ceil(Fraction(self.denominator, 3)) - self.numerator)

    @property
    def percent(self) -> float:
        return self.numerator * 100 / self.denominator if self.denominator else 0.0


def thirds_of(plan: CoursePlan) -> list[Third]:
    """The four checks, exact: one third is one third, not 33 per cent."""
    courses = list(plan.courses.all())
    core = [course for course in courses if course.is_core]
    introduced = [course for course in courses if course.is_introduced]
    introduced_core = [course for course in core if course.is_introduced]
    foreign_core = [course for course in core if course.taught_by == TaughtBy.FOREIGN]
    number, hours = _("courses"), _("hours")
    return [
        Third(
            "introduced", _("Introduced courses among all courses"), introduced, courses, len(introduced), len(courses), number
        ),
        Third(
            "introduced_core", _("Introduced core courses among core courses"),
            introduced_core, core, len(introduced_core), len(core), number,
        ),
        Third(
            "foreign_core", _("Core courses taught by teachers of the partner among all courses"),
            foreign_core, courses, len(foreign_core), len(courses), number,
        ),
        Third(
            "foreign_hours", _("Hours of those courses among all hours"),
            foreign_core, courses,
            sum(course.hours for course in foreign_core), sum(course.hours for course in courses), hours,
        ),
    ]  # fmt: skip
