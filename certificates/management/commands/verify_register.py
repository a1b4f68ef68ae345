"""Checks the register: numbers, check characters, files and fingerprints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count, Max

from certificates.actions import certificate_number
from certificates.models import Certificate
from core.models import Counter


def wrong_sequences() -> Iterator[str]:
    """CT-01, CT-03: in each type and year the numbers run from 1 to the counter without a gap."""
    counters = {
        (row.kind.removeprefix("certificate."), row.year): row.last_number
        for row in Counter.objects.filter(kind__startswith="certificate.")
    }
    groups = (
        Certificate.objects.numbered()
        .values("certificate_type__code", "year")
        .annotate(rows=Count("pk"), last=Max("sequence"))
        .order_by("certificate_type__code", "year")
    )
    seen = set()
    for group in groups:
        key = (group["certificate_type__code"], group["year"])
        seen.add(key)
        name = f"{key[0]} {key[1]}"
        if group["rows"] != group["last"]:
            yield f"{name}: {group['rows']} rows but the last number is {group['last']} (gap or repetition)"
        if counters.get(key) != group["last"]:
            yield f"{name}: the counter stands at {counters.get(key)} but the last number is {group['last']}"
    for key, last in counters.items():
        if last and key not in seen:
            yield f"{key[0]} {key[1]}: the counter stands at {last} but the register is empty"


def wrong_rows() -> Iterator[str]:
    """Check characters, files and fingerprints, row by row."""
    for row in Certificate.objects.numbered().select_related("certificate_type").order_by("pk").iterator(500):
        expected = certificate_number(row.certificate_type.code, row.year, row.sequence)
        # Another university's code in old numbers is no fault: only what follows is computed.
        if row.number.partition("-")[2] != expected.partition("-")[2]:
            yield f"{row.number}: the number should end in {expected.partition('-')[2]}"
        if row.status in Certificate.PUBLIC_STATUSES or row.sha256:
            yield from wrong_file(row)


def wrong_file(row: Certificate) -> Iterator[str]:
    """Whether the stored PDF is there and still what it was."""
    if not row.sha256 or not row.pdf:
        yield f"{row.number}: issued without a stored PDF"
    elif not row.pdf.storage.exists(row.pdf.name):
        yield f"{row.number}: the file {row.pdf.name} is missing"
    else:
        with row.pdf.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != row.sha256:
                yield f"{row.number}: the file differs from its fingerprint"


class Command(BaseCommand):
    """Prints what is wrong with the register and exits 1; prints the count and exits 0 when all is well."""

    help = "Check that certificate numbers are continuous and that every stored PDF is unchanged."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = 0
        for problem in (*wrong_sequences(), *wrong_rows()):
            problems += 1
            self.stderr.write(problem)
        if problems:
            self.stderr.write(f"{problems} problems found.")
            raise SystemExit(1)
        self.stdout.write(f"{Certificate.objects.numbered().count()} certificates, all in order.")
