"""Loads the demonstration."""

import importlib
import importlib.util

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from reports.demo import people

# In this order: each builds on those before it.
STORIES = [
    "reports.demo.partnerships",
    "reports.demo.training",
    "reports.demo.certificates",
    "reports.demo.training_life",
    "reports.demo.training_years",
    "reports.demo.visitors",
    "reports.demo.visitor_people",
    "reports.demo.programmes",
    "reports.demo.public",
]


class Command(BaseCommand):
    """Invented people and records, made through the portal's own actions."""

    help = "Loads demonstration people and records; safe to repeat, refused in production."

    def handle(self, *args, **options):
        if settings.IN_PRODUCTION:
            raise CommandError("A production portal takes no demonstration data.")
        call_command("load_reference", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(f"people: {people.load()} added")
        for story in STORIES:
            if importlib.util.find_spec(story):
                importlib.import_module(story).load()
                self.stdout.write(f"{story.rpartition('.')[2]}: loaded")
