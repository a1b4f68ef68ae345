"""How safe the countries are."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.views import Column, CreatePage, EditPage, ListPage
from programmes.forms.programme import RegionRiskForm
from programmes.models import RegionRisk


class RiskList(ListPage):
    """How safe the countries are."""

    model = RegionRisk
    order_by = ("pk",)
    title = _("Travel risks")
    create_url_name = "regionrisk-create"
    create_permission = "programmes.set_regionrisk"
    columns = [  # noqa: RUF012
        Column("region__name", _("Country or region"), kind="bilingual"),
        Column("level", _("Risk")),
        Column("advisory", _("Advice"), kind="bilingual"),
        Column("updated_at", _("set at")),
    ]

    def get_queryset(self) -> QuerySet:
        return RegionRisk.objects.select_related("region")


class RiskCreate(CreatePage):
    """Sets the risk of a country."""

    model = RegionRisk
    form_class = RegionRiskForm
    permission = "programmes.set_regionrisk"

    def prepare(self, record: RegionRisk) -> None:
        record.set_by = self.request.user

    def get_success_url(self) -> str:
        return reverse("regionrisk-list")


class RiskEdit(EditPage):
    """Changes the risk of a country."""

    model = RegionRisk
    form_class = RegionRiskForm
    permission = "programmes.set_regionrisk"

    def get_queryset(self) -> QuerySet:
        return RegionRisk.objects.all()

    def prepare(self, record: RegionRisk) -> None:
        record.set_by = self.request.user

    def get_success_url(self) -> str:
        return reverse("regionrisk-list")
