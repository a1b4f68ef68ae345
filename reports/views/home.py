"""The home page of those who work here, and the search over everything."""

from django.views.generic import TemplateView

from reports import worklist
from reports.search import find_everywhere


class Home(TemplateView):
    """What waits for me, what I have under way, and the dates ahead."""

    template_name = "reports/home.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            waiting=worklist.waiting_for(user),
            in_progress=worklist.in_progress_of(user),
            drafts=worklist.drafts_of(user),
            coming=worklist.coming_dates_of(user),
            **kwargs,
        )


class Search(TemplateView):
    """Everything one may see that holds the words."""

    template_name = "reports/search.html"

    def get_context_data(self, **kwargs):
        words = self.request.GET.get("q", "").strip()[:100]
        return super().get_context_data(q=words, groups=find_everywhere(self.request.user, words), **kwargs)
