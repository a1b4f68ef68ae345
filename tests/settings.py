"""The portal's settings, made quick and independent of the machine for tests."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "PORTAL_TEST_DIR" not in os.environ:
    os.environ["PORTAL_TEST_DIR"] = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, os.environ["PORTAL_TEST_DIR"], ignore_errors=True)

# Tests may run in several processes at once (pytest -n 2): each has its own files, database and queue.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
SCRATCH = Path(os.environ["PORTAL_TEST_DIR"]) / WORKER
SCRATCH.mkdir(parents=True, exist_ok=True)
for name in ("MEDIA_ROOT", "BROKER_DIR"):
    everybodys = str(SCRATCH.parent / "main" / name.lower())
    if os.environ.get(name, everybodys) == everybodys:
        os.environ[name] = str(SCRATCH / name.lower())
if WORKER != "main" and os.environ.get("CELERY_BROKER_URL", "").endswith("/0"):
    os.environ["CELERY_BROKER_URL"] = f"{os.environ['CELERY_BROKER_URL'][:-1]}{int(WORKER[2:]) + 1}"

# Set before the real settings read them; a worker a test starts inherits them.
os.environ.update(
    PORTAL_MODE="test",
    DEBUG="false",
    SECRET_KEY="only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz",  # noqa: S106
    LOOKUP_KEY="only-for-tests-9876543210-zyxwvutsrqponmlkjihgfedcba",
    FIELD_KEYS="b25seS1mb3ItdGVzdHMtMDEyMzQ1Njc4OS1hYmNkZWY=",
    DJANGO_SETTINGS_MODULE="tests.settings",
)
os.environ.setdefault("LOG_LEVEL", "WARNING")

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file of this run, so that two runs never meet.
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
