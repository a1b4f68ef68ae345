"""The addresses of visitors."""

from django.urls import URLPattern, URLResolver

from visitors.urls.people import urlpatterns as people
from visitors.urls.reception import urlpatterns as reception

urlpatterns: list[URLPattern | URLResolver] = [*reception, *people]
