"""What waits for a person, what the person has under way, and the dates ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, QuerySet
from django.utils import timezone

from core.models import Event
from core.templatetags.portal import tone_of
from core.work import WORK, Work, title_of

AHEAD = timedelta(days=30)
# A home page is no list: whoever has more waiting opens the list.
MOST = 50


@dataclass(frozen=True)
class WorkItem:
    """One row of the home page."""

    record: Any
    kind: str
    title: str
    number: str
    url: str
    since: datetime | None = None
    due: date | None = None
    holder: str = ""
    badge: str = ""
    tone: str = "blue"

    @property
    def overdue(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()


@dataclass(frozen=True)
class ComingDate:
    """A day within the next month that concerns the person."""

    on: date
    what: str
    title: str
    url: str


def _items(work: Work, records: QuerySet[Any]) -> list[WorkItem]:
    rows = list(records.select_related(*work.related)[:MOST])
    moments = _last_steps(rows)
    return [_item(work, row, moments.get(row.pk)) for row in rows]


def _last_steps(rows: list[Any]) -> dict[int, datetime]:
    """When each record last moved: since then it waits."""
    if not rows:
        return {}
    kind = ContentType.objects.get_for_model(rows[0])
    events = Event.objects.filter(content_type=kind, object_id__in=[row.pk for row in rows])
    return dict(events.values_list("object_id").annotate(last=Max("at")))


def _item(work: Work, record: Any, since: datetime | None) -> WorkItem:
    return WorkItem(
        record=record,
        kind=str(record._meta.verbose_name),
        title=title_of(work.subject_of(record)),
        number=str(getattr(record, "number", "")),
        url=record.get_absolute_url(),
        since=since or getattr(record, "updated_at", None),
        due=getattr(record, "due_on", None),
        holder=work.holder_of(record.status),
        badge=record.get_status_display(),
        tone=tone_of(record, record.status),
    )


def _gather(question: str, user: Any) -> list[WorkItem]:
    """The answers of every kind of record that knows this question."""
    items: list[WorkItem] = []
    for work in WORK.values():
        records = work.model._default_manager.all()
        if hasattr(records, question):
            items += _items(work, getattr(records, question)(user))
    return items


def _by_deadline(items: list[WorkItem]) -> list[WorkItem]:
    """The most pressing first: by deadline, then by age."""
    never = date.max
    return sorted(items, key=lambda item: (item.due or never, item.since.timestamp() if item.since else 0))


def waiting_for(user: Any) -> list[WorkItem]:
    """What this person can decide now, the most pressing first."""
    return _by_deadline(_gather("awaiting", user))


def in_progress_of(user: Any) -> list[WorkItem]:
    """What this person has sent on, with who has it now."""
    return _by_deadline(_gather("in_progress_of", user))


def drafts_of(user: Any) -> list[WorkItem]:
    """What is begun and not sent, the latest first."""
    never = timezone.now() - timedelta(days=36500)
    return sorted(_gather("drafts_of", user), key=lambda item: item.since or never, reverse=True)


def coming_dates_of(user: Any) -> list[ComingDate]:
    """The dates within a month of the records this person sees."""
    today = timezone.localdate()
    within = (today, today + AHEAD)
    dates: list[ComingDate] = []
    for work in WORK.values():
        for field, what in work.dates:
            visible = work.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
            rows = visible.filter(**{f"{field}__range": within}).select_related(*work.related)
            dates += [
                ComingDate(
                    getattr(row, field), str(what), title_of(work.subject_of(row)), row.get_absolute_url()
                )
                for row in rows.order_by(field)[:MOST]
            ]
    return sorted(dates, key=lambda row: (row.on, row.title))[:MOST]
