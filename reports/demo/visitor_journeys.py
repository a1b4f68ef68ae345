"""Invented trips and conferences of five years."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from reports.demo.visitors import ORGANISATIONS
from visitors.models import Conference, ConferenceParticipants, StaffTrip, TripStop

FIELDS = [
    "雷达气象",
    "大气环境遥感",
    "人工智能",
    "网络空间安全",
    "通信信号处理",
    "数值天气预报",
    "光电检测",
    "应急管理",
]
COURSES = [("大气物理学", "Atmospheric Physics"), ("机器学习", "Machine Learning"), ("学术英语写作", "Academic Writing"),
           ("雷达原理", "Radar Principles"), ("软件工程", "Software Engineering")]  # fmt: skip
TRIPS_PAST, TRIPS_NOW = 198, 6
CONFERENCES = 22
CITIES = {
    "DE": "柏林", "GB": "伦敦", "US": "波士顿", "AU": "悉尼", "FR": "里昂", "RS": "贝尔格莱德", "VN": "河内", "MY": "吉隆坡",
    "RU": "莫斯科", "HK": "香港", "JP": "京都", "KR": "首尔",
}  # fmt: skip
TOPICS = [
    ("大气科学与灾害性天气", "Atmospheric Sciences and Severe Weather"), ("气象雷达技术", "Weather Radar Technology"),
    ("人工智能与气象", "Artificial Intelligence in Meteorology"), ("网络与信息安全", "Network and Information Security"),
    ("气候变化与可持续发展", "Climate Change and Sustainable Development"), ("智能通信与信号处理", "Intelligent Communications"),
]  # fmt: skip


def make_trips(story: Any) -> None:
    """Trips that are over, and some under way."""
    dice, numbers, made = story.dice, {}, []
    for place, start in enumerate(story.past_days(TRIPS_PAST, 90)):
        made.append(_trip(story, place, start, numbers, "closed"))
    for place in range(TRIPS_NOW):
        status = ("abroad", "returned", "report_due")[place % 3]
        ago = {"abroad": 3, "returned": 9, "report_due": 42}[status]
        made.append(_trip(story, place * 5 + 1, story.today - timedelta(days=ago), numbers, status))
    StaffTrip.objects.bulk_create(made, batch_size=200)
    story.count("visitors.stafftrip", numbers)
    for status, (verb, before) in {
        "closed": ("close", "report_due"), "abroad": ("depart", "approved"), "returned": ("come_back", "abroad"),
        "report_due": ("take_passport", "returned"),
    }.items():  # fmt: skip
        story.close(StaffTrip, [each for each in made if each.status == status], verb, before)
    stops = []
    for trip in made:
        code = dice.choice([code for code in CITIES if code != "HK"])
        stops.append(
            TripStop(trip=trip, region=story.regions[code], city=CITIES[code], arrive_on=trip.start_on, leave_on=trip.end_on,
                     programme="学术交流(演示)")
        )  # fmt: skip
    TripStop.objects.bulk_create(stops)


def _trip(story: Any, place: int, start: date, numbers: dict[int, int], status: str) -> StaffTrip:
    dice = story.dice
    is_scholar = place % 5 == 0
    end = start + timedelta(days=180 if is_scholar else 4)
    if status == "closed" and end > story.today - timedelta(days=40):
        end = start + timedelta(days=4)
    numbers[start.year] = numbers.get(start.year, 0) + 1
    traveller = dice.choice(story.staff)
    org_zh, _org_en, _region = dice.choice(ORGANISATIONS)
    back = None if status == "abroad" else end
    return StaffTrip(
        unit=traveller.unit, author=traveller, traveller=traveller, number=f"TRIP-{start.year}-{numbers[start.year]:03d}",
        kind="visiting_scholar" if is_scholar else "official_short", activity="research" if is_scholar else "visit",
        title_zh=f"赴{org_zh}{'访学' if is_scholar else '学术交流'}(演示)", title_en="Academic exchange (demo)",
        purpose="合作研究与学术交流(演示)。", host=org_zh, start_on=start, end_on=end, budget_amount=Decimal(30000),
        fund_source="学科建设经费(演示)", sponsor=dice.choice(["csc", "province", "school"]) if is_scholar else "",
        status=status, departed_on=start, returned_on=back,
        permit_no="" if is_scholar else f"演示外办〔{start.year}〕{place:03d}号",
        permit_on=None if is_scholar else start - timedelta(days=20),
        passport_in_on=back + timedelta(days=3) if back and status in {"report_due", "closed"} else None,
        report="演示:已按期提交总结报告。" if status == "closed" else "",
        report_handed_in_on=back + timedelta(days=20) if back and status == "closed" else None,
        talk_on=back + timedelta(days=30) if back and is_scholar and status == "closed" else None,
    )  # fmt: skip


def make_conferences(story: Any) -> None:
    """Twenty-two international conferences, and a few bilateral ones that do not count."""
    dice, numbers, made = story.dice, {}, []
    for place, start in enumerate(story.past_days(CONFERENCES + 4, 80)):
        zh, en = TOPICS[place % len(TOPICS)]
        numbers[start.year] = numbers.get(start.year, 0) + 1
        made.append(
            Conference(
                unit=dice.choice(story.units), author=story.admin, number=f"CONF-{start.year}-{numbers[start.year]:03d}",
                title_zh=f"{start.year}年{zh}国际学术会议(演示)",
                title_en=f"{start.year} International Conference on {en} (demo)",
                category="international" if place < CONFERENCES else "bilateral", role=dice.choice(["host", "organiser"]),
                start_on=start, end_on=start + timedelta(days=2), place="航空港校区(演示)", expected_total=150,
                expected_foreign=30, hosts="成都信息工程大学(演示)", topics=zh, background="演示数据", grade="general",
                budget_amount=Decimal(200000), fund_source="会议注册费(演示)", status="closed",
                actual_total=120 + dice.randrange(80), summary="演示:会议圆满举行。",
            )
        )  # fmt: skip
    Conference.objects.bulk_create(made)
    story.count("visitors.conference", numbers)
    story.close(Conference, made, "close", "summary_due")
    rows = []
    for conference in made:
        codes = ["US", "GB", "DE", "JP"] if conference.category == "international" else ["KR"]
        rows += [
            ConferenceParticipants(conference=conference, region=story.regions[code], planned=6, actual=5)
            for code in codes
        ]
        rows.append(
            ConferenceParticipants(conference=conference, region=story.regions["CN"], planned=100, actual=110)
        )
    ConferenceParticipants.objects.bulk_create(rows)
