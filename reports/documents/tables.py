"""What stands beside figures and tables in every file: what they mean, as of when, made by whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from reports.figures import Reading


def figure_definitions(reading: Reading) -> Iterable[tuple[Any, Any]]:
    """The first sheet of a figure's workbook."""
    figure, window = reading.figure, reading.window
    yield _("Figure"), f"{figure.id} {figure.name}"
    yield _("Value"), f"{reading.value:f} {figure.unit}"
    yield _("Definition"), str(figure.definition)
    yield _("Counted once"), str(figure.dedup)
    yield _("Window"), f"{window.start:%Y-%m-%d} – {window.end:%Y-%m-%d}"
    yield _("As of"), f"{window.as_of:%Y-%m-%d}"
    yield _("Version of the definition"), figure.version
    for cell in figure.cells:
        yield str(cell.label), ""
