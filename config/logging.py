"""Logs are JSON, one event a line, without personal data and without lines a visitor could forge."""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# Long digit runs are numbers of people; an address at a host is e-mail; neither belongs in a log.
NUMBER = re.compile(r"(?<![\w-])\d(?:[ -]?\d){10,}[\dXx]?(?![\w-])")
EMAIL = re.compile(r"[^\s@<>\"'=,;:]+@[^\s@<>\"',;]+\.\w+")
# The query of an address may hold names; the path does not.
QUERY = re.compile(r"(?<=/)([^\s?\"']*)\?[^\s\"']+")
PERSONAL_KEYS = {"name", "email", "phone", "number", "id_number", "passport", "password", "address", "holder"}


def redact(text: str) -> str:
    """Blank numbers of people, e-mail addresses and the queries of addresses."""
    return QUERY.sub(r"\1?…", EMAIL.sub("[e-mail]", NUMBER.sub("[number]", text)))


def without_personal_data(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Blank what a key or a shape shows to be about a person."""
    for key, value in event.items():
        if key in PERSONAL_KEYS:
            event[key] = "[hidden]"
        elif isinstance(value, str) and key not in {"timestamp", "level", "logger", "task_id", "incident"}:
            event[key] = redact(value)
    return event


def without_request(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Django hangs the whole request on its records; JSON neither can nor should say it."""
    event.pop("request", None)
    return event


BEFORE: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def logging_settings(*, level: str = "INFO") -> dict[str, Any]:
    """The LOGGING setting; a JSON string cannot contain a line break, so no line can be forged."""
    structlog.configure(
        processors=[*BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*BEFORE, structlog.stdlib.ExtraAdder()],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    without_request,
                    structlog.processors.format_exc_info,
                    without_personal_data,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Its own handlers would write each line twice, once with personal data.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            # One SQL statement may hold any personal number: never below WARNING.
            "django.db.backends": {"level": "WARNING"},
            "weasyprint": {"level": "WARNING"},
            "pikepdf": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
        },
    }
