"""Writing the rows of an import into the register, a thousand at a time, each with the journal that undoes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Event, Region
from partnerships.models import ImportBatch, ImportRow, Institution, InstitutionName
from partnerships.models.names import domain_of, name_key
from partnerships.reading.columns import CODES

AT_ONCE = 1_000
# What a list may fill in where the register has nothing; it never overwrites (EC-67).
FILLED = ("name_en", "name_local", "city_en", "website", *CODES)
JOURNAL = (*FILLED, "name_zh", "domain", "version", "updated_at")
Kind = InstitutionName.Kind
Decision = ImportRow.Decision
One = TypeVar("One")


def batched(things: Iterable[One], size: int) -> Iterator[list[One]]:
    """The things in lists of that size."""
    waiting = iter(things)
    while chunk := list(islice(waiting, size)):
        yield chunk


def write_rows(batch: ImportBatch, *, by: Any) -> dict[str, int]:
    """New institutions are made, known ones gain what was empty; how many of each."""
    regions = dict(Region.objects.values_list("alpha2", "pk"))
    made = changed = 0
    for rows in batched(_rows(batch), AT_ONCE):
        made += _create([row for row in rows if row.decision == Decision.CREATE], regions)
        changed += _fill(batch, [row for row in rows if row.decision == Decision.UPDATE], by)
    return {"created": made, "filled": changed}


def _rows(batch: ImportBatch) -> Iterator[ImportRow]:
    wanted = batch.rows.filter(decision__in=[Decision.CREATE, Decision.UPDATE]).order_by("number")
    return wanted.iterator(chunk_size=AT_ONCE)


def _create(rows: list[ImportRow], regions: dict[str, int]) -> int:
    if not rows:
        return 0
    made = Institution.objects.bulk_create([_institution(row.data, regions) for row in rows])
    names = []
    for row, institution in zip(rows, made, strict=True):
        row.result_id = institution.pk
        row.journal = {"created": True}
        names += _names(institution.pk, row.data)
    InstitutionName.objects.bulk_create(names, batch_size=AT_ONCE)
    ImportRow.objects.bulk_update(rows, ["result", "journal"], batch_size=500)
    return len(made)


def _institution(data: dict[str, Any], regions: dict[str, int]) -> Institution:
    region = regions.get(data.get("region", ""))
    if region is None:
        raise ValidationError(
            _("The country or region %(code)s is not in the portal's list.")
            % {"code": data.get("region", "?")}
        )
    website = data.get("website", "")
    # Until somebody writes the Chinese name, the institution goes by the name it has (GN-01).
    first = data.get("name_zh") or data.get("name_en") or data.get("name_local", "")
    return Institution(
        name_zh=first,
        name_en=data.get("name_en", ""),
        name_local=data.get("name_local", ""),
        region_id=region,
        city_en=data.get("city", ""),
        website=website,
        domain=domain_of(website),
        **{key: data.get(key, "") for key in CODES},
    )


def _names(institution_id: int, data: dict[str, Any]) -> list[InstitutionName]:
    """Every name of the row once, by which it will be found."""
    listed = [(data.get("name_zh"), Kind.OFFICIAL), (data.get("name_en"), Kind.OFFICIAL)]
    listed += [(data.get("name_local"), Kind.LOCAL)]
    listed += [(name, Kind.FORMER) for name in data.get("former_names", ())]
    listed += [(name, Kind.ALIAS) for name in data.get("aliases", ())]
    once: dict[str, InstitutionName] = {}
    for name, kind in listed:
        if name:
            short = name[:300]
            once.setdefault(
                short,
                InstitutionName(institution_id=institution_id, name=short, kind=kind, key=name_key(short)),
            )
    return list(once.values())


def _fill(batch: ImportBatch, rows: list[ImportRow], by: Any) -> int:
    """Known institutions gain what they lack; a row that says nothing new changes nothing."""
    if not rows:
        return 0
    for row in rows:
        if row.candidates and row.candidates[0].get("row"):
            row.match_id = row.match_id or _result_of(batch, row.candidates[0]["row"])
    targets = Institution.objects.select_for_update().in_bulk({row.match_id for row in rows if row.match_id})
    held: dict[int, set[str]] = {pk: set() for pk in targets}
    for pk, key in InstitutionName.objects.filter(institution__in=targets).values_list("institution", "key"):
        held[pk].add(key)
    names, events, touched = [], [], set()
    for row in rows:
        institution = targets.get(row.match_id or 0)
        if institution is None or institution.merged_into_id:
            raise ValidationError(
                _("Row %(row)s: this institution is not in the register any more.") % {"row": row.number}
            )
        row.result_id = institution.pk
        before = {name: _plain(getattr(institution, name)) for name in JOURNAL}
        changes = _changes(institution, row.data)
        fresh = [one for one in _names(institution.pk, row.data) if one.key not in held[institution.pk]]
        held[institution.pk] |= {one.key for one in fresh}
        for one in fresh:
            own = {institution.name_zh, institution.name_en, institution.name_local}
            one.kind = one.kind if one.kind == Kind.FORMER or one.name in own else Kind.ALIAS
        row.journal = {"created": False, "before": {}, "after": {}, "names": [one.name for one in fresh]}
        if changes:
            institution.version += 1
            institution.updated_at = timezone.now()
            after = {name: _plain(getattr(institution, name)) for name in JOURNAL}
            row.journal |= {"before": before, "after": after}
        if changes or fresh:
            touched.add(institution.pk)
            payload = {"batch": batch.pk, "row": row.number, "filled": changes, "names": row.journal["names"]}
            events.append(_event(institution, "import", by, payload))
        names += fresh
    InstitutionName.objects.bulk_create(names, batch_size=AT_ONCE)
    # Only what may have changed is written; the rest of the record belongs to whoever edits it.
    Institution.objects.bulk_update([targets[pk] for pk in touched], list(JOURNAL), batch_size=200)
    ImportRow.objects.bulk_update(rows, ["match", "result", "journal"], batch_size=500)
    Event.objects.bulk_create(events, batch_size=AT_ONCE)
    return len(touched)


def _result_of(batch: ImportBatch, number: int) -> int | None:
    return batch.rows.filter(number=number).values_list("result", flat=True).first()


def _changes(institution: Institution, data: dict[str, Any]) -> dict[str, str]:
    """Fill what is empty and say what was filled."""
    changes: dict[str, str] = {}
    for field in FILLED:
        value = data.get("city" if field == "city_en" else field, "")
        if value and not getattr(institution, field):
            setattr(institution, field, value)
            changes[field] = value
    if "website" in changes:
        institution.domain = domain_of(institution.website)
    # A foreign name that stands in for the Chinese one makes room for it.
    stand_in = institution.name_zh in {institution.name_en, institution.name_local}
    if stand_in and data.get("name_zh") and data["name_zh"] != institution.name_zh:
        institution.name_zh = changes["name_zh"] = data["name_zh"]
    return changes


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _event(institution: Institution, verb: str, by: Any, payload: dict[str, Any]) -> Event:
    return Event(
        content_type=ContentType.objects.get_for_model(Institution),
        object_id=institution.pk,
        verb=verb,
        by=by,
        acting_for=getattr(by, "acting_for", None),
        from_status=institution.status,
        to_status=institution.status,
        payload=payload,
    )
