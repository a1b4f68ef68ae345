"""Imports a roster from the command line, by the same reader as the page."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.flow import remember
from training.actions.roster import write_entries
from training.actions.roster_reading import Reader
from training.models import RosterImport, TrainingClass


class Command(BaseCommand):
    """Puts everybody in the file on the roster of a class, or nobody."""

    help = "Imports a roster into a class: all of it, or nothing; exits 1 when there are problems."

    def add_arguments(self, parser):
        parser.add_argument("training_class", type=int, metavar="CLASS", help="the id of the class")
        parser.add_argument("file", type=Path, metavar="FILE", help="an .xlsx or .csv file")
        parser.add_argument("--dry-run", action="store_true", help="only check, write nothing")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")
        parser.add_argument("--duplicates", choices=RosterImport.Duplicates.values, default="stop")

    def handle(self, *args, **options):
        training_class = TrainingClass.objects.filter(pk=options["training_class"]).first()
        if training_class is None:
            raise CommandError(f"There is no class {options['training_class']}.")
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from error
        with transaction.atomic():
            findings = self.take_in(training_class, content, options)
        if options["json"]:
            self.stdout.write(json.dumps(findings, ensure_ascii=False, indent=2, default=str))
        self.report(findings)

    def take_in(self, training_class, content, options):
        """The findings; with everything written unless it is a dry run or there are problems."""
        locked = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
        try:
            reading = Reader(locked, options["duplicates"]).read(content, options["file"].name)
        except ValidationError as error:
            return {"refused": error.messages, "problems": []}
        findings = reading.as_findings()
        if not options["dry_run"] and not reading.problems:
            if not locked.takes_trainees:
                return findings | {"refused": ["The class takes no trainees now."]}
            counts = write_entries(locked, reading.entries)
            remember(locked, "import", by=None, payload=counts)
            findings |= counts
        return findings

    def report(self, findings):
        """Problems go to standard error, and the exit status says so."""
        for message in findings.get("refused", []):
            self.stderr.write(message)
        for problem in findings["problems"]:
            self.stderr.write(
                f"{problem['column_letter']}{problem['row']} {problem['column']}: {problem['message']}"
            )
        if findings.get("refused") or findings["problems"]:
            raise CommandError("Nothing was taken over.")
        self.stderr.write(
            f"{findings['rows']} rows, {findings['new']} new, {findings['known']} already on the roster"
        )
