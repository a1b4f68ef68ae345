"""The office's own words for the public: news, texts of pages, whom to ask. Statements and reports are not repaired."""

from django.contrib import admin

from core.admin import PortalAdmin
from reports.models import DeskContact, NewsItem, PageText


@admin.register(NewsItem)
class NewsItemAdmin(PortalAdmin):
    """News in both languages."""

    list_display = ["title_zh", "title_en", "published_on", "is_published"]
    list_filter = ["is_published"]
    search_fields = ["title_zh", "title_en"]
    may_delete = True
    export_fields = ("title_zh", "title_en", "published_on", "is_published")


@admin.register(PageText)
class PageTextAdmin(PortalAdmin):
    """The office's texts on public pages."""

    list_display = ["key", "text_zh"]
    export_fields = ("key", "text_zh", "text_en")


@admin.register(DeskContact)
class DeskContactAdmin(PortalAdmin):
    """Whom the public asks about what."""

    list_display = ["desk_zh", "desk_en", "email", "phone", "position"]
    may_delete = True
    export_fields = ("desk_zh", "desk_en", "about_zh", "about_en", "email", "phone", "room")
