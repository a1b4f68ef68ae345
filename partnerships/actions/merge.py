"""Two records that mean the same institution become one; nothing is lost (§3.1, EC-43)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.flow import remember
from core.models import Attachment
from partnerships.actions.institution import add_name, reckon_counted_as, write_names
from partnerships.flow import INSTITUTION_FLOW
from partnerships.models import Activity, AgreementPartner, Institution, InstitutionName, Laboratory, Ranking
from partnerships.models.institution_parts import InstitutionName as Name

S = Institution.Status

# What exists once and is taken from the doubled record where the kept one says nothing.
FILLED_FROM_DOUBLE = (
    "name_en", "name_local", "local_language", "city_zh", "city_en", "latitude", "longitude", "website", "ror_id",
    "erasmus_code", "pic", "oid", "schac", "isni", "wikidata_id", "intro_zh", "intro_en", "disciplines", "unit",
    "officer", "risk_note", "checked_on", "parent", "successor",
)  # fmt: skip
# Tables in which the same row could stand on both sides already.
WITH_CARE = {AgreementPartner, InstitutionName, Ranking, Activity, Laboratory.partners.through}


@transaction.atomic
def merge_institution(
    institution: Institution, *, by: Any, double: Institution, note: str = ""
) -> Institution:
    """Everything of `double` moves to `institution`; the names are kept and both records tell of it."""
    if not by.has_perm("partnerships.merge_institution", institution):
        raise PermissionDenied
    locked = Institution.objects.select_for_update().filter(pk__in=[institution.pk, double.pk]).order_by("pk")
    records = {record.pk: record for record in locked}
    if institution.pk == double.pk or len(records) != 2:
        raise ValidationError(_("Choose another record."))
    keep, double = records[institution.pk], records[double.pk]
    if keep.merged_into_id or double.merged_into_id:
        raise ValidationError(_("One of the two was merged before."))
    if double.status == S.BLACKLISTED and keep.status != S.BLACKLISTED:
        raise ValidationError(
            _("The cooperation with the second record is suspended: keep that record instead.")
        )
    moved = repoint(keep, double)
    filled = _fill(keep, double)
    _keep_names(keep, double)
    double.merged_into, double.ror_id = keep, ""
    double.parent = double.successor = None
    double.version += 1
    double.save()
    keep.version += 1
    keep.save()
    if double.status == S.ACTIVE and keep.status not in {S.ACTIVE, S.BLACKLISTED}:
        INSTITUTION_FLOW.move(keep, "take_over", by=None, payload={"double": double.pk})
    write_names(keep)
    reckon_counted_as(keep)
    reckon_counted_as(double)
    payload = {"moved": moved, "filled": filled}
    remember(
        keep, "merge", by=by, note=note, payload={**payload, "double": double.pk, "name": str(double.name_zh)}
    )
    remember(double, "merged_into", by=by, note=note, payload={**payload, "kept": keep.pk})
    return keep


def repoint(keep: Institution, double: Institution) -> dict[str, int]:
    """Let every row that points at the double point at the kept record; counts by table.

    Every relation of the model is followed, so that a table added later is not forgotten.
    """
    moved: dict[str, int] = {}
    for relation in Institution._meta.related_objects:
        if relation.many_to_many or relation.field.name in {"merged_into", "counted_as"}:
            continue
        model, column = relation.related_model, relation.field.name
        rows = model._base_manager.filter(**{column: double})
        count = (
            _move_carefully(model, column, rows, keep) if model in WITH_CARE else _move(rows, column, keep)
        )
        if count:
            moved[model._meta.label] = moved.get(model._meta.label, 0) + count
    through = Laboratory.partners.through
    moved[through._meta.label] = _move_carefully(
        through, "institution", through.objects.filter(institution=double), keep
    )
    moved["core.Attachment"] = Attachment.objects.of(double).update(object_id=keep.pk)
    return {label: count for label, count in moved.items() if count}


def _move(rows: Any, column: str, keep: Institution) -> int:
    """Rows that can never clash; a row that would point at itself keeps pointing nowhere."""
    if rows.model is Institution:
        rows.filter(pk=keep.pk).update(**{column: None})
        rows = rows.exclude(pk=keep.pk)
    return rows.update(**{column: keep})


def _move_carefully(model: Any, column: str, rows: Any, keep: Institution) -> int:
    """Rows of which the kept record may have the same already: then the double's one has nothing to add."""
    keys = {
        AgreementPartner: ("agreement_id",),
        InstitutionName: ("name", "kind"),
        Ranking: ("system", "year", "subject"),
        Activity: ("source",),
        Laboratory.partners.through: ("laboratory_id",),
    }[model]
    known = set(model._base_manager.filter(**{column: keep}).values_list(*keys))
    count = 0
    for row in rows:
        key = tuple(getattr(row, name) for name in keys)
        if key in known and key != ("",):
            row.delete()
        else:
            model._base_manager.filter(pk=row.pk).update(**{column: keep})
            count += 1
    return count


def _fill(keep: Institution, double: Institution) -> list[str]:
    """What only the double knew."""
    filled = []
    for name in FILLED_FROM_DOUBLE:
        mine, theirs = getattr(keep, name), getattr(double, name)
        if mine in (None, "") and theirs not in (None, "") and theirs != keep:
            setattr(keep, name, theirs)
            filled.append(name)
    if "ror_id" in filled:
        # Freed before the kept record takes it: the register holds each ROR id once.
        Institution.objects.filter(pk=double.pk).update(ror_id="")
    return filled


def _keep_names(keep: Institution, double: Institution) -> None:
    """Whatever the double was called finds the kept record."""
    for name, language in (
        (double.name_zh, "zh"),
        (double.name_en, "en"),
        (double.name_local, double.local_language),
    ):
        if name and name not in (keep.name_zh, keep.name_en, keep.name_local):
            add_name(keep, name, kind=Name.Kind.ALIAS, language=language)
