"""Invented guests, experts, trips and conferences of the past years."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Person
from core.models import Region
from reports.figures import FIGURES
from visitors.models import Conference, Delegation, Engagement, Expert, ExpertProject, StaffTrip

# What the office says of itself; what the stories before lack is added.
CONFERENCES, VISITORS, FUNDS, PROJECTS, EXPERTS, TRIPS = 21, 823, 1_823_000, 33, 120, 200


def add(world: Any) -> None:
    """Add what is lacking."""
    _conferences(world)
    _delegations(world)
    _projects(world)
    _experts(world)
    _trips(world)


def _filed(world: Any, number: int) -> dict[str, Any]:
    return {"unit": world.unit(number), "author": world.author}


def _conferences(world: Any) -> None:
    rows = []
    for number in world.missing("F05", CONFERENCES):
        day = world.day(number * 7, 5)
        rows.append(
            Conference(
                **_filed(world, number),
                status=Conference.Status.CLOSED,
                number=f"DEMO-C-{number + 1:03d}",
                title_zh=f"往届大气遥感国际学术会议（演示{number + 1}）",
                title_en=f"International Conference on Atmospheric Remote Sensing (demo {number + 1})",
                start_on=day,
                end_on=day + timedelta(days=2),
                place="成都",
                expected_total=150,
                expected_foreign=30,
                actual_total=120 + number,
                hosts="成都信息工程大学（演示）",
            )
        )
    Conference.objects.bulk_create(rows)


def _delegations(world: Any) -> None:
    left, number, rows = len(world.missing("F06a", VISITORS)), 0, []
    while left > 0:
        partner, guests = world.partners[number % len(world.partners)], min(left, 6 + number % 5)
        day = world.day(number * 3, 5)
        rows.append(
            Delegation(
                **_filed(world, number),
                status=Delegation.Status.CLOSED,
                number=f"DEMO-V-{number + 1:03d}",
                title_zh=f"{partner.name_zh}代表团来访（演示）"[:80],
                title_en=f"Visit of {partner.name_en} (demo)"[:150],
                visiting_org_zh=partner.name_zh[:120],
                visiting_org_en=partner.name_en[:200],
                level=["president", "vice_president", "department", "individual"][number % 4],
                purpose=["courtesy", "negotiation", "academic", "teaching"][number % 4],
                aim_zh="商谈合作（演示）",
                aim_en="Talks on cooperation (demo)",
                start_on=day,
                end_on=day + timedelta(days=1),
                headcount_declared=guests,
                overseas_headcount_actual=guests,
                counterpart="dean",
                counterpart_name="演示",
                contact_name="演示",
                contact_phone="+862800000000",
            )
        )
        left, number = left - guests, number + 1
    Delegation.objects.bulk_create(rows)


def _projects(world: Any) -> None:
    numbers = world.missing("F08", PROJECTS)
    lacking = FUNDS - int(FIGURES["F07"].read(world.today).value * 10_000)
    national = max(1, len(numbers) // 3)
    share = Decimal(max(lacking, 0)) / national
    rows = []
    for number in numbers:
        day, is_national = world.day(number * 5, 5), number < national
        rows.append(
            ExpertProject(
                **_filed(world, number),
                leader=world.author,
                status=ExpertProject.Status.CLOSED,
                number=f"DEMO-P-{number + 1:03d}",
                title_zh=f"往届引智项目（演示{number + 1}）",
                title_en=f"Expert project of past years (demo {number + 1})",
                programme_name="national_expert" if is_national else "provincial",
                level="national" if is_national else "provincial",
                year=day.year,
                start_on=day,
                end_on=min(day + timedelta(days=300), world.today),
                applied_amount=Decimal(200_000),
                approved_amount=share.quantize(Decimal("0.01")) if is_national else Decimal(50_000),
                approved_on=day,
            )
        )
    ExpertProject.objects.bulk_create(rows)


def _experts(world: Any) -> None:
    numbers = world.missing("F09", EXPERTS)
    regions = [partner.region for partner in world.partners if partner.region.kind == Region.Kind.FOREIGN]
    people = Person.objects.bulk_create(
        Person(
            kind=Person.Kind.FOREIGNER,
            surname_latin="DEMO",
            given_latin=f"Expert {number + 1}",
            nationality=regions[number % len(regions)],
        )
        for number in range(max(1, len(numbers) * 4 // 5))
    )
    experts = Expert.objects.bulk_create(
        Expert(person=person, **_filed(world, number)) for number, person in enumerate(people)
    )
    rows = []
    for number in numbers:
        day = world.day(number * 11, 5)
        rows.append(
            Engagement(
                **_filed(world, number),
                expert=experts[number % len(experts)],
                number=f"DEMO-E-{number + 1:03d}",
                kind=["long_term", "part_time", "honorary"][number % 3],
                status=Engagement.Status.ENDED,
                position_zh="客座教授（演示）",
                position_en="Guest professor (demo)",
                start_on=day,
                end_on=day + timedelta(days=20),
                arrived_on=day,
                taken_up_on=day,
                ended_on=day + timedelta(days=20),
            )
        )
    Engagement.objects.bulk_create(rows)


def _trips(world: Any) -> None:
    rows = []
    for number in world.missing("F10", TRIPS):
        day = world.day(number * 13, 5)
        rows.append(
            StaffTrip(
                **_filed(world, number),
                traveller=world.author,
                status=StaffTrip.Status.CLOSED,
                number=f"DEMO-T-{number + 1:03d}",
                kind="visiting_scholar" if number % 4 == 0 else "official_short",
                title_zh=f"往届出访（演示{number + 1}）",
                title_en=f"Trip of past years (demo {number + 1})",
                purpose="学术交流（演示）",
                start_on=day,
                end_on=day + timedelta(days=6),
                departed_on=day,
                returned_on=day + timedelta(days=6),
                report_handed_in_on=day + timedelta(days=20),
            )
        )
    StaffTrip.objects.bulk_create(rows)
