"""Invented international students of the last five years, and applicants in every stage."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Unit, User
from core.models import Region
from programmes.models import ArrivalDuty, InboundStudent, TermRegistration

COUNT = 226
NAMES = [
    ("PK", "KHAN", "Ahmed"), ("TH", "SRISAI", "Nattapong"), ("VN", "NGUYEN", "Thi Lan"), ("LA", "PHOMMA", "Kham"),
    ("NP", "SHRESTHA", "Bikash"), ("BD", "RAHMAN", "Tanvir"), ("KZ", "NURLAN", "Aigerim"), ("RU", "IVANOVA", "Elena"),
    ("NG", "BELLO", "Amina"), ("KE", "OTIENO", "Brian"), ("FR", "MARTIN", "Camille"), ("RS", "JOVANOVIC", "Milica"),
    ("MN", "BATBAYAR", "Temuulen"),
]  # fmt: skip
STAGES = [
    "submitted", "academic_review", "io_review", "admitted", "conditional", "rejected", "deferred", "offer_accepted",
    "jw_issued", "visa_obtained", "arrived", "returned",
]  # fmt: skip
MAJORS = ("Software Engineering", "Atmospheric Science", "Electronic Information", "Business Administration")


def load(chance: Random, today: date) -> None:
    """Those who registered, those who are on their way, and the applicant who can sign in."""
    regions = {
        region.alpha2: region for region in Region.objects.filter(alpha2__in=[row[0] for row in NAMES])
    }
    names = [row for row in NAMES if row[0] in regions]
    units = list(Unit.objects.filter(code__in=["CAS", "CCS", "CSE", "CMG"]).order_by("code"))
    rows = []
    for number in range(COUNT):
        code, surname, given = names[number % len(names)]
        registered = date(today.year - 4 + number % 5, 9 if number % 3 else 3, 1 + number % 20)
        if registered > today:
            registered = registered.replace(year=registered.year - 1)
        years = 1 if number % 2 else 4
        ends = registered + timedelta(days=365 * years)
        gone = ends <= today
        rows.append(
            _row(
                number, surname, given, regions[code], units[number % len(units)], registered, ends,
                status="graduated" if gone else "studying", registered_on=registered, left_on=ends if gone else None,
                arrived_on=registered - timedelta(days=4), residence_number=f"DEMO{number:05d}",
                residence_until=ends + timedelta(days=20) if gone else today + timedelta(days=10 + number % 300),
                insured_until=ends if gone else today + timedelta(days=20 + number % 250),
                address_in_china="航空港校区国际学生公寓(演示)", visa_kind="X1", jw_kind="JW202",
            )
        )  # fmt: skip
    for number, stage in enumerate(STAGES, start=COUNT):
        code, surname, given = names[number % len(names)]
        starts = today + timedelta(days=100)
        rows.append(
            _row(
                number, surname, given, regions[code], units[number % len(units)], starts,
                starts + timedelta(days=1400), status=stage,
            )
        )  # fmt: skip
    made = InboundStudent.objects.bulk_create(rows, batch_size=50)
    TermRegistration.objects.bulk_create(
        TermRegistration(
            student=row, term=f"{today.year}-{today.year + 1}-1", registered_on=date(today.year, 9, 1)
        )
        for row in made
        if row.status == "studying"
    )
    arrived = next(row for row in made if row.status == "arrived")
    ArrivalDuty.objects.create(
        student=arrived, kind="lodging", due_on=today - timedelta(days=1), because="演示"
    )
    ArrivalDuty.objects.create(
        student=arrived, kind="residence", due_on=today + timedelta(days=20), because="演示"
    )
    _own(regions[names[8 % len(names)][0]], units[1], today)


def _row(
    number: int,
    surname: str,
    given: str,
    region: Region,
    unit: Unit,
    starts: date,
    ends: date,
    **fields: object,
) -> InboundStudent:
    return InboundStudent(
        **{
            "number": f"IS-DEMO-{number:04d}", "surname": surname, "given_names": f"{given} {number} (demo)",
            "gender": "FM"[number % 2], "born_on": date(2002, 1 + number % 12, 1 + number % 28), "nationality": region,
            "email": f"inbound{number}@demo.example", "highest_education": "Secondary school",
            "school_attended": "Demo High School", "level": ("ug", "ug", "master", "phd")[number % 4], "unit": unit,
            "major": MAJORS[number % len(MAJORS)], "taught_in": "en", "english_proof": "IELTS 6.5 (demo)",
            "starts_on": starts, "ends_on": ends, "scholarship": ("self", "cgs", "university", "exchange")[number % 4],
            "source": ("website", "fair", "partner", "alumni")[number % 4], "study_plan": "Demonstration.",
            "submitted_at": timezone.now() - timedelta(days=number % 40), "consent_at": timezone.now(), "fee_state": "paid",
        } | fields
    )  # fmt: skip


def _own(region: Region, unit: Unit, today: date) -> None:
    """The applicant who can sign in has begun an application."""
    applicant = User.objects.filter(email="applicant@demo.example").first()
    if applicant is None:
        return
    starts = today + timedelta(days=280)
    row = _row(
        999, "BELLO", "Amina Yusuf", region, unit, starts, starts + timedelta(days=1400), status="draft"
    )
    row.number, row.submitted_at, row.applicant, row.given_names = "", None, applicant, "Amina Yusuf (demo)"
    row.email = applicant.email
    row.save()
