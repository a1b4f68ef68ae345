"""The pages of classes, rosters, attendance and results: who sees them, and what they do."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Role
from certificates.models import CertificateType
from core.models import Region
from tests.factories.accounts import person_with
from tests.factories.training import ProposalFactory
from tests.factories.training_classes import (
    TraineeFactory,
    TrainingClassFactory,
    everybody_present,
    identity_number,
    roster_file,
    timetable,
)
from training import actions
from training.models import Attendance, RosterImport, Trainee, TrainingClass
from training.tasks import read_roster

CANARY = "金丝雀"


@pytest.fixture(autouse=True)
def regions(db):
    Region.objects.get_or_create(
        alpha2="CN", defaults={"alpha3": "CHN", "name_zh": "中国", "name_en": "China", "kind": "china"}
    )


@pytest.fixture
def admin(unit):
    return person_with(Role.DEPARTMENT_ADMIN, unit, language="en")


@pytest.fixture
def second(unit):
    return person_with(Role.DEPARTMENT_ADMIN, unit)


@pytest.fixture
def running(unit):
    proposal = ProposalFactory(unit=unit, status="executing", approved_no="NDE-2026-P-001")
    training_class = TrainingClassFactory(proposal=proposal, status="running")
    TraineeFactory.create_batch(3, training_class=training_class, status="attending")
    timetable(training_class)
    return training_class


@pytest.fixture
def signed_in(client, admin):
    client.force_login(admin)
    client.cookies["django_language"] = "en"
    return client


def address(name, *args):
    return reverse(name, args=args)


def uploaded(client, training_class, *rows, **options):
    """The upload a person made by the form, read by a worker."""
    file = roster_file(*rows, **options)
    client.post(address("roster-upload", training_class.pk), {"file": file, "duplicates": "stop"})
    roster = RosterImport.objects.latest("pk")
    read_roster(roster.pk)
    return RosterImport.objects.get(pk=roster.pk)


def pages_of(training_class):
    lesson, trainee = training_class.sessions.first(), training_class.trainees.first()
    roster = RosterImport.objects.create(training_class=training_class, file_name=CANARY, sha256="0")
    return {
        "trainingclass-detail": [training_class.pk],
        "trainingclass-edit": [training_class.pk],
        "trainingclass-timetable": [training_class.pk],
        "trainingclass-finish": [training_class.pk],
        "trainingclass-attendance": [training_class.pk, lesson.pk],
        "trainingclass-results": [training_class.pk],
        "roster-upload": [training_class.pk],
        "roster-template": [training_class.pk],
        "rosterimport-detail": [roster.pk],
        "rosterimport-problems": [roster.pk],
        "trainee-detail": [trainee.pk],
        "trainee-edit": [trainee.pk],
        "trainee-withdraw": [trainee.pk],
        "trainee-ask-override": [trainee.pk],
    }


def test_every_page_of_another_unit_is_a_404(client, running, other_unit):
    client.force_login(person_with(Role.DEPARTMENT_ADMIN, other_unit))

    answers = {name: client.get(address(name, *args)).status_code for name, args in pages_of(running).items()}

    assert answers == dict.fromkeys(answers, 404)


def test_the_lists_of_another_unit_hold_nothing_of_this_one(client, running, admin, other_unit):
    TrainingClass.objects.filter(pk=running.pk).update(venue=CANARY)
    Trainee.objects.update(name_zh=CANARY)
    type(running.proposal).objects.update(title_zh=CANARY)
    lists = [
        address("trainingclass-list"),
        address("trainee-list"),
        f"{address('trainingclass-list')}?export=csv",
    ]
    client.force_login(admin)
    mine = [CANARY in b"".join(client.get(url)).decode() for url in lists]

    client.force_login(person_with(Role.DEPARTMENT_ADMIN, other_unit))
    theirs = [CANARY in b"".join(client.get(url)).decode() for url in lists]

    assert (mine, theirs) == ([True] * 3, [False] * 3)


@pytest.mark.parametrize("role", ["DA", "DH", "IOT", "DIR", "FIN", "LDR", "AUD"])
def test_those_who_may_read_classes_read_the_class(role, client, running, people):
    client.force_login(people[role])

    answers = [
        client.get(address(name, *args)).status_code
        for name, args in pages_of(running).items()
        if name in {"trainingclass-detail", "trainee-detail", "rosterimport-detail"}
    ]

    assert answers == [200] * 3


def test_a_roster_goes_from_file_to_trainees(signed_in, unit):
    training_class = TrainingClassFactory(proposal=ProposalFactory(unit=unit, status="approved"))
    roster = uploaded(signed_in, training_class, {"name_zh": "㼆𠅤", "number": identity_number()})

    checked = signed_in.get(roster.get_absolute_url()).content.decode()
    signed_in.post(address("rosterimport-apply", roster.pk))
    waiting = signed_in.get(roster.get_absolute_url()).content.decode()
    read_roster(roster.pk)
    done = signed_in.get(roster.get_absolute_url()).content.decode()

    assert list(training_class.trainees.values_list("name_zh", flat=True)) == ["㼆𠅤"]
    assert (address("rosterimport-apply", roster.pk) in checked, "hx-get" in waiting) == (True, True)
    assert f"{training_class.get_absolute_url()}#roster" in done


def test_nothing_is_taken_over_when_the_roster_changed_meanwhile(signed_in, unit):
    training_class = TrainingClassFactory(proposal=ProposalFactory(unit=unit, status="approved"))
    trainee = TraineeFactory(training_class=TrainingClassFactory(proposal=training_class.proposal))
    row = {"name_zh": trainee.name_zh, "number": trainee.identity.number}
    roster = uploaded(signed_in, training_class, row)
    signed_in.post(address("rosterimport-apply", roster.pk))
    TraineeFactory(training_class=training_class, person=trainee.person, identity=trainee.identity)

    read_roster(roster.pk)

    roster.refresh_from_db()
    assert (training_class.trainees.count(), roster.applied_at, len(roster.problems)) == (1, None, 1)


def test_the_sheet_with_the_reasons_comes_back(signed_in, unit):
    training_class = TrainingClassFactory(proposal=ProposalFactory(unit=unit, status="approved"))
    roster = uploaded(signed_in, training_class, {"name_zh": "李明", "number": "1"})

    answer = signed_in.get(address("rosterimport-problems", roster.pk))

    assert (answer.status_code, answer.content[:2]) == (200, b"PK")


def test_an_unknown_heading_is_assigned_or_left_out_by_a_person(signed_in, unit):
    training_class = TrainingClassFactory(proposal=ProposalFactory(unit=unit, status="approved"))
    headers = [
        "学员尊姓大名", "拉丁字母姓名", "性别", "证件类型", "证件号码", "出生日期", "国籍", "工作单位", "职务",
        "学历", "手机", "电子邮箱", "餐饮要求",
    ]  # fmt: skip
    row = {"name_zh": "李明", "number": identity_number(), "emergency_contact": "清真"}
    roster = uploaded(signed_in, training_class, row, headers=headers)
    before = (roster.unknown_columns, roster.can_be_applied)

    answers = {"duplicates": "stop", "column_0": "name_zh", "column_1": ""}
    signed_in.post(address("rosterimport-check", roster.pk), answers)
    read_roster(roster.pk)

    roster.refresh_from_db()
    assert before == (["学员尊姓大名", "餐饮要求"], False)
    assert (roster.unknown_columns, roster.findings["new"], roster.can_be_applied) == ([], 1, True)


def test_known_people_are_skipped_when_a_person_says_so_after_the_check(signed_in, unit):
    training_class = TrainingClassFactory(proposal=ProposalFactory(unit=unit, status="approved"))
    known = TraineeFactory(training_class=training_class)
    rows = [
        {"name_zh": known.name_zh, "number": known.identity.number},
        {"name_zh": "李明", "number": identity_number()},
    ]
    roster = uploaded(signed_in, training_class, *rows)
    before = len(roster.problems)

    signed_in.post(address("rosterimport-check", roster.pk), {"duplicates": "skip"})
    read_roster(roster.pk)

    roster.refresh_from_db()
    assert (before, len(roster.problems), roster.findings["new"]) == (1, 0, 1)


@pytest.mark.parametrize("name", ["roster.exe", "roster.pdf"])
def test_a_file_of_another_kind_is_refused_at_once(name, signed_in, unit):
    training_class = TrainingClassFactory(proposal=ProposalFactory(unit=unit, status="approved"))

    answer = signed_in.post(
        address("roster-upload", training_class.pk), {"file": roster_file(name=name), "duplicates": "stop"}
    )

    assert (
        "Please choose an .xlsx or .csv file." in answer.content.decode(),
        RosterImport.objects.count(),
    ) == (
        True,
        0,
    )


def test_too_large_a_file_is_refused_at_once(signed_in, unit, settings):
    settings.SPREADSHEET_MAX_BYTES = 1000
    training_class = TrainingClassFactory(proposal=ProposalFactory(unit=unit, status="approved"))

    signed_in.post(address("roster-upload", training_class.pk), {"file": roster_file(), "duplicates": "stop"})

    assert RosterImport.objects.count() == 0


def test_attendance_and_results_are_entered_checked_and_shown(signed_in, client, running, second):
    lesson, trainees = running.sessions.first(), list(running.trainees.order_by("pk"))
    marks = {f"mark_{trainee.pk}": "present" for trainee in trainees} | {f"mark_{trainees[0].pk}": "late"}
    signed_in.post(address("trainingclass-attendance", running.pk, lesson.pk), marks)
    signed_in.post(address("trainingclass-results", running.pk), {f"score_{trainees[0].pk}": "88.5"})
    own = signed_in.post(address("trainingclass-results-check", running.pk))
    client.force_login(second)

    client.post(address("trainingclass-results-check", running.pk))

    assessment = Trainee.objects.get(pk=trainees[0].pk).assessment
    assert sorted(Attendance.objects.values_list("mark", flat=True)) == ["late", "present", "present"]
    assert (own.status_code, assessment.score, assessment.checked_by) == (302, Decimal("88.5"), second)


def test_a_trainee_is_found_by_name_part_and_by_number_that_never_stands_in_the_address(signed_in, running):
    trainee = running.trainees.first()
    Trainee.objects.filter(pk=trainee.pk).update(name_zh="阿卜杜拉·买买提")

    by_name = signed_in.get(address("trainee-list"), {"q": "买买"}).content.decode()
    by_number = signed_in.post(address("trainee-find"), {"number": trainee.identity.number.lower()})
    nobody = signed_in.post(address("trainee-find"), {"number": identity_number()})

    link = address("trainee-detail", trainee.pk)
    assert link in by_name
    assert link in by_number.content.decode()
    assert link not in nobody.content.decode()


@pytest.mark.parametrize("name", ["trainingclass-list", "trainee-list"])
def test_lists_cost_the_same_for_one_and_three(name, signed_in, unit, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as seen:
            signed_in.get(address(name))
        return len(seen)

    TraineeFactory(training_class__proposal__unit=unit)
    signed_in.get(address(name))
    one = queries()
    for _turn in range(2):
        TraineeFactory(training_class__proposal=ProposalFactory(unit=unit, status="approved"))

    assert queries() == one


def test_a_class_page_costs_the_same_for_three_and_six_trainees(
    signed_in, running, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(60) as seen:
            signed_in.get(running.get_absolute_url())
        return len(seen)

    everybody_present(running)
    signed_in.get(running.get_absolute_url())
    three = queries()
    TraineeFactory.create_batch(3, training_class=running, status="attending")

    assert queries() == three


def test_whole_numbers_stand_on_no_page(signed_in, running):
    number = running.trainees.first().identity.number

    texts = [signed_in.get(address(name, *args)).content.decode() for name, args in pages_of(running).items()
             if name != "rosterimport-problems" and name != "roster-template"]  # fmt: skip

    assert [number in text for text in texts] == [False] * len(texts)


def test_certificates_are_asked_for_once(signed_in, running, admin, second):
    CertificateType.objects.update(request_roles=["DA"])
    everybody_present(running)
    scores = {trainee.pk: {"score": Decimal(90)} for trainee in running.trainees.all()}
    actions.record_results(running, scores, by=admin)
    actions.check_results(running, by=second)
    actions.finish_trainingclass(running, by=admin)
    url = address("trainingclass-request-certificates", running.pk)

    first, again = signed_in.post(url), signed_in.post(url)

    page = signed_in.get(running.get_absolute_url()).content.decode()
    assert (first.status_code, first.url == again.url, first.url in page) == (302, True, True)
