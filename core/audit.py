"""The hash chain over what happened: a row changed or removed later shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from auditlog.models import LogEntry
from django.db import transaction

from core.history import canonical
from core.models import AuditSeal, Counter, Event

PIECE = 500
SOURCES: dict[str, Any] = {AuditSeal.Kind.EVENT: Event, AuditSeal.Kind.FIELD: LogEntry}
FIELDS: dict[str, list[str]] = {
    AuditSeal.Kind.EVENT: [
        "id", "content_type_id", "object_id", "verb", "from_status", "to_status", "by_id", "acting_for_id",
        "note", "decides", "snapshot_sha256", "payload", "at",
    ],
    AuditSeal.Kind.FIELD: ["id", "content_type_id", "object_pk", "action", "changes", "actor_id", "timestamp"],
}  # fmt: skip


@transaction.atomic
def seal_history() -> int:
    """Seal all committed rows that no seal covers yet; returns how many."""
    # One sealer at a time, on any database: the chain must not fork.
    Counter.objects.get_or_create(kind="audit-seal", year=0)
    counter = Counter.objects.select_for_update().get(kind="audit-seal", year=0)
    sealed = 0
    for kind, model in SOURCES.items():
        for ids in _unsealed(kind, model):
            _seal(kind, ids, counter)
            sealed += len(ids)
    return sealed


def _unsealed(kind: str, model: Any) -> Iterator[list[int]]:
    # Transactions commit out of order, so a row may appear below the highest sealed one: look a little back.
    recent = AuditSeal.objects.filter(kind=kind).order_by("-number")[:20]
    covered = {pk for seal in recent for pk in seal.rows}
    floor = min(covered, default=0)
    ids = [pk for pk in model.objects.filter(pk__gte=floor).order_by("pk").values_list("pk", flat=True)]
    fresh = [pk for pk in ids if pk not in covered]
    for start in range(0, len(fresh), PIECE):
        yield fresh[start : start + PIECE]


def _seal(kind: str, ids: list[int], counter: Counter) -> None:
    last = AuditSeal.objects.order_by("-number").first()
    previous = last.digest if last else ""
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    AuditSeal.objects.create(
        kind=kind,
        number=counter.last_number,
        rows=ids,
        previous_digest=previous,
        digest=digest_of(kind, ids, previous),
    )


def digest_of(kind: str, ids: list[int], previous: str) -> str:
    """The fingerprint of these rows, chained to the one before."""
    rows = SOURCES[kind].objects.filter(pk__in=ids).order_by("pk").values(*FIELDS[kind])
    content = {"previous": previous, "rows": list(rows)}
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def broken_seals() -> Iterator[str]:
    """Everything in the sealed log that no longer agrees with its seal."""
    previous, number = "", 0
    for seal in AuditSeal.objects.order_by("number").iterator():
        number += 1
        if seal.number != number:
            yield f"seal {number} is missing"
            number = seal.number
        if seal.previous_digest != previous:
            yield f"seal {seal.number} does not follow the one before it"
        if seal.digest != digest_of(seal.kind, seal.rows, seal.previous_digest):
            yield f"seal {seal.number}: a {seal.kind} row between {min(seal.rows)} and {max(seal.rows)} was changed"
        previous = seal.digest
