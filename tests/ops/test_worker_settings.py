"""The worker's safety rules, and that every entry of the timetable can run."""

from django.conf import settings

from config.celery import TIMETABLE, app


def test_every_entry_of_the_timetable_is_a_task():
    app.loader.import_default_modules()

    assert [task for task, _ in TIMETABLE.values() if task not in app.tasks] == []


def test_a_message_comes_back_when_its_worker_dies():
    conf = app.conf

    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (
        True,
        True,
        1,
    )


def test_only_json_is_read():
    assert app.conf.accept_content == ["json"]


def test_no_task_outlives_the_visibility_of_its_message():
    visible = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("visibility_timeout", 900)

    assert app.conf.task_time_limit < visible
