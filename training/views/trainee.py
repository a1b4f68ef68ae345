"""Pages that list and find trainees over all classes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from core.views import Column, ListPage, Scoped
from training.filters.training_class import TraineeFilter
from training.forms.training_class import NumberForm
from training.models import Trainee


class TraineeList(ListPage):
    """All trainees the person may see, the latest first."""

    model = Trainee
    filterset_class = TraineeFilter
    only = (
        "name_zh", "name_latin", "status", "employer", "identity__last4", "identity__doc_type",
        "training_class__class_no", "training_class__proposal__title_zh", "training_class__proposal__title_en",
    )  # fmt: skip
    columns = [
        Column("name", gettext_lazy("Name"), link=True, value=str),
        Column("name_latin", gettext_lazy("Name (Latin letters)")),
        Column("identity__masked", gettext_lazy("Document")),
        Column("status", gettext_lazy("Status")),
        Column("employer", gettext_lazy("Employer")),
        Column("class", gettext_lazy("Class"), value=lambda trainee: str(trainee.training_class)),
    ]
    create_url_name = "trainee-find"
    create_label = gettext_lazy("Find by identity number")
    empty_title = gettext_lazy("No trainee found")
    empty_text = gettext_lazy("Trainees appear here once the roster of a class has been imported.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("training_class__proposal", "identity")


class TraineeFind(Scoped, FormView):
    """Whose number this is; it is sent in the body, so that it stands in no address and no log."""

    model = Trainee
    form_class = NumberForm
    template_name = "training/trainee_find.html"

    def form_valid(self, form: Any) -> HttpResponse:
        found = self.get_queryset().numbered(form.cleaned_data["number"])
        trainees = list(found.select_related("training_class__proposal", "identity").order_by("-pk")[:50])
        response = self.render_to_response(self.get_context_data(form=form, trainees=trainees, searched=True))
        response["Cache-Control"] = "private, no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel_url=reverse("trainee-list"), **kwargs)
