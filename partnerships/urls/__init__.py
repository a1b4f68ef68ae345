"""The addresses of partnerships."""

from partnerships.urls import agreement, institution, laboratory, public

urlpatterns = [
    *public.urlpatterns,
    *institution.urlpatterns,
    *agreement.urlpatterns,
    *laboratory.urlpatterns,
]
