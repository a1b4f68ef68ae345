"""The rows training starts with: blocked terms and reserved titles; officers keep them afterwards."""

from __future__ import annotations

import csv
from pathlib import Path

from django.conf import settings
from django.db import transaction

from core.terms import starter_rows
from training.models import BlockedTerm, ReservedTitle, Rule


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Add what is missing; a row that an officer changed or switched off stays as it is."""
    return {"blocked terms": _load_terms(), "reserved titles": _load_titles(), "rules": _load_rules()}


def _load_rules() -> int:
    """Rules that no row speaks of yet; what the office changed stays as the office has it."""
    source = Path(settings.BASE_DIR) / "data" / "rules" / "rules.csv"
    with source.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    known = set(Rule.objects.values_list("code", "grade"))
    missing = [
        Rule(**row | {"is_fixed": row["is_fixed"] == "1", "status": Rule.Status.ADOPTED})
        for row in rows
        if (row["code"], row["grade"]) not in known
    ]
    Rule.objects.bulk_create(missing)
    return len(missing)


def _load_terms() -> int:
    known = {
        (row.pattern, row.mode, row.rule, tuple(sorted(row.scopes))) for row in BlockedTerm.objects.all()
    }
    missing = [
        BlockedTerm(
            pattern=row["pattern"],
            mode=row["mode"],
            scopes=row["scopes"].split("|"),
            severity=row["severity"],
            rule=row["rule"],
            suggestion_zh=row["suggestion_zh"],
            suggestion_en=row["suggestion_en"],
            legal_basis_zh=row["legal_basis_zh"],
            legal_basis_en=row["legal_basis_en"],
        )
        for row in starter_rows()
        if (row["pattern"], row["mode"], row["rule"], tuple(sorted(row["scopes"].split("|")))) not in known
    ]
    BlockedTerm.objects.bulk_create(missing)
    return len(missing)


def _load_titles() -> int:
    source = Path(settings.BASE_DIR) / "data" / "terms" / "reserved_titles.csv"
    with source.open(encoding="utf-8", newline="") as lines:
        names = [row["name"].strip() for row in csv.DictReader(lines)]
    known = set(ReservedTitle.objects.values_list("name", flat=True))
    missing = [ReservedTitle(name=name) for name in dict.fromkeys(names) if name not in known]
    ReservedTitle.objects.bulk_create(missing)
    return len(missing)
