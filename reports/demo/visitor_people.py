"""Invented experts, projects, trips, conferences and contests of five years, in the office's order of magnitude."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from accounts.models import IdentityDocument, Person, Unit, User
from core.fields import keyed_hash
from core.models import Counter, Event, Region
from reports.demo.visitor_journeys import COURSES, FIELDS, make_conferences, make_trips
from reports.demo.visitors import FAMILY, GIVEN, ORGANISATIONS
from reports.demo.visitors import UNITS as UNIT_CODES
from visitors.models import (
    Engagement,
    Expenditure,
    Expert,
    ExpertProject,
    Permit,
    ProjectBudget,
    Receipt,
    Teaching,
)

NOTE = "演示数据:往年台账补录。"
# No password: nobody signs in as one of these.
NOBODY = "!"
DAYS = 5 * 365 - 60
# What the office states of itself for five years, and what stands beside it now.
ENGAGEMENTS_PAST, ENGAGEMENTS_NOW = 110, 12
PROJECTS = 33
NATIONAL = [
    Decimal(amount) for amount in (300, 280, 250, 240, 220, 200, 180, 162)
]  # thousands: 1.832 million together
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何"


class Story:
    """The people and places of the five years, and the dice."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.dice = random.Random(20262)  # noqa: S311 - demonstration, not secrets
        self.units = list(Unit.objects.filter(code__in=UNIT_CODES).exclude(code="IEC"))
        self.regions = {region.alpha2: region for region in Region.objects.all()}
        self.desk = User.objects.get(email="visitors@demo.example")
        self.admin = User.objects.get(email="deptadmin@demo.example")
        self.staff = self._teachers()

    def _teachers(self) -> list[User]:
        """Colleagues who travel; nobody signs in as one of them."""
        User.objects.bulk_create(
            [
                User(
                    email=f"teacher{place:02d}@demo.example", password=NOBODY,
                    name_zh=f"{SURNAMES[place % 20]}老师{place:02d}(演示)",
                    name_en=f"Teacher {place:02d} (demo)", unit=self.units[place % len(self.units)],
                    staff_number=f"D2{place:05d}",
                )
                for place in range(60)
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        return list(
            User.objects.filter(email__startswith="teacher", email__endswith="@demo.example").order_by(
                "email"
            )
        )

    def past_days(self, count: int, least_ago: int = 60) -> list[date]:
        """So many days of the five years, in order."""
        return sorted(
            self.today - timedelta(days=least_ago + self.dice.randrange(DAYS - least_ago))
            for _ in range(count)
        )

    def close(self, model: type, records: list, verb: str, before: str) -> None:
        """One event for each record, as its last step would have left."""
        kind = ContentType.objects.get_for_model(model)
        Event.objects.bulk_create(
            [
                Event(content_type=kind, object_id=record.pk, verb=verb, from_status=before, to_status=record.status,
                      by=self.desk, note=NOTE)
                for record in records
            ],
            batch_size=500,
        )  # fmt: skip

    def count(self, kind: str, numbers: dict[int, int]) -> None:
        for year, last in numbers.items():
            Counter.objects.update_or_create(kind=kind, year=year, defaults={"last_number": last})


def load() -> None:
    """Make everything, unless it is there."""
    if Expert.objects.exists():
        return
    with transaction.atomic():
        story = Story()
        experts = make_experts(story)
        make_engagements(story, experts)
        make_projects(story, experts)
        make_trips(story)
        make_conferences(story)
    from reports.demo.visitor_stories import tell  # noqa: PLC0415 - it needs what was just made

    tell(story)


def make_experts(story: Story) -> list[Expert]:
    """Eighty people with a passport each; the numbers belong to nobody."""
    dice, people, homes = story.dice, [], []
    for place in range(80):
        (family_zh, family), (given_zh, given) = dice.choice(FAMILY), dice.choice(GIVEN)
        org_zh, _org_en, region = ORGANISATIONS[place % len(ORGANISATIONS)]
        if region == "HK":
            region = "GB"
        homes.append((org_zh, region))
        people.append(
            Person(
                kind="foreigner", name_zh=f"{given_zh}·{family_zh}", surname_latin=family, given_latin=given.upper(),
                passport_name=f"{family} {given.upper()}", gender=dice.choice("FM"), nationality=story.regions[region],
                dob=date(1960 + dice.randrange(35), 1 + dice.randrange(12), 1 + dice.randrange(28)),
            )
        )  # fmt: skip
    Person.objects.bulk_create(people)
    documents = []
    for place, person in enumerate(people):
        number = f"DM{place:06d}"
        documents.append(
            IdentityDocument(
                person=person, doc_type="passport", issuing_region=person.nationality, number=number,
                number_hash=keyed_hash(number), last4=number[-4:], issued_on=story.today - timedelta(days=1500),
                expires_on=story.today + timedelta(days=40 + dice.randrange(2600)),
            )
        )  # fmt: skip
    IdentityDocument.objects.bulk_create(documents)
    return Expert.objects.bulk_create(
        [
            Expert(
                person=person, unit=dice.choice(story.units), author=story.desk, home_institution=f"{home}(演示)",
                degree="doctor", field_of_work=dice.choice(FIELDS), email=f"expert{place:02d}@demo.example",
                checked_on=story.today - timedelta(days=400), check_note="演示:未见异常",
            )
            for place, (person, (home, _region)) in enumerate(zip(people, homes, strict=True))
        ]
    )  # fmt: skip


def make_engagements(story: Story, experts: list[Expert]) -> None:
    """Engagements that ended, and some under way with their permits."""
    dice, numbers, made = story.dice, {}, []
    for start in story.past_days(ENGAGEMENTS_PAST, 420):
        made.append(_engagement(story, dice.choice(experts[20:]), start, numbers, "ended"))
    current = [story.today - timedelta(days=30 + 25 * place) for place in range(ENGAGEMENTS_NOW)]
    for expert, start in zip(experts, current, strict=False):
        made.append(_engagement(story, expert, start, numbers, "on_post"))
    Engagement.objects.bulk_create(made, batch_size=200)
    story.count("visitors.engagement", numbers)
    story.close(Engagement, [each for each in made if each.status == "ended"], "end", "on_post")
    story.close(Engagement, [each for each in made if each.status == "on_post"], "take_up", "arrived")
    Teaching.objects.bulk_create(_teaching(dice, each) for each in made if each.kind == "long_term")
    Permit.objects.bulk_create(_permits(story, [each for each in made if each.status == "on_post"]))


def _engagement(
    story: Story, expert: Expert, start: date, numbers: dict[int, int], status: str
) -> Engagement:
    dice = story.dice
    kind = (
        "long_term"
        if status == "on_post"
        else dice.choice(["short_term", "short_term", "long_term", "part_time", "honorary"])
    )
    length = {"short_term": 5 + dice.randrange(50), "long_term": 364, "part_time": 180, "honorary": 364}[kind]
    if status == "on_post":
        length = (story.today - start).days + 20 + dice.randrange(300)
    numbers[start.year] = numbers.get(start.year, 0) + 1
    end = start + timedelta(days=max(length, 95) if kind == "long_term" else length)
    return Engagement(
        expert=expert, unit=expert.unit, author=story.desk, number=f"EXP-{start.year}-{numbers[start.year]:03d}", kind=kind,
        position_zh="外籍教师(演示)" if kind == "long_term" else "客座教授(演示)", position_en="Lecturer (demo)",
        start_on=start, end_on=end, purpose=f"{expert.field_of_work}教学与合作研究(演示)", contract_no=f"DEMO-{start:%Y%m}",
        status=status, arrived_on=start, taken_up_on=start, ended_on=end if status == "ended" else None,
        has_handed_over=status == "ended", salary=Decimal(18000) if kind == "long_term" else None,
    )  # fmt: skip


def _teaching(dice: random.Random, engagement: Engagement) -> Teaching:
    zh, en = dice.choice(COURSES)
    return Teaching(
        engagement=engagement, course_zh=zh, course_en=en, hours=Decimal(32 + dice.randrange(3) * 16),
        audience=30 + dice.randrange(60), language="English",
    )  # fmt: skip


def _permits(story: Story, engagements: list[Engagement]) -> list[Permit]:
    """Work and residence permits; the one or other contradicts the contract, as in life."""
    permits = []
    for place, each in enumerate(engagements):
        number = f"5100{place:08d}"
        work_end = each.end_on if place % 4 else each.end_on + timedelta(days=30)
        common = {
            "expert_id": each.expert_id,
            "issued_on": each.start_on,
            "number": number,
            "last4": number[-4:],
        }
        permits.append(
            Permit(kind="work_permit", category="AB"[place % 2], medium="e_social_card" if place % 3 else "plastic",
                   expires_on=work_end, **common)
        )  # fmt: skip
        permits.append(
            Permit(
                kind="residence",
                expires_on=work_end if place % 5 else work_end + timedelta(days=10),
                **common,
            )
        )
        permits.append(Permit(kind="medical", expires_on=each.start_on + timedelta(days=400), **common))
    return permits


def make_projects(story: Story, experts: list[Expert]) -> None:
    """Thirty-three projects with budget, receipts and spending; the national ones come to 1.83 million yuan."""
    dice, made = story.dice, []
    starts = story.past_days(PROJECTS, 30)
    for place, start in enumerate(starts):
        amount = NATIONAL[place // 4] * 1000 if place % 4 == 0 and place // 4 < len(NATIONAL) else Decimal(0)
        level = "national" if amount else dice.choice(["provincial", "school"])
        made.append(
            _project(story, place, start, level, amount or Decimal(dice.choice([10, 15, 20, 30])) * 1000)
        )
    ExpertProject.objects.bulk_create(made)
    status_before = {"closed": ("close", "completed"), "executing": ("start", "approved")}
    for status, (verb, before) in status_before.items():
        story.close(ExpertProject, [each for each in made if each.status == status], verb, before)
    through = ExpertProject.experts.through
    through.objects.bulk_create(
        [
            through(expertproject_id=each.pk, expert_id=expert.pk)
            for each in made
            for expert in dice.sample(experts, 2)
        ]
    )
    _money(story, made)


def _project(story: Story, place: int, start: date, level: str, amount: Decimal) -> ExpertProject:
    end = start + timedelta(days=364)
    programme = {"national": "national_expert", "provincial": "provincial", "school": "school"}[level]
    field = story.dice.choice(FIELDS)
    return ExpertProject(
        unit=story.dice.choice(story.units), author=story.desk, leader=story.dice.choice(story.staff),
        number=f"{level[:1].upper()}DEMO{start.year}{place:03d}", title_zh=f"{field}引智项目(演示)",
        title_en=f"Foreign-expert project {place + 1} (demo)", programme_name=programme, level=level, year=start.year,
        start_on=start, end_on=end, applied_amount=amount, approved_amount=amount, approved_on=start - timedelta(days=10),
        status="closed" if end < story.today else "executing", aims=f"引进{field}方向外国专家,开展合作研究(演示)。",
    )  # fmt: skip


def _money(story: Story, projects: list[ExpertProject]) -> None:
    shares = (("travel", 40), ("lodging", 25), ("allowance", 25), ("transport", 10))
    budget, receipts, spending = [], [], []
    for project in projects:
        receipts.append(
            Receipt(
                project=project,
                on=project.start_on,
                amount=project.approved_amount,
                source="演示:财政拨款",
                by=story.desk,
            )
        )
        done = 100 if project.status == "closed" else 20 + story.dice.randrange(50)
        for place, (category, share) in enumerate(shares):
            planned = project.approved_amount * share / 100
            budget.append(ProjectBudget(project=project, category=category, amount=planned))
            spending.append(
                Expenditure(
                    project=project, on=project.start_on + timedelta(days=20 + 3 * place), category=category,
                    amount=planned * done / 100, voucher=f"DEMO-{place + 1:03d}", by=story.desk,
                )
            )  # fmt: skip
    ProjectBudget.objects.bulk_create(budget)
    Receipt.objects.bulk_create(receipts)
    Expenditure.objects.bulk_create(spending)
