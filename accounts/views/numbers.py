"""Showing a whole identity number, with a reason."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import FormView

from accounts import actions
from accounts.forms import ReasonForm
from accounts.models import IdentityDocument
from core.views import Fresh


class NumberReveal(Fresh, FormView):
    """Asks for the reason, then shows the number once; the look is remembered."""

    form_class = ReasonForm
    template_name = "accounts/number_reveal.html"
    needs_fresh = True

    def dispatch(self, request, *args, **kwargs):
        documents = IdentityDocument.objects.select_related("person", "issuing_region")
        self.document = get_object_or_404(documents, pk=kwargs["pk"])
        if not request.user.has_perm("accounts.reveal_identitydocument", self.document):
            # Undisclosed: whether the document exists is nobody's business.
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        number = actions.reveal_number(
            self.document, by=self.request.user, reason=form.cleaned_data["reason"]
        )
        response = self.render_to_response(self.get_context_data(form=form, number=number))
        response["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(document=self.document, **kwargs)
