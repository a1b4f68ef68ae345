"""The addresses of the public face."""

from django.urls import path

from reports.views import feeds, public

urlpatterns = [
    path("", public.PublicHome.as_view(), name="public-home"),
    path("news/", public.News.as_view(), name="news"),
    path("news/<int:pk>/", public.NewsDetail.as_view(), name="news-detail"),
    path("apply/", public.HowToApply.as_view(), name="how-to-apply"),
    path("contact/", public.Contact.as_view(), name="contact"),
    path("open-data/", public.OpenData.as_view(), name="open-data"),
    path("open-data/<slug:name>.<slug:kind>", public.OpenDataFile.as_view(), name="open-data-file"),
    path("sitemap.xml", feeds.Sitemap.as_view(), name="sitemap"),
    path("programmes/calls.atom", feeds.calls_feed, name="calls-feed"),
    path("programmes/deadlines.ics", feeds.DeadlineCalendar.as_view(), name="deadlines-calendar"),
]
