"""How lists of classes and trainees are narrowed."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from training.models import Trainee, TrainingClass


class TrainingClassFilter(django_filters.FilterSet):
    """By words, status and unit."""

    q = django_filters.CharFilter(label=_("Title or approval number"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=TrainingClass.Status.choices)
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), field_name="proposal__unit", queryset=Unit.objects.filter(can_run_training=True)
    )

    class Meta:
        model = TrainingClass
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        found = queryset.filter(proposal__title_zh__icontains=words)
        return (
            found
            | queryset.filter(proposal__title_en__icontains=words)
            | queryset.filter(proposal__approved_no__icontains=words)
        )


class TraineeFilter(django_filters.FilterSet):
    """By part of the name, status and class; numbers are looked up elsewhere, never in an address."""

    q = django_filters.CharFilter(label=_("Part of the name"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Trainee.Status.choices)
    training_class = django_filters.NumberFilter(
        label=_("Class"), field_name="training_class", min_value=1, max_value=2**31, widget=forms.HiddenInput
    )

    class Meta:
        model = Trainee
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        return queryset.named(words)
