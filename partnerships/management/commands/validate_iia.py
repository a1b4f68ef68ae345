"""Checks a file of inter-institutional agreements (Erasmus Without Paper, version 7) without the network."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from partnerships.iia import Iia, fingerprint, schema_errors_of
from partnerships.iia.document import NS, root_of


class Command(BaseCommand):
    """Says whether the official schema accepts the file and whether its fingerprints hold."""

    help = "Checks an IIA file against the official schema, and its fingerprints; exits 1 when either fails."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="an IIA get-response, version 7")

    def handle(self, *args, **options):
        with translation.override("en"):
            self.check_file(options["file"])

    def check_file(self, path):
        """The verdicts on standard output, what is wrong on standard error."""
        try:
            root = root_of(path.read_bytes())
        except OSError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        errors = schema_errors_of(root)
        for error in errors:
            self.stderr.write(error)
        self.stdout.write("schema: invalid" if errors else "schema: valid")
        wrong = 0
        for element in root.findall(f"{{{NS}}}iia"):
            iia = Iia(element)
            if not iia.hash:
                self.stdout.write(f"fingerprint of {iia.text('partner/iia-id') or '?'}: none")
                continue
            reckoned = fingerprint(iia)
            holds = reckoned == iia.hash.lower()
            wrong += not holds
            self.stdout.write(
                f"fingerprint of {iia.text('partner/iia-id') or '?'}: {'holds' if holds else 'does not hold'}"
            )
            if not holds:
                self.stderr.write(f"{iia.hash} stands there, {reckoned} is right")
        if errors or wrong:
            raise CommandError("The file is not in order.")
