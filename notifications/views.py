"""The inbox."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from core.paging import page_of
from notifications import actions
from notifications.documents import path_of, write_letter
from notifications.models import Notification


class Inbox(TemplateView):
    """What one was told, newest first."""

    template_name = "notifications/inbox.html"

    def get_context_data(self, **kwargs):
        rows = Notification.objects.visible_to(self.request.user)
        only_unread = self.request.GET.get("show") == "unread"
        if only_unread:
            rows = rows.unread()
        rows = rows.select_related("content_type", "recipient").prefetch_related("about")
        page = page_of(rows, ("-pk",), self.request.GET.get("page", ""), 30)
        notices = [(row, letter) for row in page.rows if (letter := write_letter(row))]
        return super().get_context_data(page=page, notices=notices, only_unread=only_unread, **kwargs)


class OwnNotification(View):
    """A notice of one's own; somebody else's is a 404."""

    def get_notification(self):
        return get_object_or_404(Notification.objects.visible_to(self.request.user), pk=self.kwargs["pk"])


class NotificationOpen(OwnNotification):
    """Reads the notice and leads to its record."""

    def post(self, request, pk):
        notification = actions.read_notification(self.get_notification(), by=request.user)
        return redirect(path_of(notification.about))


class NotificationRead(OwnNotification):
    """Marks the notice as read."""

    def post(self, request, pk):
        actions.read_notification(self.get_notification(), by=request.user)
        return redirect("inbox")


class InboxRead(View):
    """Marks everything as read."""

    def post(self, request):
        count = actions.read_inbox(by=request.user)
        text = ngettext("%(count)s notice marked as read.", "%(count)s notices marked as read.", count)
        messages.success(request, text % {"count": count})
        return redirect("inbox")
