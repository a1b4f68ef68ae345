"""Publicity, visits, tickets, surveys, complaints and yearly lists of the invented years."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from reports.demo.training_projects import Years
from training.actions.filing import rows_of_year
from training.actions.inspection import pick
from training.actions.publicity_checks import suggested_text
from training.models import (
    AnnualFiling,
    Complaint,
    Inspection,
    InspectionItem,
    PublicityItem,
    RectificationTicket,
    RiskLevel,
    Sampling,
    SpotCheck,
    Survey,
    SurveyAnswer,
    SurveyToken,
    TrainingClass,
)


def make_publicity(years: Years) -> None:
    """A brochure of each approved project: published where people enrol, expired where it is over."""
    items = []
    for project in years.projects:
        if project.approved_at is None:
            continue
        is_over = project.end_on < years.today
        items.append(
            PublicityItem(
                proposal=project, author=years.admin, channel="brochure", title_zh=f"{project.title_zh}招生简章",
                title_en=project.title_en, text_zh=suggested_text(project), publish_to=project.end_on,
                status="expired" if is_over else "published" if project.status in {"approved", "executing"} else "taken_down",
                published_at=project.approved_at, approved_at=project.approved_at,
            )
        )  # fmt: skip
    PublicityItem.objects.bulk_create(items)
    for item in items:
        item.approved_sha256 = item.fingerprint()
    PublicityItem.objects.bulk_update(items, ["approved_sha256"])
    SpotCheck.objects.bulk_create(
        SpotCheck(
            item=item, checked_on=item.publish_to, by=years.desk, url="https://demo.example/", is_as_approved=place % 6 != 0,
            finding="" if place % 6 else "页面标题与批准文本不一致(演示)",
        )
        for place, item in enumerate(items[::4])
    )  # fmt: skip


def make_quality(years: Years) -> None:
    """Draws of past quarters, visits with their checklists, tickets, surveys and complaints."""
    held = [one for one in years.classes if one.status in {"finished", "closed"}]
    visits = _visits(years, held)
    tickets = [_ticket(years, visit, place) for place, visit in enumerate(visits) if place % 2 == 0]
    RectificationTicket.objects.bulk_create(tickets)
    _surveys(years, held)
    Complaint.objects.bulk_create(
        Complaint(
            subject=subject, status=status, text="演示数据:对培训安排提出意见,请核实。", project_name="演示培训班",
            due_on=years.today + timedelta(days=days), unit=years.units[place],
            reply="演示数据:经核实已协调解决。" if status == "replied" else "",
            replied_on=years.today if status == "replied" else None,
        )
        for place, (subject, status, days) in enumerate(
            [("fees", "received", 8), ("teaching", "examined", -1), ("publicity", "replied", -20), ("agent", "dismissed", -40)]
        )
    )  # fmt: skip


def _visits(years: Years, held: list[TrainingClass]) -> list[Inspection]:
    quarters: dict[tuple[int, int], list[TrainingClass]] = {}
    for one in held:
        quarters.setdefault((one.start_on.year, (one.start_on.month + 2) // 3), []).append(one)
    visits: list[Inspection] = []
    for (year, quarter), classes in sorted(quarters.items()):
        population = [(one.pk, one.proposal.risk_level == RiskLevel.HIGH) for one in classes]
        seed = f"demo{year}{quarter}"
        drawn = pick(population, 20, seed)
        sampling = Sampling.objects.create(
            year=year,
            quarter=quarter,
            seed=seed,
            share=20,
            population=population,
            drawn=drawn,
            drawn_by=years.desk,
        )
        high = {pk for pk, is_high in population if is_high}
        visits += [
            Inspection(
                training_class=one, sampling=sampling, status="done", planned_on=one.start_on, inspected_on=one.start_on,
                source="risk" if one.pk in high else "sampled", inspector=years.desk, headcount_roster=40,
                headcount_real=40 if place % 4 else 29, conclusion="good" if place % 2 else "minor", summary="演示数据",
            )
            for place, one in enumerate(classes) if one.pk in drawn
        ]  # fmt: skip
    Inspection.objects.bulk_create(visits)
    InspectionItem.objects.bulk_create(
        InspectionItem(
            inspection=visit, point=point, verdict="issue" if visit.conclusion == "minor" and point == "materials" else "ok",
            note="资料与批准清单不完全一致(演示)" if visit.conclusion == "minor" and point == "materials" else "",
        )
        for visit in visits for point in InspectionItem.Point.values
    )  # fmt: skip
    return visits


def _ticket(years: Years, visit: Inspection, place: int) -> RectificationTicket:
    project = visit.training_class.proposal
    opened = visit.inspected_on
    is_recent = opened.year == years.today.year
    status = ["open", "answered", "reopened", "closed"][place // 2 % 4] if is_recent else "closed"
    due = opened + timedelta(days=14)
    if status != "closed" and place % 3:
        due = years.today + timedelta(days=place % 7)
    closed = due - timedelta(days=2) if place % 5 else due + timedelta(days=6)
    return RectificationTicket(
        unit=project.unit, proposal=project, training_class=visit.training_class, inspection=visit, status=status,
        source="headcount" if place % 4 == 0 else "inspection", severity="major" if place % 4 == 0 else "minor",
        title="实到人数与名册不符(演示)" if place % 4 == 0 else "教材与批准清单不一致(演示)", description="演示数据",
        due_on=due, opened_on=opened, opened_by=years.desk, answer="" if status == "open" else "演示数据:已整改。",
        answered_by=None if status == "open" else years.admin, answered_on=None if status == "open" else opened,
        closed_on=closed if status == "closed" else None,
    )  # fmt: skip


def _surveys(years: Years, held: list[TrainingClass]) -> None:
    surveys = Survey.objects.bulk_create(
        Survey(training_class=one, opens_on=one.end_on, closes_on=one.end_on + timedelta(days=14))
        for one in held
    )
    by_class = {survey.training_class_id: survey for survey in surveys}
    tokens, answers = [], []
    grade = years.random.choices
    for trainee in years.trainees:
        survey = by_class.get(trainee.training_class_id)
        if survey is None or trainee.status == "withdrew":
            continue
        is_used = years.random.random() < 0.7
        tokens.append(SurveyToken(survey=survey, trainee=trainee, is_used=is_used))
        if is_used:
            scores = dict(zip(Survey.ITEMS, grade([5, 4, 3, 2], weights=[55, 30, 12, 3], k=6), strict=True))
            answers.append(SurveyAnswer(survey=survey, recommend=years.random.randint(6, 10), **scores))
    SurveyToken.objects.bulk_create(tokens, batch_size=1000)
    SurveyAnswer.objects.bulk_create(answers, batch_size=1000)


def make_filings(years: Years) -> None:
    """The lists of the two years that are over: one handed in, one still a draft."""
    for back, status in ((2, "filed"), (1, "draft")):
        year = years.today.year - back
        AnnualFiling.objects.create(
            year=year, status=status, made_by=years.desk, rows=rows_of_year(year),
            frozen_at=timezone.now() if status == "filed" else None,
            filed_on=date(year + 1, 1, 8) if status == "filed" else None, receipt_no="演示" if status == "filed" else "",
        )  # fmt: skip
