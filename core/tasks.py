"""Recurring work of the foundation."""

from celery import shared_task


@shared_task
def sweep():
    from core.background import sweep_runs

    sweep_runs()


@shared_task
def seal_audit():
    from core.audit import seal_history

    seal_history()
