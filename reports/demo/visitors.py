"""Invented visits: five years of delegations in the office's order of magnitude, and some under way."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from accounts.models import IdentityDocument, Person, Unit, User
from core.fields import keyed_hash
from core.models import Counter, Event, Region
from reports.demo.visitor_names import FAMILY, GIVEN, GUIDES, HOSTS, ORGANISATIONS, SUBJECTS, TITLES, UNITS
from visitors import actions
from visitors.models import (
    Delegation,
    DelegationBudgetLine,
    DelegationGift,
    DelegationMember,
    ItineraryItem,
)

S = Delegation.Status
# Together with the visit of last week this makes the “more than 800 visitors” the office states of five years.
PAST_GUESTS = 829
YEARS = 5
NOTE = "演示数据:同意。"


@dataclass(frozen=True)
class Cast:
    """Who files, checks and decides."""

    admin: User
    head: User
    desk: User
    finance: User
    director: User
    leader: User
    publicity: User

    @classmethod
    def of(cls, suffix: str = "") -> Cast:
        names = (
            f"deptadmin{suffix}",
            f"depthead{suffix}",
            "visitors",
            "finance",
            "director",
            "leader",
            "publicity",
        )
        return cls(*(User.objects.get(email=f"{name}@demo.example") for name in names))


def load() -> None:
    """Make the visits, unless they are there."""
    if Delegation.objects.exists():
        return
    dice = random.Random(2026)  # noqa: S311 - demonstration, not secrets
    with transaction.atomic():
        _past(dice)
    _under_way(dice)


def sizes(dice: random.Random) -> list[int]:
    """Groups as they come, adding up to the number the office states."""
    found: list[int] = []
    while sum(found) < PAST_GUESTS:
        found.append(dice.choice([2, 3, 4, 4, 5, 5, 6, 6, 7, 8, 9, 10, 12, 14]))
    found[-1] -= sum(found) - PAST_GUESTS
    return [size for size in found if size > 0]


def _past(dice: random.Random) -> None:
    """The closed visits of five years, in one go."""
    today = timezone.localdate()
    span = YEARS * 365 - 40
    groups = sizes(dice)
    units = list(Unit.objects.filter(code__in=UNITS))
    author = User.objects.get(email="visitors@demo.example")
    days = sorted(today - timedelta(days=20 + dice.randrange(span - 20)) for _group in groups)
    count_of_year: dict[int, int] = {}
    visits = []
    for size, start in zip(groups, days, strict=True):
        place = count_of_year[start.year] = count_of_year.get(start.year, 0) + 1
        visits.append(_closed(dice, size, start, place, dice.choice(units), author))
    Delegation.objects.bulk_create(visits, batch_size=200)
    for year, last in count_of_year.items():
        Counter.objects.update_or_create(kind="DEL", year=year, defaults={"last_number": last})
    regions = {region.alpha2: region for region in Region.objects.all()}
    members = []
    for visit, size in zip(visits, groups, strict=True):
        members += [_guest(dice, visit, place, regions) for place in range(size)]
    DelegationMember.objects.bulk_create(members, batch_size=500)
    ItineraryItem.objects.bulk_create([_point(dice, visit) for visit in visits], batch_size=500)
    kind = ContentType.objects.get_for_model(Delegation)
    Event.objects.bulk_create(
        Event(
            content_type=kind, object_id=visit.pk, verb="close", from_status=S.SUMMARY_DUE, to_status=S.CLOSED,
            by=author, note="演示数据:往年台账补录。",
        )
        for visit in visits
    )  # fmt: skip


def _closed(dice: random.Random, size: int, start: date, place: int, unit: Unit, author: User) -> Delegation:
    end = start + timedelta(days=dice.randrange(4))
    closed = timezone.make_aware(datetime.combine(end + timedelta(days=4), time(15)))
    visit = _visit(dice, unit, author, start, end, size)
    visit.status, visit.number = S.CLOSED, f"DEL-{start.year}-{place:03d}"
    visit.overseas_headcount_actual = size
    visit.submitted_at = visit.approved_at = closed - timedelta(days=40)
    visit.closed_at = closed
    visit.is_late = dice.random() < 0.08
    visit.summary_zh = "演示数据:来访顺利,双方就后续合作达成共识。"
    visit.summary_en = "Demonstration: the visit went well; next steps were agreed."
    return visit


def _visit(
    dice: random.Random,
    unit: Unit,
    author: User,
    start: date,
    end: date,
    size: int,
    number: int | None = None,
) -> Delegation:
    """A visit with its words."""
    org_zh, org_en, _region = dice.choice(ORGANISATIONS) if number is None else ORGANISATIONS[number]
    subject_zh, subject_en, purpose = dice.choice(SUBJECTS)
    level = dice.choice(["department", "department", "individual", "vice_president", "president"])
    counterpart = {"president": "president", "vice_president": "vice_president", "department": "dean"}.get(
        level, "staff"
    )
    return Delegation(
        unit=unit, author=author, title_zh=f"{org_zh}代表团来访:{subject_zh}(演示)",
        title_en=f"{org_en}: {subject_en} (demo)", visiting_org_zh=org_zh, visiting_org_en=org_en, level=level,
        purpose=purpose, aim_zh=f"{subject_zh},增进双方了解。", aim_en=f"{subject_en}; getting to know each other.",
        start_on=start, end_on=end, headcount_declared=size, counterpart=counterpart,
        counterpart_name=dice.choice(HOSTS), accompanying=dice.choice(HOSTS), interpreter="何译(演示)",
        contact_name="陈老师(演示)", contact_phone="+862885966502", lodging="hotel", lodging_name="航空港假日酒店(演示)",
    )  # fmt: skip


def _guest(
    dice: random.Random, visit: Delegation, place: int, regions: dict[str, Region]
) -> DelegationMember:
    (family_zh, family), (given_zh, given) = dice.choice(FAMILY), dice.choice(GIVEN)
    title_zh, title_en = TITLES[min(place, len(TITLES) - 1)] if place < 3 else dice.choice(TITLES[3:])
    code = next(region for _zh, en, region in ORGANISATIONS if en == visit.visiting_org_en)
    return DelegationMember(
        delegation=visit, position=place, is_leader=place == 0, name_zh=f"{given_zh}·{family_zh}",
        name_latin=f"{family} {given}", title_zh=title_zh, title_en=title_en, gender=dice.choice("FM"),
        nationality=regions[code], diet="vegetarian" if dice.random() < 0.08 else "none",
        visa="none" if code in {"HK", "MY", "FR", "DE", "AU", "JP", "KR"} else "F",
    )  # fmt: skip


def _point(dice: random.Random, visit: Delegation) -> ItineraryItem:
    return ItineraryItem(
        delegation=visit, date=visit.start_on, starts_at=time(9, 30), ends_at=time(11, 30), kind="meeting",
        title_zh="欢迎会谈", title_en="Welcome meeting", venue_zh="行政楼第一会议室", venue_en="Meeting Room 1",
        hosts=visit.counterpart_name,
    )  # fmt: skip


# Where each stands, first day from today, guests, which institution; "" of a step not taken.
STORIES = [
    (S.SUMMARY_DUE, -9, 6, 0),
    (S.HOSTING, -1, 7, 5),
    (S.APPROVED, 0, 4, 10),
    (S.APPROVED, 12, 5, 2),
    (S.LEADER_REVIEW, 48, 8, 1),
    (S.IO_REVIEW, 55, 4, 7),
    (S.UNIT_REVIEW, 60, 3, 3),
    (S.RETURNED, 64, 5, 4),
    (S.DRAFT, 21, 4, 8),
    (S.CANCELLED, 70, 6, 11),
]


def _under_way(dice: random.Random) -> None:
    """Visits in every status, made through the portal's own steps."""
    casts = [(Cast.of(), Unit.objects.get(code="CCS")), (Cast.of("2"), Unit.objects.get(code="CAS"))]
    regions = {region.alpha2: region for region in Region.objects.all()}
    for place in range(len(STORIES)):
        cast, unit = casts[place % 2]
        with transaction.atomic():
            _tell(dice, cast, unit, place, regions)


def _tell(dice: random.Random, cast: Cast, unit: Unit, place: int, regions: dict[str, Region]) -> None:
    status, offset, size, organisation = STORIES[place]
    start = timezone.localdate() + timedelta(days=offset)
    visit = _visit(dice, unit, cast.admin, start, start + timedelta(days=2), size, organisation)
    visit.level, visit.counterpart = (
        ("president", "president") if status == S.LEADER_REVIEW else ("department", "dean")
    )
    visit.late_reason = "演示数据:对方临时确定行程" if offset < 30 and status != S.DRAFT else ""
    # Two visits at once share neither host nor guide nor room.
    visit.counterpart_name = HOSTS[place % len(HOSTS)]
    visit.interpreter = visit.accompanying = GUIDES[place]
    visit.lodging = "campus" if status == S.HOSTING else "hotel"
    visit.save()
    members = [_guest(dice, visit, row, regions) for row in range(size)]
    for row, member in enumerate(members):
        member.save()
        _passport(member, f"D{visit.pk % 1000:03d}{row:04d}")
    _programme(visit, place)
    DelegationBudgetLine.objects.create(
        delegation=visit, category="banquet", quantity=size + 3, unit_price=Decimal(180), note="演示"
    )
    _send(cast, visit, status)


def _passport(member: DelegationMember, number: str) -> None:
    """A passport that belongs to nobody."""
    person = Person.objects.create(
        kind="foreigner", name_zh=member.name_zh, passport_name=member.name_latin, gender=member.gender,
        nationality=member.nationality,
    )  # fmt: skip
    member.identity = IdentityDocument.objects.create(
        person=person, doc_type="passport", issuing_region=member.nationality, number=number,
        number_hash=keyed_hash(number), last4=number[-4:], expires_on=timezone.localdate() + timedelta(days=1400),
    )  # fmt: skip
    member.save(update_fields=["identity"])


def _programme(visit: Delegation, place: int) -> None:
    guide = GUIDES[place]
    rows = [
        (0, 9, 10, "arrival", "接机", "Pick-up at the airport", "双流国际机场", "Shuangliu Airport", guide),
        (0, 10, 12, "meeting", "欢迎会谈", "Welcome meeting", f"行政楼第{place + 1}会议室",
         f"Meeting Room {place + 1}",
         visit.counterpart_name),
        (0, 12, 13, "banquet", "欢迎午宴", "Welcome lunch", f"校宾馆{place + 1}号厅",
         f"Guest House, Hall {place + 1}", visit.counterpart_name),
        (1, 9, 11, "tour", "参观校园与实验室", "Tour of campus and laboratories", f"实验楼{place + 1}层",
         f"Laboratory Building, Floor {place + 1}", guide),
        (2, 14, 15, "departure", "送机", "Transfer to the airport", "双流国际机场", "Shuangliu Airport", guide),
    ]  # fmt: skip
    ItineraryItem.objects.bulk_create(
        ItineraryItem(
            delegation=visit, date=visit.start_on + timedelta(days=day), starts_at=time(start), ends_at=time(end),
            kind=kind, title_zh=zh, title_en=en, venue_zh=room_zh, venue_en=room_en,
            hosts=hosts, vehicle="中巴(演示)" if kind in {"arrival", "departure"} else "",
        )
        for day, start, end, kind, zh, en, room_zh, room_en, hosts in rows
    )  # fmt: skip


def _send(cast: Cast, visit: Delegation, status: str) -> None:
    """Through the desks until it stands where it shall."""
    if status == S.DRAFT:
        return
    actions.submit_delegation(visit, by=cast.admin)
    if status == S.CANCELLED:
        actions.cancel_delegation(visit, by=cast.admin, note="演示数据:对方推迟来访。")
    if status in {S.CANCELLED, S.UNIT_REVIEW}:
        return
    actions.endorse_delegation(visit, by=cast.head, note=NOTE)
    if status == S.RETURNED:
        actions.return_delegation(visit, by=cast.desk, note="演示数据:请补充来访人员的护照信息。")
    if status in {S.RETURNED, S.IO_REVIEW}:
        return
    actions.check_delegation(visit, by=cast.desk, note=NOTE)
    if status == S.LEADER_REVIEW:
        actions.escalate_delegation(visit, by=cast.desk, note="请分管校领导审批。")
        return
    actions.approve_delegation(visit, by=cast.director, note=NOTE)
    if status == S.SUMMARY_DUE:
        DelegationGift.objects.create(
            delegation=visit, direction="received", item="水晶纪念座(演示)", value=Decimal(380), party="对方院长",
            occasion="欢迎会谈", received_on=visit.start_on, keeper=cast.admin,
        )  # fmt: skip
