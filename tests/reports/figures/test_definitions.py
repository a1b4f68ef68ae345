"""Each figure against records on both sides of its definition, counted by hand."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Person
from certificates.models import Certificate, CertificateBatch
from core.models import PolicySetting
from reports.figures import CALENDAR, FIGURES
from tests.factories import counted
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.partnerships import (
    AgreementFactory,
    CooperativeProgrammeFactory,
    InstitutionFactory,
    LaboratoryFactory,
)
from tests.factories.training import ProposalFactory, certificate_type
from tests.factories.training_classes import TraineeFactory, TrainingClassFactory
from training.models import Attendance, ClassSession, Payment, Refund, Survey, SurveyAnswer
from visitors.models import Lecture

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
YEAR_AGO, FIVE_YEARS, THREE_YEARS = date(2025, 11, 24), date(2021, 11, 25), date(2023, 11, 25)
BEFORE = timedelta(days=1)


def value(code, as_of=DAY, **asked):
    return FIGURES[code].read(as_of, **asked).value


def moment(day):
    return datetime.combine(day, time(12), timezone.get_current_timezone())


def held(**fields):
    return {"effective_on": date(2020, 1, 1), "expires_on": date(2030, 1, 1)} | fields


def test_f01_counts_universities_with_an_agreement_in_force_or_a_laboratory_campuses_rolled_up():
    tied = InstitutionFactory()
    AgreementFactory(partners=[tied], **held())
    with_lab = InstitutionFactory()
    LaboratoryFactory(partners=[with_lab], founded_on=date(2020, 1, 1))
    campus = InstitutionFactory(counted_as=tied)
    AgreementFactory(partners=[campus], **held())
    AgreementFactory(partners=[InstitutionFactory()], **held(expires_on=DAY - BEFORE, status="expired"))
    AgreementFactory(partners=[InstitutionFactory()], **held(effective_on=DAY + BEFORE))
    AgreementFactory(partners=[InstitutionFactory(kind="company")], **held())
    AgreementFactory(partners=[InstitutionFactory(status="dormant")], **held())
    InstitutionFactory()

    assert value("F01") == 2


def test_f02_counts_their_regions_once():
    for alpha2, kind in (("FR", "foreign"), ("FR", "foreign"), ("DE", "foreign"), ("HK", "hkmt")):
        AgreementFactory(partners=[InstitutionFactory(region=counted.region(alpha2, kind))], **held())
    InstitutionFactory(region=counted.region("IT"))

    assert value("F02") == 3


def test_f03_counts_open_programmes_that_are_offered_and_neither_csc_nor_coop():
    counted.programme(offered=DAY)
    counted.programme(offered=DAY - timedelta(days=729))
    counted.programme(offered=DAY + timedelta(days=364), type="degree_master")
    counted.programme(offered=DAY - timedelta(days=731))
    counted.programme(offered=DAY + timedelta(days=366))
    counted.programme(offered=False)
    counted.programme(offered=DAY, status="dormant")
    counted.programme(offered=DAY, status="draft")
    counted.programme(offered=DAY, type="csc")
    counted.programme(offered=DAY, type="coop")
    counted.programme(offered=DAY, opened_on=DAY + BEFORE)

    assert value("F03") == 3
    assert [value(code) for code in ("F03a", "F03b", "F03c", "F03d")] == [1, 2, 0, 0]


def test_f04_counts_students_once_who_really_left():
    twice = UserFactory(unit=UnitFactory())
    counted.stay(DAY, student=twice)
    counted.stay(THREE_YEARS, student=twice)
    counted.stay(DAY, programme=counted.programme(type="csc"))
    counted.stay(DAY, programme=counted.programme(type="study_tour"))
    counted.stay(THREE_YEARS - BEFORE)
    counted.stay(DAY + BEFORE)
    counted.stay(None)
    counted.stay(DAY, is_online=True)
    counted.stay(DAY, direction="inbound")
    counted.stay(DAY, status="cancelled")

    assert (value("F04"), value("F04t")) == (3, 4)

    PolicySetting.objects.create(key="stats.count_study_tours", value=False)
    assert (value("F04"), value("F04t")) == (2, 3)


def test_f05_counts_international_conferences_held_as_host_or_organiser():
    counted.conference(DAY)
    counted.conference(FIVE_YEARS, status="held", role="organiser")
    counted.conference(FIVE_YEARS - BEFORE)
    counted.conference(DAY, category="bilateral")
    counted.conference(DAY, category="hkmt")
    counted.conference(DAY, role="co_host")
    counted.conference(DAY, status="cancelled")
    counted.conference(DAY, status="announced")

    assert value("F05") == 2


def test_f06_adds_up_guests_who_came_and_counts_their_delegations():
    counted.delegation(DAY, guests=5)
    counted.delegation(FIVE_YEARS, guests=7)
    counted.delegation(FIVE_YEARS - BEFORE, guests=11)
    counted.delegation(DAY, guests=0)
    counted.delegation(DAY, guests=13, status="cancelled")
    counted.delegation(DAY, guests=None, status="approved")

    assert (value("F06a"), value("F06b")) == (12, 2)


def test_f07_adds_up_what_was_approved_nationally():
    counted.project(DAY, approved_amount=Decimal("1000000"))
    counted.project(FIVE_YEARS, approved_amount=Decimal("823000"), status="approved")
    counted.project(FIVE_YEARS - BEFORE, approved_on=FIVE_YEARS - BEFORE)
    counted.project(DAY, level="provincial")
    counted.project(DAY, status="rejected")

    assert value("F07") == Decimal("182.3")


def test_f08_counts_projects_carried_out_on_some_day_of_the_window():
    counted.project(DAY, level="school", status="executing")
    counted.project(FIVE_YEARS - timedelta(days=30))
    counted.project(FIVE_YEARS - timedelta(days=31))
    counted.project(DAY, status="approved")
    counted.project(DAY + BEFORE)

    assert value("F08") == 2


def test_f09_counts_engagements_taken_up_and_persons_apart():
    twice = counted.expert()
    counted.engagement(DAY, twice)
    counted.engagement(FIVE_YEARS, twice)
    merged = Person.objects.create(kind="foreigner", surname_latin="SMITH", merged_into=twice.person)
    counted.engagement(DAY, counted.expert(person=merged))
    lecturer = counted.engagement(DAY, kind="short_term", taken_up_on=None)
    Lecture.objects.create(
        engagement=lecturer, author=lecturer.author, title_zh="报告", on=DAY, outline="提纲", status="held"
    )
    counted.engagement(DAY, kind="short_term", taken_up_on=None)
    counted.engagement(DAY, kind="online")
    counted.engagement(FIVE_YEARS - BEFORE)
    counted.engagement(DAY, counted.expert(nationality=counted.region("HK", "hkmt")))

    assert (value("F09"), value("F09p")) == (4, 2)


def test_f10_counts_official_trips_and_visiting_scholars_that_left():
    counted.trip(DAY)
    counted.trip(FIVE_YEARS, kind="visiting_scholar")
    counted.trip(FIVE_YEARS - BEFORE)
    counted.trip(None)
    counted.trip(DAY, kind="private")
    counted.trip(DAY, kind="long_term")

    assert (value("F10"), value("F10v")) == (2, 1)


def test_f11_and_f12_count_enrolments_persons_and_countries():
    person = Person.objects.create(kind="student", surname_latin="KHAN")
    counted.inbound(DAY, person=person)
    counted.inbound(FIVE_YEARS, person=person)
    counted.inbound(DAY, nationality=counted.region("PK"))
    counted.inbound(DAY, nationality=counted.region("HK", "hkmt"))
    counted.inbound(FIVE_YEARS - BEFORE, nationality=counted.region("IT"))
    counted.inbound(None, nationality=counted.region("ES"))

    assert [value(code) for code in ("F11", "F11p", "F12", "F12r")] == [3, 2, 2, 3]


def test_f13_counts_laboratories_at_work():
    LaboratoryFactory(founded_on=DAY)
    LaboratoryFactory(founded_on=date(2020, 1, 1), status="under_review")
    LaboratoryFactory(founded_on=DAY + BEFORE)
    LaboratoryFactory(founded_on=date(2020, 1, 1), status="preparing")
    LaboratoryFactory(founded_on=date(2020, 1, 1), status="ended", ended_on=DAY)

    assert value("F13") == 2


def test_f14_counts_cooperative_programmes_whose_approval_holds():
    CooperativeProgrammeFactory(valid_from=date(2020, 1, 1), valid_until=DAY)
    CooperativeProgrammeFactory(valid_from=date(2020, 1, 1), valid_until=DAY - BEFORE)
    CooperativeProgrammeFactory(valid_from=DAY + BEFORE, valid_until=date(2030, 1, 1))
    CooperativeProgrammeFactory(valid_from=date(2020, 1, 1), valid_until=date(2030, 1, 1), status="suspended")

    assert value("F14") == 1


def test_f15_and_f16_count_courses_of_the_year():
    this_year = counted.term(date(2026, 9, 1), date(2027, 1, 15), "2026-2027-1")
    long_ago = counted.term(date(2024, 9, 1), date(2025, 1, 15), "2024-2025-1")
    counted.introduced_course(this_year)
    counted.introduced_course(this_year, is_core=False)
    counted.introduced_course(long_ago)
    counted.competence_course(this_year)
    counted.competence_course(long_ago)

    assert (value("F15"), value("F16")) == (1, 1)


def test_f17_counts_contests_decided_and_their_entries():
    edition = counted.contest(date(2026, 5, 20))
    counted.entry(edition)
    counted.entry(edition, status="awarded")
    counted.entry(edition, status="draft")
    counted.entry(edition, status="withdrawn")
    counted.entry(counted.contest(date(2025, 5, 20)))
    counted.contest(date(2024, 5, 20), status="final")

    assert (value("F17"), value("F17e")) == (1, 2)
    assert value("F17e", mode=CALENDAR) == 1


def proposal(day, **fields):
    made = ProposalFactory(
        **{"status": "approved", "approved_no": f"NDE-{counted.filed({})['number']}"} | fields
    )
    type(made).objects.filter(pk=made.pk).update(approved_at=moment(day) if day else None)
    return made


def test_f18_counts_projects_approved_in_the_year():
    proposal(DAY)
    proposal(date(2026, 1, 1), status="executing")
    proposal(date(2025, 12, 31))
    proposal(DAY, status="withdrawn")
    proposal(None, status="draft", approved_no="")

    assert value("F18") == 2
    assert value("F18", mode=CALENDAR) == 1


def training_class(start_on, status="running", mode="offline", **fields):
    held_in = proposal(start_on, mode=mode, start_on=start_on, end_on=start_on + timedelta(days=9))
    return TrainingClassFactory(
        proposal=held_in, status=status, start_on=start_on, end_on=start_on + timedelta(days=4), **fields
    )


def test_f19_counts_classes_that_have_begun():
    for day, status in (
        (DAY, "running"),
        (date(2026, 1, 1), "closed"),
        (date(2025, 12, 31), "closed"),
        (DAY, "planned"),
        (DAY, "cancelled"),
    ):
        training_class(day, status)

    assert value("F19") == 2


def lesson(held_in, day, hours):
    return ClassSession.objects.create(
        training_class=held_in,
        date=day,
        starts_at=time(9),
        ends_at=time(17),
        topic="课程",
        hours=Decimal(hours),
    )


def test_f20_counts_registrations_that_reached_attendance():
    held_in = training_class(DAY)
    for status in ("attending", "completed", "not_completed"):
        TraineeFactory(training_class=held_in, status=status)
    left = TraineeFactory(training_class=held_in, status="withdrew")
    Attendance.objects.create(session=lesson(held_in, DAY, 4), trainee=left, mark="present")
    TraineeFactory(training_class=held_in, status="withdrew")
    TraineeFactory(training_class=held_in, status="registered")
    TraineeFactory(training_class=training_class(DAY, "cancelled"), status="attending")
    TraineeFactory(training_class=training_class(date(2025, 6, 1)), status="completed")

    assert value("F20") == 4


def test_f21_makes_days_of_hours_attended():
    held_in = training_class(DAY - timedelta(days=4))
    person = TraineeFactory(training_class=held_in, status="attending")
    marks = [(4, 2, "present"), (4, 2, "late"), (3, 3, "present"), (2, 1, "present"), (1, 8, "absent")]
    for ago, hours, mark in marks:
        day = DAY - timedelta(days=ago)
        Attendance.objects.create(session=lesson(held_in, day, hours), trainee=person, mark=mark)
    online = training_class(DAY, mode="online")
    remote = TraineeFactory(training_class=online, status="attending")
    Attendance.objects.create(session=lesson(online, DAY, 6), trainee=remote, mark="present")

    # Two times two hours on one day make a day, three half a day, one none; six hours online are 0.75.
    assert value("F21") == Decimal("2.25")


def test_f22_takes_confirmed_receipts_less_refunds():
    person = TraineeFactory(training_class=training_class(DAY), status="attending")
    clerk, chief = UserFactory(), UserFactory()

    def pay(amount, day, status="confirmed"):
        return Payment.objects.create(
            trainee=person, amount=Decimal(amount), received_on=day, status=status, reference=f"R{amount}",
            entered_by=clerk, confirmed_by=chief,
        )  # fmt: skip

    pay(30_000, DAY)
    pay(20_000, date(2026, 1, 1))
    pay(11_000, date(2025, 12, 31))
    pay(12_000, DAY, "entered")
    pay(13_000, DAY, "void")
    Refund.objects.create(
        trainee=person,
        amount=Decimal(5000),
        status="approved",
        paid_out_on=DAY,
        reason="退费",
        requested_by=clerk,
    )

    assert value("F22") == Decimal("4.5")


def test_f24_is_the_mean_of_all_answers():
    scores = {
        "content": 5,
        "lecturer": 5,
        "organisation": 5,
        "venue": 5,
        "fee_value": 5,
        "overall": 5,
        "recommend": 9,
    }
    for held_in, marks in (
        (training_class(DAY - timedelta(days=10)), scores),
        (training_class(DAY - timedelta(days=12)), scores | {"content": 2, "overall": 3}),
        (training_class(date(2025, 6, 1)), scores | {"content": 1}),
    ):
        survey = Survey.objects.create(training_class=held_in, opens_on=DAY, closes_on=DAY)
        SurveyAnswer.objects.create(survey=survey, **marks)

    assert value("F24") == Decimal("91.67")


def certificate(status, day, serial, kind):
    return Certificate.objects.create(
        batch=CertificateBatch.objects.create(
            certificate_type=kind, unit=UnitFactory(), title_zh="培训", unit_zh="学院"
        ),
        certificate_type=kind,
        unit=UnitFactory(),
        status=status,
        name_zh="张三",
        number=f"NDE-{serial}",
        year=day.year,
        sequence=serial,
        issued_on=day,
        sha256="0" * 64,
    )


def test_f23_counts_certificates_that_still_hold():
    kind = certificate_type()
    rows = (
        ("issued", DAY),
        ("delivered", date(2026, 1, 1)),
        ("revoked", DAY),
        ("superseded", DAY),
        ("issued", YEAR_AGO),
    )
    for serial, (status, day) in enumerate(rows, start=1):
        certificate(status, day, serial, kind)

    assert value("F23") == 2
