"""Imports a list of institutions from the command line, by the same reader as the pages."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from core.flow import FlowError
from partnerships.actions.import_command import findings_as_json, import_file
from partnerships.models import ImportBatch
from partnerships.reading import COLUMNS


class Command(BaseCommand):
    """Reads the file, matches each row with the register, and takes everything over as one batch."""

    help = (
        "Imports institutions from an .xlsx, .csv or .json file: all of it, or nothing; prints the batch id."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="an .xlsx, .csv or .json file")
        parser.add_argument("--dry-run", action="store_true", help="only read and match, write nothing")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")
        parser.add_argument(
            "--duplicates",
            choices=ImportBatch.Duplicates.values,
            default="stop",
            help="an institution that stands in the file twice",
        )
        parser.add_argument(
            "--doubtful",
            choices=["leave", "create", "match"],
            default="leave",
            help="rows that may or may not be a known institution",
        )
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="HEADING=COLUMN",
            help=f"what a heading means: {', '.join(COLUMNS)}",
        )
        parser.add_argument("--language", default="en", help="language of the messages")

    def handle(self, *args, **options):
        with translation.override(options["language"]):
            self.work(options)

    def work(self, options):
        """Read, tell, and unless it is a dry run take over."""
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from error
        assigned = self.assigned(options["column"])
        name = options["file"].name
        try:
            findings = findings_as_json(content, name, assigned=assigned, duplicates=options["duplicates"])
        except ValidationError as error:
            if options["json"]:
                self.stdout.write(json.dumps({"file": name, "refused": error.messages}, ensure_ascii=False))
            raise CommandError(" ".join(error.messages)) from error
        batch = None
        if not options["dry_run"] and not findings["problems"]:
            try:
                batch = import_file(
                    content,
                    name,
                    assigned=assigned,
                    duplicates=options["duplicates"],
                    doubtful=options["doubtful"],
                )
            except (ValidationError, FlowError) as refused:
                raise CommandError(" ".join(getattr(refused, "messages", [str(refused)]))) from refused
            findings |= {"batch": batch.pk, "counts": findings["counts"] | batch.counts_of_rows}
        self.report(findings, options, batch)

    def assigned(self, pairs):
        """The headings somebody explained."""
        assigned = {}
        for pair in pairs:
            heading, _sign, key = pair.rpartition("=")
            if key and key not in COLUMNS:
                raise CommandError(f"{key} is no column; there are {', '.join(COLUMNS)}.")
            assigned[heading] = key
        return assigned

    def report(self, findings, options, batch):
        """The findings or the batch on standard output, the rest on standard error."""
        if options["json"]:
            self.stdout.write(json.dumps(findings, ensure_ascii=False, indent=1, default=str))
        elif batch:
            self.stdout.write(str(batch.pk))
        for problem in findings["problems"]:
            self.stderr.write(
                f"{problem['column_letter']}{problem['row']} {problem['column']}: {problem['message']}"
            )
        counts = findings["counts"]
        self.stderr.write(
            f"{counts['rows']} rows: {counts['create']} new, {counts['update']} known, {counts['open']} to decide, "
            f"{counts['skip']} left out, {counts['problems']} problems"
        )
        if findings["problems"]:
            raise CommandError("Nothing was taken over." if not options["dry_run"] else "There are problems.")
