"""Invented records under way, made by the people of the demonstration; and the contests of five years."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.models import User
from core.models import Event
from visitors import actions
from visitors.models import (
    AwardQuota,
    Conference,
    ConferenceParticipants,
    ContestEdition,
    ContestEntry,
    Criterion,
    Engagement,
    Expert,
    ExpertProject,
    Judge,
    JudgingSheet,
    StaffTrip,
    TripStop,
)

CRITERIA = [("内容", "Content", 30), ("英语表达", "English delivery", 25), ("互动", "Interaction", 20),
            ("教学设计", "Design", 15), ("创新", "Innovation", 10)]  # fmt: skip
QUOTAS = {"first": 1, "second": 2, "third": 3, "merit": 2}
COURSES = [("大学物理", "University Physics"), ("数据结构", "Data Structures"), ("天气学", "Synoptic Meteorology"),
           ("跨文化交际", "Intercultural Communication"), ("管理学", "Management"),
           ("通信原理", "Communication Principles")]  # fmt: skip
NOTE = "演示数据:同意。"


def user(name: str) -> User:
    """Somebody of the demonstration."""
    return User.objects.get(email=f"{name}@demo.example")


@transaction.atomic
def tell(story: Any) -> None:
    """Trips, conferences, engagements and a project that wait for people; contests of five years."""
    _trips(story)
    _conferences(story)
    _engagements(story)
    _project(story)
    _contests(story)


def _trips(story: Any) -> None:
    """One waits for each: the unit, the office, finance, the leader, and one is a draft."""
    for place, stop_at in enumerate(("draft", "unit_review", "publicity", "io_review", "leader_review")):
        traveller = user("staff" if place % 2 == 0 else "staff2")
        suffix = "" if place % 2 == 0 else "2"
        start = story.today + timedelta(days=75 + 4 * place)
        kind = "official_short" if stop_at in {"draft", "unit_review", "publicity"} else "visiting_scholar"
        end = start + timedelta(days=4 if kind == "official_short" else 80)
        trip = StaffTrip(
            unit=traveller.unit, traveller=traveller, kind=kind, title_zh=f"赴境外合作院校交流 {place + 1}(演示)",
            title_en=f"Visit to a partner {place + 1} (demo)", purpose="商谈联合培养与合作研究(演示)。", host="阿尔派大学(演示)",
            start_on=start, end_on=end, budget_amount=Decimal(28000), fund_source="国际交流经费(演示)",
            sponsor="csc" if kind != "official_short" else "", bond_signed_on=story.today if kind != "official_short" else None,
        )  # fmt: skip
        actions.file_stafftrip(trip, by=traveller)
        TripStop.objects.create(
            trip=trip,
            region=story.regions["FR"],
            city="里昂",
            arrive_on=start,
            leave_on=end,
            programme="会谈与讲座(演示)",
        )
        if stop_at == "draft":
            continue
        actions.submit_stafftrip(trip, by=traveller, note="演示数据")
        if stop_at == "unit_review":
            continue
        actions.endorse_stafftrip(trip, by=user(f"depthead{suffix}"), note=NOTE)
        if stop_at == "leader_review":
            actions.give_opinion_stafftrip(trip, agrees=True, text="演示:经费渠道合规。", by=user("finance"))
            actions.accept_stafftrip(trip, by=story.desk, note=NOTE)


def _conferences(story: Any) -> None:
    admin = user("deptadmin")
    for place, (status, ahead) in enumerate(
        (("forecast", 300), ("draft", 200), ("unit_review", 220), ("io_review", 260))
    ):
        start = story.today + timedelta(days=ahead)
        conference = Conference(
            unit=admin.unit, title_zh=f"{start.year}年智能气象国际学术会议 {place + 1}(演示)",
            title_en=f"International Conference on Intelligent Meteorology {place + 1} (demo)", start_on=start,
            end_on=start + timedelta(days=2), place="航空港校区(演示)", expected_total=120, expected_foreign=20,
            hosts="成都信息工程大学(演示)", topics="智能气象(演示)", background="演示数据", fund_source="注册费(演示)",
        )  # fmt: skip
        actions.forecast_conference(conference, by=admin)
        ConferenceParticipants.objects.bulk_create(
            ConferenceParticipants(conference=conference, region=story.regions[code], planned=planned)
            for code, planned in (("CN", 100), ("DE", 8), ("GB", 7), ("JP", 5))
        )
        if status == "forecast":
            continue
        actions.apply_conference(conference, by=admin)
        if status == "draft":
            continue
        actions.submit_conference(conference, by=admin, note="演示数据")
        if status == "io_review":
            actions.endorse_conference(conference, by=user("depthead"), note=NOTE)


def _engagements(story: Any) -> None:
    admin = user("deptadmin")
    experts = list(Expert.objects.order_by("pk")[30:34])
    for expert, stop_at in zip(experts, ("planned", "unit_review", "io_review", "approved"), strict=True):
        start = story.today + timedelta(days=40)
        engagement = Engagement(
            expert=expert, unit=admin.unit, kind="short_term", position_zh="短期讲学专家(演示)",
            position_en="Visiting lecturer (demo)", start_on=start, end_on=start + timedelta(days=20),
            purpose="短期课程与讲座(演示)",
        )  # fmt: skip
        actions.plan_engagement(engagement, by=admin)
        if stop_at == "planned":
            continue
        actions.submit_engagement(engagement, by=admin)
        if stop_at == "unit_review":
            continue
        actions.endorse_engagement(engagement, by=user("depthead"), note=NOTE)
        if stop_at == "approved":
            actions.approve_engagement(engagement, by=story.desk, note=NOTE)


def _project(story: Any) -> None:
    leader = user("staff")
    project = ExpertProject(
        unit=leader.unit, leader=leader, title_zh="高端外国专家引进项目(演示)", title_en="High-end expert project (demo)",
        programme_name="high_end", level="national", year=story.today.year, start_on=story.today,
        end_on=story.today + timedelta(days=364), applied_amount=Decimal(200000), aims="演示数据",
    )  # fmt: skip
    actions.apply_expertproject(project, by=leader)


def _contests(story: Any) -> None:
    """Five editions with awards, and this year's open for entries where its season allows."""
    kind = ContentType.objects.get_for_model(ContestEdition)
    for year in range(story.today.year - 4, story.today.year + 1):
        final = story.today.replace(year=year, day=1) - timedelta(days=35)
        edition = ContestEdition.objects.create(
            year=year, title_zh=f"{year}年全英文教学比赛(演示)", title_en=f"{year} English-medium Teaching Contest (demo)",
            theme_zh="面向国际的课堂", theme_en="Classrooms open to the world", entries_until=final - timedelta(days=40),
            preliminary_on=final - timedelta(days=20), final_on=final, finalists=8, unit=story.desk.unit,
            author=story.desk, status=ContestEdition.Status.CLOSED,
        )  # fmt: skip
        _rules(edition, story)
        _entries(edition, story)
        Event.objects.create(
            content_type=kind, object_id=edition.pk, verb="close", from_status="awarded", to_status="closed",
            by=story.desk, note="演示数据:往届补录。",
        )  # fmt: skip
    _open_contest(story)


def _rules(edition: ContestEdition, story: Any) -> None:
    Criterion.objects.bulk_create(
        Criterion(edition=edition, name_zh=zh, name_en=en, weight=weight) for zh, en, weight in CRITERIA
    )
    AwardQuota.objects.bulk_create(
        AwardQuota(edition=edition, group=group, level=level, places=places)
        for group in ("science", "humanities")
        for level, places in QUOTAS.items()
    )
    Judge.objects.bulk_create(Judge(edition=edition, user=each) for each in story.staff[-7:])


def _entries(edition: ContestEdition, story: Any) -> None:
    """Twenty teachers, ranked, with the awards their ranks give and the sheets of the final."""
    ladder = [level for level, places in QUOTAS.items() for _turn in range(places)]
    entries = []
    for place, teacher in enumerate(story.dice.sample(story.staff[:50], 20)):
        group, rank = ("science" if place % 2 == 0 else "humanities"), place // 2
        zh, en = COURSES[place % len(COURSES)]
        award = ladder[rank] if rank < len(ladder) else ""
        entries.append(
            ContestEntry(
                edition=edition, teacher=teacher, unit=teacher.unit, code=f"{edition.year}-{place + 1:03d}", course_zh=zh,
                course_en=en, discipline="演示", group=group, video_url=f"https://video.example.org/demo/{edition.year}/{place}",
                preliminary_score=Decimal(95 - rank), final_score=Decimal(94 - rank) if award else None, award=award,
                status="awarded" if award else "eliminated",
            )
        )  # fmt: skip
    ContestEntry.objects.bulk_create(entries)
    judges = list(edition.judges.all())[:5]
    JudgingSheet.objects.bulk_create(
        JudgingSheet(
            entry=entry, judge=judge, round="final", points={}, total=entry.final_score, remark="演示"
        )
        for entry in entries
        if entry.award
        for judge in judges
    )


def _open_contest(story: Any) -> None:
    """The next edition takes entries now; one teacher has begun."""
    year = story.today.year + 1
    edition = ContestEdition(
        year=year, title_zh=f"{year}年全英文教学比赛(演示)", title_en=f"{year} English-medium Teaching Contest (demo)",
        theme_zh="以学生为中心", theme_en="Students first", entries_until=story.today + timedelta(days=45),
        preliminary_on=story.today + timedelta(days=70), final_on=story.today + timedelta(days=100), unit=story.desk.unit,
    )  # fmt: skip
    actions.found_contestedition(edition, by=story.desk)
    _rules(edition, story)
    actions.open_contestedition(edition, by=story.desk)
    entry = ContestEntry(
        edition=edition, course_zh="雷达气象学", course_en="Radar Meteorology", discipline="大气科学", group="science",
        video_url="https://video.example.org/demo/radar",
    )  # fmt: skip
    actions.enter_contest(entry, by=user("staff2"))
