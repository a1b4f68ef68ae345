"""Attendance, results and money of the invented years."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from reports.demo.training_projects import Years
from training.models import (
    Assessment,
    Attendance,
    ClassSession,
    Expense,
    Payment,
    Refund,
)


def make_records(years: Years) -> None:
    """Attendance and results of everybody who attended."""
    lessons: dict[int, list[ClassSession]] = {}
    for session in ClassSession.objects.filter(training_class__in=years.classes).order_by("pk"):
        lessons.setdefault(session.training_class_id, []).append(session)
    marks, results = [], []
    for place, trainee in enumerate(years.trainees):
        if trainee.status not in {"completed", "not_completed", "expelled"}:
            continue
        sessions = lessons[trainee.training_class_id]
        misses = trainee.status != "completed"
        marks += [
            Attendance(
                session=session, trainee=trainee,
                mark="absent" if misses and number else "late" if (place + number) % 19 == 0 else "present",
            )
            for number, session in enumerate(sessions)
        ]  # fmt: skip
        score = Decimal(years.random.randint(62, 98) if not misses else years.random.randint(30, 58))
        results.append(
            Assessment(
                trainee=trainee,
                score=score,
                entered_by=years.admin,
                checked_by=years.head,
                checked_at=timezone.now(),
            )
        )
    Attendance.objects.bulk_create(marks, batch_size=2000)
    Assessment.objects.bulk_create(results, batch_size=1000)


def make_money(years: Years) -> None:
    """Receipts, a few refunds, and what was spent."""
    payments, refunds = [], []
    for number, trainee in enumerate(years.trainees):
        fee, one = trainee.fee_due, trainee.training_class
        if not fee or trainee.status in {"applied", "admitted"}:
            continue
        payments.append(
            Payment(
                trainee=trainee, status="confirmed", amount=fee, amount_cny=fee, reference=f"DEMO{number:07d}",
                received_on=min(one.start_on - timedelta(days=7), years.today), entered_by=years.finance,
                confirmed_by=years.second,
            )
        )  # fmt: skip
        if trainee.status == "withdrew":
            state = "approved" if number % 3 else "finance_review"
            paid_out = one.start_on + timedelta(days=10)
            refunds.append(
                Refund(
                    trainee=trainee, status=state, amount=fee / 2, amount_cny=fee / 2, requested_by=years.admin,
                    reason="因工作安排退学(演示)", paid_out_on=paid_out if state == "approved" else None,
                )
            )  # fmt: skip
    Payment.objects.bulk_create(payments, batch_size=1000)
    Refund.objects.bulk_create(refunds)
    _expenses(years, payments)


def _expenses(years: Years, payments: list[Payment]) -> None:
    income: dict[int, Decimal] = {}
    for payment in payments:
        pk = payment.trainee.training_class.proposal_id
        income[pk] = income.get(pk, Decimal(0)) + payment.amount
    shares = (("lecture", 48), ("materials", 23), ("school", 20))
    Expense.objects.bulk_create(
        Expense(
            proposal=project, status="confirmed", category=category, amount=income[project.pk] * share / 100,
            spent_on=min(project.end_on, years.today), voucher=f"DEMO-{project.pk}-{category}", entered_by=years.finance,
            confirmed_by=years.second, note="演示数据",
        )
        for project in years.projects if project.pk in income for category, share in shares
    )  # fmt: skip
