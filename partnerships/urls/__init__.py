"""The addresses of partnerships."""

from partnerships.urls import agreement, exchange, imports, institution, laboratory, public

urlpatterns = [
    *public.urlpatterns,
    *institution.urlpatterns,
    *agreement.urlpatterns,
    *laboratory.urlpatterns,
    *imports.urlpatterns,
    *exchange.urlpatterns,
]
