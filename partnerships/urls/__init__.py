"""The addresses of partnerships."""

from django.urls import path
from django.views.generic import RedirectView

from partnerships.urls import agreement, exchange, imports, institution, laboratory, public

urlpatterns = [
    path("partnerships/", RedirectView.as_view(pattern_name="institution-list"), name="partnerships-desk"),
    *public.urlpatterns,
    *institution.urlpatterns,
    *agreement.urlpatterns,
    *laboratory.urlpatterns,
    *imports.urlpatterns,
    *exchange.urlpatterns,
]
