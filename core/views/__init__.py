"""The five shapes of pages, and how a page is guarded."""

from core.views.attachments import AttachmentDownload
from core.views.bulk import BulkPage, bulk
from core.views.detail import DetailPage
from core.views.edit import CreatePage, EditPage
from core.views.fresh import Fresh
from core.views.guard import Guarded, Scoped
from core.views.list import Column, ListPage
from core.views.step import StepPage, step

__all__ = [
    "AttachmentDownload",
    "BulkPage",
    "Column",
    "CreatePage",
    "DetailPage",
    "EditPage",
    "Fresh",
    "Guarded",
    "ListPage",
    "Scoped",
    "StepPage",
    "bulk",
    "step",
]
