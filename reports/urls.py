"""The addresses of reports."""

from django.urls import URLPattern, URLResolver, path

from reports import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.PublicHome.as_view(), name="public-home"),
    path("home/", views.Home.as_view(), name="home"),
    path("search/", views.Search.as_view(), name="search"),
    path("reports/", views.ReportsDesk.as_view(), name="reports-desk"),
]
