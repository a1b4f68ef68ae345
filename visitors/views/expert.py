"""Pages about experts: list, person with documents, form that reads a passport."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import IdentityDocument
from core.text import bilingual
from core.views import Column, ListPage
from visitors.actions.deadlines import consistency_warnings, deadlines_of, with_papers
from visitors.filters.people import ExpertFilter
from visitors.models import Expert
from visitors.views.page import (
    MOST,
    Cell,
    Link,
    Part,
    RecordPage,
    status_cell,
    text_cells,
)


class ExpertList(ListPage):
    """All experts the person may see."""

    model = Expert
    filterset_class = ExpertFilter
    columns = [
        Column("person", gettext_lazy("Name"), link=True),
        Column("person__nationality__name", gettext_lazy("Nationality"), kind="bilingual"),
        Column("home_institution", gettext_lazy("Home institution")),
        Column("unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("last_day", gettext_lazy("Last engagement until")),
    ]
    export_columns = columns
    create_url_name = "expert-create"
    create_permission = "visitors.add_expert"
    create_label = gettext_lazy("File an expert")
    empty_title = gettext_lazy("No expert yet")
    empty_text = gettext_lazy("Foreign experts are filed here once, with passport, permits and engagements.")

    def get_queryset(self) -> Any:
        visible = super().get_queryset().select_related("person__nationality", "unit")
        return visible.annotate(last_day=Max("engagements__end_on"))


class ExpertDetail(RecordPage):
    """One expert: person, documents that expire, engagements, projects."""

    model = Expert

    def get_queryset(self) -> Any:
        return with_papers(super().get_queryset()).select_related("person__nationality", "unit", "user")

    def facts(self, record: Expert) -> list[tuple[Any, Any]]:
        person = record.person
        others = ", ".join(bilingual(region, "name") for region in record.other_nationalities.all())
        return [
            (_("Name as in the passport"), person.passport_name),
            (_("Chinese name"), person.name_zh),
            (_("Nationality"), bilingual(person.nationality, "name") if person.nationality else ""),
            (_("Further nationalities"), others),
            (_("Gender"), person.get_gender_display() if person.gender else ""),
            (_("Date of birth"), person.dob),
            (_("Home institution"), record.home_institution),
            (_("Highest degree"), record.get_degree_display() if record.degree else ""),
            (_("Field of work"), record.field_of_work),
            ("ORCID", record.orcid),
            (_("h-index"), record.h_index),
            (_("E-mail"), record.email),
            (_("Phone"), record.phone),
            (_("Background checked on"), record.checked_on),
            (_("Result of the background check"), record.check_note),
        ]

    def warnings(self, record: Expert) -> list[str]:
        return consistency_warnings(record)

    def parts(self, record: Expert) -> list[Part]:
        return [self.deadlines(record), self.passports(record), self.permits(record), self.engagements(record),
                self.projects(record)]  # fmt: skip

    def deadlines(self, record: Expert) -> Part:
        links = self.link_if("snooze", _("Put a reminder off"), "expert-snooze", "clock")
        snoozes = {(snooze.kind, snooze.due_on): snooze for snooze in record.snoozes.all()}
        rows = []
        for row in deadlines_of(record):
            snooze = snoozes.get((row.kind, row.due))
            rows.append(
                [
                    Cell(row.label),
                    Cell(row.own_day),
                    Cell(row.due, tone=row.tone),
                    Cell(row.days_left, is_number=True),
                    Cell(_("because of: %(what)s") % {"what": row.driver_label} if row.driven_by else ""),
                    Cell(f"{snooze.until} · {snooze.reason}" if snooze else ""),
                ]
            )
        headers = [
            _("What expires"),
            _("Own day"),
            _("Day that counts"),
            _("Days left"),
            _("Earlier"),
            _("Put off until"),
        ]
        return Part("deadlines", _("What expires when"), headers, rows, links if rows else [])

    def passports(self, record: Expert) -> Part:
        documents = record.person.documents.select_related("issuing_region").order_by("-expires_on", "-pk")
        may_reveal = self.request.user.has_perm(
            "accounts.reveal_identitydocument", IdentityDocument(person=record.person)
        )
        rows = [
            [
                Cell(document.masked, url=reverse("number-reveal", args=[document.pk]) if may_reveal else ""),
                Cell(bilingual(document.issuing_region, "name") if document.issuing_region else ""),
                Cell(document.issued_on),
                Cell(document.expires_on),
                Cell(document.get_state_display(), tone="green" if document.state == "current" else "grey"),
            ]
            for document in documents
        ]
        headers = [_("Number"), _("Issued by"), _("Issued on"), _("Expires on"), _("State")]
        links = self.link_if("add_passport", _("Add a passport"), "expert-passport")
        return Part("passports", _("Passports"), headers, rows, links)

    def permits(self, record: Expert) -> Part:
        permits = record.permits.select_related("passport").order_by("kind", "-expires_on", "-pk")
        rows = [
            [
                Cell(permit.get_kind_display()),
                Cell(permit.masked),
                Cell(
                    " · ".join(filter(None, (permit.category, permit.get_medium_display(), permit.visa_type)))
                ),
                Cell(permit.issued_on),
                Cell(permit.expires_on),
                Cell(permit.passport.masked if permit.passport else ""),
                Cell(permit.get_state_display(), tone="green" if permit.state == "current" else "grey"),
            ]
            for permit in permits
        ]
        headers = [
            _("Kind of document"),
            _("Number"),
            _("Category"),
            _("Issued on"),
            _("Expires on"),
            _("Passport"),
            _("State"),
        ]
        links = self.link_if("add_permit", _("Add a permit or certificate"), "expert-permit")
        return Part("documents", _("Permits and certificates"), headers, rows, links)

    def engagements(self, record: Expert) -> Part:
        rows = [
            [
                Cell(each.number or _("without number"), url=each.get_absolute_url()),
                *text_cells(
                    each.get_kind_display(), bilingual(each, "position"), bilingual(each.unit, "name")
                ),
                *text_cells(each.start_on, each.end_on),
                status_cell(each),
            ]
            for each in record.engagements.select_related("unit").order_by("-start_on")[:MOST]
        ]
        may_add = self.request.user.has_perm("visitors.add_engagement")
        url = f"{reverse('engagement-create')}?expert={record.pk}"
        links = [Link(_("Plan an engagement"), url, "plus")] if may_add else []
        headers = [
            _("Number"),
            _("Kind"),
            _("Position"),
            _("Unit"),
            _("First day"),
            _("Last day"),
            _("Status"),
        ]
        return Part("engagements", _("Engagements"), headers, rows, links)

    def projects(self, record: Expert) -> Part:
        visible = record.projects.visible_to(self.request.user).order_by("-start_on")[:MOST]
        rows = [
            [Cell(each, url=each.get_absolute_url()), Cell(each.year), status_cell(each)] for each in visible
        ]
        return Part("projects", _("Projects"), [_("Title"), _("Year"), _("Status")], rows)
