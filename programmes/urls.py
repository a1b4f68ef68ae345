"""The addresses of programmes."""

from django.urls import URLPattern, URLResolver, path

from programmes import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/", views.ProgrammeDirectory.as_view(), name="programme-directory")
]
