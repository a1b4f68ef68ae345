"""The addresses of delegations and their reception."""

from django.urls import path

from visitors.views import desk

urlpatterns = [path("visitors/", desk.VisitorsDesk.as_view(), name="visitors-desk")]
