"""Twelve units, sixty projects in every state over three years, their classes and four thousand people."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.models import IdentityDocument, Person, Unit, User
from certificates.models import CertificateType
from core.fields import keyed_hash
from core.models import Event
from reports.demo.names import EMPLOYERS, GIVEN, SUBJECTS, SURNAMES
from reports.demo.people import UNITS
from training.models import (
    BudgetLine,
    ClassSession,
    FeeItem,
    Instructor,
    Proposal,
    RiskLevel,
    Trainee,
    TrainingClass,
)

SEED = 20_261
MARK = "(演示)"
PROJECTS_PER_UNIT = 5
CLASSES_PER_PROJECT = 2
RUNNING_UNITS = 12
PEOPLE = 4_000
LESSONS = ((9, 12, "专题讲授"), (14, 17, "案例与上机"))
DAYS = 2
KINDS = [
    ("骨干能力提升", "Skills"),
    ("技术人员", "for Technicians"),
    ("教师专项", "for Teachers"),
    ("新进人员", "for Beginners"),
    ("规范与安全", "Rules and Safety"),
]
PLACES = ["on_campus", "on_campus", "on_campus", "off_campus_same_city", "other_city", "online"]
CATEGORIES = ["open", "commissioned", "government", "seminar", "vocational_cert"]
OLD, LAST, THIS = 2, 1, 0
# The five projects of a unit: how many years back, and where it stands.
STORIES = [(OLD, "closed"), (OLD, "closed"), (LAST, "closed"), (LAST, "executing"), (THIS, "executing")]
# States of which a few are enough: unit and project by number.
SPECIAL = {
    (0, 4): "suspended", (1, 3): "terminated", (2, 4): "approved", (3, 4): "lapsed", (4, 3): "closing",
    (5, 4): "cosign", (6, 4): "unit_review", (7, 4): "office_review", (8, 4): "director_review", (9, 4): "leader_review",
    (10, 4): "returned", (11, 4): "draft", (0, 3): "closing", (1, 4): "rejected", (2, 3): "withdrawn",
}  # fmt: skip
BEFORE_APPROVAL = {
    "cosign", "unit_review", "office_review", "director_review", "leader_review", "returned", "draft", "rejected",
    "withdrawn",
}  # fmt: skip
DONE = {"closed", "closing", "terminated"}


class Years:
    """What the parts of the demonstration share."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)  # noqa: S311 - invented data, the same each time
        self.today = timezone.localdate()
        codes = [row[0] for row in UNITS[:RUNNING_UNITS]]
        self.units = sorted(Unit.objects.filter(code__in=codes), key=lambda unit: codes.index(unit.code))
        people = {user.email: user for user in User.objects.filter(email__endswith="@demo.example")}
        self.admin = people["deptadmin@demo.example"]
        self.head = people["depthead@demo.example"]
        self.desk = people["training@demo.example"]
        self.director = people["director@demo.example"]
        self.finance = people["finance@demo.example"]
        self.second = next(
            (user for email, user in people.items() if "finance" in email and user != self.finance),
            self.director,
        )
        self.certificate = CertificateType.objects.get(code="NDE")
        self.teachers: dict[int, Instructor] = {}
        self.projects: list[Proposal] = []
        self.classes: list[TrainingClass] = []
        self.trainees: list[Trainee] = []


def status_of(unit: int, number: int) -> str:
    """Where the project stands."""
    return SPECIAL.get((unit, number), STORIES[number][1])


def classes_of(unit: int, number: int) -> int:
    """The first project of each unit, and the second of some, run three times: 120 classes altogether."""
    return CLASSES_PER_PROJECT + (number == 0 or (number == 1 and unit < RUNNING_UNITS // 2))


def make_projects(years: Years) -> None:
    """Five projects of each unit, with instructor, fee and budget."""
    for place, unit in enumerate(years.units):
        for number, (back, _usual) in enumerate(STORIES):
            years.projects.append(_project(years, unit, place, number, back, status_of(place, number)))
    Proposal.objects.bulk_create(years.projects)
    teachers = Instructor.objects.bulk_create(
        Instructor(
            proposal=project, name=f"{years.random.choice(SURNAMES)}{years.random.choice(GIVEN)}", position=0,
            employer="本校", title_rank="associate", fee_per_hour=450,
        )
        for project in years.projects
    )  # fmt: skip
    years.teachers = {teacher.proposal_id: teacher for teacher in teachers}
    _budgets(years)


def _project(years: Years, unit: Unit, place: int, number: int, back: int, status: str) -> Proposal:
    first = date(years.today.year - back, 3 + (place * 5 + number * 2) % 8, 1 + place % 20)
    subject, subject_en = SUBJECTS[place % len(SUBJECTS)]
    kind, kind_en = KINDS[number]
    fee = Decimal(years.random.choice([0, 600, 800, 1200, 1800]))
    approved = status not in BEFORE_APPROVAL
    moment = timezone.make_aware(datetime.combine(first - timedelta(days=35), time(10)))
    return Proposal(
        unit=unit, author=years.admin, responsible=years.admin, responsible_leader=years.head, status=status,
        title_zh=f"{subject}{kind}培训班{MARK}", title_en=f"{subject_en} {kind_en} (demo)",
        category=CATEGORIES[(place + number) % 5], delivery="full_time", mode="offline", audience="technical",
        audience_detail="相关行业技术人员", planned_quota_min=10, planned_quota_max=60,
        classes_planned=classes_of(place, number), start_on=first, end_on=first + timedelta(days=40), days=DAYS,
        hours_total=Decimal(8 * DAYS), location_type=PLACES[(place + number) % 6], venue=f"航空港校区{place + 1}教{201 + number}",
        venue_capacity=80, contact_name="陈老师", contact_phone="+862885966502", has_partner=False,
        related_party_declared=False, objectives="演示数据:使学员掌握本领域的基本方法与常用工具,能够独立完成日常业务。",
        assessment_method="exam", attendance_min_percent=80, score_min=60, certificate_type=years.certificate,
        certificate_title_zh=f"{subject}{kind}培训", fee_per_person=fee, headcount_on_site=40,
        safety_plan="演示数据", feasibility="演示数据",
        risk_level=[RiskLevel.LOW, RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH][(place + number) % 4],
        submitted_at=None if status == "draft" else moment - timedelta(days=20),
        waiting_since=timezone.now() - timedelta(days=place + 1) if status in Proposal.IN_REVIEW else None,
        due_on=years.today + timedelta(days=place - 7) if status in Proposal.IN_REVIEW else None,
        approved_at=moment if approved else None,
        approved_no=f"NDE-D{first.year}-{unit.code}-{number + 1:03d}" if approved else "",
    )  # fmt: skip


def _budgets(years: Years) -> None:
    fees, lines = [], []
    way, item = BudgetLine.Direction, BudgetLine.Category
    for project in years.projects:
        if not project.fee_per_person:
            continue
        fees.append(
            FeeItem(
                proposal=project, item="培训费", amount=project.fee_per_person, basis="成本测算", position=0
            )
        )
        income = project.fee_per_person * 36 * (project.classes_planned or 1)
        shares = (
            (way.INCOME, item.FEES, 10),
            (way.EXPENSE, item.LECTURE, 5),
            (way.EXPENSE, item.MATERIALS, 2),
            (way.EXPENSE, item.SCHOOL, 2),
        )
        lines += [
            BudgetLine(
                proposal=project, direction=direction, category=category, quantity=1,
                unit_price=income * share / 10, amount=income * share / 10, position=place,
            )
            for place, (direction, category, share) in enumerate(shares)
        ]  # fmt: skip
    FeeItem.objects.bulk_create(fees)
    BudgetLine.objects.bulk_create(lines)


def make_events(years: Years) -> None:
    """The decisions behind the states, so that histories and rates are not empty."""
    kind = ContentType.objects.get_for_model(Proposal)
    rows: list[Event] = []
    for place, project in enumerate(years.projects):
        if project.approved_at is None:
            continue
        way = [("submit", "draft", "unit_review", years.admin)]
        if place % 5 == 0:
            way += [
                ("return", "office_review", "returned", years.desk),
                ("resubmit", "returned", "office_review", years.admin),
            ]
        way += [
            ("endorse", "unit_review", "office_review", years.head),
            ("approve", "director_review", "approved", years.director),
        ]
        if project.status in {"closing", "closed"}:
            way.append(("close", "executing", "closing", years.admin))
        if project.status == "suspended":
            way.append(("suspend", "executing", "suspended", years.director))
        rows += [
            Event(
                content_type=kind, object_id=project.pk, verb=verb, from_status=before, to_status=after, by=by,
                decides=verb in {"endorse", "approve"}, note="演示数据",
            )
            for verb, before, after, by in way
        ]  # fmt: skip
    made = Event.objects.bulk_create(rows, batch_size=500)
    _date_events(years, made)


def _date_events(years: Years, made: list[Event]) -> None:
    """Events are dated by the database; the demonstration moves them to the years it tells of."""
    by_project = {project.pk: project for project in years.projects}
    for event in made:
        project = by_project[event.object_id]
        late = event.verb in {"close", "suspend"}
        day = project.end_on + timedelta(days=20 if project.pk % 4 else 45) if late else None
        event.at = timezone.make_aware(datetime.combine(day, time(9))) if day else project.approved_at
    Event._base_manager.bulk_update(made, ["at"], batch_size=500)


def make_classes(years: Years) -> None:
    """Two classes of each approved project, with two days of lessons."""
    for project in years.projects:
        if project.approved_at is None:
            continue
        for number in range(1, (project.classes_planned or 0) + 1):
            first = project.start_on + timedelta(days=(number - 1) * 14)
            years.classes.append(
                TrainingClass(
                    proposal=project, class_no=number, status=_class_status(years, project, first, number),
                    start_on=first, end_on=first + timedelta(days=DAYS - 1), venue=project.venue, quota=60,
                    class_teacher="周文博", safety_contact="马卫东", safety_phone="+862885966110",
                )
            )  # fmt: skip
    TrainingClass.objects.bulk_create(years.classes)
    ClassSession.objects.bulk_create(
        ClassSession(
            training_class=one, date=one.start_on + timedelta(days=day), starts_at=time(start), ends_at=time(end),
            topic=topic, hours=Decimal(4), instructor=years.teachers[one.proposal_id],
        )
        for one in years.classes for day in range(DAYS) for start, end, topic in LESSONS
    )  # fmt: skip


def _class_status(years: Years, project: Proposal, first: date, number: int) -> str:
    if project.status in {"terminated", "lapsed"}:
        return "cancelled"
    if first > years.today:
        return "enrolling" if number == 1 else "planned"
    if project.status == "closed":
        return "closed"
    return "finished"


def make_people(years: Years) -> None:
    """Four thousand people over all classes that took place."""
    busy = [one for one in years.classes if one.status in {"finished", "closed", "enrolling"}]
    sizes = [PEOPLE // len(busy) + (place < PEOPLE % len(busy)) for place in range(len(busy))]
    pick_one = years.random.choice
    people = Person.objects.bulk_create(
        [
            Person(
                name_zh=f"{pick_one(SURNAMES)}{pick_one(GIVEN)}",
                kind=Person.Kind.TRAINEE,
                gender=pick_one("FM"),
            )
            for _number in range(PEOPLE)
        ],
        batch_size=1000,
    )
    documents = IdentityDocument.objects.bulk_create(
        [
            IdentityDocument(
                person=person, doc_type="other", number=f"DEMO{number:06d}", number_hash=keyed_hash(f"DEMO{number:06d}"),
                last4=f"{number % 10_000:04d}",
            )
            for number, person in enumerate(people)
        ],
        batch_size=1000,
    )  # fmt: skip
    place = 0
    for one, size in zip(busy, sizes, strict=True):
        for person, document in zip(
            people[place : place + size], documents[place : place + size], strict=True
        ):
            years.trainees.append(_trainee(years, one, person, document))
        place += size
    Trainee.objects.bulk_create(years.trainees, batch_size=1000)


def _trainee(years: Years, one: TrainingClass, person: Person, document: IdentityDocument) -> Trainee:
    if one.status == "enrolling":
        status = years.random.choice(["applied", "admitted", "registered"])
    else:
        status = years.random.choices(
            ["completed", "not_completed", "withdrew", "expelled"], weights=[90, 7, 2, 1]
        )[0]
    return Trainee(
        training_class=one, person=person, identity=document, name_zh=person.name_zh, gender=person.gender,
        status=status, employer=years.random.choice(EMPLOYERS), fee_due=one.proposal.fee_per_person or 0,
        applied_at=timezone.now(), real_name="matched", consent_version="demo",
    )  # fmt: skip
