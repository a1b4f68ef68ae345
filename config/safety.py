"""Refuses to start an unsafe installation, and says what to change."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

MODES = ("production", "demo", "test")
SHORTEST_SECRET = 50
FEWEST_DIFFERENT = 10
GIVEAWAYS = ("django-insecure", "change", "example", "secret", "password", "replace")


def weakness(value: str) -> str:
    """Why a secret is too weak, or nothing."""
    if not value:
        return "is missing"
    if any(word in value.lower() for word in GIVEAWAYS):
        return "is a placeholder"
    if len(value) < SHORTEST_SECRET or len(set(value)) < FEWEST_DIFFERENT:
        return f"is too weak: at least {SHORTEST_SECRET} random characters"
    return ""


def is_fernet_key(value: str) -> bool:
    """Whether the text is a key the cipher takes."""
    try:
        Fernet(value)
    except ValueError:
        return False
    return True


def problems_of_secrets(values: dict[str, Any]) -> list[str]:
    """What is missing or weak among the secrets."""
    found = [
        f"{name} {weak}."
        for name in ("SECRET_KEY", "LOOKUP_KEY")
        if (weak := weakness(str(values.get(name, ""))))
    ]
    keys = values.get("FIELD_KEYS") or []
    if not keys:
        found.append(
            "FIELD_KEYS is missing: one Fernet key, or several separated by commas, the newest first."
        )
    elif not all(is_fernet_key(key) for key in keys):
        found.append(
            "FIELD_KEYS holds something that is not a Fernet key (32 random bytes in URL-safe base64)."
        )
    if values.get("SECRET_KEY") and values.get("SECRET_KEY") == values.get("LOOKUP_KEY"):
        found.append("SECRET_KEY and LOOKUP_KEY must differ.")
    return found


def problems_of_production(values: dict[str, Any]) -> list[str]:
    """What production must not do."""
    found = []
    if values.get("DEBUG"):
        found.append("DEBUG must be off: it shows source code and settings to visitors.")
    hosts = set(values.get("ALLOWED_HOSTS") or []) - {"localhost", "127.0.0.1", "[::1]"}
    if not hosts or "*" in hosts:
        found.append("ALLOWED_HOSTS must name the addresses of the portal.")
    if not str(values.get("SITE_URL", "")).startswith("https://"):
        found.append("SITE_URL must begin with https://; it is printed in QR codes and e-mail.")
    if str(values.get("CELERY_BROKER_URL", "")).startswith("embedded:"):
        found.append("CELERY_BROKER_URL or REDIS_URL is missing: the embedded queue is for one machine only.")
    if values["DATABASES"]["default"]["ENGINE"].endswith("sqlite3"):
        found.append("DATABASE_URL must name a PostgreSQL database.")
    return found


def check_start(values: dict[str, Any]) -> None:
    """Stop here, with every reason at once, rather than run unsafe."""
    mode = values.get("PORTAL_MODE")
    if mode not in MODES:
        raise ImproperlyConfigured(f"PORTAL_MODE is {mode!r}; it must be one of {', '.join(MODES)}.")
    found = problems_of_secrets(values)
    if mode == "production":
        found += problems_of_production(values)
    if found:
        hint = (
            "Set them in the environment or in .env (see .env.example)."
            if mode == "production"
            else "Run ./portal setup once: it makes the secrets of this machine."
        )
        raise ImproperlyConfigured("The portal does not start:\n  - " + "\n  - ".join(found) + f"\n{hint}")
