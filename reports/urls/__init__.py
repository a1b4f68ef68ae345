"""The addresses of reports."""

from django.urls import URLPattern, URLResolver

from reports.urls import public, workplace

urlpatterns: list[URLPattern | URLResolver] = [*public.urlpatterns, *workplace.urlpatterns]
