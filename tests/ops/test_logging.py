"""Logs are JSON lines without personal data."""

import io
import json
import logging
import logging.config

import pytest
import structlog

from config.logging import logging_settings, redact


@pytest.fixture
def log():
    """Run the portal's logging into a string, and put things back."""
    root = logging.getLogger()
    before = list(root.handlers), root.level
    written = io.StringIO()
    logging.config.dictConfig(logging_settings())
    logging.getLogger().handlers[0].setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:], root.level = before
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("ID 110101199003074233 refused", "ID [number] refused"),
        ("ID 11010119900307423X", "ID [number]"),
        ("phone 138 0013 8000", "phone [number]"),
        ("mail to zhang.wei@example.edu failed", "mail to [e-mail] failed"),
        ("Not Found: /verify/?name=张伟&number=1", "Not Found: /verify/?…"),
        ("batch 42 of 2026 done", "batch 42 of 2026 done"),
        ("task 43e5b411-9fbe-4622-ab73-f166e956ccbd", "task 43e5b411-9fbe-4622-ab73-f166e956ccbd"),
    ],
)
def test_redact(said, written):
    assert redact(said) == written


def test_a_forged_line_stays_inside_its_own(log):
    logging.getLogger("django.request").warning('Not Found: /x\n{"event": "granted", "level": "info"}')

    assert [line["level"] for line in log()] == ["warning"]


def test_values_under_personal_names_are_hidden(log):
    structlog.get_logger("portal").warning("row_refused", name="张伟", row=3)

    line = log()[0]
    assert (line["event"], line["name"], line["row"]) == ("row_refused", "[hidden]", 3)


def test_a_traceback_is_redacted_too(log):
    try:
        raise ValueError("110101199003074233")
    except ValueError:
        logging.getLogger("portal").exception("failed")

    line = log()[0]
    assert "110101199003074233" not in line["exception"]
    assert "ValueError: [number]" in line["exception"]
