"""Reads a text as the portal reads titles and brochures, and says which wordings it finds."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from core.terms import PUBLICITY, SCOPES, find_terms
from training.models import BlockedTerm


class Command(BaseCommand):
    """Checks a file, or what is typed, against the terms in force."""

    help = "Finds blocked and delicate wordings in a text; exits with 1 when something is not allowed."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="a text file in UTF-8; standard input if left out")
        parser.add_argument("--scope", choices=SCOPES, default=PUBLICITY)

    def handle(self, *args, **options):
        text = Path(options["file"]).read_text(encoding="utf-8") if options["file"] else sys.stdin.read()
        hits = find_terms(text, BlockedTerm.objects.as_terms(), scope=options["scope"])
        for hit in hits:
            line = text.count("\n", 0, hit.start) + 1
            self.stdout.write(
                f"{line}: {hit.severity} {hit.rule} {hit.matched} · {hit.suggestion} · {hit.legal_basis}"
            )
        if any(hit.severity == "block" for hit in hits):
            raise SystemExit(1)
