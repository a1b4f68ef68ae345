"""The home page of the visitors desk."""

from django.views.generic import TemplateView


class VisitorsDesk(TemplateView):
    """What comes this week, what expires and what is due."""

    template_name = "visitors/desk.html"
