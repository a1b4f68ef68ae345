"""How the lists of closings, changes, partners, contracts and rules are narrowed."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from training.models import ChangeRequest, Closing, Contract, PartnerVetting, Rule

RUNNING_UNITS = Unit.objects.filter(can_run_training=True)


class OfProjectFilter(django_filters.FilterSet):
    """By words of the project, and unit."""

    q = django_filters.CharFilter(label=_("Title or number"), method="with_words")
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), field_name="proposal__unit", queryset=RUNNING_UNITS
    )

    def with_words(self, queryset, _name, words):
        words = words.strip()[:100]
        return queryset.filter(
            Q(proposal__title_zh__icontains=words)
            | Q(proposal__title_en__icontains=words)
            | Q(proposal__approved_no__icontains=words)
        )


class ClosingFilter(OfProjectFilter):
    """Closings."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Closing.Status.choices)

    class Meta:
        model = Closing
        fields: list[str] = []


class ChangeRequestFilter(OfProjectFilter):
    """Changes."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=ChangeRequest.Status.choices)
    grade = django_filters.ChoiceFilter(label=_("Class of the change"), choices=ChangeRequest.Grade.choices)

    class Meta:
        model = ChangeRequest
        fields: list[str] = []


class ContractFilter(OfProjectFilter):
    """Contracts."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Contract.Status.choices)
    proposal = django_filters.NumberFilter(
        label=_("Project"), field_name="proposal", min_value=1, max_value=2**31, widget=forms.HiddenInput
    )

    class Meta:
        model = Contract
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        words = words.strip()[:100]
        return queryset.filter(
            Q(title__icontains=words)
            | Q(counterparty__icontains=words)
            | Q(proposal__title_zh__icontains=words)
            | Q(proposal__approved_no__icontains=words)
        )


class VettingFilter(django_filters.FilterSet):
    """Partners."""

    q = django_filters.CharFilter(label=_("Name or credit code"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=PartnerVetting.Status.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PartnerVetting.Kind.choices)

    class Meta:
        model = PartnerVetting
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        words = words.strip()[:100]
        return queryset.filter(Q(name__icontains=words) | Q(uscc__istartswith=words))


class RuleFilter(django_filters.FilterSet):
    """Rules."""

    q = django_filters.CharFilter(label=_("Rule or words"), method="with_words")
    topic = django_filters.ChoiceFilter(label=_("Topic"), choices=Rule.Topic.choices)
    effect = django_filters.ChoiceFilter(label=_("Effect"), choices=Rule.Effect.choices)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Rule.Status.choices)

    class Meta:
        model = Rule
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        words = words.strip()[:100]
        return queryset.filter(
            Q(code__istartswith=words) | Q(text_zh__icontains=words) | Q(text_en__icontains=words)
        )
