"""The addresses of visitors."""

from django.urls import URLPattern, URLResolver, path

from visitors import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("visitors/", views.VisitorsDesk.as_view(), name="visitors-desk")
]
