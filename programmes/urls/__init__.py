"""The addresses of programmes."""

from programmes.urls import application, inbound, mobility, programme

urlpatterns = [
    *programme.urlpatterns,
    *application.urlpatterns,
    *mobility.urlpatterns,
    *inbound.urlpatterns,
]
