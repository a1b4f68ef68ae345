"""How the lists of partnerships are narrowed: what people ask for, in words."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core.models import Region
from partnerships.models import (
    Agreement,
    AgreementKind,
    CooperativeProgramme,
    CourseStatus,
    GlobalCompetenceCourse,
    Institution,
    InstitutionName,
    IntroducedCourse,
    Laboratory,
)
from partnerships.models.names import name_key
from partnerships.models.terms import add_months

FIRST_YEAR = 1990


def years() -> list[tuple[int, str]]:
    """The years to choose from, the latest first."""
    this = timezone.localdate().year
    return [(year, str(year)) for year in range(this + 5, FIRST_YEAR, -1)]


def named(words: str) -> Q:
    """Institutions that any of their names finds."""
    key = name_key(words)
    found = InstitutionName.objects.filter(Q(name__icontains=words) | (Q(key__contains=key) if key else Q()))
    return Q(pk__in=found.values("institution"))


def regions_in_use(request: Any) -> Any:
    """The countries and regions in which there are partners."""
    return Region.objects.filter(pk__in=Institution.objects.values("region")).order_by("name_en")


class InstitutionFilter(django_filters.FilterSet):
    """By name in any language, region, status, kind; without agreement; silent for two years."""

    q = django_filters.CharFilter(label=_("Name in any language"), method="search")
    region = django_filters.ModelChoiceFilter(label=_("Country or region"), queryset=regions_in_use)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Institution.Status)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Institution.Kind)
    strategic_level = django_filters.ChoiceFilter(label=_("Importance"), choices=Institution.Rank)
    no_agreement = django_filters.BooleanFilter(label=_("Without a valid agreement"), method="lacking")
    silent = django_filters.BooleanFilter(label=_("No activity for two years"), method="sleeping")

    class Meta:
        model = Institution
        fields: list[str] = []

    def search(self, queryset: Any, _name: str, words: str) -> Any:
        words = words.strip()[:100]
        return queryset.filter(
            named(words)
            | Q(name_zh__icontains=words)
            | Q(name_en__icontains=words)
            | Q(domain__istartswith=words)
        )

    def lacking(self, queryset: Any, _name: str, wanted: bool) -> Any:
        found = Institution.objects.without_agreement(timezone.localdate()).values("pk")
        return queryset.filter(pk__in=found) if wanted else queryset.exclude(pk__in=found)

    def sleeping(self, queryset: Any, _name: str, wanted: bool) -> Any:
        found = Institution.objects.silent_since(add_months(timezone.localdate(), -24)).values("pk")
        return queryset.filter(pk__in=found) if wanted else queryset.exclude(pk__in=found)


class AgreementFilter(django_filters.FilterSet):
    """By words, status today, kind, region; valid in a year; ending within some months."""

    q = django_filters.CharFilter(label=_("Title, number or partner"), method="search")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Agreement.Status, method="with_status")
    ending = django_filters.NumberFilter(
        label=_("Ends within so many months"), method="ends", min_value=0, max_value=120
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AgreementKind)
    year = django_filters.ChoiceFilter(label=_("Valid in the year"), choices=years, method="valid")
    region = django_filters.ModelChoiceFilter(
        label=_("Country or region"), queryset=regions_in_use, method="from_region"
    )
    unit = django_filters.ModelChoiceFilter(label=_("Unit"), queryset=Unit.objects.order_by("code"))

    class Meta:
        model = Agreement
        fields: list[str] = []

    def search(self, queryset: Any, _name: str, words: str) -> Any:
        words = words.strip()[:100]
        partners = Institution.objects.filter(named(words)).values("pk")
        parties = Agreement.partners.through.objects.filter(institution__in=partners)
        return queryset.filter(
            Q(title_zh__icontains=words)
            | Q(title_en__icontains=words)
            | Q(number__icontains=words)
            | Q(pk__in=parties.values("agreement"))
        )

    def with_status(self, queryset: Any, _name: str, status: str) -> Any:
        return queryset.with_status_on(timezone.localdate()).filter(status_now=status)

    def ends(self, queryset: Any, _name: str, months: Any) -> Any:
        today = timezone.localdate()
        return queryset.expiring_between(today, add_months(today, int(months)))

    def valid(self, queryset: Any, _name: str, year: str) -> Any:
        return queryset.valid_in_year(int(year))

    def from_region(self, queryset: Any, _name: str, region: Region) -> Any:
        parties = Agreement.partners.through.objects.filter(institution__region=region)
        return queryset.filter(pk__in=parties.values("agreement"))


class LaboratoryFilter(django_filters.FilterSet):
    """By name, status and college."""

    q = django_filters.CharFilter(label=_("Name"), method="search")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Laboratory.Status)
    unit = django_filters.ModelChoiceFilter(label=_("College"), queryset=Unit.objects.order_by("code"))

    class Meta:
        model = Laboratory
        fields: list[str] = []

    def search(self, queryset: Any, _name: str, words: str) -> Any:
        words = words.strip()[:100]
        return queryset.filter(Q(name_zh__icontains=words) | Q(name_en__icontains=words))


class ProgrammeFilter(LaboratoryFilter):
    """By name, status and college."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=CooperativeProgramme.Status)
    ending = django_filters.NumberFilter(
        label=_("Approval ends within so many months"), method="ends", min_value=0, max_value=120
    )

    class Meta:
        model = CooperativeProgramme
        fields: list[str] = []

    def ends(self, queryset: Any, _name: str, months: Any) -> Any:
        today = timezone.localdate()
        return queryset.filter(valid_until__range=(today, add_months(today, int(months))))


class CourseFilter(LaboratoryFilter):
    """By name, status and college."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=CourseStatus)

    class Meta:
        model = IntroducedCourse
        fields: list[str] = []


class CompetenceFilter(CourseFilter):
    """By name, status and college."""

    class Meta:
        model = GlobalCompetenceCourse
        fields: list[str] = []
