"""Course-match plans, and credits recognised after the return (§2.7, A19)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.models.role import CosignArea
from core.attachments import attach
from core.flow import StepNotAllowed, remember
from core.models import Attachment
from core.numbers import next_number
from core.policy import policy
from programmes.actions.departure import tick_by_facts
from programmes.actions.telling import college_of, tell
from programmes.flow import MOBILITY_FLOW, PLAN_FLOW, RECOGNITION_FLOW
from programmes.models import ConversionTable, CreditLine, CreditPlan, CreditRecognition, Mobility, StudyLevel

P = CreditPlan.Status


def academics_of(stay: Mobility) -> Any:
    """Academic affairs for undergraduates, the graduate school for the others."""
    area = CosignArea.ACADEMIC if stay.level == StudyLevel.UG else CosignArea.GRADUATE
    return User.objects.holding(Role.COSIGNER, area=area)


@transaction.atomic
def save_lines(
    plan: CreditPlan, lines: list[CreditLine], removed: list[CreditLine], *, by: Any
) -> CreditPlan:
    """The plan's lines are kept while it is open."""
    if not by.has_perm(
        "programmes.change_creditplan", CreditPlan.objects.select_for_update().get(pk=plan.pk)
    ):
        raise PermissionDenied
    for line in removed:
        line.delete()
    for line in lines:
        line.plan = plan
        line.save()
    return plan


@transaction.atomic
def submit_creditplan(plan: CreditPlan, *, by: Any, note: str = "", version: int | None = None) -> CreditPlan:
    """The plan is with the college."""
    if not plan.lines.exists():
        raise ValidationError(_("The plan has no course yet."))
    PLAN_FLOW.move(plan, "submit", by=by, note=note, version=version)
    tell(plan, "plan_submitted", college_of(plan.mobility))
    return plan


@transaction.atomic
def endorse_creditplan(
    plan: CreditPlan, *, by: Any, note: str = "", version: int | None = None
) -> CreditPlan:
    """The college agrees; academic affairs decide."""
    PLAN_FLOW.move(plan, "endorse", by=by, note=note, version=version)
    tell(plan, "plan_submitted", academics_of(plan.mobility))
    return plan


@transaction.atomic
def approve_creditplan(
    plan: CreditPlan, *, by: Any, note: str = "", version: int | None = None
) -> CreditPlan:
    """The courses may be taken; the checklist knows it."""
    PLAN_FLOW.move(plan, "approve", by=by, note=note, version=version)
    tick_by_facts(plan.mobility)
    tell(plan, "plan_approved", [plan.mobility.student])
    return plan


@transaction.atomic
def return_creditplan(plan: CreditPlan, *, by: Any, note: str = "", version: int | None = None) -> CreditPlan:
    """The student changes the plan."""
    PLAN_FLOW.move(plan, "return", by=by, note=note, version=version)
    tell(plan, "plan_returned", [plan.mobility.student], note=note)
    return plan


@transaction.atomic
def reopen_creditplan(plan: CreditPlan, *, by: Any, note: str = "", version: int | None = None) -> CreditPlan:
    """Courses changed at the host: within two weeks of arriving the plan is opened again (§2.7)."""
    departed = plan.mobility.departed_on
    days = policy("programmes.plan_change_days")
    if departed is not None and timezone.localdate() > departed + timedelta(days=days):
        raise StepNotAllowed(
            _("The plan can be changed within %(days)s days after departure.") % {"days": days}
        )
    PLAN_FLOW.move(plan, "reopen", by=by, note=note, version=version)
    plan.is_change = departed is not None
    plan.save(update_fields=["is_change"])
    tick_by_facts(plan.mobility)
    return plan


def table_of(stay: Mobility) -> ConversionTable | None:
    """The conversion table of the partner, else the general one."""
    partner = stay.programme.partner_id
    own = ConversionTable.objects.filter(partner=partner).first()
    return own or ConversionTable.objects.filter(partner=None).first()


@transaction.atomic
def submit_creditrecognition(
    paper: CreditRecognition,
    *,
    by: Any,
    grades: dict[int, str] | None = None,
    transcript: Any = None,
    note: str = "",
    version: int | None = None,
) -> CreditRecognition:
    """The host's grades and the official transcript are with the college; the table proposes marks and credits."""
    confidential = Attachment.Visibility.CONFIDENTIAL
    if transcript:
        attach(paper, transcript, category="transcript", by=by, visibility=confidential)
    if not Attachment.objects.of(paper).current().filter(category="transcript").exists():
        raise ValidationError(_("Attach the official transcript of the host."))
    RECOGNITION_FLOW.move(paper, "submit", by=by, note=note, version=version)
    lines = list(paper.mobility.credit_plan.lines.all())
    for line in lines:
        line.grade = (grades or {}).get(line.pk, line.grade).strip()
    propose_results(paper.mobility, lines)
    if paper.applied_on is None:
        paper.applied_on = timezone.localdate()
        paper.save(update_fields=["applied_on"])
    stay = paper.mobility
    if stay.status == Mobility.Status.RETURNED:
        MOBILITY_FLOW.move(stay, "begin_credits", by=None)
    tell(paper, "recognition_submitted", college_of(stay))
    return paper


def propose_results(stay: Mobility, lines: list[CreditLine]) -> None:
    """Marks and credits of each line by the conversion table; without a grade nothing is recognised."""
    table = table_of(stay)
    for line in lines:
        line.mark = table.mark_of(line.grade) if table and line.grade else None
        earned = min(line.home_credits, table.credits_of(line.host_credits)) if table else Decimal(0)
        if line.is_passed_before:
            line.result, line.recognised_credits = CreditLine.Result.NONE, Decimal(0)
            line.reason = _("passed at home before")
        elif line.mark is None or line.mark < 60:
            line.result, line.recognised_credits = CreditLine.Result.NONE, Decimal(0)
            line.reason = _("no passing grade") if line.grade else _("no grade")
        else:
            full = earned >= line.home_credits
            line.result = CreditLine.Result.FULL if full else CreditLine.Result.PARTIAL
            line.recognised_credits, line.reason = earned, ""
        line.save()


@transaction.atomic
def judge_lines(paper: CreditRecognition, lines: list[CreditLine], *, by: Any) -> CreditRecognition:
    """The college or academic affairs correct single lines, with a reason."""
    if not by.has_perm("programmes.judge_creditrecognition", paper):
        raise PermissionDenied
    if paper.status not in {P.SUBMITTED, P.COLLEGE_APPROVED}:
        raise StepNotAllowed(_("The lines are closed."))
    for line in lines:
        line.full_clean(exclude=["plan"])
        line.save()
    remember(paper, "judge", by=by)
    return paper


@transaction.atomic
def endorse_creditrecognition(
    paper: CreditRecognition, *, by: Any, note: str = "", version: int | None = None
) -> CreditRecognition:
    """The college has examined every line."""
    RECOGNITION_FLOW.move(paper, "endorse", by=by, note=note, version=version)
    tell(paper, "recognition_submitted", academics_of(paper.mobility))
    return paper


def recognised_total(paper: CreditRecognition) -> Decimal:
    """The credits of all recognised lines; one home course counts once (§2.7)."""
    best: dict[str, Decimal] = {}
    caps: dict[str, Decimal] = {}
    for line in paper.mobility.credit_plan.lines.all():
        if line.result in {CreditLine.Result.FULL, CreditLine.Result.PARTIAL}:
            best[line.home_code] = best.get(line.home_code, Decimal(0)) + (
                line.recognised_credits or Decimal(0)
            )
            caps[line.home_code] = line.home_credits
    return sum((min(total, caps[code]) for code, total in best.items()), Decimal(0))


@transaction.atomic
def approve_creditrecognition(
    paper: CreditRecognition, *, by: Any, note: str = "", version: int | None = None
) -> CreditRecognition:
    """The credits count; the form has a number (A19)."""
    stay = paper.mobility
    total = recognised_total(paper)
    semesters = max(Decimal(1), stay.programme.semesters)
    cap = policy("programmes.credits_per_term") * semesters
    if total > cap:
        raise ValidationError(
            _("%(total)s credits are more than the %(cap)s allowed for this stay.")
            % {"total": total, "cap": cap}
        )
    RECOGNITION_FLOW.move(paper, "approve", by=by, note=note, version=version)
    today = timezone.localdate()
    paper.total_credits, paper.recognised_on = total, today
    paper.number = f"CR{today.year}-{next_number('credit_recognition', today.year):04d}"
    paper.save(update_fields=["total_credits", "recognised_on", "number"])
    MOBILITY_FLOW.move(stay, "recognise", by=None)
    tell(paper, "credits_recognised", [stay.student], college_of(stay))
    return paper


@transaction.atomic
def return_creditrecognition(
    paper: CreditRecognition, *, by: Any, note: str = "", version: int | None = None
) -> CreditRecognition:
    """The student completes the application."""
    RECOGNITION_FLOW.move(paper, "return", by=by, note=note, version=version)
    tell(paper, "recognition_returned", [paper.mobility.student], note=note)
    return paper
