"""How the list of visits can be narrowed."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from visitors.models import Delegation, Level, Purpose

FIRST_YEAR = 2021


def years() -> list[tuple[int, str]]:
    """The years to choose from, the next one first."""
    return [(year, str(year)) for year in range(timezone.localdate().year + 1, FIRST_YEAR - 1, -1)]


def units_in_sight(request: Any) -> Any:
    """The units whose visits the person sees."""
    if request is None:
        return Unit.objects.none()
    visible = Delegation.objects.visible_to(request.user)
    return Unit.objects.filter(pk__in=visible.values("unit")).order_by("code")


class DelegationFilter(django_filters.FilterSet):
    """By words, status, unit, year, level, kind, and whether it was filed late."""

    q = django_filters.CharFilter(label=_("Title, institution or number"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Delegation.Status.choices)
    unit = django_filters.ModelChoiceFilter(label=_("Host unit"), queryset=units_in_sight)
    year = django_filters.ChoiceFilter(label=_("Year"), choices=years, field_name="start_on__year")
    level = django_filters.ChoiceFilter(label=_("Level of the guests"), choices=Level.choices)
    purpose = django_filters.ChoiceFilter(label=_("Kind of visit"), choices=Purpose.choices)
    is_late = django_filters.BooleanFilter(label=_("Filed late"))

    class Meta:
        model = Delegation
        fields: list[str] = []

    def with_words(self, queryset: Any, _name: str, words: str) -> Any:
        text = words.strip()[:100]
        return queryset.filter(
            Q(title_zh__icontains=text)
            | Q(title_en__icontains=text)
            | Q(visiting_org_zh__icontains=text)
            | Q(visiting_org_en__icontains=text)
            | Q(number__icontains=text)
        )
