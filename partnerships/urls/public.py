"""The public addresses of partnerships."""

from django.urls import URLPattern, URLResolver, path

from partnerships.views import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("partners/", public.PartnerDirectory.as_view(), name="partner-directory"),
    path("labs/", public.LabDirectory.as_view(), name="lab-directory"),
]
