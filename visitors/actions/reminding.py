"""Each reminder once: whatever day the scheduler comes back, whoever runs it twice (EC-91)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from notifications.actions import notify
from notifications.models import Notification

# A lead that was missed is still sent, but not for ever: who opens an old record is not flooded.
CATCH_UP_DAYS = 14


def leads_reached(due: date, leads: Iterable[int], today: date) -> list[int]:
    """The leads whose day has come, in days before the due day (negative: after it), the latest first.

    A lead missed while the scheduler was down is among them; one long past is not.
    """
    reached = []
    for lead in leads:
        on = due - timedelta(days=lead)
        if on <= today <= on + timedelta(days=CATCH_UP_DAYS):
            reached.append(lead)
    return sorted(reached, reverse=True)


@transaction.atomic
def remind_once(record: Any, kind: str, lead: str, recipients: Iterable[Any], **context: Any) -> bool:
    """Send the reminder unless this lead of this kind was sent about the record before; True if it went."""
    type(record)._base_manager.select_for_update().get(pk=record.pk)
    sent = Notification.objects.filter(
        content_type=ContentType.objects.get_for_model(record, for_concrete_model=False),
        object_id=record.pk,
        kind=kind,
        dedup_key=lead,
    )
    if sent.exists():
        return False
    notify(recipients, kind, about=record, lead=lead, **context)
    return True


def send_reminders(
    records: models.QuerySet, kind: str, leads: Iterable[int], *, due: Any, recipients: Any, today: date
) -> int:
    """Go through the records and send what is due; `due(record)` and `recipients(record)` answer for each."""
    leads, sent = list(leads), 0
    for record in records.iterator(chunk_size=200):
        on = due(record)
        if on is None:
            continue
        for lead in leads_reached(on, leads, today):
            sent += remind_once(
                record, kind, f"{on:%Y%m%d}:{lead}", recipients(record), due=on.isoformat(), lead_days=lead
            )
    return sent
