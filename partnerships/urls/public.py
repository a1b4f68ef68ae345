"""The public addresses of partnerships."""

from django.urls import path

from partnerships.views import public

urlpatterns = [
    path("partners/", public.PartnerDirectory.as_view(), name="partner-directory"),
    path("labs/", public.LabDirectory.as_view(), name="lab-directory"),
]
