"""An unsafe installation does not start, and says every reason."""

import os
import secrets
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.safety import check_start


@pytest.fixture
def good():
    return {
        "PORTAL_MODE": "production",
        "DEBUG": False,
        "SECRET_KEY": secrets.token_urlsafe(60),
        "LOOKUP_KEY": secrets.token_urlsafe(60),
        "FIELD_KEYS": [Fernet.generate_key().decode()],
        "ALLOWED_HOSTS": ["portal.university.cn", "127.0.0.1"],
        "SITE_URL": "https://portal.university.cn",
        "CELERY_BROKER_URL": "redis://redis:6379/0",
        "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    }


def refusal(values):
    with pytest.raises(ImproperlyConfigured) as caught:
        check_start(values)
    return str(caught.value)


def test_a_safe_installation_starts(good):
    assert check_start(good) is None


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is missing."),
        ("SECRET_KEY", "short", "SECRET_KEY is too weak"),
        ("SECRET_KEY", "a" * 80, "SECRET_KEY is too weak"),
        ("SECRET_KEY", "please-change-me-" + "x1y2z3w4" * 8, "SECRET_KEY is a placeholder."),
        ("LOOKUP_KEY", "", "LOOKUP_KEY is missing."),
        ("FIELD_KEYS", [], "FIELD_KEYS is missing"),
        ("FIELD_KEYS", ["no-key"], "FIELD_KEYS holds something that is not a Fernet key"),
        ("DEBUG", True, "DEBUG must be off"),
        ("ALLOWED_HOSTS", ["127.0.0.1"], "ALLOWED_HOSTS must name"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS must name"),
        ("SITE_URL", "http://portal.university.cn", "SITE_URL must begin with https://"),
        ("CELERY_BROKER_URL", "embedded://localhost", "the embedded queue is for one machine only"),
        (
            "DATABASES",
            {"default": {"ENGINE": "django.db.backends.sqlite3"}},
            "must name a PostgreSQL database",
        ),
        ("PORTAL_MODE", "prod", "PORTAL_MODE is 'prod'"),
    ],
)
def test_an_unsafe_installation_is_refused(good, name, value, reason):
    assert reason in refusal(good | {name: value})


def test_every_reason_is_told_at_once(good):
    told = refusal(good | {"SECRET_KEY": "", "DEBUG": True, "FIELD_KEYS": []})

    assert [name in told for name in ("SECRET_KEY", "DEBUG", "FIELD_KEYS")] == [True, True, True]


def test_a_secret_is_never_repeated_in_the_message(good):
    assert "weak-one" not in refusal(good | {"SECRET_KEY": "weak-one"})


def test_a_demonstration_may_use_the_embedded_queue_but_wants_secrets(good):
    demo = good | {
        "PORTAL_MODE": "demo",
        "CELERY_BROKER_URL": "embedded://localhost",
        "SITE_URL": "http://127.0.0.1",
    }

    assert check_start(demo) is None
    assert "Run ./portal setup" in refusal(demo | {"SECRET_KEY": ""})


def test_an_unsafe_start_says_its_reasons_and_nothing_of_the_code():
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    unsafe = {"PORTAL_MODE": "production", "ALLOWED_HOSTS": "portal.university.cn", "SECRET_KEY": "short"}

    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=environment | unsafe | {"LOOKUP_KEY": "", "FIELD_KEYS": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "SECRET_KEY is too weak" in done.stderr
    assert "LOOKUP_KEY is missing." in done.stderr
    assert "Traceback" not in done.stderr
