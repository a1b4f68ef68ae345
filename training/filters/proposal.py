"""How the list of proposals can be narrowed."""

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core.text import search_key
from training.models import Category, Proposal, RiskLevel

FIRST_YEAR = 2021


def years():
    """The years to choose from, the next one first."""
    """The years to choose from, the latest first."""
    return [(year, str(year)) for year in range(timezone.localdate().year + 1, FIRST_YEAR - 1, -1)]


def units_in_sight(request):
    """The units of which the person sees proposals."""
    if request is None:
        return Unit.objects.none()
    # One look into an index for each unit, however many proposals there are.
    own = Proposal.objects.visible_to(request.user).filter(unit=OuterRef("pk"))
    return Unit.objects.filter(Exists(own)).order_by("code")


class ProposalFilter(django_filters.FilterSet):
    """By text, status, unit, year of the start, category and risk."""

    q = django_filters.CharFilter(label=_("Title or number"), method="search")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Proposal.Status)
    unit = django_filters.ModelChoiceFilter(label=_("Unit"), queryset=units_in_sight)
    year = django_filters.ChoiceFilter(label=_("Year"), choices=years, field_name="start_on__year")
    category = django_filters.ChoiceFilter(label=_("Category"), choices=Category)
    risk_level = django_filters.ChoiceFilter(label=_("Risk level"), choices=RiskLevel)

    class Meta:
        model = Proposal
        fields = ("q", "status", "unit", "year", "category", "risk_level")

    def search(self, queryset, name, value):
        words = value.strip()[:100]
        key = search_key(words)
        return queryset.filter(
            Q(title_zh__icontains=words)
            | Q(title_en__icontains=words)
            | Q(approved_no__icontains=words)
            | Q(title_en__icontains=key)
        )
