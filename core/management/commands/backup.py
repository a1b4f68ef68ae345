"""Writes the database and the private files into one archive."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.backup import BackupError, back_up


class Command(BaseCommand):
    """A backup while the portal runs."""

    help = "Writes database and private files into one archive. Keep the keys (FIELD_KEYS, LOOKUP_KEY) elsewhere."

    def add_arguments(self, parser):
        parser.add_argument("archive", nargs="?", type=Path, help="default: var/backups/portal-<time>.tar")

    def handle(self, *args, **options):
        target = options["archive"]
        if target is None:
            target = settings.VAR_DIR / "backups" / f"portal-{timezone.localtime():%Y%m%d-%H%M%S}.tar"
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            manifest = back_up(target.absolute())
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{target}: database and {len(manifest['sha256']) - 1} files")
