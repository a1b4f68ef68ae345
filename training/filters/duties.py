"""How lists of publicity, applications, money, inspections, tickets and complaints are narrowed."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from training.models import (
    Complaint,
    Inspection,
    Payment,
    PublicityItem,
    RectificationTicket,
    Refund,
    Survey,
    Trainee,
)


def units(field: str) -> django_filters.ModelChoiceFilter:
    """By the running unit."""
    return django_filters.ModelChoiceFilter(
        label=_("Unit"), field_name=field, queryset=Unit.objects.filter(can_run_training=True)
    )


class PublicityFilter(django_filters.FilterSet):
    """By words, status, channel and unit."""

    q = django_filters.CharFilter(label=_("Title or approval number"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=PublicityItem.Status.choices)
    channel = django_filters.ChoiceFilter(label=_("Channel"), choices=PublicityItem.Channel.choices)
    unit = units("proposal__unit")
    proposal = django_filters.NumberFilter(widget=forms.HiddenInput, min_value=1, max_value=2**31)

    class Meta:
        model = PublicityItem
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        return queryset.filter(Q(title_zh__icontains=words) | Q(proposal__approved_no__icontains=words))


class ApplicationFilter(django_filters.FilterSet):
    """By name, status and class."""

    q = django_filters.CharFilter(label=_("Part of the name"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Trainee.Status.choices)
    real_name = django_filters.ChoiceFilter(label=_("Real-name check"), choices=Trainee.RealName.choices)
    training_class = django_filters.NumberFilter(widget=forms.HiddenInput, min_value=1, max_value=2**31)

    class Meta:
        model = Trainee
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        return queryset.named(words)


class PaymentFilter(django_filters.FilterSet):
    """By receipt, status and unit."""

    q = django_filters.CharFilter(label=_("Receipt"), field_name="reference", lookup_expr="icontains")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Payment.Status.choices)
    unit = units("trainee__training_class__proposal__unit")

    class Meta:
        model = Payment
        fields: list[str] = []


class RefundFilter(django_filters.FilterSet):
    """By status and unit."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Refund.Status.choices)
    unit = units("trainee__training_class__proposal__unit")

    class Meta:
        model = Refund
        fields: list[str] = []


class InspectionFilter(django_filters.FilterSet):
    """By status, reason, conclusion and unit."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Inspection.Status.choices)
    source = django_filters.ChoiceFilter(label=_("Why"), choices=Inspection.Source.choices)
    conclusion = django_filters.ChoiceFilter(label=_("Conclusion"), choices=Inspection.Conclusion.choices)
    unit = units("training_class__proposal__unit")

    class Meta:
        model = Inspection
        fields: list[str] = []


class TicketFilter(django_filters.FilterSet):
    """By words, status, severity and unit."""

    q = django_filters.CharFilter(label=_("What is wrong"), field_name="title", lookup_expr="icontains")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=RectificationTicket.Status.choices)
    severity = django_filters.ChoiceFilter(label=_("Severity"), choices=RectificationTicket.Severity.choices)
    unit = units("unit")

    class Meta:
        model = RectificationTicket
        fields: list[str] = []


class SurveyFilter(django_filters.FilterSet):
    """By unit."""

    unit = units("training_class__proposal__unit")

    class Meta:
        model = Survey
        fields: list[str] = []


class ComplaintFilter(django_filters.FilterSet):
    """By status and matter."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Complaint.Status.choices)
    subject = django_filters.ChoiceFilter(label=_("About"), choices=Complaint.Subject.choices)

    class Meta:
        model = Complaint
        fields: list[str] = []
