"""Taking an import back: the register as it was, to the last field; refused where somebody has built on it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core.models import Event
from partnerships.actions.import_apply import AT_ONCE, JOURNAL, _event, _plain, batched
from partnerships.models import ImportBatch, ImportRow, Institution, InstitutionName

SHOWN = 5


def take_back(batch: ImportBatch, *, by: Any) -> None:
    """Institutions the import made go, what it filled in is empty again."""
    _refuse_if_built_on(batch)
    made = batch.rows.filter(journal__created=True)
    filled = batch.rows.filter(journal__created=False).order_by("-number")
    own = set(made.values_list("result", flat=True))
    for rows in batched(filled.iterator(chunk_size=AT_ONCE), AT_ONCE):
        _restore([row for row in rows if row.result_id not in own], batch, by)
    for pks in batched(sorted(own), 500):
        ImportRow.objects.filter(result__in=pks).update(result=None)
        ImportRow.objects.filter(match__in=pks).update(match=None)
        # Nothing else names them (asked above); their history is the history of the import.
        for kept in (
            InstitutionName.objects.filter(institution__in=pks),
            Institution.objects.filter(pk__in=pks),
        ):
            kept._raw_delete(kept.db)


def _refuse_if_built_on(batch: ImportBatch) -> None:
    """Nothing that came after the import may be lost by undoing it."""
    made = batch.rows.filter(journal__created=True)
    own = made.values("result")
    changed = list(Institution.objects.filter(pk__in=own).exclude(version=1)[:SHOWN])
    for relation in Institution._meta.related_objects:
        if relation.related_model in {InstitutionName, ImportRow} or relation.many_to_many:
            continue
        users = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": own})  # type: ignore[union-attr]
        if relation.related_model is Institution:
            users = users.exclude(pk__in=own)
        changed += list(Institution.objects.filter(pk__in=users.values(relation.field.name))[:SHOWN])
    changed += _with_events(own)
    changed += _many(own)
    if changed:
        names = "、".join(dict.fromkeys(str(one) for one in changed[:SHOWN]))
        raise ValidationError(
            _("The import cannot be undone any more: others have worked on %(names)s since.")
            % {"names": names},
            code="built_on",
        )


def _many(own: Any) -> list[Institution]:
    """Those that agreements or laboratories have come to name."""
    found = []
    for relation in Institution._meta.related_objects:
        if relation.many_to_many:
            named = {f"{relation.field.related_query_name()}__isnull": False}
            found += list(Institution.objects.filter(pk__in=own, **named)[:SHOWN])
    return found


def _with_events(own: Any) -> list[Institution]:
    return list(Institution.objects.filter(pk__in=own, events__isnull=False)[:SHOWN])


def _restore(rows: list[ImportRow], batch: ImportBatch, by: Any) -> None:
    """Put back what stood there before, newest row first."""
    targets = Institution.objects.select_for_update().in_bulk(
        {row.result_id for row in rows if row.result_id}
    )
    events, touched = [], set()
    for row in rows:
        journal = row.journal
        if not journal.get("before") and not journal.get("names"):
            continue
        institution = targets.get(row.result_id or 0)
        if institution is None or _differs(institution, journal["after"]):
            raise ValidationError(
                _("The import cannot be undone any more: others have worked on %(names)s since.")
                % {"names": institution or row.data.get("name_zh", row.number)},
                code="built_on",
            )
        for name, value in journal["before"].items():
            field = Institution._meta.get_field(name)
            setattr(
                institution, name, parse_datetime(value) if isinstance(field, models.DateTimeField) else value
            )
        InstitutionName.objects.filter(institution=institution, name__in=journal["names"]).delete()
        touched.add(institution.pk)
        events.append(_event(institution, "undo_import", by, {"batch": batch.pk, "row": row.number}))
    Institution.objects.bulk_update([targets[pk] for pk in touched], list(JOURNAL), batch_size=200)
    Event.objects.bulk_create(events, batch_size=AT_ONCE)


def _differs(institution: Institution, after: dict[str, Any]) -> bool:
    return any(_plain(getattr(institution, name)) != value for name, value in after.items())
