"""Makes publicity, payments, inspections, tickets, surveys and complaints in any status."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import Role
from tests.factories.accounts import person_with
from tests.factories.training import complete_proposal
from tests.factories.training_classes import TraineeFactory, TrainingClassFactory
from training.actions.publicity_checks import suggested_text
from training.models import (
    AnnualFiling,
    Complaint,
    Expense,
    Inspection,
    InspectionItem,
    Payment,
    Proposal,
    PublicityItem,
    RectificationTicket,
    Refund,
    Survey,
    SurveyAnswer,
    SurveyToken,
    TrainingClass,
)

numbers = itertools.count(1)
CHECKLIST = {point: ("ok", "") for point in InspectionItem.Point.values}
SCORES = {
    "content": 5,
    "lecturer": 5,
    "organisation": 4,
    "venue": 4,
    "fee_value": 3,
    "overall": 5,
    "recommend": 9,
    "comment": "",
    "lecturers": {},
}


def running_project(unit, **fields):
    """A complete project in force, with its number."""
    proposal = complete_proposal(unit=unit, **fields)
    number = f"NDE-2026-{unit.code}-{next(numbers):03d}"
    Proposal.objects.filter(pk=proposal.pk).update(
        status="executing", approved_no=number, approved_at=timezone.now(), submitted_at=timezone.now()
    )
    proposal.refresh_from_db()
    return proposal


def class_of(unit, status="running", people=2, **fields):
    """A class of a project in force, with people on its roster."""
    proposal = fields.pop("proposal", None) or running_project(unit)
    training_class = TrainingClassFactory(proposal=proposal, status=status, **fields)
    TraineeFactory.create_batch(people, training_class=training_class, status="attending")
    return training_class


def item_at(status, unit=None, proposal=None, author=None, **fields):
    """A publicity item that says everything it must, at the status."""
    proposal = proposal or running_project(unit)
    item = PublicityItem.objects.create(
        proposal=proposal,
        author=author or person_with(Role.DEPARTMENT_ADMIN, proposal.unit),
        status=status,
        title_zh=f"{proposal.title_zh}招生简章",
        text_zh=suggested_text(proposal),
        **{"channel": "brochure"} | fields,
    )
    if status in {"approved", "published", "expired", "taken_down", "cosign"}:
        item.approved_sha256 = item.fingerprint()
        item.approved_at = item.published_at = timezone.now()
        item.save()
    return item


def published_item(proposal, **fields):
    """What the public sees."""
    return item_at("published", proposal=proposal, **fields)


def payment_at(status, trainee, *, entered_by=None, confirmed_by=None, amount=1200, received_on=None):
    """A receipt of the trainee."""
    entered = entered_by or person_with(Role.FINANCE)
    if status == "confirmed" and confirmed_by is None:
        confirmed_by = person_with(Role.FINANCE)
    return Payment.objects.create(
        trainee=trainee,
        status=status,
        amount=Decimal(amount),
        received_on=received_on or timezone.localdate(),
        reference=f"R{next(numbers):06d}",
        entered_by=entered,
        confirmed_by=confirmed_by,
    )


def refund_at(status, trainee, *, requested_by=None, amount=300):
    """A refund of the trainee."""
    return Refund.objects.create(
        trainee=trainee,
        status=status,
        amount=Decimal(amount),
        reason="因病退学",
        requested_by=requested_by or person_with(Role.DEPARTMENT_ADMIN, trainee.training_class.unit),
        paid_out_on=timezone.localdate() if status == "approved" else None,
    )


def expense_at(status, proposal, *, category="lecture", amount=500):
    """A booking of the project."""
    return Expense.objects.create(
        proposal=proposal,
        status=status,
        category=category,
        amount=Decimal(amount),
        spent_on=timezone.localdate(),
        voucher=f"V{next(numbers):06d}",
        entered_by=person_with(Role.FINANCE),
        confirmed_by=person_with(Role.FINANCE) if status == "confirmed" else None,
    )


def inspection_at(status, training_class, **fields):
    """A visit to the class."""
    return Inspection.objects.create(
        training_class=training_class, status=status, planned_on=timezone.localdate(), **fields
    )


def ticket_at(status, unit, *, due_in=5, **fields):
    """A fault of the unit; answered ones have an answer."""
    return RectificationTicket.objects.create(
        unit=unit,
        status=status,
        title="现场人数与名册不符",
        description="现场清点人数与名册相差较大,请说明。",
        due_on=timezone.localdate() + timedelta(days=due_in),
        opened_on=timezone.localdate() + timedelta(days=min(due_in, 0)),
        **{"opened_by": None} | fields,
    )


def complaint_at(status, **fields):
    """A complaint of somebody."""
    return Complaint.objects.create(
        subject="fees",
        status=status,
        text="报名时承诺的费用与实际收取的不一致。",
        due_on=timezone.localdate() + timedelta(days=10),
        **fields,
    )


def survey_of(training_class, answers=0, **scores):
    """A survey with codes for everybody on the roster, and some answers."""
    survey = Survey.objects.create(
        training_class=training_class,
        opens_on=timezone.localdate() - timedelta(days=1),
        closes_on=timezone.localdate() + timedelta(days=10),
    )
    for trainee in training_class.trainees.all():
        SurveyToken.objects.create(survey=survey, trainee=trainee)
    for _number in range(answers):
        SurveyAnswer.objects.create(survey=survey, **SCORES | scores)
    return survey


def filing_at(status, year=None, **fields):
    """The list of a year."""
    return AnnualFiling.objects.create(year=year or 1000 + next(numbers), status=status, **fields)


def class_in(unit, year, status="finished", people=3, **fields):
    """A class that ended in the year."""
    training_class = class_of(unit, status=status, people=0, **fields)
    TrainingClass.objects.filter(pk=training_class.pk).update(
        start_on=date(year, 5, 4), end_on=date(year, 5, 8)
    )
    training_class.refresh_from_db()
    TraineeFactory.create_batch(people, training_class=training_class, status="completed")
    return training_class
