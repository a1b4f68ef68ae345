"""Handing approval to a deputy."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from accounts import actions
from accounts.forms import DelegationForm, ReasonForm
from accounts.models import Delegation
from core.views import Fresh, Guarded


class DelegationList(Guarded, TemplateView):
    """What one has handed on, and what one was given."""

    template_name = "accounts/delegation_list.html"

    def get_context_data(self, **kwargs):
        rows = Delegation.objects.visible_to(self.request.user).select_related("delegator", "deputy")
        rows = list(rows.order_by("-starts_on", "-pk")[:200])
        return super().get_context_data(
            given=[row for row in rows if row.delegator_id == self.request.user.pk],
            received=[row for row in rows if row.deputy_id == self.request.user.pk],
            **kwargs,
        )


class DelegationCreate(Fresh, Guarded, FormView):
    """A new delegation."""

    form_class = DelegationForm
    template_name = "accounts/delegation_form.html"
    permission = "accounts.add_delegation"
    success_url = reverse_lazy("delegation-list")
    needs_fresh = True

    def dispatch(self, request, *args, **kwargs):
        self.check_permission()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        user = self.request.user
        actions.create_delegation(user, by=user, **form.cleaned_data)
        messages.success(self.request, _("The deputy can act for you in the days you chose."))
        return super().form_valid(form)


class DelegationRevoke(Guarded, FormView):
    """Ending a delegation at once."""

    form_class = ReasonForm
    template_name = "accounts/delegation_revoke.html"
    permission = "accounts.revoke_delegation"

    def dispatch(self, request, *args, **kwargs):
        rows = Delegation.objects.visible_to(request.user).select_related("delegator", "deputy")
        self.delegation = get_object_or_404(rows, pk=kwargs["pk"])
        self.check_permission(self.delegation)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        actions.revoke_delegation(self.delegation, by=self.request.user, note=form.cleaned_data["reason"])
        messages.success(self.request, _("The delegation has ended."))
        return redirect("delegation-list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(delegation=self.delegation, **kwargs)
