"""Loading what the foundation needs to know: countries and regions, their spellings, and the state's calendar."""

from __future__ import annotations

from django.db import transaction

from core.calendar_source import calendar_days
from core.models import Region, RegionAlias, WorkCalendarDay
from core.region_source import FORCED_NAMES, alias_rows, region_rows


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Add what is missing; names the office has changed stay, except those that are forced (GN-21)."""
    return {
        "countries and regions": _load_regions(),
        "spellings": _load_aliases(),
        "calendar days": _load_calendar(),
    }


def _load_regions() -> int:
    known = set(Region.objects.values_list("alpha2", flat=True))
    rows = [row for row in region_rows() if row.alpha2 not in known]
    Region.objects.bulk_create(
        Region(
            alpha2=row.alpha2,
            alpha3=row.alpha3,
            numeric=row.numeric,
            name_zh=row.name_zh,
            name_en=row.name_en,
            kind=row.kind,
            continent=row.continent,
            has_diplomatic_relations=row.has_diplomatic_relations,
        )
        for row in rows
    )
    for alpha2, (name_zh, name_en) in FORCED_NAMES.items():
        Region.objects.filter(alpha2=alpha2).update(name_zh=name_zh, name_en=name_en, kind=Region.Kind.HKMT)
    return len(rows)


def _load_aliases() -> int:
    codes = dict(Region.objects.values_list("alpha2", "pk"))
    known = set(RegionAlias.objects.values_list("alias", flat=True))
    # An ambiguous spelling is kept without a region, so that nobody guesses (EC-72).
    rows = [
        RegionAlias(alias=alias, region_id=codes[alpha2] if alpha2 else None)
        for alias, alpha2 in alias_rows()
        if alias not in known
    ]
    return len(RegionAlias.objects.bulk_create(rows))


def _load_calendar() -> int:
    before = WorkCalendarDay.objects.count()
    WorkCalendarDay.objects.bulk_create(
        [WorkCalendarDay(date=day.date, is_workday=day.is_workday, note=day.note) for day in calendar_days()],
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["is_workday", "note"],
    )
    return WorkCalendarDay.objects.count() - before
