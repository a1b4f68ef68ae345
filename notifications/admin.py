"""Notices in the administration site: what was sent, what failed, and sending it again."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import ReadOnlyAdmin
from notifications import actions
from notifications.models import Notification


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """Who was told what, and which e-mails left."""

    list_display = ["created_at", "recipient", "kind", "read_at", "mail_state", "mail_attempts", "error"]
    list_select_related = ["recipient"]
    list_filter = ["mail_state", "kind"]
    exclude = ["context"]
    actions = [*ReadOnlyAdmin.actions, "send_again"]

    @admin.action(description=_("Send failed e-mails again"))
    def send_again(self, request, queryset):
        for notification in queryset:
            actions.resend_mail(notification, by=request.user)
