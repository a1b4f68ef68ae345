"""Loads what every installation needs to know."""

from django.core.management.base import BaseCommand

from certificates.actions.reference import load_reference as load_certificates
from core.reference import load_reference as load_foundation
from training.actions.reference import load_reference as load_training
from visitors.actions.reference import load_reference as load_visitors


class Command(BaseCommand):
    """Countries and regions, the calendar, blocked terms, filing rules, types and templates of certificates."""

    help = "Loads the reference rows of every app; safe to repeat, what the office has changed stays."

    def handle(self, *args, **options):
        for load in (load_foundation, load_training, load_certificates, load_visitors):
            for what, count in (load() or {}).items():
                if count:
                    self.stdout.write(f"{what}: {count} added")
