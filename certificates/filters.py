"""How lists of batches and certificates are narrowed."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from certificates.models import Certificate, CertificateBatch, CertificateType


class CertificateBatchFilter(django_filters.FilterSet):
    """By title, status, type and unit."""

    primary = ["q", "status"]

    q = django_filters.CharFilter(label=_("Title"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=CertificateBatch.Status.choices)
    certificate_type = django_filters.ModelChoiceFilter(
        label=_("certificate type"), queryset=CertificateType.objects.all()
    )
    unit = django_filters.ModelChoiceFilter(label=_("unit"), queryset=Unit.objects.all())

    class Meta:
        model = CertificateBatch
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        return queryset.filter(Q(title_zh__icontains=words) | Q(title_en__icontains=words))


class CertificateFilter(django_filters.FilterSet):
    """By number or part of the holder's name, type, year, unit, status and batch."""

    primary = ["q", "status"]

    q = django_filters.CharFilter(label=_("Number or part of the name"), method="with_words")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Certificate.Status.choices)
    certificate_type = django_filters.ModelChoiceFilter(
        label=_("certificate type"), queryset=CertificateType.objects.all()
    )
    year = django_filters.NumberFilter(label=_("year"), min_value=1900, max_value=2999)
    unit = django_filters.ModelChoiceFilter(label=_("unit"), queryset=Unit.objects.all())
    batch = django_filters.NumberFilter(label=_("batch"), field_name="batch_id", max_value=2**62)

    class Meta:
        model = Certificate
        fields: list[str] = []

    def with_words(self, queryset, _name, words):
        from_register = queryset.filter(number__startswith=words.strip().upper())
        return from_register if words.strip()[:1].isascii() and "-" in words else queryset.holder_like(words)
