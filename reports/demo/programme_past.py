"""Invented students and their stays of the last three years, written in bulk."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.models import Role, RoleGrant, Unit, User
from core.models import Event
from partnerships.models import BalanceEntry
from programmes.actions.departure import academic_year_of, source_of
from programmes.models import (
    Application,
    Choice,
    CreditLine,
    CreditPlan,
    CreditRecognition,
    EmergencyContact,
    LanguageScore,
    Mobility,
    Nomination,
    Offering,
    Round,
    StudentProfile,
)
from programmes.models.safety import CheckIn
from reports.demo.names import GIVEN, SURNAMES

COLLEGES = ("CAS", "CRE", "CEE", "CCE", "CAE", "CCS", "CSE", "CYB", "COE", "CMG", "CFL")
MAJORS = (
    "大气科学", "环境科学", "电子信息工程", "通信工程", "自动化", "计算机科学与技术", "软件工程", "网络安全", "光电信息",
    "会计学", "英语",
)  # fmt: skip
HOST_COURSES = ("Algorithms", "Atmospheric Physics", "Academic Writing")
HOME_COURSES = ("算法设计", "大气物理", "学术写作")
UNUSABLE = "!"
CONTACTS = [
    ("china", "家长(演示)", "父母", "+8613900000000"), ("abroad", "Tutor (demo)", "tutor", "+447700900000"),
]  # fmt: skip
# How many of each past round left, and how the others ended.
LEFT_EACH, REFUSED = 54, ("not_selected", "not_selected", "declined", "withdrawn", "college_rejected")


def students(count: int, chance: Random) -> list[User]:
    """Students who cannot sign in, spread over the colleges."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=COLLEGES)}
    rows = []
    for number in range(count):
        surname, given = (
            SURNAMES[number % len(SURNAMES)],
            GIVEN[(number * 7 + number // len(SURNAMES)) % len(GIVEN)],
        )
        rows.append(
            User(
                email=f"s{number:04d}@students.demo.example", password=UNUSABLE, name_zh=f"{surname}{given}",
                name_en=f"DEMO Student {number:03d}", student_number=f"DEMO{number:06d}",
                unit=units[COLLEGES[number % len(COLLEGES)]], phone=f"+86138{number:08d}",
            )
        )  # fmt: skip
    User.objects.bulk_create(rows, batch_size=200)
    today = timezone.localdate()
    RoleGrant.objects.bulk_create(
        [RoleGrant(user=row, role=Role.STUDENT, starts_on=today) for row in rows], batch_size=300
    )
    profiles = [
        StudentProfile(
            user=row, year_of_study=chance.randint(1, 3), major_zh=MAJORS[place % len(MAJORS)],
            gpa=Decimal(chance.randint(7200, 9600)) / 100, gpa_scale="100", failed_courses=0,
            born_on=date(2005, 1 + place % 12, 1 + place % 28), gender="FM"[place % 2], phone=row.phone,
            passport_name=row.name_en.upper(), passport_expires_on=today + timedelta(days=2400), has_discipline=False,
            has_arrears=False,
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip
    StudentProfile.objects.bulk_create(profiles, batch_size=200)
    LanguageScore.objects.bulk_create(
        [
            LanguageScore(profile=row, test="cet6", score=Decimal(chance.randint(425, 620)), taken_on=date(2025, 12, 14))
            for row in profiles
        ],
        batch_size=300,
    )  # fmt: skip
    return rows


def load(rounds: list[Round], people: list[User], chance: Random, today: date) -> int:
    """Each past round with those who left and those who did not; how many students it took."""
    used = 0
    for round_ in rounds:
        offerings = list(
            Offering.objects.filter(round=round_)
            .select_related("programme__agreement", "programme__partner")
            .order_by("pk")
        )
        left = people[used : used + LEFT_EACH]
        rest = people[used + LEFT_EACH : used + LEFT_EACH + len(REFUSED)]
        used += LEFT_EACH + len(REFUSED)
        statuses = ["pre_departure"] * len(left) + list(REFUSED[: len(rest)])
        applications = write_applications(round_, [*left, *rest], offerings, statuses, chance)
        placed = [one for one in applications if one.status == "pre_departure"]
        stays = _stays(placed, offerings, chance, today)
        _after(stays, today)
    return used


def write_applications(
    round_: Round, people: list[User], offerings: list[Offering], statuses: list[str], chance: Random
) -> list[Application]:
    """Applications standing at the statuses, each with two wishes; who holds a place holds the first."""
    sent_at = round_.close_at - timedelta(days=3)
    drafts = Application.objects.bulk_create(
        [Application(round=round_, student=person, unit=person.unit) for person in people], batch_size=200
    )
    choices = []
    for place, draft in enumerate(drafts):
        first = offerings[place % len(offerings)]
        second = offerings[(place + 5) % len(offerings)]
        seated = statuses[place] in Application.SEAT_HOLDING
        choices.append(
            Choice(application=draft, offering=first, rank=1, state="offered" if seated else "passed")
        )
        choices.append(Choice(application=draft, offering=second, rank=2, state="passed"))
    choices = Choice.objects.bulk_create(choices, batch_size=300)
    rows = []
    taken: dict[int, int] = {}
    for place, draft in enumerate(drafts):
        status = statuses[place]
        seated = status in Application.SEAT_HOLDING
        if seated:
            taken[choices[place * 2].offering_id] = taken.get(choices[place * 2].offering_id, 0) + 1
        score = Decimal(chance.randint(70000, 95000)) / 1000
        rows.append(
            Application(
                pk=draft.pk, round=round_, student=draft.student, unit=draft.unit, version=draft.version,
                created_at=sent_at, updated_at=sent_at, number=f"SP{round_.close_at:%Y}-{draft.pk:05d}", status=status,
                submitted_at=sent_at + timedelta(minutes=place), waiting_since=sent_at, motivation="演示:希望拓展国际视野。",
                college_rank=place + 1, college_comment="同意推荐(演示)", college_checked_at=sent_at, score=score,
                rank=place + 1, placed=choices[place * 2] if seated else None,
            )
        )  # fmt: skip
    fields = [
        "status", "number", "submitted_at", "waiting_since", "motivation", "college_rank", "college_comment",
        "college_checked_at", "score", "rank", "placed",
    ]  # fmt: skip
    Application.objects.bulk_update(rows, fields, batch_size=100)
    for offering in offerings:
        if offering.pk in taken:
            offering.seats_taken = taken[offering.pk]
            offering.quota = max(offering.quota, taken[offering.pk])
    Offering.objects.bulk_update(offerings, ["seats_taken", "quota"], batch_size=100)
    kind = ContentType.objects.get_for_model(Application)
    Event.objects.bulk_create(
        [
            Event(
                content_type=kind, object_id=row.pk, verb="submit", from_status="draft", to_status="submitted",
                by=row.student, payload={"demo": True},
            )
            for row in rows
        ],
        batch_size=300,
    )  # fmt: skip
    return rows


def _stays(
    placed: list[Application], offerings: list[Offering], chance: Random, today: date
) -> list[Mobility]:
    by_pk = {offering.pk: offering for offering in offerings}
    nominations, stays = [], []
    for place, application in enumerate(placed):
        offering = by_pk[application.placed.offering_id]
        programme = offering.programme
        nominations.append(
            Nomination(
                number=f"NM{offering.starts_on.year}-{application.pk:05d}", application=application, offering=offering,
                status="admitted", nominated_on=offering.host_deadline - timedelta(days=9),
                sent_on=offering.host_deadline - timedelta(days=8), answered_on=offering.host_deadline + timedelta(days=20),
                passport_name=application.student.name_en.upper(),
            )
        )  # fmt: skip
        back = offering.ends_on <= today
        early = back and place % 25 == 7
        status = (
            "abroad" if not back else ("completed", "completed", "credit_recognised", "returned")[place % 4]
        )
        returned = (
            None
            if not back
            else offering.ends_on - timedelta(days=40 if early and programme.duration_weeks > 10 else 0)
        )
        stays.append(
            Mobility(
                status=status, application=application, offering=offering, programme=programme,
                agreement=programme.agreement, student=application.student, unit=application.unit,
                region_id=programme.partner.region_id, type=programme.type, level=programme.level,
                gender="FM"[place % 2], academic_year=academic_year_of(offering.starts_on),
                planned_from=offering.starts_on, planned_until=offering.ends_on,
                departure_reported_on=offering.starts_on, departed_on=offering.starts_on, returned_on=returned,
                return_reported_on=returned, return_report="演示:收获很大。" if back else "",
                funding=("self", "school", "self", "host")[place % 4], insurer="中国平安(演示)",
                policy_number=f"DEMO{application.pk:06d}", insured_from=offering.starts_on - timedelta(days=3),
                insured_until=offering.ends_on + timedelta(days=20), phone_abroad=f"+44770090{application.pk % 10000:04d}",
                address_abroad="Demo Hall, 1 University Road",
            )
        )  # fmt: skip
    Nomination.objects.bulk_create(nominations, batch_size=200)
    return Mobility.objects.bulk_create(stays, batch_size=100)


def _after(stays: list[Mobility], today: date) -> None:
    """Balance, contacts, check-ins, plans and recognitions of the stays."""
    ledger: list[Any] = []
    contacts, plans, papers, check_ins = [], [], [], []
    for stay in stays:
        agreement = stay.agreement
        if agreement is not None and agreement.counts_mobility:
            ledger.append(
                BalanceEntry(
                    agreement=agreement, academic_year=stay.academic_year, direction="out",
                    semesters=stay.programme.semesters, source=source_of(stay), person_name=stay.student.name_zh,
                )
            )  # fmt: skip
        contacts.append(
            EmergencyContact(
                mobility=stay, place="china", name="家长(演示)", relation="父母", phone="+8613900000000"
            )
        )
        contacts.append(
            EmergencyContact(
                mobility=stay, place="abroad", name="Tutor (demo)", relation="tutor", phone="+447700900000"
            )
        )
        if stay.type != "study_tour":
            plans.append(CreditPlan(mobility=stay, status="approved"))
        if stay.status in {"credit_recognised", "completed"} and stay.type != "study_tour":
            papers.append(
                CreditRecognition(
                    mobility=stay, status="approved", number=f"CR{stay.returned_on.year}-{stay.pk:05d}",
                    applied_on=stay.returned_on, recognised_on=stay.returned_on + timedelta(days=30), total_credits=Decimal(9),
                )
            )  # fmt: skip
        if stay.status == "abroad":
            check_ins.append(
                CheckIn(mobility=stay, due_on=today - timedelta(days=12 if stay.pk % 9 == 0 else -15))
            )
    BalanceEntry.objects.bulk_create(ledger, batch_size=200)
    EmergencyContact.objects.bulk_create(contacts, batch_size=300)
    CreditRecognition.objects.bulk_create(papers, batch_size=200)
    CheckIn.objects.bulk_create(check_ins, batch_size=200)
    lines = []
    for plan in CreditPlan.objects.bulk_create(plans, batch_size=200):
        done = plan.mobility.status in {"credit_recognised", "completed"}
        for number in range(3):
            lines.append(
                CreditLine(
                    plan=plan, host_code=f"DM{number}01", host_course=HOST_COURSES[number],
                    host_credits=Decimal(6), home_code=f"DX{number}20", home_course=HOME_COURSES[number],
                    home_credits=Decimal(3), grade="B+" if done else "", mark=Decimal(82) if done else None,
                    result="full" if done else "open", recognised_credits=Decimal(3) if done else None,
                )
            )  # fmt: skip
    CreditLine.objects.bulk_create(lines, batch_size=200)
