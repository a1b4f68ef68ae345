"""A trainee with a phone: registers, checks in with the code on the wall, answers the survey; an inspector visits."""

from datetime import time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Role
from tests.browser.conftest import PHONE
from tests.factories.accounts import UnitFactory, person_with
from tests.factories.training_classes import identity_number
from tests.factories.training_duties import class_of, inspection_at, published_item, running_project
from training.actions import check_in
from training.actions.enrolment import admit_trainee
from training.actions.feedback import open_survey
from training.flow import TRAINEE_FLOW
from training.models import Attendance, ClassSession, Inspection, SurveyAnswer, Trainee, TrainingClass


@pytest.fixture
def classroom(transactional_db):
    """A class that enrols, its brochure in public, and the people around it."""
    unit = UnitFactory(name_zh="计算机学院", name_en="College of Computer Science")
    proposal = running_project(unit)
    published_item(proposal)
    return {
        "unit": unit,
        "admin": person_with(Role.DEPARTMENT_ADMIN, unit, name_zh="陈思远", name_en="CHEN Siyuan"),
        "desk": person_with(Role.TRAINING_DESK, name_zh="王明哲", name_en="WANG Mingzhe"),
        "class": class_of(unit, "enrolling", people=0, proposal=proposal),
    }


def register(phone, training_class, number):
    phone.open("/training/")
    phone.page.locator("a.row-link").first.click()
    phone.page.wait_for_load_state("load")
    phone.check()
    phone.page.locator(f"a[href='/training/register/{training_class.pk}/']").click()
    phone.page.wait_for_load_state("load")
    phone.check()
    for name, value in {"name_zh": "欧阳明月", "number": number, "phone": "13800138000"}.items():
        phone.page.fill(f"[name={name}]", value)
    phone.page.check("[name=is_leading_cadre][value=no]")
    phone.page.check("[name=consent]")
    phone.page.locator("main form button[type=submit]").last.click()
    phone.page.wait_for_load_state("load")
    phone.check()
    assert "/training/my/" in phone.page.url


def lesson_now(training_class):
    """The class runs, and its lesson began two minutes ago."""
    now = timezone.localtime()
    TrainingClass.objects.filter(pk=training_class.pk).update(
        status="running", start_on=now.date(), end_on=now.date() + timedelta(days=1)
    )
    begins = max(now - timedelta(minutes=2), now.replace(hour=0, minute=0, second=0))
    training_class.refresh_from_db()
    return ClassSession.objects.create(
        training_class=training_class, date=now.date(), starts_at=begins.time(), ends_at=time(23, 59, 59),
        topic="数据质量控制", hours=4,
    )  # fmt: skip


def answer(phone, survey_url):
    phone.open(survey_url)
    for name in ("content", "lecturer", "organisation", "venue", "fee_value", "overall"):
        phone.page.check(f"[name={name}][value='5']")
    phone.page.check("[name=recommend][value='9']")
    phone.page.locator("main form button[type=submit]").last.click()
    phone.page.wait_for_load_state("load")
    phone.check()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_registration_over_the_code_on_the_wall_to_the_survey(visit, classroom, language):
    number = identity_number()
    training_class = classroom["class"]
    phone = visit(None, language, PHONE)
    register(phone, training_class, number)
    trainee = Trainee.objects.get()
    admit_trainee(trainee, by=classroom["admin"])
    lesson = lesson_now(training_class)
    with transaction.atomic():
        TRAINEE_FLOW.move_many(training_class.trainees.all(), "attend")

    wall = visit(classroom["admin"], language)
    wall.open(f"/training/classes/{training_class.pk}/wall/{lesson.pk}/")
    assert wall.page.locator(".wall-code svg").count() == 1
    token = check_in.token_of(lesson, check_in.step_now())
    phone.open(f"/training/check-in/{lesson.pk}/{token}/")
    phone.page.fill("[name=name]", "欧阳明月")
    phone.page.fill("[name=last4]", number[-4:])
    phone.page.locator("main form button[type=submit]").last.click()
    phone.page.wait_for_load_state("load")
    phone.check()
    assert Attendance.objects.get().checked_in_at is not None

    open_survey(training_class, by=classroom["admin"])
    phone.open(f"/training/my/{trainee.code}/")
    answer(phone, phone.page.locator("a[href*='/training/survey/']").first.get_attribute("href"))
    assert SurveyAnswer.objects.get().overall == 5


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_inspector_goes_through_the_checklist_on_a_phone(visit, classroom, language):
    training_class = class_of(classroom["unit"], people=10)
    planned = inspection_at("planned", training_class)
    phone = visit(classroom["desk"], language, PHONE)
    phone.open(f"/training/inspections/{planned.pk}/")
    phone.open(f"/training/inspections/{planned.pk}/carry-out/")
    width = phone.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]

    for box in phone.page.locator("input[type=radio][value=ok]").all():
        box.check()
    phone.page.fill("[name=headcount_real]", "4")
    phone.page.check("[name=conclusion][value=minor]")
    phone.page.locator("main form button[type=submit]").last.click()
    phone.page.wait_for_load_state("load")
    phone.check()

    assert Inspection.objects.get().status == "done"
    assert training_class.tickets.get().source == "headcount"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_the_office_keep_the_rules_of_accessibility(visit, classroom, language):
    desk = visit(classroom["desk"], language)
    for address in (
        "/training/board/", "/training/performance/", "/training/publicity/", "/training/inspections/",
        "/training/inspections/draw/", "/training/tickets/new/", "/training/complaints/", "/training/filings/new/",
        f"/training/publicity/{classroom['class'].proposal.publicity.get().pk}/",
        f"/training/performance/{classroom['unit'].pk}/2026/",
    ):  # fmt: skip
        desk.open(address)
