"""Writing, approving and publishing the office's profile."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from notifications.actions import notify
from reports.documents.profile import (
    LANGUAGES,
    WORD_CHIPS,
    Speaker,
    check_texts,
    chips_of,
    draft_texts,
    fingerprint,
    spoken,
)
from reports.flow import STATEMENT_FLOW
from reports.models import ProfileStatement, StatSnapshot


@transaction.atomic
def draft_statement(*, as_of: date, by: Any) -> ProfileStatement:
    """A new statement from the figures of the day, to be edited around its chips."""
    if by is not None and not by.has_perm("reports.add_profilestatement"):
        raise PermissionDenied
    texts = draft_texts(Speaker(as_of))
    if not texts["zh"]:
        raise ValidationError(
            _("Every figure of the profile is nought on that day: there is nothing to say.")
        )
    return ProfileStatement.objects.create(as_of=as_of, text_zh=texts["zh"], text_en=texts["en"], author=by)


@transaction.atomic
def submit_profilestatement(
    statement: ProfileStatement, *, by: Any, note: str = "", version: int | None = None
) -> None:
    """Give the statement to the director; a chip that has nothing to say must be taken out before (ST-06)."""
    check_texts(statement.text_zh, statement.text_en)
    _refuse_silent_chips(statement)
    STATEMENT_FLOW.move(statement, "submit", by=by, note=note, version=version)
    notify(User.objects.holding(Role.DIRECTOR), "reports.statement_submitted", about=statement)


def _refuse_silent_chips(statement: ProfileStatement) -> None:
    speaker = Speaker(statement.as_of)
    used = chips_of(statement.text_zh) | chips_of(statement.text_en)
    silent = sorted(chip for chip in used if not speaker.say(chip, "zh"))
    if silent:
        raise ValidationError(
            _("Nought on that day, so its clause has to go: %(chips)s.") % {"chips": ", ".join(silent)}
        )


@transaction.atomic
def return_profilestatement(
    statement: ProfileStatement, *, by: Any, note: str = "", version: int | None = None
) -> None:
    """Ask the author for changes."""
    STATEMENT_FLOW.move(statement, "return", by=by, note=note, version=version)
    notify([statement.author], "reports.statement_returned", about=statement, note=note)


@transaction.atomic
def withdraw_profilestatement(
    statement: ProfileStatement, *, by: Any, note: str = "", version: int | None = None
) -> None:
    """Take the statement back for good."""
    STATEMENT_FLOW.move(statement, "withdraw", by=by, note=note, version=version)


@transaction.atomic
def approve_profilestatement(
    statement: ProfileStatement, *, by: Any, note: str = "", version: int | None = None
) -> None:
    """Freeze every figure the statement says, with its definition and the fingerprint of its rows (ST-05)."""
    _refuse_silent_chips(statement)
    frozen = _freeze(statement, by)
    STATEMENT_FLOW.move(
        statement, "approve", by=by, note=note, version=version, snapshot_sha256=frozen["sha256"]
    )
    for name, value in frozen.items():
        setattr(statement, name, value)
    statement.approved_by, statement.approved_at = by, timezone.now()
    statement.save(update_fields=[*frozen, "approved_by", "approved_at"])
    notify([statement.author], "reports.statement_approved", about=statement)


def _freeze(statement: ProfileStatement, by: Any) -> dict[str, Any]:
    speaker = Speaker(statement.as_of)
    chips = sorted(chips_of(statement.text_zh) | chips_of(statement.text_en))
    for chip in chips:
        if chip not in WORD_CHIPS:
            _freeze_figure(statement, speaker.reading(chip), by)
    words = {language: {chip: speaker.say(chip, language) for chip in chips} for language in LANGUAGES}
    zh, en = (spoken(statement.text(language), speaker, language) for language in LANGUAGES)
    return {"frozen_words": words, "sha256": fingerprint(zh, en)}


def _freeze_figure(statement: ProfileStatement, reading: Any, by: Any) -> None:
    figure, window = reading.figure, reading.window
    digest, count = hashlib.sha256(), 0
    for count, pk in enumerate(reading.ids(), start=1):  # noqa: B007 - how many there were
        digest.update(f"{pk},".encode())
    StatSnapshot.objects.create(
        statement=statement,
        figure_id=figure.id,
        as_of=window.as_of,
        start_on=window.start,
        end_on=window.end,
        filters=reading.filters,
        value=reading.value,
        row_count=count,
        rows_sha256=digest.hexdigest(),
        definition_version=figure.version,
        definition_zh=figure.definition.zh,
        definition_en=figure.definition.en,
        step=figure.step,
        approved_by=by,
    )


@transaction.atomic
def publish_profilestatement(
    statement: ProfileStatement, *, by: Any, note: str = "", version: int | None = None
) -> None:
    """Put the statement on the public home page in place of the one before."""
    earlier = ProfileStatement.objects.filter(status=ProfileStatement.Status.PUBLISHED)
    for other in earlier.exclude(pk=statement.pk):
        STATEMENT_FLOW.move(other, "supersede", by=None)
    STATEMENT_FLOW.move(statement, "publish", by=by, note=note, version=version)
    statement.published_at = timezone.now()
    statement.save(update_fields=["published_at"])
    notify([statement.author], "reports.statement_published", about=statement)
