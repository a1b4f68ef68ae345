"""The addresses of the portal, app by app."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from core.views import AttachmentDownload
from core.views.health import Health, Readiness
from core.views.saved import SavedQueryCreate, SavedQueryRemove

urlpatterns = [
    path("healthz", Health.as_view(), name="healthz"),
    path("readyz", Readiness.as_view(), name="readyz"),
    path("language/setlang/", login_not_required(set_language), name="set_language"),
    path("files/<int:pk>/", AttachmentDownload.as_view(), name="attachment-download"),
    path("queries/", SavedQueryCreate.as_view(), name="savedquery-create"),
    path("queries/<int:pk>/remove/", SavedQueryRemove.as_view(), name="savedquery-remove"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("notifications.urls")),
    path("", include("partnerships.urls")),
    path("", include("certificates.urls")),
    path("", include("programmes.urls")),
    path("", include("training.urls")),
    path("", include("visitors.urls")),
    path("", include("reports.urls")),
]
