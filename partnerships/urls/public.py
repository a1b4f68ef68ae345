"""The addresses of partnerships that everybody may open, and the desk."""

from django.urls import path

from partnerships.views import public

urlpatterns = [
    path("partners/", public.PartnerDirectory.as_view(), name="partner-directory"),
    path("labs/", public.LabDirectory.as_view(), name="lab-directory"),
    path("partnerships/", public.PartnershipsDesk.as_view(), name="partnerships-desk"),
]
