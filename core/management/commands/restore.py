"""Puts a backup back."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.backup import BackupError, put_back


class Command(BaseCommand):
    """The way back from a backup; stop the portal first."""

    help = "Checks an archive made by `backup`, then puts its database and private files in place."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path)
        parser.add_argument("--replace", action="store_true", help="replace the data that is here now")

    def handle(self, *args, **options):
        try:
            manifest = put_back(options["archive"].absolute(), replace=options["replace"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored the backup of {manifest['made_at']}: {len(manifest['sha256']) - 1} files"
        )
        self.stdout.write("Now run: manage.py migrate; manage.py verify_audit; manage.py verify_register")
