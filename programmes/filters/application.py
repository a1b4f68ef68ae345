"""How applications and interviews are narrowed."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from programmes.models import Application, Interview, Programme, Round


class ApplicationFilter(django_filters.FilterSet):
    """By name, round, status, college and chosen programme."""

    q = django_filters.CharFilter(label=_("Name or number"), method="with_words")
    round = django_filters.ModelChoiceFilter(label=_("Round"), queryset=Round.objects.order_by("-open_at"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Application.Status.choices)
    unit = django_filters.ModelChoiceFilter(
        label=_("College"), queryset=Unit.objects.filter(kind=Unit.Kind.COLLEGE)
    )
    programme = django_filters.ModelChoiceFilter(
        label=_("Chosen programme"), field_name="choices__offering__programme", distinct=True,
        queryset=Programme.objects.order_by("title_zh"),
    )  # fmt: skip

    class Meta:
        model = Application
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        return queryset.filter(
            Q(number__istartswith=words)
            | Q(student__name_zh__icontains=words)
            | Q(student__name_en__icontains=words)
            | Q(student__student_number__istartswith=words)
        )


class InterviewFilter(django_filters.FilterSet):
    """By student and status."""

    q = django_filters.CharFilter(label=_("Student"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Interview.Status.choices)

    class Meta:
        model = Interview
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        student = "application__student__"
        return queryset.filter(
            Q(**{f"{student}name_zh__icontains": words}) | Q(**{f"{student}name_en__icontains": words})
        )
