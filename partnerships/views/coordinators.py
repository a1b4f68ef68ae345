"""Pages of external coordinators: the desk invites and decides, the coordinator proposes (§3.7)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from core.text import field_label
from core.views import Column, DetailPage, ListPage
from partnerships.actions import coordinators as actions
from partnerships.flow.coordinators import PROFILE_FLOW
from partnerships.forms.exchange import (
    EndAccountForm,
    ExtendAccountForm,
    InviteForm,
    PartnerFileForm,
    ProposeForm,
)
from partnerships.models import Coordinator, Institution, ProfileProposal
from partnerships.views.asking import AskPage


class InstitutionCoordinators(AskPage):
    """Who looks after the relation at the partner, and inviting one more."""

    model = Institution
    permission = "partnerships.invite_institution"
    form_class = InviteForm
    template_name = "partnerships/institution_coordinators.html"
    action = staticmethod(actions.invite_coordinator)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        return (
            redirect("institution-coordinators", pk=self.object.pk)
            if response.status_code == 302
            else response
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = self.object.coordinators.select_related("user", "invited_by").order_by("ended_at", "pk")
        return super().get_context_data(
            coordinators=held, today=timezone.localdate(), until=actions.last_day(), **kwargs
        )


class CoordinatorPage(AskPage):
    """A change to one coordinator's account."""

    model = Coordinator

    def check_permission(self, record: Any = None) -> None:
        if not self.request.user.has_perm("partnerships.invite_institution", record.institution):
            raise PermissionDenied

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        pk = self.object.institution_id
        return redirect("institution-coordinators", pk=pk) if response.status_code == 302 else response


class CoordinatorExtend(CoordinatorPage):
    """Another term from today."""

    form_class = ExtendAccountForm
    title = gettext_lazy("Extend the account")
    label = gettext_lazy("Extend the account")
    action = staticmethod(actions.extend_coordinator)


class CoordinatorEnd(CoordinatorPage):
    """The account ends before its time."""

    form_class = EndAccountForm
    title = gettext_lazy("End the account")
    label = gettext_lazy("End the account")
    action = staticmethod(actions.end_coordinator)


class OwnInstitution(View):
    """Leads a coordinator to the own institution."""

    def get(self, request: Any) -> HttpResponse:
        held = request.user.coordinator_accounts.in_force(timezone.localdate()).select_related("institution")
        coordinator = held.first()
        if coordinator is None:
            messages.info(request, _("No institution is entrusted to your account at the moment."))
            return redirect("home")
        return redirect(coordinator.institution.get_absolute_url())


class InstitutionPropose(AskPage):
    """A coordinator proposes what the portal should say of the own institution."""

    model = Institution
    permission = "partnerships.propose_institution"
    form_class = ProposeForm
    title = gettext_lazy("Propose a change of the profile")
    lead = gettext_lazy("The partnerships desk looks at your proposal; until then nothing changes.")
    label = gettext_lazy("Send the proposal")

    def take(self, cleaned: dict[str, Any]) -> None:
        comment = cleaned.pop("comment")
        actions.propose_profile(self.object, by=self.request.user, changes=cleaned, comment=comment)


class InstitutionUpload(AskPage):
    """A coordinator sends a file."""

    model = Institution
    permission = "partnerships.propose_institution"
    form_class = PartnerFileForm
    title = gettext_lazy("Send a file to the desk")
    label = gettext_lazy("Send the file")
    action = staticmethod(actions.upload_partner_file)


class ProposalList(ListPage):
    """What coordinators have proposed; a coordinator sees the own proposals."""

    model = ProfileProposal
    columns = [
        Column("institution", gettext_lazy("Institution"), link=True),
        Column("status", gettext_lazy("Status")),
        Column("author", gettext_lazy("Proposed by")),
        Column("created_at", gettext_lazy("On")),
    ]
    empty_title = gettext_lazy("Nothing is proposed")
    empty_text = gettext_lazy("Coordinators of partners propose changes of their institution's profile here.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("institution", "author")


class ProposalDetail(DetailPage):
    """One proposal: what the portal says, what it should say."""

    model = ProfileProposal
    flow = PROFILE_FLOW

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("institution", "author")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = [
            (field_label(Institution, field), before, after)
            for field, (before, after) in self.object.changes.items()
        ]
        return super().get_context_data(changes=changes, **kwargs)
