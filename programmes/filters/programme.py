"""How programmes and rounds are narrowed."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Region
from core.text import bilingual
from programmes.models import Direction, Offering, Programme, ProgrammeType, Round, StudyLevel


class RegionChoices(django_filters.ModelChoiceFilter):
    """Only the countries that have something to show, in the reader's language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, queryset=regions_with_programmes, **kwargs)

    @property
    def field(self):
        field = super().field
        field.label_from_instance = lambda region: bilingual(region, "name")
        return field


def regions_with_programmes(_request):
    """Countries in which somebody hosts a programme."""
    return Region.objects.filter(pk__in=Programme.objects.published().values("partner__region")).order_by(
        "name_en"
    )


class CatalogueFilter(django_filters.FilterSet):
    """By words, country, type, level, language, cost and open places."""

    q = django_filters.CharFilter(label=_("Programme or university"), method="with_words")
    region = RegionChoices(label=_("Country or region"), field_name="partner__region")
    type = django_filters.ChoiceFilter(label=_("Type"), choices=ProgrammeType.choices)
    level = django_filters.ChoiceFilter(label=_("Level of study"), choices=StudyLevel.choices)
    language = django_filters.CharFilter(label=_("Language of instruction"), lookup_expr="icontains")
    cost = django_filters.NumberFilter(
        label=_("Cost of the stay up to (CNY)"), field_name="yearly_cost", lookup_expr="lte", min_value=0,
        max_value=10**9,
    )  # fmt: skip
    free = django_filters.BooleanFilter(
        label=_("No tuition at the host"),
        field_name="tuition_waived",
        widget=forms.CheckboxInput,
        method="only_free",
    )
    open = django_filters.BooleanFilter(
        label=_("Open for applications now"), widget=forms.CheckboxInput, method="only_open"
    )

    class Meta:
        model = Programme
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        return queryset.filter(
            Q(title_zh__icontains=words)
            | Q(title_en__icontains=words)
            | Q(partner__name_zh__icontains=words)
            | Q(partner__name_en__icontains=words)
            | Q(fields_zh__icontains=words)
            | Q(fields_en__icontains=words)
        )

    def only_free(self, queryset, _name, wanted):
        return queryset.filter(tuition_waived=True) if wanted else queryset

    def only_open(self, queryset, _name, wanted):
        if not wanted:
            return queryset
        return queryset.filter(pk__in=Offering.objects.open_to_apply(timezone.now()).values("programme"))


class ProgrammeFilter(CatalogueFilter):
    """The office's list, with status and direction."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Programme.Status.choices)
    direction = django_filters.ChoiceFilter(label=_("Direction"), choices=Direction.choices)


class RoundFilter(django_filters.FilterSet):
    """By words and status."""

    q = django_filters.CharFilter(label=_("Name or academic year"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Round.Status.choices)

    class Meta:
        model = Round
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        return queryset.filter(
            Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(academic_year__icontains=words)
        )
