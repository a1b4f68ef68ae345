"""A course from proposal to a certificate that a stranger verifies, driven by the five people in it."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import Role
from certificates.models import Certificate, CertificateBatch
from tests.browser.conftest import PHONE
from tests.factories.accounts import UnitFactory, person_with
from tests.factories.training import complete_proposal
from tests.factories.training_classes import (
    end_today,
    everybody_present,
    identity_number,
    roster_file,
    timetable,
)
from tests.factories.training_duties import published_item
from training import actions
from training.models import TrainingClass

PEOPLE = [
    {"name_zh": "欧阳明月", "name_latin": "OUYANG Mingyue", "employer": "成都市气象局"},
    {"name_zh": "阿卜杜拉·买买提", "name_latin": "ABUDULA Maimaiti"},
    {"name_zh": "𬱖小满", "name_latin": "WEI Xiaoman"},
]


@pytest.fixture
def cast(transactional_db):
    """The department's two people, the training desk and the director."""
    call_command("load_reference", verbosity=0)
    unit = UnitFactory(name_zh="计算机学院", name_en="College of Computer Science")
    return {
        "unit": unit,
        "admin": person_with(Role.DEPARTMENT_ADMIN, unit, name_zh="陈思远", name_en="CHEN Siyuan"),
        "head": person_with(Role.DEPARTMENT_HEAD, unit, name_zh="刘建国", name_en="LIU Jianguo"),
        "desk": person_with(Role.TRAINING_DESK, name_zh="王明哲", name_en="WANG Mingzhe"),
        "director": person_with(Role.DIRECTOR, name_zh="赵国华", name_en="ZHAO Guohua"),
    }


class Words:
    """The words of the pages, in the language of the visit."""

    def __init__(self, language):
        self.language = language

    def __call__(self, text):
        with translation.override(self.language):
            return gettext(text)


def confirm(visitor, words, label, note=""):
    """Open a step from the record's page and take it."""
    visitor.press(words(label), exact=True)
    if note:
        visitor.page.fill("[name=note]", note)
    visitor.page.locator("main form button[type=submit]").last.click()
    visitor.page.wait_for_load_state("load")
    return visitor.check()


def decide_on_the_proposal(visit, cast, proposal, words):
    language = words.language
    admin = visit(cast["admin"], language)
    admin.open("/home/").open(f"/training/proposals/{proposal.pk}/").open(
        f"/training/proposals/{proposal.pk}/check/"
    )
    confirm(admin, words, "Submit for review")
    head = visit(cast["head"], language)
    head.open("/home/").open(proposal.get_absolute_url())
    confirm(head, words, "Endorse", "同意申报,材料属实。")
    desk = visit(cast["desk"], language)
    desk.open(proposal.get_absolute_url()).press(words("Accept for decision"), exact=True)
    for box in ("completeness", "fee", "partner"):
        desk.page.check(f"[name={box}]")
    desk.page.locator("main form button[type=submit]").last.click()
    director = visit(cast["director"], language)
    director.open("/home/").open(proposal.get_absolute_url())
    confirm(director, words, "Approve")
    proposal.refresh_from_db()
    assert proposal.status == "approved"
    assert proposal.approved_no != ""


def import_the_roster(admin, training_class, words):
    people = [person | {"number": identity_number()} for person in PEOPLE]
    file = roster_file(*people)
    admin.open(f"/training/classes/{training_class.pk}/roster/")
    admin.page.set_input_files(
        "[name=file]", {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read()}
    )
    admin.page.locator("main form button[type=submit]").last.click()
    apply = admin.page.locator("form[action$='/apply/'] button")
    apply.wait_for(timeout=30_000)
    admin.check()
    apply.click()
    admin.page.wait_for_load_state("load")
    admin.check()


def run_the_class(visit, cast, proposal, words):
    admin = visit(cast["admin"], words.language)
    admin.open(f"/training/classes/new/?proposal={proposal.pk}")
    for name, value in {
        "start_on": proposal.start_on.isoformat(), "end_on": proposal.end_on.isoformat(), "venue": "信息楼201",
        "quota": "20", "class_teacher": "周文博", "safety_contact": "马卫东", "safety_phone": "+862885966110",
    }.items():  # fmt: skip
        admin.page.fill(f"[name={name}]", value)
    admin.page.locator("main form button[type=submit]").last.click()
    admin.page.wait_for_load_state("load")
    admin.check()
    training_class = TrainingClass.objects.get()
    timetable(training_class)
    address = training_class.get_absolute_url()
    published_item(proposal)
    confirm(admin.open(address), words, "Open enrolment")
    import_the_roster(admin, training_class, words)
    assert training_class.trainees.count() == len(PEOPLE)
    admin.open(address).press(words("Confirm the class"), exact=True)
    admin.page.fill("[name=quota_waiver]", "委托方要求小班授课")
    admin.page.locator("main form button[type=submit]").last.click()
    confirm(admin.open(address), words, "Start the class")
    lesson = training_class.sessions.first()
    phone = visit(cast["admin"], words.language, PHONE)
    phone.open(f"/training/classes/{training_class.pk}/attendance/{lesson.pk}/")
    phone.page.locator("main form button[type=submit]").last.click()
    phone.page.wait_for_load_state("load")
    assert lesson.attendance.count() == len(PEOPLE)
    lesson.attendance.all().delete()
    everybody_present(training_class)
    actions.record_results(
        training_class, {pk: {"score": Decimal(85)} for pk in training_class.trainees.values_list("pk", flat=True)},
        by=cast["admin"],
    )  # fmt: skip
    head = visit(cast["head"], words.language)
    head.open(address).page.locator("form[action$='/results/check/'] button").click()
    head.page.wait_for_load_state("load")
    end_today(training_class)
    confirm(admin.open(address), words, "Finish the class")
    admin.open(address).page.locator("form[action$='/certificates/'] button").click()
    admin.page.wait_for_load_state("load")
    admin.check()
    return training_class


def issue_the_certificates(visit, cast, words):
    batch = CertificateBatch.objects.get()
    address = batch.get_absolute_url()
    desk = visit(cast["desk"], words.language)
    confirm(desk.open(address), words, "Confirm the check")
    director = visit(cast["director"], words.language)
    confirm(director.open(address), words, "Approve the batch")
    issuer = visit(person_with(Role.TRAINING_DESK, name_zh="林晓", name_en="LIN Xiao"), words.language)
    confirm(issuer.open(address), words, "Issue the certificates")
    for _second in range(60):
        if Certificate.objects.filter(status="issued").count() == len(PEOPLE):
            break
        issuer.page.wait_for_timeout(1000)
    issuer.open(address).open("/certificates/")
    assert Certificate.objects.filter(status="issued").count() == len(PEOPLE)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_course_goes_from_proposal_to_a_certificate_a_stranger_verifies(visit, cast, worker, language):
    words = Words(language)
    proposal = complete_proposal(
        cast["unit"],
        cast["admin"],
        planned_quota_min=5,
        responsible_leader=cast["head"],
        is_bilingual_certificate=True,
        certificate_title_en="Practical Training in Meteorological Data",
    )

    decide_on_the_proposal(visit, cast, proposal, words)
    run_the_class(visit, cast, proposal, words)
    issue_the_certificates(visit, cast, words)

    certificate = Certificate.objects.order_by("pk").first()
    stranger = visit(None, language, PHONE)
    stranger.open("/verify/")
    stranger.page.locator("input[type=text]").nth(0).fill(certificate.number)
    stranger.page.locator("input[type=text]").nth(1).fill("欧阳明月")
    stranger.page.locator("main form button[type=submit]").first.click()
    stranger.page.wait_for_load_state("load")
    stranger.check()
    assert stranger.says(certificate.number)
    assert stranger.says("有效")
    assert not stranger.says("欧阳明月")
