"""What a change would make of its project: the proposal as it would be, and both versions as plain values."""

from __future__ import annotations

from copy import copy
from typing import Any

from core.models import Snapshot
from training.models import ChangeRequest, PartnerVetting, Proposal
from training.models.change_fields import field_of, read
from training.models.content import content_of, plain


def changed_proposal(change: ChangeRequest) -> Proposal:
    """The proposal as it would be, not saved."""
    would_be = copy(change.proposal)
    for name, value in change.content.items():
        if name not in {"instructor", "partner"}:
            setattr(would_be, name, read(name, value))
    if "partner" in change.content:
        would_be.has_partner = True
    return would_be


def changed_content(change: ChangeRequest) -> dict[str, Any]:
    """The version that the change would make (n+1), as plain values."""
    content = content_of(change.proposal)
    would_be = changed_proposal(change)
    for name in change.content:
        if name == "unit":
            content["unit"] = would_be.unit.name_zh
        elif name == "instructor":
            content["instructors"] = _instructor_rows(change, content["instructors"])
        elif name == "partner":
            content["has_partner"] = True
            content["partners"] = [*content["partners"], partner_row(change)]
        else:
            content[name] = plain(would_be, field_of(name))
    return content


def _instructor_rows(change: ChangeRequest, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    new = {name: value for name, value in change.content["instructor"].items() if name != "replaces"}
    place = [row.pk for row in change.proposal.instructors.all()].index(
        change.content["instructor"]["replaces"]
    )
    return [row | new if index == place else row for index, row in enumerate(rows)]


def partner_row(change: ChangeRequest) -> dict[str, Any]:
    """The partner who joins, as a row of the proposal."""
    row = change.content["partner"]
    vetting = PartnerVetting.objects.get(pk=row["vetting"])
    return {"name": vetting.name, "uscc": vetting.uscc, "role": row["role"]}


def difference_of(change: ChangeRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after: kept versions once it was handed in, else as it would be now."""
    kept = list(Snapshot.objects.of(change))
    if kept:
        return kept[-1].content["before"], kept[-1].content["after"]
    return content_of(change.proposal), changed_content(change)
