"""What accompanies a proposal: comments, the fields named after an objection, the lock on a late start."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.flow import FlowError
from core.text import bilingual
from core.views import Guarded, Scoped
from training.actions import comment_proposal, name_fields_proposal, unlock_start_proposal
from training.forms import CommentForm, NameFieldsForm, UnlockStartForm
from training.models import Proposal


class RemarkPage(Guarded, Scoped, SingleObjectMixin, FormView):
    """A form about one proposal that takes no step."""

    model = Proposal
    template_name = "training/proposal_remark.html"
    title = ""
    lead = ""
    label = ""

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("unit")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        self.check_permission(self.object)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.take(form.cleaned_data)
        except (FlowError, ValidationError) as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.object.get_absolute_url())

    def take(self, cleaned: dict[str, Any]) -> None:
        """Call the action."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=self.object,
            kicker=bilingual(self.object, "title"),
            page_title=self.title,
            help=self.lead,
            submit_label=self.label,
            cancel_url=self.object.get_absolute_url(),
            **kwargs,
        )


class ProposalComment(RemarkPage):
    """A remark that everybody concerned reads."""

    permission = "training.comment_proposal"
    form_class = CommentForm

    def take(self, cleaned: dict[str, Any]) -> None:
        comment_proposal(self.object, by=self.request.user, **cleaned)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Comment"),
            "submit_label": _("Send the comment"),
        }


class ProposalNameFields(RemarkPage):
    """The training desk says what has to change after an objection."""

    permission = "training.name_fields_proposal"
    form_class = NameFieldsForm

    def take(self, cleaned: dict[str, Any]) -> None:
        name_fields_proposal(self.object, by=self.request.user, **cleaned)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Say what has to change"),
            "help": _(
                "An office objected. The author can send the proposal again once you have named the fields."
            ),
            "submit_label": _("Tell the author"),
        }


class ProposalUnlockStart(RemarkPage):
    """The director lets a late proposal be submitted."""

    permission = "training.unlock_start_proposal"
    form_class = UnlockStartForm

    def take(self, cleaned: dict[str, Any]) -> None:
        unlock_start_proposal(self.object, by=self.request.user, **cleaned)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Unlock the submission"),
            "help": _("The training has begun before it was proposed. Your reason is kept and reported."),
            "submit_label": _("Unlock"),
        }
