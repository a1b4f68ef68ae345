"""Makes experts, engagements, projects, trips, conferences and contests in any status."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils import timezone

from accounts.models import IdentityDocument, Person
from core.fields import keyed_hash
from core.models import Region
from tests.factories.accounts import UnitFactory, UserFactory
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
    Lecture,
    Permit,
    ProjectBudget,
    StaffTrip,
    TripStop,
)

numbers = itertools.count(1)
REGIONS = {
    "FR": ("FRA", "法国", "France", "foreign"), "DE": ("DEU", "德国", "Germany", "foreign"),
    "GB": ("GBR", "英国", "United Kingdom", "foreign"), "US": ("USA", "美国", "United States", "foreign"),
    "CN": ("CHN", "中国", "China", "china"), "HK": ("HKG", "中国香港", "Hong Kong, China", "hkmt"),
}  # fmt: skip


def region(code="FR"):
    """A country or region."""
    alpha3, zh, en, kind = REGIONS[code]
    return Region.objects.get_or_create(
        alpha2=code, defaults={"alpha3": alpha3, "name_zh": zh, "name_en": en, "kind": kind}
    )[0]


def passport(person, number=None, expires_on=None, **fields):
    """A passport of the person."""
    number = number or f"TP{next(numbers):06d}"
    return IdentityDocument.objects.create(
        person=person, doc_type="passport", issuing_region=region(), number=number, number_hash=keyed_hash(number),
        last4=number[-4:], expires_on=expires_on or timezone.localdate() + timedelta(days=2000), **fields,
    )  # fmt: skip


class PersonFactory(factory.django.DjangoModelFactory):
    """A foreigner."""

    class Meta:
        model = Person

    kind = "foreigner"
    surname_latin = factory.Sequence(lambda number: f"DUPONT{number}")
    given_latin = "ANNE MARIE"
    passport_name = factory.LazyAttribute(lambda made: f"{made.surname_latin} {made.given_latin}")
    nationality = factory.LazyFunction(region)


class ExpertFactory(factory.django.DjangoModelFactory):
    """An expert without passport and permits."""

    class Meta:
        model = Expert

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    author = factory.SubFactory(UserFactory)
    home_institution = "Alpine University"


class EngagementFactory(factory.django.DjangoModelFactory):
    """A plan for a long-term engagement that begins today."""

    class Meta:
        model = Engagement

    expert = factory.SubFactory(ExpertFactory, unit=factory.SelfAttribute("..unit"))
    unit = factory.SubFactory(UnitFactory)
    author = factory.SubFactory(UserFactory)
    kind = "long_term"
    position_zh = "外籍教师"
    position_en = "Lecturer"
    start_on = factory.LazyFunction(timezone.localdate)
    end_on = factory.LazyAttribute(lambda made: made.start_on + timedelta(days=364))


class LectureFactory(factory.django.DjangoModelFactory):
    """A lecture to the public, held yesterday or to be held."""

    class Meta:
        model = Lecture

    engagement = factory.SubFactory(EngagementFactory)
    author = factory.SubFactory(UserFactory)
    title_zh = "气候与社会"
    on = factory.LazyFunction(timezone.localdate)
    is_public = True
    outline = "提纲"


class PermitFactory(factory.django.DjangoModelFactory):
    """A work permit that ends in a year."""

    class Meta:
        model = Permit

    expert = factory.SubFactory(ExpertFactory)
    kind = "work_permit"
    category = "B"
    number = "510000000001"
    last4 = "0001"
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=364))


class ExpertProjectFactory(factory.django.DjangoModelFactory):
    """An application for 100,000 yuan."""

    class Meta:
        model = ExpertProject

    unit = factory.SubFactory(UnitFactory)
    author = factory.SubFactory(UserFactory)
    leader = factory.SubFactory(UserFactory)
    title_zh = "雷达气象引智项目"
    programme_name = "national_expert"
    level = "national"
    year = 2026
    start_on = date(2026, 1, 1)
    end_on = date(2027, 6, 30)
    applied_amount = Decimal(100_000)


def budgeted(**values):
    """A project being carried out, with 60,000 for travel and 40,000 for lodging."""
    project = ExpertProjectFactory(
        **{"status": "executing", "approved_amount": Decimal(100_000), "approved_on": date(2026, 1, 1),
           "number": f"N{next(numbers)}", **values}
    )  # fmt: skip
    for category, amount in (("travel", 60_000), ("lodging", 40_000)):
        ProjectBudget.objects.create(project=project, category=category, amount=Decimal(amount))
    return project


class StaffTripFactory(factory.django.DjangoModelFactory):
    """A draft of an official trip of five days in ninety days, without a route."""

    class Meta:
        model = StaffTrip

    traveller = factory.SubFactory(UserFactory)
    author = factory.SelfAttribute("traveller")
    unit = factory.SubFactory(UnitFactory)
    title_zh = "赴法国交流"
    purpose = "商谈合作"
    host = "Alpine University"
    start_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=90))
    end_on = factory.LazyAttribute(lambda made: made.start_on + timedelta(days=4))
    budget_amount = Decimal(0)


def route(trip, *codes):
    """One place a country, one after the other."""
    days = (trip.end_on - trip.start_on).days
    for place, code in enumerate(codes or ("FR",)):
        first = trip.start_on + timedelta(days=days * place // max(len(codes), 1))
        last = trip.start_on + timedelta(days=days * (place + 1) // max(len(codes), 1))
        TripStop.objects.create(
            trip=trip, region=region(code), city="Lyon", arrive_on=first, leave_on=last, programme="会谈"
        )
    return trip


class ConferenceFactory(factory.django.DjangoModelFactory):
    """A forecast for a conference in a year."""

    class Meta:
        model = Conference

    unit = factory.SubFactory(UnitFactory)
    author = factory.SubFactory(UserFactory)
    title_zh = "智能气象国际学术会议"
    title_en = "International Conference on Intelligent Meteorology"
    start_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))
    end_on = factory.LazyAttribute(lambda made: made.start_on + timedelta(days=2))
    place = "航空港校区"
    expected_total = 120
    expected_foreign = 20
    hosts = "本校"
    topics = "气象"
    background = "需要"
    fund_source = "注册费"


def participants(conference, actual=False, **counts):
    """Participants by nationality; China and two others if none are named."""
    for code, planned in (counts or {"CN": 100, "FR": 10, "DE": 10}).items():
        ConferenceParticipants.objects.create(
            conference=conference, region=region(code), planned=planned, actual=planned if actual else None
        )
    return conference


class ContestEditionFactory(factory.django.DjangoModelFactory):
    """A contest in preparation."""

    class Meta:
        model = ContestEdition

    year = factory.Sequence(lambda number: 2026 + number)
    title_zh = "全英文教学比赛"
    title_en = "English-medium Teaching Contest"
    unit = factory.SubFactory(UnitFactory)
    author = factory.SubFactory(UserFactory)
    entries_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))
    preliminary_on = factory.LazyAttribute(lambda made: made.entries_until + timedelta(days=10))
    final_on = factory.LazyAttribute(lambda made: made.entries_until + timedelta(days=20))
    finalists = 2


class ContestEntryFactory(factory.django.DjangoModelFactory):
    """An entry of a teacher."""

    class Meta:
        model = ContestEntry

    edition = factory.SubFactory(ContestEditionFactory)
    unit = factory.SubFactory(UnitFactory)
    teacher = factory.SubFactory(UserFactory, unit=factory.SelfAttribute("..unit"))
    course_zh = "大学物理"
    course_en = "University Physics"
    discipline = "物理"
    group = "science"
    video_url = "https://video.example.org/1"


def contest(judges=6, **values):
    """A contest with two criteria, one first and one second prize in science, and judges of another college."""
    edition = ContestEditionFactory(**values)
    Criterion.objects.create(edition=edition, name_zh="内容", name_en="Content", weight=60)
    Criterion.objects.create(edition=edition, name_zh="语言", name_en="Language", weight=40)
    for level in ("first", "second"):
        AwardQuota.objects.create(edition=edition, group="science", level=level, places=1)
    for _turn in range(judges):
        edition.judges.create(user=UserFactory(unit=UnitFactory()))
    return edition
