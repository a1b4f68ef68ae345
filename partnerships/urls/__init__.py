"""The addresses of partnerships."""

from django.urls import URLPattern, URLResolver

from partnerships.urls.imports import urlpatterns as imports
from partnerships.urls.public import urlpatterns as public

urlpatterns: list[URLPattern | URLResolver] = [*public, *imports]
