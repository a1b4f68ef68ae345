"""What waits for a person, what the person has under way, and the dates ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from certificates.models import CertificateBatch
from core.models import Event
from core.templatetags.portal import tone_of
from training.models import Cosign, Proposal, TrainingClass

AHEAD = timedelta(days=30)
# A home page is no list: whoever has more waiting opens the list.
MOST = 50

HOLDERS: dict[str, dict[str, str | Promise]] = {
    "proposal": {
        "unit_review": _("Department head"),
        "office_review": _("Training desk"),
        "cosign": _("Cosigning offices"),
        "director_review": _("Office director"),
        "leader_review": _("School leader"),
        "returned": _("The proposing unit"),
    },
    "trainingclass": dict.fromkeys(
        ("planned", "enrolling", "confirmed", "running", "finished"), _("Department admin")
    ),
    "certificatebatch": {
        "requested": _("Training desk"),
        "checked": _("Office director"),
        "approved": _("Training desk"),
        "issuing": _("The portal"),
        "returned": _("Whoever asked for it"),
    },
}


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


def title_of(record: Any) -> str:
    """The record's title in the reader's language."""
    chinese, english = getattr(record, "title_zh", ""), getattr(record, "title_en", "")
    return (english or chinese) if get_language() == "en" else (chinese or english or str(record))


def _items(records: Iterable[Any]) -> list[WorkItem]:
    rows = list(records)
    return [_item(row, moments.get(row.pk)) for moments in [_last_steps(rows)] for row in rows]


def _last_steps(rows: list[Any]) -> dict[int, datetime]:
    """When each record last moved: since then it waits."""
    if not rows:
        return {}
    kind = ContentType.objects.get_for_model(rows[0])
    events = Event.objects.filter(content_type=kind, object_id__in=[row.pk for row in rows])
    return dict(events.values_list("object_id").annotate(last=Max("at")))


def _item(record: Any, since: datetime | None) -> WorkItem:
    about = record.proposal if isinstance(record, Cosign | TrainingClass) else record
    number = getattr(record, "number", "") if isinstance(record, Proposal | TrainingClass) else ""
    return WorkItem(
        record=record,
        kind=str(record._meta.verbose_name),
        title=title_of(about),
        number=str(number),
        url=record.get_absolute_url(),
        since=since or getattr(record, "updated_at", None),
        due=getattr(record, "due_on", None),
        holder=str(HOLDERS.get(record._meta.model_name, {}).get(record.status, "")),
        badge=record.get_status_display(),
        tone=tone_of(record, record.status),
    )


def _by_deadline(items: list[WorkItem]) -> list[WorkItem]:
    """The most pressing first: by deadline, then by age."""
    never = date.max
    return sorted(items, key=lambda item: (item.due or never, item.since.timestamp() if item.since else 0))


def waiting_for(user: Any) -> list[WorkItem]:
    """What this person can decide now, the most pressing first."""
    return _by_deadline(
        _items(Proposal.objects.awaiting(user).select_related("unit")[:MOST])
        + _items(Cosign.objects.awaiting(user).select_related("proposal")[:MOST])
        + _items(TrainingClass.objects.awaiting(user).select_related("proposal")[:MOST])
        + _items(CertificateBatch.objects.awaiting(user).select_related("certificate_type")[:MOST])
    )


def in_progress_of(user: Any) -> list[WorkItem]:
    """What this person has sent on, with who has it now."""
    return _by_deadline(
        _items(Proposal.objects.in_progress_of(user)[:MOST])
        + _items(TrainingClass.objects.in_progress_of(user).select_related("proposal")[:MOST])
        + _items(CertificateBatch.objects.in_progress_of(user).select_related("certificate_type")[:MOST])
    )


def drafts_of(user: Any) -> list[WorkItem]:
    """What is begun and not sent, the latest first."""
    return _items(Proposal.objects.drafts_of(user).order_by("-updated_at")[:MOST])


def coming_dates_of(user: Any) -> list[ComingDate]:
    """The first and last days of classes this person sees, within a month."""
    today = timezone.localdate()
    until = today + AHEAD
    classes = TrainingClass.objects.visible_to(user).select_related("proposal")
    dates = [
        ComingDate(item.start_on, str(_("Class starts")), title_of(item.proposal), item.get_absolute_url())
        for item in classes.filter(start_on__range=(today, until)).order_by("start_on")[:MOST]
    ]
    dates += [
        ComingDate(item.end_on, str(_("Class ends")), title_of(item.proposal), item.get_absolute_url())
        for item in classes.filter(end_on__range=(today, until)).order_by("end_on")[:MOST]
    ]
    return sorted(dates, key=lambda row: (row.on, row.title))[:MOST]
