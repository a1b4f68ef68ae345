"""Invented records of the past years, so that the demonstration can say of itself what an office says."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, Unit, User
from core.models import Region
from partnerships.models import Institution
from programmes.models import InboundStudent, Mobility, Offering, Programme, Round
from reports.demo import past_visits
from reports.figures import FIGURES
from visitors.models import Conference

# What the office says of itself; what the stories before lack is added.
PROGRAMMES, STUDENTS, INBOUND = 38, 318, 212
COUNTRIES = ["PK", "BD", "LA", "VN", "TH", "KZ", "RU", "NG", "GH", "EG", "ID", "MM"]
TYPES = ["exchange", "exchange", "visiting", "study_tour", "degree_ug", "degree_master", "degree_phd"]
TYPE_NAMES = {
    "exchange": ("交换生项目", "Exchange"),
    "visiting": ("访学项目", "Visiting programme"),
    "study_tour": ("暑期游学", "Summer study tour"),
    "degree_ug": ("本科双学位项目", "Undergraduate dual degree"),
    "degree_master": ("硕士联合培养", "Master's programme"),
    "degree_phd": ("博士联合培养", "Doctoral programme"),
}
SURNAMES = ["Khan", "Rahman", "Nguyen", "Petrov", "Okafor", "Mensah", "Hassan", "Aung"]


class World:
    """Who and where the invented records are about."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.units = list(Unit.objects.filter(kind=Unit.Kind.COLLEGE).order_by("pk"))
        self.author = User.objects.get(email="visitors@demo.example")
        self.partners = list(
            Institution.objects.cooperating(self.today).select_related("region").order_by("pk")
        )

    def unit(self, number: int) -> Unit:
        return self.units[number % len(self.units)]

    def day(self, number: int, years: int) -> date:
        """A day within the last years, spread evenly and always past."""
        span = years * 365 - 60
        return self.today - timedelta(days=30 + number * 37 % span)

    def missing(self, figure: str, wanted: int) -> range:
        """How many are lacking, numbered."""
        return range(max(0, wanted - int(FIGURES[figure].read(self.today).value)))


@transaction.atomic
def load() -> None:
    """Add what is lacking; nothing where it has been added before."""
    if Conference.objects.filter(title_zh__startswith="往届").exists():
        return
    world = World()
    if not world.units or not world.partners:
        return
    _programmes(world)
    _students(world)
    _inbound(world)
    past_visits.add(world)


def _programmes(world: World) -> None:
    now = timezone.now()
    call = Round.objects.create(
        name_zh="往届批次（演示）",
        name_en="Earlier round (demonstration)",
        academic_year=f"{world.today.year - 1}-{world.today.year}",
        open_at=now - timedelta(days=400),
        close_at=now - timedelta(days=370),
        college_deadline=world.today - timedelta(days=365),
    )
    made = []
    for number in world.missing("F03", PROGRAMMES):
        kind, partner = TYPES[number % len(TYPES)], world.partners[number * 5 % len(world.partners)]
        zh, en = TYPE_NAMES[kind]
        made.append(
            Programme(
                type=kind,
                status=Programme.Status.OPEN,
                opened_on=world.today - timedelta(days=900),
                title_zh=f"{partner.name_zh}{zh}（演示{number + 1}）",
                title_en=f"{en}, {partner.name_en} (demo {number + 1})",
                partner=partner,
                level={"degree_master": "master", "degree_phd": "phd"}.get(kind, "ug"),
                duration_weeks=4 if kind == "study_tour" else 20,
            )
        )
    for programme in Programme.objects.bulk_create(made):
        Offering.objects.create(
            programme=programme,
            round=call,
            quota=10,
            host_deadline=world.today - timedelta(days=330),
            starts_on=world.today - timedelta(days=240),
            ends_on=world.today - timedelta(days=100),
        )


def _students(world: World) -> None:
    programmes = list(Programme.objects.running(world.today).select_related("partner"))
    numbers = world.missing("F04", STUDENTS)
    students = User.objects.bulk_create(
        User(
            email=f"past-student-{number}@demo.example",
            password="!",  # noqa: S106 - a mark that no password fits
            name_zh=f"往届学生{number + 1}",
            name_en=f"WANGJIE Student {number + 1}",
            unit=world.unit(number),
            is_active=False,
        )
        for number in numbers
    )
    stays = []
    for number, student in enumerate(students):
        programme, left = programmes[number % len(programmes)], world.day(number, 3)
        back = min(left + timedelta(weeks=programme.duration_weeks), world.today)
        stays.append(
            Mobility(
                status=Mobility.Status.COMPLETED,
                programme=programme,
                student=student,
                unit=student.unit,
                region=programme.partner.region,
                type=programme.type,
                level=programme.level,
                gender="FM"[number % 2],
                funding=["self", "school", "csc", "host"][number % 4],
                academic_year=f"{left.year}-{left.year + 1}",
                planned_from=left,
                planned_until=left + timedelta(weeks=programme.duration_weeks),
                departed_on=left,
                returned_on=back,
            )
        )
    Mobility.objects.bulk_create(stays)


def _inbound(world: World) -> None:
    nations = list(Region.objects.filter(alpha2__in=COUNTRIES))
    numbers = world.missing("F11", INBOUND)
    people = Person.objects.bulk_create(
        Person(
            kind=Person.Kind.STUDENT,
            surname_latin=SURNAMES[number % len(SURNAMES)].upper(),
            given_latin=f"Demo {number + 1}",
            nationality=nations[number % len(nations)],
        )
        for number in numbers
    )
    rows = []
    for number, person in enumerate(people):
        came = world.day(number, 5)
        is_here = (world.today - came).days < 700
        rows.append(
            InboundStudent(
                status=InboundStudent.Status.STUDYING if is_here else InboundStudent.Status.GRADUATED,
                number=f"DEMO{number + 1:05d}",
                person=person,
                surname=SURNAMES[number % len(SURNAMES)].upper(),
                given_names=f"Demo {number + 1}",
                gender="FM"[number % 2],
                born_on=date(2000, 1, 1) + timedelta(days=number),
                nationality=nations[number % len(nations)],
                email=f"past-inbound-{number}@demo.example",
                highest_education="High school",
                school_attended="Demonstration School",
                level=["ug", "ug", "master", "phd"][number % 4],
                unit=world.unit(number),
                major="大气科学",
                taught_in="en",
                english_proof="IELTS",
                starts_on=came,
                ends_on=came + timedelta(days=700),
                scholarship=["cgs", "province", "university", "self"][number % 4],
                source="partner",
                registered_on=came,
                left_on=None if is_here else came + timedelta(days=690),
            )
        )
    InboundStudent.objects.bulk_create(rows)
