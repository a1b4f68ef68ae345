"""The pages of the duties: what they show, what they do, whom they refuse, and that lists ask no more as they grow."""

import io
import uuid
from datetime import time, timedelta

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from tests.factories.accounts import person_with
from tests.factories.training_classes import TraineeFactory, identity_number, timetable
from tests.factories.training_duties import (
    class_in,
    class_of,
    complaint_at,
    expense_at,
    filing_at,
    inspection_at,
    item_at,
    payment_at,
    published_item,
    refund_at,
    running_project,
    survey_of,
    ticket_at,
)
from training.actions import check_in
from training.models import (
    Assessment,
    Attendance,
    ClassSession,
    Complaint,
    Inspection,
    PublicityItem,
    RectificationTicket,
    SurveyAnswer,
    Trainee,
    TrainingClass,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache():
    """What one test sent does not count in the next."""
    cache.clear()


def page(client, name, *args, status=200, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == status
    return response.content.decode()


def post(client, name, *args, status=302, **data):
    response = client.post(reverse(name, args=args), data)
    assert response.status_code == status, response.content.decode()[:2000]
    return response


def lesson_now(training_class):
    """A lesson that is going on."""
    now = timezone.localtime()
    TrainingClass.objects.filter(pk=training_class.pk).update(
        start_on=now.date() - timedelta(days=1), end_on=now.date() + timedelta(days=5)
    )
    return ClassSession.objects.create(
        training_class=training_class,
        date=now.date(),
        starts_at=max(now - timedelta(minutes=2), now.replace(hour=0, minute=0, second=0)).time(),
        ends_at=time(23, 59, 59),
        topic="数据质量控制",
        hours=4,
    )


def registration(**fields):
    return {
        "name_zh": "欧阳明月",
        "doc_type": "cn_id",
        "number": identity_number(),
        "phone": "13800138000",
        "is_leading_cadre": "no",
        "consent": "on",
        "form_token": str(uuid.uuid4()),
    } | fields


# Publicity


def test_publicity_goes_from_the_form_to_the_public_page_and_back_to_draft_when_edited(client, unit, people):
    project = running_project(unit, fee=1200)
    client.force_login(people["DA"])
    form = client.get(reverse("publicityitem-create"), {"proposal": project.pk}).context["form"]
    data = {name: form.initial.get(name) or "" for name in form.fields if name not in {"files", "form_token"}}
    post(client, "publicityitem-create", **data, form_token=str(uuid.uuid4()))
    item = PublicityItem.objects.get()

    post(client, "publicityitem-submit", item.pk)
    for role, step in (("DH", "endorse"), ("IOT", "approve")):
        client.force_login(people[role])
        post(client, f"publicityitem-{step}", item.pk)
    client.force_login(people["DA"])
    post(client, "publicityitem-publish", item.pk)

    client.logout()
    assert item.title_zh in page(client, "training-public")
    assert "不颁发学历学位证书" in page(client, "training-item", item.pk)

    client.force_login(people["DA"])
    item.refresh_from_db()
    changed = data | {"text_zh": item.text_zh + "\n补充说明", "version": item.version}
    del changed["proposal"]
    post(client, "publicityitem-edit", item.pk, **changed, form_token=str(uuid.uuid4()))
    item.refresh_from_db()
    assert (item.status, item.approved_sha256) == ("draft", "")
    client.logout()
    page(client, "training-item", item.pk, status=404)


def test_the_public_sees_only_what_is_published_now(client, unit):
    yesterday = timezone.localdate() - timedelta(days=1)
    hidden = [
        item_at("approved", unit),
        published_item(running_project(unit), publish_to=yesterday),
        published_item(running_project(unit), publish_from=timezone.localdate() + timedelta(days=1)),
    ]
    shown = published_item(running_project(unit))

    body = page(client, "training-public")

    assert shown.title_zh in body
    assert [item.pk for item in hidden if reverse("training-item", args=[item.pk]) in body] == []


def test_a_text_changed_behind_the_portal_is_not_shown(client, unit):
    item = published_item(running_project(unit))
    PublicityItem.objects.filter(pk=item.pk).update(text_zh="保过班")

    page(client, "training-item", item.pk, status=404)


def test_a_spot_check_that_finds_a_difference_opens_a_ticket(client, unit, people):
    item = published_item(running_project(unit))
    client.force_login(people["IOT"])

    post(
        client,
        "publicityitem-spot-check",
        item.pk,
        url="https://example.org/a",
        is_as_approved="no",
        finding="多了保过",
    )

    assert item.spot_checks.get().is_as_approved is False
    assert RectificationTicket.objects.get().source == "publicity"
    assert "多了保过" in page(client, "publicityitem-detail", item.pk)


# Enrolment


def test_a_stranger_registers_is_admitted_pays_and_is_registered(client, unit, people):
    training_class = class_of(unit, "enrolling", people=0, proposal=running_project(unit, fee=1200))
    data = registration()

    first = post(client, "training-register", training_class.pk, **data)
    again = post(client, "training-register", training_class.pk, **data)

    assert first.url == again.url
    trainee = Trainee.objects.get()
    assert (trainee.status, trainee.real_name) == ("applied", "matched")
    assert trainee.identity.last4 == data["number"][-4:]
    client.force_login(people["DA"])
    post(client, "trainee-admit", trainee.pk)
    client.force_login(people["FIN"])
    receipt = {
        "amount": "1200",
        "currency": "CNY",
        "rate": "1",
        "received_on": timezone.localdate(),
        "method": "transfer",
    }
    post(client, "payment-create", trainee.pk, **receipt, reference="A1", form_token=str(uuid.uuid4()))
    client.force_login(person_with(Role.FINANCE))
    post(client, "payment-confirm", trainee.payments.get().pk)
    trainee.refresh_from_db()
    assert trainee.status == "registered"
    client.logout()
    assert "注册已完成" in client.get(first.url).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"number": "510101199001011111"}, "number"),
        ({"consent": ""}, "consent"),
        ({"is_leading_cadre": "yes"}, "is_leading_cadre"),
        ({"name_zh": ""}, "name_zh"),
    ],
)
def test_a_registration_that_lacks_something_is_refused(client, unit, fields, words):
    training_class = class_of(unit, "enrolling", people=0)

    response = client.post(reverse("training-register", args=[training_class.pk]), registration(**fields))

    assert response.status_code == 422
    assert words in response.context["form"].errors
    assert Trainee.objects.count() == 0


def test_nobody_registers_for_a_full_class_or_one_that_does_not_enrol(client, unit):
    full = class_of(unit, "enrolling", people=1, quota=1)
    planned = class_of(unit, "planned", people=0)

    assert client.post(reverse("training-register", args=[full.pk]), registration()).status_code == 422
    page(client, "training-register", planned.pk, status=404)


def test_a_number_registered_already_tells_a_stranger_nothing(client, unit):
    training_class = class_of(unit, "enrolling", people=0)
    number = identity_number()
    post(client, "training-register", training_class.pk, **registration(number=number))

    response = client.post(
        reverse("training-register", args=[training_class.pk]),
        registration(number=number, name_zh="另一个人"),
    )

    assert response.status_code == 422
    assert str(Trainee.objects.get().code) not in response.content.decode()


def test_too_many_registrations_from_one_address_have_to_wait(client, unit, monkeypatch):
    monkeypatch.setattr("training.views.enrolment.MOST_SENT", 1)
    training_class = class_of(unit, "enrolling", people=0)
    post(client, "training-register", training_class.pk, **registration())

    assert (
        client.post(reverse("training-register", args=[training_class.pk]), registration()).status_code == 429
    )


def test_the_page_of_a_trainee_shows_no_number_and_no_other_person(client, unit):
    training_class = class_of(unit, people=2)
    one, other = training_class.trainees.order_by("pk")

    body = page(client, "training-registration", one.code)

    assert one.name_zh in body
    assert other.name_zh not in body
    assert one.identity.last4 not in body


def test_one_person_is_put_on_the_roster_by_hand(client, unit, people):
    training_class = class_of(unit, "enrolling", people=0)
    client.force_login(people["DA"])

    post(client, "trainee-add", training_class.pk, **registration())

    assert Trainee.objects.get().status == "registered"


def test_all_applications_that_agree_are_admitted_at_once(client, unit, people):
    training_class = class_of(unit, "enrolling", people=0)
    good, doubtful = TraineeFactory.create_batch(2, training_class=training_class, status="applied")
    Trainee.objects.filter(pk=good.pk).update(real_name="matched", applied_at=timezone.now())
    Trainee.objects.filter(pk=doubtful.pk).update(real_name="doubtful", applied_at=timezone.now())
    client.force_login(people["DA"])

    assert good.name_zh in page(client, "application-list")
    post(client, "trainingclass-admit", training_class.pk)

    assert dict(Trainee.objects.values_list("pk", "status")) == {
        good.pk: "registered",
        doubtful.pk: "applied",
    }


# The code on the wall


def test_a_trainee_checks_in_with_the_code_of_the_minute_once_for_each_phone(client, unit, people):
    training_class = class_of(unit)
    lesson = lesson_now(training_class)
    one, other = training_class.trainees.order_by("pk")
    token = check_in.token_of(lesson, check_in.step_now())
    address = reverse("training-check-in", args=[lesson.pk, token])

    assert client.get(address).status_code == 200
    done = client.post(address, {"name": one.name_zh, "last4": one.identity.last4})
    assert one.name_zh in done.content.decode()
    client.post(address, {"name": other.name_zh, "last4": other.identity.last4})

    assert [mark.trainee_id for mark in Attendance.objects.all()] == [one.pk]
    client.force_login(people["DA"])
    wall = page(client, "trainingclass-wall", training_class.pk, lesson.pk)
    assert "<svg" in wall
    assert "1 / 2" in wall


@pytest.mark.parametrize("back", [2, 5, -1])
def test_a_code_of_another_minute_is_refused(client, unit, back):
    training_class = class_of(unit)
    lesson = lesson_now(training_class)
    person = training_class.trainees.first()
    address = reverse(
        "training-check-in", args=[lesson.pk, check_in.token_of(lesson, check_in.step_now() - back)]
    )

    assert client.get(address).status_code == 410
    assert client.post(address, {"name": person.name_zh, "last4": person.identity.last4}).status_code == 422
    assert Attendance.objects.count() == 0


def test_a_wrong_name_is_refused_in_the_same_words_as_a_wrong_number(client, unit):
    training_class = class_of(unit)
    lesson = lesson_now(training_class)
    person = training_class.trainees.first()
    address = reverse("training-check-in", args=[lesson.pk, check_in.token_of(lesson, check_in.step_now())])

    answers = {
        tuple(client.post(address, data).context["form"].non_field_errors())
        for data in (
            {"name": "谁也不是", "last4": person.identity.last4},
            {"name": person.name_zh, "last4": "0000"},
        )
    }

    assert len(answers) == 1


def test_whoever_did_not_check_in_is_marked_absent_at_the_end(client, unit, people):
    training_class = class_of(unit)
    lesson = lesson_now(training_class)
    client.force_login(people["DA"])

    post(client, "trainingclass-wall-close", training_class.pk, lesson.pk)

    assert set(Attendance.objects.values_list("mark", flat=True)) == {"absent"}


# Sheets


def filled(content, column, values):
    """The sheet that was handed out, with a column filled in."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[-1]
    place = next(cell.column for cell in sheet[1] if cell.value == column)
    for row, value in enumerate(values, start=2):
        sheet.cell(row, place).value = value
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("sheet.xlsx", out.getvalue())


def test_attendance_by_sheet_comes_back_as_marks(client, unit, people):
    training_class = class_of(unit)
    lesson = timetable(training_class, hours=8)[0]
    client.force_login(people["DA"])
    sheet = client.get(
        reverse("trainingclass-sheet-template", args=[training_class.pk, "attendance"])
    ).content
    heading = f"{lesson.date:%Y-%m-%d} {lesson.starts_at:%H:%M}"

    post(
        client,
        "trainingclass-sheet",
        training_class.pk,
        "attendance",
        file=filled(sheet, heading, ["出勤", "缺勤"]),
    )

    marks = Attendance.objects.order_by("trainee").values_list("mark", flat=True)
    assert list(marks) == ["present", "absent"]


def test_a_sheet_with_a_stranger_in_it_is_refused_whole(client, unit, people):
    training_class = class_of(unit)
    timetable(training_class, hours=8)
    client.force_login(people["DA"])
    sheet = client.get(
        reverse("trainingclass-sheet-template", args=[training_class.pk, "attendance"])
    ).content

    post(
        client, "trainingclass-sheet", training_class.pk, "attendance",
        file=filled(sheet, "学员编号", ["999999"]), status=422,
    )  # fmt: skip

    assert Attendance.objects.count() == 0


def test_results_by_sheet_wait_for_a_second_person_and_one_make_up_is_all(client, unit, people):
    training_class = class_of(unit)
    client.force_login(people["DA"])
    sheet = client.get(reverse("trainingclass-sheet-template", args=[training_class.pk, "results"])).content

    post(client, "trainingclass-sheet", training_class.pk, "results", file=filled(sheet, "成绩", [88, 41.5]))

    assert list(Assessment.objects.order_by("pk").values_list("score", "checked_by")) == [
        (88, None),
        (41.5, None),
    ]
    Assessment.objects.update(makeup_score=70, checked_by=people["DH"])
    again = client.get(reverse("trainingclass-sheet-template", args=[training_class.pk, "results"])).content
    post(
        client, "trainingclass-sheet", training_class.pk, "results",
        file=filled(again, "补考成绩", [90, 90]), status=422,
    )  # fmt: skip


# Money


def test_a_class_that_is_cancelled_asks_for_the_refunds_of_all_who_paid(client, unit, people):
    """EC-84."""
    training_class = class_of(unit, "enrolling", people=2)
    paid = training_class.trainees.order_by("pk").first()
    payment_at("confirmed", paid, amount=900)
    client.force_login(people["DA"])

    post(client, "trainingclass-cancel", training_class.pk, note="报名人数不足")

    refund = paid.refunds.get()
    assert (refund.amount, refund.status) == (900, "unit_review")


def test_no_more_is_given_back_than_was_received(client, unit, people):
    trainee = class_of(unit).trainees.first()
    payment_at("confirmed", trainee, amount=500)
    client.force_login(people["DA"])

    response = client.post(
        reverse("refund-create", args=[trainee.pk]),
        {"amount": "500.01", "reason": "因病退学", "form_token": str(uuid.uuid4())},
    )

    assert response.status_code == 422
    assert "amount" in response.context["form"].errors


def test_foreign_money_names_its_rate_and_counts_in_cny(client, unit, people):
    """GN-03."""
    trainee = class_of(unit).trainees.first()
    client.force_login(people["FIN"])
    data = {
        "amount": "100",
        "currency": "usd",
        "rate": "7.1234",
        "received_on": timezone.localdate(),
        "method": "card",
    }

    refused = client.post(
        reverse("payment-create", args=[trainee.pk]),
        data | {"reference": "U1", "form_token": str(uuid.uuid4())},
    )
    assert "rate_date" in refused.context["form"].errors
    post(
        client, "payment-create", trainee.pk, **data, reference="U1", rate_date=timezone.localdate(),
        form_token=str(uuid.uuid4()),
    )  # fmt: skip

    assert str(trainee.payments.get().amount_cny) == "712.34"


def test_the_settlement_shows_the_variance_of_each_item(client, unit, people):
    training_class = class_of(unit, people=1, proposal=running_project(unit, fee=1000))
    payment_at("confirmed", training_class.trainees.get(), amount=1000)
    expense_at("confirmed", training_class.proposal, category="lecture", amount=400)
    expense_at("entered", training_class.proposal, category="venue", amount=400)
    client.force_login(people["FIN"])

    settlement = client.get(reverse("proposal-settlement", args=[training_class.proposal.pk])).context[
        "settlement"
    ]

    rows = {(row.direction, row.category): (row.planned, row.actual) for row in settlement.rows}
    assert rows == {("in", "fees"): (20000, 1000), ("out", "lecture"): (20000, 400)}
    assert settlement.surplus == 600
    assert len(settlement.unexplained) == 2


# Quality


def checklist(**changed):
    data = {
        f"verdict_{point}": "ok"
        for point in (
            "timetable",
            "headcount",
            "lecturer",
            "venue",
            "materials",
            "publicity",
            "fees",
            "partner",
        )
    }
    return data | {"headcount_real": "10", "conclusion": "good", "summary": ""} | changed


@pytest.mark.parametrize(("real", "tickets"), [(10, 0), (8, 0), (12, 0), (7, 1), (13, 1), (0, 1)])
def test_a_headcount_more_than_a_fifth_off_the_roster_opens_a_ticket(client, unit, people, real, tickets):
    visit = inspection_at("planned", class_of(unit, people=10))
    client.force_login(people["IOT"])

    post(client, "inspection-carry-out", visit.pk, **checklist(headcount_real=str(real)))

    visit.refresh_from_db()
    assert (visit.status, visit.headcount_real, visit.headcount_roster) == ("done", real, 10)
    assert RectificationTicket.objects.filter(source="headcount").count() == tickets


def test_faults_of_a_visit_become_one_ticket_and_need_words(client, unit, people):
    visit = inspection_at("planned", class_of(unit, people=10))
    client.force_login(people["IOT"])

    post(client, "inspection-carry-out", visit.pk, **checklist(verdict_fees="issue"), status=422)
    post(
        client, "inspection-carry-out", visit.pk,
        **checklist(verdict_fees="issue", note_fees="现场另收资料费", conclusion="major"),
    )  # fmt: skip

    ticket = RectificationTicket.objects.get()
    assert ticket.severity == "major"
    assert "现场另收资料费" in ticket.description


def test_a_quarter_is_drawn_once_with_its_seed_shown(client, unit, people):
    class_of(unit, proposal=running_project(unit))
    today = timezone.localdate()
    TrainingClass.objects.update(start_on=today, end_on=today)
    client.force_login(people["IOT"])
    quarter = {"year": today.year, "quarter": (today.month + 2) // 3}

    post(client, "inspection-draw", **quarter)
    again = client.post(reverse("inspection-draw"), quarter)

    assert Inspection.objects.count() == 1
    assert again.context["form"].non_field_errors()


def test_an_unannounced_visit_is_hidden_from_the_unit_until_it_was_made(client, unit, people):
    visit = inspection_at("planned", class_of(unit), is_unannounced=True)
    client.force_login(people["DA"])
    page(client, "inspection-detail", visit.pk, status=404)

    Inspection.objects.filter(pk=visit.pk).update(status="done")

    page(client, "inspection-detail", visit.pk)


def test_results_of_a_survey_show_from_five_answers_on(client, unit, people):
    training_class = class_of(unit, "finished", people=6)
    survey = survey_of(training_class, answers=4, comment="很好")
    client.force_login(people["IOT"])
    assert "很好" not in page(client, "survey-detail", survey.pk)

    code = survey.tokens.first().code
    client.logout()
    answer = {name: "4" for name in ("content", "lecturer", "organisation", "venue", "fee_value", "overall")}
    done = client.post(reverse("training-survey", args=[code]), answer | {"recommend": "8"})
    assert done.status_code == 200
    assert "已使用" in page(client, "training-survey", code)

    client.force_login(people["IOT"])
    assert "很好" in page(client, "survey-detail", survey.pk)


def test_an_answer_keeps_neither_code_nor_trainee_nor_moment():
    names = {field.name for field in SurveyAnswer._meta.get_fields()}

    assert names & {"token", "trainee", "code", "created_at", "updated_at", "at"} == set()


def test_slips_bear_codes_but_no_names(client, unit, people):
    training_class = class_of(unit, "finished", people=3)
    survey = survey_of(training_class)
    client.force_login(people["DA"])

    body = page(client, "survey-slips", survey.pk)

    assert all(token.code in body for token in survey.tokens.all())
    assert [one.name_zh for one in training_class.trainees.all() if one.name_zh in body] == []


def test_a_stranger_complains_and_reads_the_reply_under_the_code(client, unit, people):
    data = {
        "subject": "fees",
        "text": "多收了资料费,请核查。",
        "contact": "13800138000",
        "form_token": str(uuid.uuid4()),
    }
    body = client.post(reverse("training-complaint"), data).content.decode()
    client.post(reverse("training-complaint"), data)
    complaint = Complaint.objects.get()
    assert complaint.code in body

    client.force_login(people["IOT"])
    assert "13800138000" not in page(client, "complaint-detail", complaint.pk)
    post(client, "complaint-reply", complaint.pk, reply="经核实已退还多收的资料费。")
    client.logout()

    found = client.post(reverse("training-complaint-track"), {"code": complaint.code.lower()})
    assert "经核实已退还" in found.content.decode()
    assert "13800138000" not in found.content.decode()


def test_the_unit_sees_a_complaint_only_when_it_is_shared(client, unit, people):
    complaint = complaint_at("examined", unit=unit)
    client.force_login(people["DH"])
    page(client, "complaint-detail", complaint.pk, status=404)

    Complaint.objects.filter(pk=complaint.pk).update(is_shared=True)

    page(client, "complaint-detail", complaint.pk)


# Figures, board, filing


def test_board_counts_the_projects_of_the_year_and_names_clashes(client, unit, people):
    one = class_of(unit, proposal=running_project(unit))
    other = class_of(unit, proposal=running_project(unit))
    day = timezone.localdate() + timedelta(days=3)
    for training_class in (one, other):
        TrainingClass.objects.filter(pk=training_class.pk).update(start_on=day, end_on=day)
        training_class.sessions.create(date=day, starts_at=time(9), ends_at=time(12), topic="课", hours=3)
    client.force_login(people["IOT"])

    response = client.get(reverse("training-board"), {"year": one.proposal.start_on.year})

    assert response.context["table"]["total"] == 2
    assert len(response.context["clashes"]) == 1


def test_a_unit_without_activity_shows_a_dash_not_a_zero(client, unit, people):
    running_project(unit)
    client.force_login(people["DH"])

    response = client.get(reverse("performance-unit", args=[unit.pk, 2024]))

    assert {item["figure"].value for item in response.context["figures"]} == {None}


def test_a_unit_does_not_see_the_figures_of_another(client, unit, other_unit, people):
    running_project(unit)
    running_project(other_unit)
    client.force_login(people["DH"])

    page(client, "performance-unit", unit.pk, 2025)
    page(client, "performance-unit", other_unit.pk, 2025, status=404)
    assert other_unit.name_zh not in page(client, "performance-list")


def test_the_filing_is_frozen_told_adjusted_and_disclosed_without_people_or_income(client, unit, people):
    year = timezone.localdate().year - 1
    training_class = class_in(unit, year)
    payment_at("confirmed", training_class.trainees.first(), amount=777)
    client.force_login(people["IOT"])
    filing_url = post(client, "annualfiling-create", year=year).url
    pk = int(filing_url.rstrip("/").rpartition("/")[2])
    post(client, "annualfiling-freeze", pk)
    payment_at("confirmed", training_class.trainees.last(), amount=111)

    body = client.get(filing_url).content.decode()
    assert "777.00" in body
    assert "888.00" in body
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("annualfiling-sheet", args=[pk, "xlsx"])).content)
    )
    assert book.worksheets[-1].max_row == 2
    client.logout()
    page(client, "training-disclosure", year, status=404)
    client.force_login(people["DIR"])
    post(client, "annualfiling-file", pk, filed_on=timezone.localdate())
    client.logout()
    public = page(client, "training-disclosure", year)
    assert training_class.proposal.title_zh in public
    assert "777" not in public


def test_the_official_sheet_is_a_pdf(client, unit, people):
    year = timezone.localdate().year - 1
    class_in(unit, year)
    client.force_login(people["IOT"])
    pk = int(post(client, "annualfiling-create", year=year).url.rstrip("/").rpartition("/")[2])

    response = client.get(reverse("annualfiling-sheet", args=[pk, "pdf"]))

    assert response.content[:5] == b"%PDF-"


# How much is asked


LISTS = {
    "publicityitem-list": lambda unit: item_at("draft", unit),
    "application-list": lambda unit: Trainee.objects.filter(
        pk=TraineeFactory(training_class=class_of(unit, "enrolling", people=0), status="applied").pk
    ).update(applied_at=timezone.now()),
    "payment-list": lambda unit: payment_at("entered", class_of(unit, people=1).trainees.get()),
    "refund-list": lambda unit: refund_at("unit_review", class_of(unit, people=1).trainees.get()),
    "inspection-list": lambda unit: inspection_at("done", class_of(unit)),
    "rectificationticket-list": lambda unit: ticket_at("open", unit),
    "survey-list": lambda unit: survey_of(class_of(unit, "finished")),
    "complaint-list": lambda unit: complaint_at("received"),
    "annualfiling-list": lambda unit: filing_at("draft"),
    "training-board": lambda unit: running_project(unit),
    "training-public": lambda unit: published_item(running_project(unit)),
    "performance-list": lambda unit: running_project(unit),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_no_more_questions_as_it_grows(name, client, unit, people, django_assert_max_num_queries):
    client.force_login(people["DIR"])
    LISTS[name](unit)
    client.get(reverse(name))
    with django_assert_max_num_queries(200) as few:
        client.get(reverse(name))
    LISTS[name](unit)
    LISTS[name](unit)

    with django_assert_max_num_queries(len(few)):
        assert client.get(reverse(name)).status_code == 200
