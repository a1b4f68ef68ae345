"""Checks the seals of the audit log."""

from django.core.management.base import BaseCommand, CommandError

from core.audit import broken_seals
from core.models import AuditSeal


class Command(BaseCommand):
    """Says what was changed in the sealed log, and exits 1 if anything was."""

    help = "Checks the seals of the audit log; prints what is wrong and exits 1."

    def handle(self, *args, **options):
        problems = list(broken_seals())
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} problem(s) in the audit log")
        self.stdout.write(f"{AuditSeal.objects.count()} seals hold")
