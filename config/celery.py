"""The background worker, its safety rules and the timetable of recurring work."""

import os
import time

from celery import Celery, signals
from celery.schedules import crontab

from config import embedded_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
embedded_broker.register()

# When, in Asia/Shanghai, and what. Every entry calls a task that calls an action with by=None.
TIMETABLE = {
    "offer lost background work again": ("core.tasks.sweep", crontab()),
    "send waiting e-mail": ("notifications.tasks.send_pending", crontab()),
    "seal the history": ("core.tasks.seal_audit", crontab(minute="*/10")),
    "make approval sheets that are missing": (
        "training.tasks.make_missing_approval_sheets",
        crontab(minute="*/5"),
    ),
    "order reports that are due": ("reports.tasks.order_due_reports", crontab(hour=6, minute=30)),
    "remind of experts, trips, projects and conferences": (
        "visitors.tasks.remind_people",
        crontab(hour=7, minute=30),
    ),
    "begin and end visits": ("visitors.tasks.advance_visits", crontab(minute=5)),
    "remind of visits": ("visitors.tasks.remind_of_visits", crontab(hour=7, minute=10)),
    "follow the dates of agreements and remind": (
        "partnerships.tasks.follow_dates",
        crontab(hour=1, minute=10),
    ),
    "tell who watches a list": ("notifications.tasks.tell_watchers", crontab(minute="*/15")),
    "keep the deadlines of programmes": ("programmes.tasks.keep_time", crontab(minute="*/5")),
    "remind of what comes in programmes": ("programmes.tasks.remind", crontab(hour=7, minute=20)),
    "hide training publicity that has expired": (
        "training.tasks.keep_publicity_in_time",
        crontab(hour=0, minute=10),
    ),
    "remind of training duties": ("training.tasks.remind_of_duties", crontab(hour=7, minute=40)),
    "compute the yearly figures of training": (
        "training.tasks.compute_performance_figures",
        crontab(hour=3, minute=20),
    ),
    "look after training projects": ("training.tasks.look_after_projects", crontab(hour=6, minute=15)),
    "send the daily digest": ("notifications.tasks.send_digest", crontab(hour=8, minute=0)),
}

TASK_SECONDS = 840
HEARTBEAT_SECONDS = 10
HEARTBEAT_LIFE_SECONDS = 60

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.update(
    timezone="Asia/Shanghai",
    # Only JSON: a message can never run code.
    task_serializer="json",
    result_serializer="json",
    accept_content=["json"],
    # The row in the database tells what became of the work; nobody reads results.
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    # A message is done when the work is done, and comes back when the worker dies.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=200,
    # Always below the visibility timeout of the broker (900 s), or a long task would run twice.
    task_soft_time_limit=TASK_SECONDS - 60,
    task_time_limit=TASK_SECONDS,
    worker_soft_shutdown_timeout=8.0,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    # Whoever publishes gives up quickly; the sweeper offers the work again.
    broker_connection_timeout=2.0,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_publish_retry=False,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    beat_schedule={name: {"task": task, "schedule": when} for name, (task, when) in TIMETABLE.items()},
)


@signals.setup_logging.connect
def use_the_portals_logging(**kwargs):
    """Celery would set up logging of its own otherwise."""


class Heartbeat:
    """The worker says now and then that it lives; /readyz listens."""

    def __init__(self):
        self.said_at = 0.0

    def say(self, **kwargs):
        from django.conf import settings  # noqa: PLC0415 - this module is loaded before Django's settings
        from django.core.cache import cache  # noqa: PLC0415

        now = time.monotonic()
        if now - self.said_at >= HEARTBEAT_SECONDS:
            self.said_at = now
            cache.set(settings.WORKER_HEARTBEAT_KEY, "well", HEARTBEAT_LIFE_SECONDS)

    def stop(self, **kwargs):
        from django.conf import settings  # noqa: PLC0415
        from django.core.cache import cache  # noqa: PLC0415

        cache.delete(settings.WORKER_HEARTBEAT_KEY)


heartbeat = Heartbeat()
signals.heartbeat_sent.connect(heartbeat.say)
signals.worker_ready.connect(heartbeat.say)
signals.worker_shutting_down.connect(heartbeat.stop)
