"""Real Celery workers on the database of a test."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection


def database_address():
    """The test's own database, as a worker's environment names it."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    host = values["HOST"] or "127.0.0.1"
    return (
        f"postgres://{values['USER']}:{values['PASSWORD']}@{host}:{values['PORT'] or 5432}/{values['NAME']}"
    )


def start_worker(log, processes=1):
    """A worker in a process group of its own, so that it can be killed whole."""
    environment = os.environ | {
        "DATABASE_URL": database_address(),
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "MEDIA_ROOT": default_storage.location,
    }
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-P", "prefork"]
    with Path(log).open("ab") as output:
        return subprocess.Popen(
            [*command, "-c", str(processes), "-l", "WARNING"],
            cwd=Path(settings.BASE_DIR),
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def kill_worker(process):
    """End the worker and its children without warning."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def stop_worker(process):
    """Ask the worker to end, and see that it does."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        kill_worker(process)


def wait_until(condition, seconds=120.0, every=0.2):
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(every)
    return False
