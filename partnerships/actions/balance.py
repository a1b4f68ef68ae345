"""The ledger of exchanged semesters: mobility in and out, corrections, alerts, statements (§3.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.attachments import attach
from core.background import start_run
from core.flow import StepNotAllowed, remember
from core.models import Attachment
from core.policy import policy
from partnerships.actions.telling import keepers_of, tell
from partnerships.flow import CORRECTION_FLOW
from partnerships.models import Agreement, BalanceEntry, BalanceStatement, Direction
from partnerships.models.choices import check_academic_year

NOUGHT = Decimal(0)


@dataclass
class YearLine:
    """One academic year of the ledger: what went out and came in, what is planned."""

    year: str
    out: Decimal = NOUGHT
    in_: Decimal = NOUGHT
    corrected: Decimal = NOUGHT
    planned_out: Decimal = NOUGHT
    planned_in: Decimal = NOUGHT
    running: Decimal = NOUGHT

    @property
    def change(self) -> Decimal:
        """How far the year moved the balance."""
        return self.out - self.in_ + self.corrected


@dataclass
class Balance:
    """Where a chain of agreements stands."""

    total: Decimal
    planned: Decimal
    allowed: Decimal
    waived_until: date | None = None
    lines: list[YearLine] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """The balance leans further than agreed, to either side."""
        return abs(self.total) > self.allowed

    def blocks_out(self, on: date) -> bool:
        """Nobody more goes out: we have sent too many, and the director has not waived it."""
        waived = self.waived_until is not None and self.waived_until >= on
        return self.total > self.allowed and not waived

    @property
    def total_with_planned(self) -> Decimal:
        return self.total + self.planned


def permitted_imbalance(agreement: Agreement) -> Decimal:
    """What the agreement says, else the larger of the office's number and one year's places."""
    if agreement.permitted_imbalance is not None:
        return agreement.permitted_imbalance
    places = max(agreement.places_out or 0, agreement.places_in or 0)
    factor = 2 if agreement.count_unit == Agreement.CountUnit.YEAR else 1
    return max(policy("partnerships.permitted_imbalance"), Decimal(places * factor))


def balance_of(agreement: Agreement) -> Balance:
    """The balance along the chain of renewals, year by year; the order of rows does not matter."""
    entries = BalanceEntry.objects.all().of_chain(agreement)
    lines: dict[str, YearLine] = {}
    sums = (
        (entries.counted().filter(kind=BalanceEntry.Kind.MOBILITY), "out", "in_"),
        (entries.planned(), "planned_out", "planned_in"),
    )
    for rows, out, into in sums:
        grouped = rows.order_by().values_list("academic_year", "direction").annotate(sum=Sum("semesters"))
        for year, direction, semesters in grouped:
            line = lines.setdefault(year, YearLine(year))
            name = out if direction == Direction.OUT else into
            setattr(line, name, getattr(line, name) + semesters)
    corrections = entries.counted().filter(kind=BalanceEntry.Kind.CORRECTION).order_by()
    for year, direction, semesters in corrections.values_list("academic_year", "direction", "semesters"):
        line = lines.setdefault(year, YearLine(year))
        line.corrected += semesters if direction == Direction.OUT else -semesters
    running = NOUGHT
    ordered = [lines[year] for year in sorted(lines)]
    for line in ordered:
        running += line.change
        line.running = running
    return Balance(
        total=running,
        planned=sum((line.planned_out - line.planned_in for line in ordered), NOUGHT),
        allowed=permitted_imbalance(agreement),
        waived_until=agreement.imbalance_waived_until,
        lines=ordered,
    )


def _check(academic_year: str, direction: str, semesters: Decimal) -> None:
    check_academic_year(academic_year)
    if direction not in Direction.values:
        raise ValidationError(_("The direction is out or in."))
    if semesters % Decimal("0.5"):
        raise ValidationError(_("Semesters are counted in halves."))


@transaction.atomic
def record_mobility(
    agreement: Agreement,
    *,
    academic_year: str,
    direction: str,
    semesters: Decimal,
    source: str,
    person_name: str,
    by: Any,
    planned: bool = False,
) -> BalanceEntry:
    """A student's stay counts under the agreement; the same source is written once and then corrected in place."""
    semesters = Decimal(semesters)
    _check(academic_year, direction, semesters)
    if semesters < 0:
        raise ValidationError(_("A stay is not negative."))
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    before = balance_of(agreement).is_over
    entry, _is_new = BalanceEntry.objects.update_or_create(
        agreement=agreement,
        source=source,
        defaults={
            "academic_year": academic_year,
            "direction": direction,
            "semesters": semesters,
            "person_name": person_name[:100],
            "is_planned": planned,
            "status": BalanceEntry.Status.CONFIRMED,
            "author": by,
        },
    )
    alert_if_over(agreement, was_over=before)
    return entry


@transaction.atomic
def remove_mobility(agreement: Agreement, *, source: str, by: Any) -> bool:
    """The stay did not take place: its row goes, and the history of the agreement says so."""
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    entry = BalanceEntry.objects.filter(
        agreement=agreement, source=source, kind=BalanceEntry.Kind.MOBILITY
    ).first()
    if entry is None:
        return False
    payload = {"source": source, "semesters": str(entry.semesters), "academic_year": entry.academic_year}
    entry.delete()
    remember(agreement, "remove_mobility", by=by, payload=payload)
    return True


def alert_if_over(agreement: Agreement, *, was_over: bool) -> None:
    """The balance has just passed what is permitted: the desk and the unit are told."""
    balance = balance_of(agreement)
    if balance.is_over and not was_over:
        tell(
            agreement,
            "balance_over",
            keepers_of(agreement),
            lead=f"balance:{balance.total}",
            total=str(balance.total),
            allowed=str(balance.allowed),
        )


def may_nominate_out(agreement: Agreement, on: date | None = None) -> bool:
    """Whether one more student may be sent under it (§3.4)."""
    return not balance_of(agreement).blocks_out(on or timezone.localdate())


@transaction.atomic
def add_entry(agreement: Agreement, *, by: Any, note: str = "", **values: Any) -> BalanceEntry:
    """The desk writes a stay that no other part of the portal reports."""
    if not by.has_perm("partnerships.keep_balance_agreement", agreement):
        raise PermissionDenied
    if agreement.status not in Agreement.BINDING:
        raise StepNotAllowed(_("This is possible only for a signed agreement."))
    was_over = balance_of(agreement).is_over
    _check(values["academic_year"], values["direction"], values["semesters"])
    entry = BalanceEntry(agreement=agreement, status=BalanceEntry.Status.CONFIRMED, author=by, **values)
    entry.full_clean(exclude=["author"])
    entry.save()
    remember(agreement, "add_mobility", by=by, note=note, payload={"entry": entry.pk})
    alert_if_over(agreement, was_over=was_over)
    return entry


@transaction.atomic
def propose_correction(
    agreement: Agreement, *, by: Any, reason: str, confirmation: Any = None, **values: Any
) -> BalanceEntry:
    """A correction with its reason and the partner's confirmation waits for the director."""
    if not by.has_perm("partnerships.keep_balance_agreement", agreement):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the balance is corrected.")})
    _check(values["academic_year"], values["direction"], values["semesters"])
    entry = BalanceEntry(
        agreement=agreement,
        kind=BalanceEntry.Kind.CORRECTION,
        status=BalanceEntry.Status.PROPOSED,
        reason=reason,
        author=by,
        **values,
    )
    entry.full_clean(exclude=["author"])
    entry.save()
    if confirmation is not None:
        attach(entry, confirmation, category="partner_confirmation", by=by)
    tell(entry, "correction_proposed", User.objects.holding(Role.DIRECTOR))
    return entry


@transaction.atomic
def confirm_balanceentry(
    entry: BalanceEntry, *, by: Any, note: str = "", version: int | None = None
) -> BalanceEntry:
    """The correction counts; without the partner's confirmation it cannot."""
    CORRECTION_FLOW.move(entry, "confirm", by=by, note=note, version=version)
    if not Attachment.objects.of(entry).current().filter(category="partner_confirmation").exists():
        raise ValidationError(_("The partner's confirmation is missing."), code="confirmation")
    remember(entry.agreement, "correct_balance", by=by, payload={"entry": entry.pk})
    return entry


@transaction.atomic
def reject_balanceentry(
    entry: BalanceEntry, *, by: Any, note: str = "", version: int | None = None
) -> BalanceEntry:
    """The correction does not count."""
    CORRECTION_FLOW.move(entry, "reject", by=by, note=note, version=version)
    tell(entry, "correction_rejected", [entry.author] if entry.author else [], note=note)
    return entry


@transaction.atomic
def waive_imbalance_agreement(agreement: Agreement, *, by: Any, until: date, note: str) -> Agreement:
    """The director lets students go out although the balance leans too far, until a day and for a reason."""
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not by.has_perm("partnerships.waive_imbalance_agreement", locked):
        raise PermissionDenied
    if len(note.strip()) < 2:
        raise ValidationError({"note": _("Say why: this step needs a comment.")})
    locked.imbalance_waived_until = until
    locked.version += 1
    locked.save()
    remember(locked, "waive_imbalance", by=by, note=note, payload={"until": str(until)})
    return locked


@transaction.atomic
def order_statement(agreement: Agreement, *, by: Any, note: str = "") -> BalanceStatement:
    """A statement for the partner is made in the background."""
    if not by.has_perm("partnerships.order_statement_agreement", agreement):
        raise PermissionDenied
    statement = BalanceStatement.objects.create(
        agreement=agreement, as_of=timezone.localdate(), ordered_by=by
    )
    remember(agreement, "order_statement", by=by, payload={"statement": statement.pk})
    start_run(statement, total=1)
    return statement
