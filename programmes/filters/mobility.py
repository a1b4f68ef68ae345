"""How stays, credits and international students are narrowed."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core.models import Region
from programmes.forms.widgets import DayInput
from programmes.models import CreditRecognition, InboundStudent, Mobility, ProgrammeType


class MobilityFilter(django_filters.FilterSet):
    """By name, status, type, country, college, year and funding."""

    q = django_filters.CharFilter(label=_("Student"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Mobility.Status.choices)
    type = django_filters.ChoiceFilter(label=_("Type"), choices=ProgrammeType.choices)
    region = django_filters.ModelChoiceFilter(label=_("Country or region"), queryset=Region.objects.all())
    unit = django_filters.ModelChoiceFilter(
        label=_("College"), queryset=Unit.objects.filter(kind=Unit.Kind.COLLEGE)
    )
    academic_year = django_filters.CharFilter(label=_("Academic year"))
    funding = django_filters.ChoiceFilter(label=_("Funding"), choices=Mobility.Funding.choices)

    class Meta:
        model = Mobility
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        return queryset.filter(
            Q(student__name_zh__icontains=words)
            | Q(student__name_en__icontains=words)
            | Q(student__student_number__istartswith=words)
        )


class PaperFilter(django_filters.FilterSet):
    """By status."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=CreditRecognition.Status.choices)

    class Meta:
        model = CreditRecognition
        fields: list[str] = []


class InboundFilter(django_filters.FilterSet):
    """By name, status, nationality, college, funding, and who was enrolled on a day."""

    q = django_filters.CharFilter(label=_("Name or number"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=InboundStudent.Status.choices)
    on = django_filters.DateFilter(label=_("Enrolled on the day"), method="enrolled_on", widget=DayInput)
    nationality = django_filters.ModelChoiceFilter(label=_("Nationality"), queryset=Region.objects.all())
    unit = django_filters.ModelChoiceFilter(
        label=_("College"), queryset=Unit.objects.filter(kind=Unit.Kind.COLLEGE)
    )
    scholarship = django_filters.ChoiceFilter(label=_("Funding"), choices=InboundStudent.Scholarship.choices)

    class Meta:
        model = InboundStudent
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        return queryset.filter(
            Q(number__istartswith=words)
            | Q(surname__icontains=words)
            | Q(given_names__icontains=words)
            | Q(chinese_name__icontains=words)
        )

    def enrolled_on(self, queryset, _name, day):
        return queryset.filter(pk__in=InboundStudent.objects.in_school_on(day).values("pk"))
