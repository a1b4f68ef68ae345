"""The list of all classes of a year: drafted, frozen with its fingerprint, handed in (§1.11)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Avg, Count, Q, Sum
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Role, User
from certificates.models import Certificate
from core.flow import remember
from core.history import canonical
from core.policy import policy
from notifications.actions import notify
from training.actions.certificates import source_of
from training.actions.metric_rows import ATTENDED, year_field
from training.flow import FILING_FLOW
from training.models import (
    AnnualFiling,
    Payment,
    RectificationTicket,
    Refund,
    Survey,
    Trainee,
    TrainingClass,
)
from training.models.filing import COLUMNS

# What anybody may read: no people, no income.
PUBLIC_KEYS = ("title", "unit", "class_no", "hours", "fee", "start_on", "end_on")
LEADS = ((12, 1), (12, 20), (1, 2))


def rows_of_year(year: int) -> list[dict[str, Any]]:
    """One row for each class that belongs to the year, as it stands now, in Chinese."""
    classes = list(
        TrainingClass.objects.filter(**{f"{year_field()}__year": year})
        .exclude(status=TrainingClass.Status.CANCELLED)
        .exclude(status=TrainingClass.Status.PLANNED)
        .select_related("proposal__unit", "proposal__certificate_type")
        .prefetch_related("proposal__partners")
        .order_by("proposal__unit__code", "proposal__approved_no", "class_no", "pk")
    )
    facts = _facts_of([one.pk for one in classes])
    with translation.override("zh-hans"):
        return [_row(one, facts) for one in classes]


def _row(one: TrainingClass, facts: dict[str, dict[int, Any]]) -> dict[str, Any]:
    proposal = one.proposal
    money = facts["paid"].get(one.pk, Decimal(0)) - facts["back"].get(one.pk, Decimal(0))
    partners = "; ".join(f"{row.name}({row.get_role_display()})" for row in proposal.partners.all())
    return {
        "key": one.pk,
        "school": policy("training.school_code"),
        "unit": proposal.unit.name_zh,
        "title": proposal.title_zh,
        "approved_no": proposal.approved_no or "",
        "category": str(proposal.get_category_display()),
        "class_no": one.class_no,
        "start_on": one.start_on.isoformat(),
        "end_on": one.end_on.isoformat(),
        "delivery": f"{proposal.get_delivery_display()}/{proposal.get_mode_display()}",
        "audience": str(proposal.get_audience_display()),
        "client": proposal.client_org,
        "partners": partners,
        "enrolled": facts["enrolled"].get(one.pk, 0),
        "completed": facts["completed"].get(one.pk, 0),
        "hours": f"{proposal.hours_total or 0:g}",
        "fee": f"{proposal.fee_per_person or 0:.2f}",
        "income": f"{money:.2f}",
        "certificate": proposal.certificate_type.name_zh if proposal.certificate_type else "",
        "certificates": facts["certificates"].get(one.pk, 0),
        "satisfaction": facts["satisfaction"].get(one.pk, ""),
        "problems": facts["problems"].get(one.pk, ""),
    }


def _facts_of(pks: list[int]) -> dict[str, dict[int, Any]]:
    """Everything counted for the classes, in one query each."""
    people = Trainee.objects.filter(training_class__in=pks).order_by().values("training_class")
    counted = people.annotate(
        enrolled=Count("pk", filter=Q(status__in=ATTENDED)),
        completed=Count("pk", filter=Q(status=Trainee.Status.COMPLETED)),
    )
    numbers = {row["training_class"]: row for row in counted}
    return {
        "enrolled": {pk: row["enrolled"] for pk, row in numbers.items()},
        "completed": {pk: row["completed"] for pk, row in numbers.items()},
        "paid": _money(Payment.objects.confirmed(), pks),
        "back": _money(Refund.objects.paid_out(), pks),
        "certificates": _certificates(pks),
        "satisfaction": _satisfaction(pks),
        "problems": _problems(pks),
    }


def _money(rows: Any, pks: list[int]) -> dict[int, Decimal]:
    grouped = rows.filter(trainee__training_class__in=pks).order_by().values_list("trainee__training_class")
    return dict(grouped.annotate(total=Sum("amount_cny")))


def _certificates(pks: list[int]) -> dict[int, int]:
    sources = {source_of(TrainingClass(pk=pk)): pk for pk in pks}
    status = Certificate.Status
    issued = Certificate.objects.filter(
        batch__source__in=list(sources), status__in=[status.ISSUED, status.DELIVERED]
    )
    grouped = issued.order_by().values_list("batch__source").annotate(total=Count("pk"))
    return {sources[source]: total for source, total in grouped}


def _satisfaction(pks: list[int]) -> dict[int, str]:
    means = (
        Survey.objects.filter(training_class__in=pks)
        .annotate(
            count=Count("answers"), **{f"mean_{name}": Avg(f"answers__{name}") for name in Survey.ITEMS}
        )
        .filter(count__gte=policy("training.survey_min_answers"))
    )
    return {
        row.training_class_id: f"{sum(getattr(row, f'mean_{name}') for name in Survey.ITEMS) * 20 / len(Survey.ITEMS):.1f}"
        for row in means
    }


def _problems(pks: list[int]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    tickets = RectificationTicket.objects.filter(training_class__in=pks).exclude(
        status=RectificationTicket.Status.VOID
    )
    for ticket in tickets.order_by("pk"):
        found.setdefault(ticket.training_class_id or 0, []).append(
            f"{ticket.title}({ticket.get_status_display()})"
        )
    return {pk: "; ".join(texts) for pk, texts in found.items()}


@transaction.atomic
def make_filing(year: int, *, by: Any) -> AnnualFiling:
    """The draft of a year's list; making it again brings it up to date."""
    if not by.has_perm("training.add_annualfiling"):
        raise PermissionDenied
    filing, _is_new = AnnualFiling.objects.get_or_create(year=year, defaults={"made_by": by})
    filing = AnnualFiling.objects.select_for_update().get(pk=filing.pk)
    if filing.status != AnnualFiling.Status.DRAFT:
        raise ValidationError(_("The list of this year is frozen."))
    filing.rows, filing.made_by = rows_of_year(year), by
    filing.save(update_fields=["rows", "made_by"])
    remember(filing, "draw_up", by=by, payload={"rows": len(filing.rows)})
    return filing


@transaction.atomic
def freeze_annualfiling(
    filing: AnnualFiling, *, by: Any, note: str = "", version: int | None = None
) -> AnnualFiling:
    """The rows are kept as they are now, with their fingerprint."""
    if filing.status == AnnualFiling.Status.DRAFT and filing.year >= timezone.localdate().year:
        raise ValidationError(_("The year is not over yet."))
    rows = rows_of_year(filing.year)
    sha256 = hashlib.sha256(canonical({"rows": rows}).encode()).hexdigest()
    FILING_FLOW.move(filing, "freeze", by=by, note=note, version=version, snapshot_sha256=sha256)
    filing.rows, filing.sha256, filing.frozen_at, filing.made_by = rows, sha256, timezone.now(), by
    filing.save(update_fields=["rows", "sha256", "frozen_at", "made_by"])
    notify(User.objects.holding(Role.DIRECTOR), "training.filing_frozen", about=filing)
    return filing


@transaction.atomic
def file_annualfiling(
    filing: AnnualFiling,
    *,
    by: Any,
    note: str = "",
    receipt_no: str = "",
    filed_on: date | None = None,
    version: int | None = None,
) -> AnnualFiling:
    """It was handed in; from now on the public part can be read by anybody."""
    FILING_FLOW.move(filing, "file", by=by, note=note, version=version)
    filing.filed_on, filing.receipt_no = filed_on or timezone.localdate(), receipt_no
    filing.save(update_fields=["filed_on", "receipt_no"])
    return filing


def adjustments_of(filing: AnnualFiling) -> list[dict[str, Any]]:
    """What came in late: rows that are new, gone or different since the list was frozen."""
    if filing.status == AnnualFiling.Status.DRAFT:
        return []
    before = {row["key"]: row for row in filing.rows}
    now = {row["key"]: row for row in rows_of_year(filing.year)}
    return list(_differences(before, now))


def _differences(before: dict[int, dict], now: dict[int, dict]) -> Iterator[dict[str, Any]]:
    labels = dict(COLUMNS)
    for key in sorted({*before, *now}):
        old, new = before.get(key), now.get(key)
        shown = new or old or {}
        name = f"{shown['title']} · {shown['class_no']}"
        if old is None or new is None:
            listed = _("listed")
            yield {
                "name": name,
                "label": _("Whole row"),
                "old": listed if old else "",
                "new": listed if new else "",
            }
            continue
        for column, label in labels.items():
            if old.get(column) != new.get(column):
                yield {"name": name, "label": label, "old": old.get(column), "new": new.get(column)}


def public_rows(filing: AnnualFiling) -> list[dict[str, Any]]:
    """The rows without people and income."""
    return [{key: row[key] for key in PUBLIC_KEYS} for row in filing.rows]


def remind_filing(today: date | None = None) -> int:
    """1 and 20 December, 2 January, then daily until the list is handed in (§10)."""
    today = today or timezone.localdate()
    year = today.year if today.month == 12 else today.year - 1
    if today.month not in {12, 1}:
        return 0
    filing = AnnualFiling.objects.filter(year=year).first()
    if filing is None or filing.status == AnnualFiling.Status.FILED:
        return 0 if filing else _remind_nobody_made_it(year, today)
    return _remind(filing, today)


def _remind_nobody_made_it(year: int, today: date) -> int:
    """The draft is opened by the portal, so that the reminder is about something."""
    if not TrainingClass.objects.filter(**{f"{year_field()}__year": year}).exists():
        return 0
    filing = AnnualFiling.objects.create(year=year, rows=rows_of_year(year))
    return _remind(filing, today)


def _remind(filing: AnnualFiling, today: date) -> int:
    lead = ""
    if today.month == 12:
        lead = "12-20" if today.day >= 20 else "12-01"
    elif today.day == 2:
        lead = "01-02"
    elif today.day > 2:
        lead = today.isoformat()
    if not lead:
        return 0
    people = [*User.objects.holding(Role.TRAINING_DESK), *User.objects.holding(Role.DIRECTOR)]
    notify(people, "training.filing_due", about=filing, lead=lead)
    return 1
