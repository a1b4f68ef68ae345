"""The forms of a staff trip: application, route, group, opinions, changes, reports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from core.attachments import attach
from core.views import CreatePage, EditPage
from visitors import actions
from visitors.forms.trip import (
    FileForm,
    MemberFormSet,
    OpinionForm,
    ScholarReportForm,
    StaffTripForm,
    StopFormSet,
    TripChangeForm,
)
from visitors.models import ScholarReport, StaffTrip
from visitors.views.choices import OffersUnits, staff_for
from visitors.views.page import (
    ActsOnSave,
    QuestionPage,
    RowsPage,
)


class OffersStaff(OffersUnits):
    """Hands units and colleagues to the form."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"staff": staff_for(self.request.user)}  # type: ignore[attr-defined]

    def further_initial(self) -> dict[str, Any]:
        return {"traveller": self.request.user.pk}  # type: ignore[attr-defined]


class StaffTripCreate(OffersStaff, ActsOnSave, CreatePage):
    """Filing a trip."""

    model = StaffTrip
    form_class = StaffTripForm
    extra_context = {"page_title": gettext_lazy("File a trip")}

    def act(self, form: StaffTripForm) -> StaffTrip:
        return actions.file_stafftrip(form.instance, by=self.request.user)


class StaffTripEdit(OffersStaff, EditPage):
    """Correcting a draft."""

    model = StaffTrip
    form_class = StaffTripForm

    def get_initial(self) -> dict[str, Any]:
        return {}


class RouteRows(RowsPage):
    """The places of a trip."""

    model = StaffTrip
    form_class = StopFormSet
    permission = "visitors.change_stafftrip"
    title = gettext_lazy("Route")


class GroupRows(RowsPage):
    """The others in the group."""

    model = StaffTrip
    form_class = MemberFormSet
    permission = "visitors.change_stafftrip"
    title = gettext_lazy("Others in the group")


class GiveOpinion(QuestionPage):
    """Finance or human resources answer."""

    model = StaffTrip
    form_class = OpinionForm
    permission = "visitors.give_opinion_stafftrip"
    title = gettext_lazy("Give an opinion")

    def act(self, form: Any) -> Any:
        return actions.give_opinion_stafftrip(self.object, by=self.request.user, **form.cleaned_data)


class AskChange(QuestionPage):
    """Other dates or another route while abroad."""

    model = StaffTrip
    form_class = TripChangeForm
    permission = "visitors.ask_change_stafftrip"
    title = gettext_lazy("Ask for a change")

    def act(self, form: Any) -> Any:
        return actions.ask_change_stafftrip(self.object, form.instance, by=self.request.user)


class WriteScholarReport(QuestionPage):
    """A report from abroad."""

    model = ScholarReport
    form_class = ScholarReportForm
    permission = "visitors.write_scholarreport"
    title = gettext_lazy("Report from abroad")

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.object.text}

    def act(self, form: Any) -> Any:
        return actions.hand_in_scholar_report(
            self.object, text=form.cleaned_data["text"], by=self.request.user
        )


class FileAdd(QuestionPage):
    """An invitation, a programme or another paper that belongs to the record."""

    form_class = FileForm
    title = gettext_lazy("Add a file")

    def act(self, form: Any) -> Any:
        upload, category = form.cleaned_data["file"], form.cleaned_data["category"]
        return attach(self.object, upload, category=category, by=self.request.user)
