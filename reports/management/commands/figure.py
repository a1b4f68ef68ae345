"""Says one figure as of a day, with its definition and the rows behind it."""

import argparse
import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.figures import FIGURES, MODES, ROLLING, Reading


def day(text: str) -> date:
    """A day as the command line gives it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2026-11-24") from None


class Command(BaseCommand):
    """One figure of the registry: value, definition, ids of its rows."""

    help = "Says a figure as of a day; --list names all of them."

    def add_arguments(self, parser):
        parser.add_argument("figure", nargs="?", default="")
        parser.add_argument("--as-of", type=day, default=None)
        parser.add_argument("--mode", choices=MODES, default=ROLLING)
        parser.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--list", action="store_true")

    def handle(self, *args, **options):
        if options["list"]:
            for figure in FIGURES.values():
                self.stdout.write(f"{figure.id}\t{figure.name.zh}\t{figure.name.en}")
            return
        figure = FIGURES.get(options["figure"])
        if figure is None:
            raise CommandError(f"There is no figure {options['figure']!r}; --list names all of them.")
        try:
            filters = dict(pair.split("=", 1) for pair in options["filter"])
        except ValueError:
            raise CommandError("A filter reads NAME=VALUE.") from None
        reading = figure.read(options["as_of"] or timezone.localdate(), filters=filters, mode=options["mode"])
        try:
            answer = described(reading)
        except (LookupError, ValueError) as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write(
                f"{figure.id} {figure.name.zh} / {figure.name.en}: {answer['value']} {figure.unit.zh}"
            )


def described(reading: Reading) -> dict[str, Any]:
    """The figure as machines read it."""
    figure, value = reading.figure, reading.value
    return {
        "figure": figure.id,
        "name": {"zh": figure.name.zh, "en": figure.name.en},
        "definition": {"zh": figure.definition.zh, "en": figure.definition.en},
        "definition_version": figure.version,
        "unit": {"zh": figure.unit.zh, "en": figure.unit.en},
        "as_of": reading.window.as_of.isoformat(),
        "start": reading.window.start.isoformat(),
        "end": reading.window.end.isoformat(),
        "value": int(value) if value == value.to_integral_value() else float(value),
        "measured_by": figure.weight or "rows",
        "ids": [pk if isinstance(pk, int) else str(pk) for pk in reading.ids()],
    }
