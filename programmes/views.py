"""The pages of programmes."""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView


@method_decorator(login_not_required, name="dispatch")
class ProgrammeDirectory(TemplateView):
    """The programmes open to students, for the public."""

    template_name = "programmes/programme_directory.html"
