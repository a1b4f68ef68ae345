"""The addresses of partnerships."""

from django.urls import URLPattern, URLResolver, path

from partnerships import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("partners/", views.PartnerDirectory.as_view(), name="partner-directory"),
    path("labs/", views.LabDirectory.as_view(), name="lab-directory"),
    path("partnerships/", views.PartnershipsDesk.as_view(), name="partnerships-desk"),
]
