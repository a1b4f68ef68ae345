"""Undoes an import of institutions: the register becomes what it was before."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from core.flow import FlowError
from partnerships.actions.imports import undo_import
from partnerships.models import ImportBatch


class Command(BaseCommand):
    """Takes back everything one batch brought into the register, or nothing."""

    help = "Undoes the import with this number; exits 1 when others have built on it since."

    def add_arguments(self, parser):
        parser.add_argument("batch", type=int, metavar="BATCH", help="the number import_institutions printed")

    def handle(self, *args, **options):
        batch = ImportBatch.objects.filter(pk=options["batch"]).first()
        if batch is None:
            raise CommandError(f"There is no import {options['batch']}.")
        with translation.override("en"):
            try:
                undo_import(batch, by=None)
            except (ValidationError, FlowError) as refused:
                raise CommandError(" ".join(getattr(refused, "messages", [str(refused)]))) from refused
        self.stdout.write(f"Import {batch.pk} is undone.")
