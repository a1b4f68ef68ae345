"""Waking the workers: the database is the queue, the broker only a hint."""

from __future__ import annotations

import importlib
from typing import Any

import structlog
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from core.models import BackgroundRun

logger = structlog.get_logger(__name__)


def wake(task: Any, *args: Any) -> None:
    """Offer the task to a worker once the change is committed; a broker that is away loses nothing.

    What the task works on is already a committed row, and the sweeper offers every such row again.
    """
    transaction.on_commit(lambda: _publish(task, args))


def _publish(task: Any, args: tuple[Any, ...]) -> None:
    try:
        task.apply_async(args=args, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("broker_away", task=task.name, error=type(error).__name__)


def start_run(run: BackgroundRun, *, total: int) -> None:
    """Queue the run and wake a worker for it."""
    kind: Any = type(run)  # a model with its table; the abstract one has no manager
    kind.objects.filter(pk=run.pk).update(
        run_state=BackgroundRun.RunState.QUEUED,
        total=total,
        done=0,
        failed=0,
        attempts=0,
        error="",
        queued_at=timezone.now(),
        heartbeat_at=None,
        finished_at=None,
    )
    run.refresh_from_db()
    wake(task_of(run), run.pk)


def task_of(run: BackgroundRun | type[BackgroundRun]) -> Any:
    """The task that works on such runs, imported only now: tasks stand above the core."""
    module, name = run.RUN_TASK.rsplit(".", 1)
    return getattr(importlib.import_module(module), name)


def sweep_runs() -> int:
    """Offer again every run that is queued or whose worker died; give up those that killed too many workers."""
    offered = 0
    models: list[Any] = [model for model in apps.get_models() if issubclass(model, BackgroundRun)]
    for model in models:
        waiting = model.objects.wanting_a_worker()
        waiting.filter(attempts__gte=model.MAX_ATTEMPTS).update(
            run_state=BackgroundRun.RunState.FAILED,
            error="The worker died too often on this run.",
            finished_at=timezone.now(),
        )
        for pk in waiting.values_list("pk", flat=True):
            wake(task_of(model), pk)
            offered += 1
    return offered
