"""Whether the portal lives and is well, for load balancers."""

from __future__ import annotations

from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View


def ask_database() -> None:
    """Raise unless the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_broker() -> None:
    """Raise unless the message queue answers within two seconds."""
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
        broker.default_channel.connection  # noqa: B018 - opening the channel is the question


def ask_worker() -> None:
    """Raise unless a worker said within the last minute that it lives."""
    if cache.get(settings.WORKER_HEARTBEAT_KEY) is None:
        raise RuntimeError("no worker")


QUESTIONS: dict[str, Callable[[], None]] = {
    "database": ask_database,
    "broker": ask_broker,
    "worker": ask_worker,
}


def is_well(question: Callable[[], None]) -> bool:
    """What exactly is wrong stays out of a public answer."""
    try:
        question()
    except Exception:  # noqa: BLE001 - any failure whatever means: not well
        return False
    return True


@method_decorator(login_not_required, name="dispatch")
class Health(View):
    """Answers when the process lives."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok", content_type="text/plain")


@method_decorator(login_not_required, name="dispatch")
class Readiness(View):
    """Says whether database, broker and worker are well. Pages need only the database: the rest can wait."""

    def get(self, request: HttpRequest) -> JsonResponse:
        answers = {name: is_well(question) for name, question in QUESTIONS.items()}
        told = {name: "ok" if well else "unwell" for name, well in answers.items()}
        status = 200 if answers["database"] else 503
        return JsonResponse({**told, "ready": all(answers.values())}, status=status)
