"""How the lists of experts, projects, trips, conferences and entries are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from visitors.filters.delegation import years
from visitors.models import Conference, ContestEntry, Engagement, Expert, ExpertProject, Group, StaffTrip


class ExpertFilter(django_filters.FilterSet):
    """By name and institution."""

    q = django_filters.CharFilter(label=_("Name or institution"), method="with_words")

    class Meta:
        model = Expert
        fields: list[str] = []

    def with_words(self, queryset: Any, _name: str, words: str) -> Any:
        return queryset.filter(
            Q(person__name_zh__icontains=words)
            | Q(person__passport_name__icontains=words)
            | Q(home_institution__icontains=words)
        )


class FiledFilter(django_filters.FilterSet):
    """By words, unit and year; each list adds its status."""

    q = django_filters.CharFilter(label=_("Title or number"), method="with_words")
    unit = django_filters.ModelChoiceFilter(label=_("Unit"), queryset=Unit.objects.order_by("code"))
    year = django_filters.ChoiceFilter(label=_("Year"), choices=years, field_name="start_on__year")

    def with_words(self, queryset: Any, _name: str, words: str) -> Any:
        return queryset.filter(
            Q(title_zh__icontains=words) | Q(title_en__icontains=words) | Q(number__istartswith=words)
        )


class EngagementFilter(FiledFilter):
    """By name of the expert, number, status, kind, unit and year."""

    q = django_filters.CharFilter(label=_("Name or number"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Engagement.Status.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind of engagement"), choices=Engagement.Kind.choices)

    class Meta:
        model = Engagement
        fields: list[str] = []

    def with_words(self, queryset: Any, _name: str, words: str) -> Any:
        return queryset.filter(
            Q(expert__person__name_zh__icontains=words)
            | Q(expert__person__passport_name__icontains=words)
            | Q(number__istartswith=words)
        )


class ExpertProjectFilter(FiledFilter):
    """By words, status, level, unit and year."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=ExpertProject.Status.choices)
    level = django_filters.ChoiceFilter(label=_("Level"), choices=ExpertProject.Level.choices)
    year = django_filters.ChoiceFilter(label=_("Year"), choices=years, field_name="year")

    class Meta:
        model = ExpertProject
        fields: list[str] = []


class StaffTripFilter(FiledFilter):
    """By words, status, kind, unit and year."""

    q = django_filters.CharFilter(label=_("Title, traveller or number"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=StaffTrip.Status.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind of trip"), choices=StaffTrip.Kind.choices)

    class Meta:
        model = StaffTrip
        fields: list[str] = []

    def with_words(self, queryset: Any, _name: str, words: str) -> Any:
        return queryset.filter(
            Q(title_zh__icontains=words)
            | Q(title_en__icontains=words)
            | Q(traveller__name_zh__icontains=words)
            | Q(number__istartswith=words)
        )


class ConferenceFilter(FiledFilter):
    """By words, status, category, unit and year."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Conference.Status.choices)
    category = django_filters.ChoiceFilter(label=_("Category"), choices=Conference.Category.choices)

    class Meta:
        model = Conference
        fields: list[str] = []


class ContestEntryFilter(django_filters.FilterSet):
    """By course, group and status."""

    q = django_filters.CharFilter(label=_("Course or entry number"), method="with_words")
    group = django_filters.ChoiceFilter(label=_("Group"), choices=Group.choices)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=ContestEntry.Status.choices)

    class Meta:
        model = ContestEntry
        fields: list[str] = []

    def with_words(self, queryset: Any, _name: str, words: str) -> Any:
        return queryset.filter(
            Q(course_zh__icontains=words) | Q(course_en__icontains=words) | Q(code__istartswith=words)
        )
