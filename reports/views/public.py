"""The public face: home with live figures and the profile, news, how to apply, whom to ask, open data."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views import View
from django.views.generic import TemplateView

from core.exports import stream_csv
from reports.documents import calls
from reports.documents.open_data import DATASETS, as_dictionary, dataset_rows
from reports.documents.profile import Piece, pieces, speaker_of
from reports.figures import FIGURES
from reports.models import DeskContact, NewsItem, PageText, ProfileStatement

# The figures of the first page, in the order in which the office likes to be asked about them.
SHOWN = ("F01", "F02", "F03", "F04", "F09", "F11", "F13", "F20")
KEPT_SECONDS = 600
NEWS_ON_HOME = 3
NEWS_PER_PAGE = 30
CALLS_ON_HOME = 4


def in_english() -> bool:
    """Whether the reader reads English."""
    return get_language() == "en"


def public_figures() -> list[dict[str, Any]]:
    """The figures of the day as the public reads them, counted once every ten minutes."""
    today = timezone.localdate()
    values = cache.get_or_set(f"public-figures-{today}", lambda: _count(today), KEPT_SECONDS)
    return [{"figure": FIGURES[code], "value": value} for code, value in values]


def _count(today: Any) -> list[tuple[str, Any]]:
    readings = [FIGURES[code].read(today) for code in SHOWN if code in FIGURES]
    return [(reading.figure.id, reading.value) for reading in readings if reading.value]


def profile_pieces() -> tuple[list[Piece], ProfileStatement | None]:
    """The published profile in the reader's language."""
    statement = ProfileStatement.objects.published()
    if statement is None:
        return [], None
    language = "en" if in_english() else "zh"
    return pieces(statement.text(language), speaker_of(statement), language), statement


def page_text(key: str) -> str:
    """A text of the office in the reader's language; empty while nobody has written it."""
    row = PageText.objects.filter(key=key).first()
    return "" if row is None else (row.text_en if in_english() else row.text_zh)


@method_decorator(login_not_required, name="dispatch")
class PublicHome(TemplateView):
    """Who we are in figures, what is open now, and three doors."""

    template_name = "reports/public_home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words, statement = profile_pieces()
        return super().get_context_data(
            figures=public_figures(),
            profile=words,
            statement=statement,
            first_sentence=page_text(PageText.Key.HOME),
            news=list(NewsItem.objects.published()[:NEWS_ON_HOME]),
            calls=calls.open_calls()[:CALLS_ON_HOME],
            today=timezone.localdate(),
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class News(TemplateView):
    """What the office has to tell, the latest first."""

    template_name = "reports/news.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(news=list(NewsItem.objects.published()[:NEWS_PER_PAGE]), **kwargs)


@method_decorator(login_not_required, name="dispatch")
class NewsDetail(TemplateView):
    """One piece of news."""

    template_name = "reports/news_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = get_object_or_404(NewsItem.objects.published(), pk=kwargs.pop("pk"))
        body = (item.body_en or item.body_zh) if in_english() else item.body_zh
        return super().get_context_data(item=item, body=body, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class HowToApply(TemplateView):
    """How own students go abroad and how students from abroad come here."""

    template_name = "reports/how_to_apply.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            outbound=page_text(PageText.Key.APPLY),
            inbound=page_text(PageText.Key.APPLY_IN),
            calls=calls.open_calls(),
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class Contact(TemplateView):
    """Whom to ask about what."""

    template_name = "reports/contact.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            desks=list(DeskContact.objects.all()), address=page_text(PageText.Key.CONTACT), **kwargs
        )


@method_decorator(login_not_required, name="dispatch")
class OpenData(TemplateView):
    """What can be read by machines, and what each column means."""

    template_name = "reports/open_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            datasets=list(DATASETS.values()), law=page_text(PageText.Key.LAW), **kwargs
        )


@method_decorator(login_not_required, name="dispatch")
class OpenDataFile(View):
    """One set of public data as JSON or CSV."""

    def get(self, request: Any, name: str, kind: str) -> HttpResponse | StreamingHttpResponse:
        dataset = DATASETS.get(name)
        if dataset is None or kind not in {"json", "csv"}:
            raise Http404
        if kind == "csv":
            rows = (list(row.values()) for row in dataset_rows(dataset))
            header = [column.key for column in dataset.columns]
            response: Any = StreamingHttpResponse(
                stream_csv(header, rows), content_type="text/csv; charset=utf-8"
            )
            response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        else:
            response = JsonResponse(as_dictionary(dataset), json_dumps_params={"ensure_ascii": False})
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "public, max-age=600"
        return response
