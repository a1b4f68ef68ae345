"""Runs the whole portal on one machine: database, demonstration data, web server, worker and clock."""

import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from launch import demo
from launch.assets import ensure_secrets


class Command(BaseCommand):
    """The embedded default, without any other server."""

    help = "Brings database, demonstration data and static files up to date, then runs the portal."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--prepare", action="store_true", help="only prepare, run nothing")

    def handle(self, *args, **options):
        began = time.monotonic()
        self.prepare()
        if not options["prepare"]:
            with demo.only_one():
                demo.check_port(demo.port())
                raise SystemExit(demo.serve(ensure_secrets(), began=began))

    def prepare(self):
        self.say("Bringing the database up to date")
        call_command("migrate", interactive=False, verbosity=0)
        self.load_demonstration()
        self.say("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)

    def load_demonstration(self):
        """Into an empty database, or on from where an interrupted start stopped; never into somebody's own."""
        finished = settings.VAR_DIR / "stamps" / "demonstration"
        people = get_user_model().objects
        if finished.exists() and people.exists():
            return
        if people.exists() and not people.filter(email__endswith="@demo.example").exists():
            return
        self.say("Loading demonstration data")
        call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        finished.parent.mkdir(parents=True, exist_ok=True)
        finished.touch()

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()
