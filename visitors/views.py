"""The pages of visitors."""

from django.views.generic import TemplateView


class VisitorsDesk(TemplateView):
    """What the visitors desk keeps here."""

    template_name = "visitors/desk.html"
