"""The register of partners: list, form with its warnings, names and contacts, merging."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.views import Column, CreatePage, EditPage, Guarded, ListPage
from partnerships import actions
from partnerships.actions.institution import lookalikes
from partnerships.filters import InstitutionFilter, named
from partnerships.forms.institution import (
    ContactFormSet,
    InstitutionForm,
    MergeForm,
    NameFormSet,
    RankingFormSet,
)
from partnerships.models import Institution
from partnerships.views.asking import AskPage, RowsPage

MOST_OPTIONS = 15


class InstitutionList(ListPage):
    """Every institution the person may see."""

    model = Institution
    filterset_class = InstitutionFilter
    order_by = ("name_zh", "pk")
    title = _("Partner institutions")
    create_url_name = "institution-create"
    create_permission = "partnerships.add_institution"
    create_label = _("New institution")
    empty_title = _("No institution here")
    empty_text = _("Change the filter, or enter the first partner.")
    export_permission = "partnerships.export_institution"
    columns = [  # noqa: RUF012
        Column("name", _("Name"), link=True, kind="bilingual"),
        Column("region__name", _("Country or region"), kind="bilingual"),
        Column("get_kind_display", _("Kind")),
        Column("status", _("Status")),
        Column("last_activity_on", _("Last activity")),
        Column("unit__name", _("Unit in charge"), kind="bilingual"),
    ]
    export_columns = [  # noqa: RUF012
        Column("name_zh", _("name (Chinese)")),
        Column("name_en", _("official name (English)")),
        Column("get_kind_display", _("Kind")),
        Column("region__name_zh", _("Country or region")),
        Column("city_zh", _("city (Chinese)")),
        Column("city_en", _("city (English)")),
        Column("get_status_display", _("Status")),
        Column("ror_id", _("ROR id")),
        Column("erasmus_code", _("Erasmus code")),
        Column("website", _("website")),
        Column("last_activity_on", _("Last activity")),
    ]

    def get_queryset(self) -> QuerySet:
        return (
            super()
            .get_queryset()
            .standing()
            .select_related("region", "unit")
            .annotate(last_activity_on=Max("activities__on"))
        )


class KeepsInstitution:
    """Saves through the action, and watches for doubles while the name is typed."""

    model = Institution
    form_class = InstitutionForm
    template_name = "partnerships/institution_form.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def save(self, form: Any) -> Institution:
        return actions.save_institution(
            form.instance,
            by=self.request.user,  # type: ignore[attr-defined]  # mixed into a page
            version=form.cleaned_data.get("version"),
        )


class InstitutionCreate(KeepsInstitution, CreatePage):
    """A new institution."""

    extra_context = {"page_title": _("New institution")}  # noqa: RUF012


class InstitutionEdit(KeepsInstitution, EditPage):
    """Changing an institution; an official name given up stays as a former name."""


class InstitutionLookalikes(Guarded, View):
    """Institutions that may be the one being typed."""

    permission = "partnerships.change_institution"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_permission()
        asked = {
            name: request.GET.get(name, "")[:200] for name in ("name_zh", "name_en", "website", "ror_id")
        }
        exclude = request.GET.get("exclude", "")
        found = lookalikes(
            names=[asked["name_zh"], asked["name_en"], request.GET.get("name_local", "")[:200]],
            website=asked["website"],
            ror_id=asked["ror_id"],
            exclude=int(exclude) if exclude.isdigit() else None,
        )
        return render(request, "partnerships/_lookalikes.html", {"found": found})


class InstitutionOptions(View):
    """Institutions to tick in a form, found by what is typed; those ticked already stay."""

    def get(self, request: HttpRequest) -> HttpResponse:
        name = request.GET.get("field", "partners")
        words = request.GET.get("words", "").strip()[:100]
        multiple = request.GET.get("multiple") == "1"
        keys = [key for key in request.GET.getlist(name) if key.isdigit()][:50]
        seen = Institution.objects.visible_to(request.user).standing().select_related("region")
        chosen = list(seen.filter(pk__in=keys))
        found = (
            list(seen.filter(named(words)).exclude(pk__in=keys).order_by("name_zh", "pk")[:MOST_OPTIONS])
            if words
            else []
        )
        context = {"name": name, "chosen": chosen, "found": found, "multiple": multiple, "words": words}
        return render(request, "partnerships/_picker_options.html", context)


class InstitutionRows(RowsPage):
    """Rows of an institution, for the desk."""

    model = Institution
    permission = "partnerships.change_institution"


class InstitutionNames(InstitutionRows):
    """Other spellings, former names, abbreviations and translations."""

    rows = NameFormSet
    title = _("Other names")
    help = _("The search, imports and the warning of doubles know these names.")


class InstitutionContacts(InstitutionRows):
    """The people to write to."""

    rows = ContactFormSet
    title = _("Contacts")


class InstitutionRankings(InstitutionRows):
    """Places in rankings."""

    rows = RankingFormSet
    title = _("Rankings")


class InstitutionMerge(AskPage):
    """Two records that mean one institution become one."""

    model = Institution
    permission = "partnerships.merge_institution"
    form_class = MergeForm
    title = _("Merge a double")
    lead = _(
        "Agreements, contacts, activities and everything else of the double move to this record; its names are kept."
    )
    label = _("Merge")

    def take(self, cleaned: dict[str, Any]) -> None:
        if cleaned["double"].pk == self.object.pk:
            raise ValidationError(self.title)
        actions.merge_institution(self.object, by=self.request.user, **cleaned)

    def get_initial(self) -> dict[str, Any]:
        return {"double": self.request.GET.get("double")}
