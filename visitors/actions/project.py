"""Foreign-expert projects: approved, spent, adjusted, closed (§4.2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.flow import remember
from core.history import save_with_history
from core.policy import policy
from notifications.actions import notify
from visitors.flow import ADJUSTMENT_FLOW, PROJECT_FLOW
from visitors.models import Adjustment, Expenditure, ExpertProject, Receipt, Spending


@transaction.atomic
def apply_expertproject(project: ExpertProject, *, by: Any) -> ExpertProject:
    """An application goes on file."""
    if not by.has_perm("visitors.add_expertproject"):
        raise PermissionDenied
    project.author = by
    save_with_history(project, by=by)
    notify(User.objects.holding(Role.VISITORS_DESK), "visitors.project_applied", about=project)
    return project


@transaction.atomic
def approve_expertproject(
    project: ExpertProject,
    *,
    by: Any,
    number: str,
    approved_amount: Decimal,
    approved_on: date,
    note: str = "",
    version: int | None = None,
) -> ExpertProject:
    """The authority has approved: number, amount and day."""
    if ExpertProject.objects.filter(number=number).exclude(pk=project.pk).exists():
        raise ValidationError({"number": _("Another project has this number.")})
    PROJECT_FLOW.move(project, "approve", by=by, note=note, version=version)
    project.number, project.approved_amount, project.approved_on = number, approved_amount, approved_on
    project.save(update_fields=["number", "approved_amount", "approved_on"])
    notify([project.author, project.leader], "visitors.project_decided", about=project)
    return project


@transaction.atomic
def reject_expertproject(
    project: ExpertProject, *, by: Any, note: str = "", version: int | None = None
) -> ExpertProject:
    """The authority does not fund it."""
    PROJECT_FLOW.move(project, "reject", by=by, note=note, version=version)
    notify([project.author, project.leader], "visitors.project_decided", about=project, note=note)
    return project


@transaction.atomic
def start_expertproject(
    project: ExpertProject, *, by: Any, note: str = "", version: int | None = None
) -> ExpertProject:
    """Carried out from now on; the budget comes to what was approved."""
    planned = project.budget.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    if planned != project.approved_amount:
        raise ValidationError(
            _("The budget comes to %(planned)s CNY, approved are %(approved)s CNY.")
            % {"planned": planned, "approved": project.approved_amount}
        )
    PROJECT_FLOW.move(project, "start", by=by, note=note, version=version)
    return project


@transaction.atomic
def complete_expertproject(
    project: ExpertProject, *, by: Any, report: str, note: str = "", version: int | None = None
) -> ExpertProject:
    """The work is done and the summary report is in."""
    PROJECT_FLOW.move(project, "complete", by=by, note=note, version=version)
    project.report = report
    project.save(update_fields=["report"])
    notify(User.objects.holding(Role.VISITORS_DESK), "visitors.project_completed", about=project)
    return project


@transaction.atomic
def close_expertproject(
    project: ExpertProject,
    *,
    by: Any,
    returned_amount: Decimal = Decimal(0),
    note: str = "",
    version: int | None = None,
) -> ExpertProject:
    """Accounts settled: what came in was spent or goes back."""
    if project.adjustments.filter(status=Adjustment.Status.ASKED).exists():
        raise ValidationError(_("An adjustment of the budget is still waiting for its decision."))
    left = max(project.received - project.spent, Decimal(0))
    if returned_amount != left:
        raise ValidationError(
            {"returned_amount": _("%(left)s CNY were received and not spent.") % {"left": left}}
        )
    PROJECT_FLOW.move(project, "close", by=by, note=note, version=version)
    project.returned_amount = returned_amount
    project.save(update_fields=["returned_amount"])
    return project


@transaction.atomic
def return_funds_expertproject(
    project: ExpertProject, *, by: Any, note: str = "", version: int | None = None
) -> ExpertProject:
    """The project ends; what is left of the money goes back."""
    left = max(project.received - project.spent, Decimal(0))
    PROJECT_FLOW.move(project, "return_funds", by=by, note=note, version=version)
    project.returned_amount = left
    project.save(update_fields=["returned_amount"])
    return project


@transaction.atomic
def record_receipt(project: ExpertProject, receipt: Receipt, *, by: Any) -> Receipt:
    """Money came in."""
    if not by.has_perm("visitors.receive_expertproject", project):
        raise PermissionDenied
    receipt.project, receipt.by = project, by
    receipt.save()
    remember(project, "receive", by=by, payload={"amount": str(receipt.amount)})
    return receipt


def room_in(project: ExpertProject, category: str) -> Decimal:
    """How much a category may still take: its budget and some per cent more, less what was spent."""
    planned = project.budget.filter(category=category).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    spent = project.expenditures.filter(category=category).aggregate(total=Sum("amount"))["total"] or Decimal(
        0
    )
    allowed = planned * (100 + policy("visitors.project_overspend_percent")) / 100
    return (allowed - spent).quantize(Decimal("0.01"))


@transaction.atomic
def record_expenditure(project: ExpertProject, spending: Expenditure, *, by: Any) -> Expenditure:
    """Money was spent; beyond the tolerance of its category an adjustment must be approved first."""
    locked = ExpertProject.objects.select_for_update().get(pk=project.pk)
    if not by.has_perm("visitors.spend_expertproject", locked):
        raise PermissionDenied
    if locked.status != ExpertProject.Status.EXECUTING:
        raise ValidationError(_("Spending is written while the project is carried out."))
    room = room_in(locked, spending.category)
    if spending.amount > room:
        raise ValidationError(
            {
                "amount": _(
                    "%(room)s CNY are left in this category, tolerance included. Ask for an adjustment of the budget first."
                )
                % {"room": max(room, Decimal(0))}
            }
        )
    total = locked.spent + spending.amount
    if total > locked.approved_amount:
        raise ValidationError({"amount": _("The project would spend more than was approved.")})
    if locked.expenditures.filter(voucher=spending.voucher).exists():
        raise ValidationError({"voucher": _("This voucher is on file already.")})
    spending.project, spending.by = locked, by
    spending.save()
    remember(locked, "spend", by=by, payload={"amount": str(spending.amount), "category": spending.category})
    return spending


@transaction.atomic
def ask_adjustment(project: ExpertProject, adjustment: Adjustment, *, by: Any) -> Adjustment:
    """Ask to move money between two categories."""
    if not by.has_perm("visitors.spend_expertproject", project):
        raise PermissionDenied
    line = project.budget.filter(category=adjustment.from_category).first()
    if line is None or line.amount < adjustment.amount:
        raise ValidationError({"amount": _("The category it comes out of does not hold so much.")})
    adjustment.project, adjustment.author = project, by
    adjustment.save()
    remember(project, "ask_adjustment", by=by, note=adjustment.reason)
    notify(User.objects.holding(Role.VISITORS_DESK), "visitors.adjustment_asked", about=adjustment)
    return adjustment


@transaction.atomic
def approve_adjustment(
    adjustment: Adjustment, *, by: Any, note: str = "", version: int | None = None
) -> Adjustment:
    """The amount moves; never more than the line holds by then."""
    project = ExpertProject.objects.select_for_update().get(pk=adjustment.project_id)
    ADJUSTMENT_FLOW.move(adjustment, "approve", by=by, note=note, version=version)
    source = project.budget.filter(category=adjustment.from_category).first()
    if source is None or source.amount < adjustment.amount:
        raise ValidationError(_("The category it comes out of does not hold so much."))
    source.amount -= adjustment.amount
    source.save(update_fields=["amount"])
    target, _made = project.budget.get_or_create(category=adjustment.to_category, defaults={"amount": 0})
    target.amount += adjustment.amount
    target.save(update_fields=["amount"])
    notify([adjustment.author], "visitors.adjustment_decided", about=adjustment)
    return adjustment


@transaction.atomic
def refuse_adjustment(
    adjustment: Adjustment, *, by: Any, note: str = "", version: int | None = None
) -> Adjustment:
    """The budget stays as it is."""
    ADJUSTMENT_FLOW.move(adjustment, "refuse", by=by, note=note, version=version)
    notify([adjustment.author], "visitors.adjustment_decided", about=adjustment, note=note)
    return adjustment


def budget_state(project: ExpertProject) -> list[dict[str, Any]]:
    """Each category with plan, spending and rate, in two questions."""
    planned = dict(project.budget.values_list("category", "amount"))
    spent = dict(
        project.expenditures.order_by()
        .values("category")
        .annotate(total=Sum("amount"))
        .values_list("category", "total")
    )
    limit = policy("visitors.project_overspend_percent")
    rows = []
    for code, label in Spending.choices:
        plan, used = planned.get(code, Decimal(0)), spent.get(code, Decimal(0))
        if not plan and not used:
            continue
        rows.append(
            {
                "label": label,
                "planned": plan,
                "spent": used,
                "rate": (used * 100 / plan).quantize(Decimal("0.1")) if plan else None,
                "is_over": used > plan,
                "is_beyond": used > plan * (100 + limit) / 100,
            }
        )
    return rows
