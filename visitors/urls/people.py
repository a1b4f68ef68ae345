"""The addresses of experts, trips, conferences and contests."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
