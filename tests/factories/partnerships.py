"""Makes institutions, agreements, laboratories and what belongs to them."""

from datetime import timedelta
from decimal import Decimal

import factory
from django.utils import timezone

from core.models import AcademicTerm, Region
from partnerships.models import (
    Activity,
    Agreement,
    AgreementKind,
    AgreementPartner,
    BalanceEntry,
    Contact,
    CooperativeProgramme,
    Coordinator,
    CoursePlan,
    FollowUp,
    GlobalCompetenceCourse,
    Institution,
    IntroducedCourse,
    Laboratory,
    PlanCourse,
)
from tests.factories.accounts import UnitFactory, UserFactory, person_with

REGIONS = {
    "DE": ("DEU", "德国", "Germany"),
    "GB": ("GBR", "英国", "United Kingdom"),
    "US": ("USA", "美国", "United States"),
    "FR": ("FRA", "法国", "France"),
    "RS": ("SRB", "塞尔维亚", "Serbia"),
}


def region(alpha2="DE"):
    """A foreign country, made once."""
    alpha3, name_zh, name_en = REGIONS[alpha2]
    found, _made = Region.objects.get_or_create(
        alpha2=alpha2, defaults={"alpha3": alpha3, "name_zh": name_zh, "name_en": name_en, "continent": "EU"}
    )
    return found


class InstitutionFactory(factory.django.DjangoModelFactory):
    """A university with which the house cooperates."""

    class Meta:
        model = Institution

    name_zh = factory.Sequence(lambda number: f"第{number}合作大学")
    name_en = factory.Sequence(lambda number: f"Partner University {number}")
    kind = Institution.Kind.UNIVERSITY
    region = factory.LazyFunction(region)
    city_en = "Siegen"
    status = Institution.Status.ACTIVE


class ContactFactory(factory.django.DjangoModelFactory):
    """Somebody to write to at the partner."""

    class Meta:
        model = Contact

    institution = factory.SubFactory(InstitutionFactory)
    name = "Anna Schmidt"
    title_en = "Head of International Office"
    email = "international@partner.example"


class AgreementFactory(factory.django.DjangoModelFactory):
    """A student exchange agreement in force, with one partner; `partners` names others."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    title_zh = factory.Sequence(lambda number: f"学生交换协议{number}")
    title_en = factory.Sequence(lambda number: f"Student exchange agreement {number}")
    kind = AgreementKind.STUDENT_EXCHANGE
    unit = factory.SubFactory(UnitFactory)
    author = factory.LazyAttribute(lambda made: person_with("DA", made.unit))
    status = Agreement.Status.EFFECTIVE
    signed_on_our = factory.LazyAttribute(lambda made: made.effective_on)
    signed_on_their = factory.LazyAttribute(lambda made: made.effective_on)
    effective_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=365))
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365 * 4))
    places_out = 2
    places_in = 2

    @factory.post_generation
    def partners(self, create, extracted, **_kwargs):
        if not create:
            return
        for position, partner in enumerate(extracted if extracted is not None else [InstitutionFactory()]):
            AgreementPartner.objects.create(agreement=self, institution=partner, position=position)


class LaboratoryFactory(factory.django.DjangoModelFactory):
    """A joint laboratory at work; `partners` names its partners."""

    class Meta:
        model = Laboratory
        skip_postgeneration_save = True

    name_zh = factory.Sequence(lambda number: f"国际联合实验室{number}")
    name_en = factory.Sequence(lambda number: f"Joint Laboratory {number}")
    unit = factory.SubFactory(UnitFactory)
    status = Laboratory.Status.ACTIVE
    founded_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=800))

    @factory.post_generation
    def partners(self, create, extracted, **_kwargs):
        if not create:
            return
        self.partners.set(extracted if extracted is not None else [InstitutionFactory()])


class ActivityFactory(factory.django.DjangoModelFactory):
    """A meeting today."""

    class Meta:
        model = Activity

    institution = factory.SubFactory(InstitutionFactory)
    on = factory.LazyFunction(timezone.localdate)
    kind = Activity.Kind.MEETING
    title_zh = "工作会谈"
    title_en = "Working meeting"
    author = factory.SubFactory(UserFactory)


class FollowUpFactory(factory.django.DjangoModelFactory):
    """Something promised for next week."""

    class Meta:
        model = FollowUp

    activity = factory.SubFactory(ActivityFactory)
    title_zh = "寄送协议草案"
    owner = factory.SubFactory(UserFactory)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))


class BalanceEntryFactory(factory.django.DjangoModelFactory):
    """One student out for one semester."""

    class Meta:
        model = BalanceEntry

    agreement = factory.SubFactory(AgreementFactory)
    academic_year = "2026-2027"
    direction = "out"
    semesters = Decimal(1)
    person_name = "WANG Xiaoming"


class CooperativeProgrammeFactory(factory.django.DjangoModelFactory):
    """A cooperative programme whose approval holds."""

    class Meta:
        model = CooperativeProgramme

    name_zh = factory.Sequence(lambda number: f"中外合作办学项目{number}")
    name_en = factory.Sequence(lambda number: f"Cooperative programme {number}")
    partner = factory.SubFactory(InstitutionFactory)
    unit = factory.SubFactory(UnitFactory)
    level = "bachelor"
    status = CooperativeProgramme.Status.ACTIVE
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=365))
    valid_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365 * 3))


class CoursePlanFactory(factory.django.DjangoModelFactory):
    """A plan of studies."""

    class Meta:
        model = CoursePlan

    programme = factory.SubFactory(CooperativeProgrammeFactory)
    name = "2026"
    year = 2026


class PlanCourseFactory(factory.django.DjangoModelFactory):
    """A course of a plan."""

    class Meta:
        model = PlanCourse

    plan = factory.SubFactory(CoursePlanFactory)
    name_zh = factory.Sequence(lambda number: f"课程{number}")
    hours = 48


def term(code="2026-2027-1", start=None, end=None):
    """A term of the academic year, made once."""
    today = timezone.localdate()
    found, _made = AcademicTerm.objects.get_or_create(
        code=code,
        defaults={
            "academic_year": code[:9],
            "start_on": start or today - timedelta(days=60),
            "end_on": end or today + timedelta(days=60),
        },
    )
    return found


class IntroducedCourseFactory(factory.django.DjangoModelFactory):
    """A core course taken over from a partner."""

    class Meta:
        model = IntroducedCourse

    name_zh = factory.Sequence(lambda number: f"引进课程{number}")
    partner = factory.SubFactory(InstitutionFactory)
    unit = factory.SubFactory(UnitFactory)
    level = "bachelor"
    is_core = True
    status = "offered"


class GlobalCompetenceCourseFactory(factory.django.DjangoModelFactory):
    """A course of global competence."""

    class Meta:
        model = GlobalCompetenceCourse

    name_zh = factory.Sequence(lambda number: f"全球胜任力课程{number}")
    unit = factory.SubFactory(UnitFactory)
    status = "offered"


class CoordinatorFactory(factory.django.DjangoModelFactory):
    """A person of the partner who may sign in for a year."""

    class Meta:
        model = Coordinator

    user = factory.LazyFunction(lambda: person_with("EXT"))
    institution = factory.SubFactory(InstitutionFactory)
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))
