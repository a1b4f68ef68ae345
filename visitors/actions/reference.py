"""The filing rules every installation starts with."""

from __future__ import annotations

import json

from django.conf import settings
from django.db import transaction

from visitors.models import FilingRule


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Put in the rules that are missing; what the office has changed stays as it is."""
    path = settings.BASE_DIR / "data" / "visitors" / "filing_rules.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    known = set(FilingRule.objects.values_list("code", flat=True))
    new = [FilingRule(**row) for row in rows if row["code"] not in known]
    FilingRule.objects.bulk_create(new)
    return {"filing rules": len(new)}
