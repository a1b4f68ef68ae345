"""The addresses of notifications."""

from django.urls import URLPattern, URLResolver, path

from notifications import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("notifications/", views.Inbox.as_view(), name="inbox"),
    path("notifications/<int:pk>/open/", views.NotificationOpen.as_view(), name="notification-open"),
    path("notifications/<int:pk>/read/", views.NotificationRead.as_view(), name="notification-read"),
    path("notifications/read/", views.InboxRead.as_view(), name="inbox-read"),
]
