"""The pages of proposals: written, read, decided on, each by the people they are for."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import Event
from tests.factories.training import OBJECTIVES, PDF_FILE, complete_proposal, proposal_at
from tests.factories.training_duties import published_item
from training import actions
from training.actions.reference import load_reference
from training.models import Cosign, Proposal

pytestmark = pytest.mark.django_db
S = Proposal.Status
CHECKLIST = {"completeness": "on", "fee": "on", "partner": "on", "risk_level": "low"}


@pytest.fixture
def terms(db):
    load_reference()


def section_url(proposal, key):
    return reverse("proposal-section", args=[proposal.pk, key])


def formset(prefix, *rows):
    sent = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for index, row in enumerate(rows):
        sent |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return sent


def basics_of(proposal, **changes):
    return {
        "version": proposal.version,
        "title_zh": proposal.title_zh,
        "responsible": proposal.responsible_id,
        "contact_name": "李四",
        "contact_phone": "13800138000",
    } | changes


def begin(client, unit, user, **changes):
    sent = {
        "unit": unit.pk,
        "title_zh": "气象数据分析实务培训班",
        "responsible": user.pk,
        "contact_name": "李四",
    }
    return client.post(reverse("proposal-begin"), sent | {"contact_phone": "028-85966502"} | changes)


def test_draft_is_begun_with_the_few_fields_it_needs(client, unit, people):
    client.force_login(people["DA"])

    response = begin(client, unit, people["DA"])

    proposal = Proposal.objects.get()
    assert response.url == section_url(proposal, "basics")
    assert (proposal.status, proposal.author, proposal.contact_phone) == (
        S.DRAFT,
        people["DA"],
        "+862885966502",
    )


def test_draft_sent_twice_is_begun_once(client, unit, people):
    client.force_login(people["DA"])
    token = "7f1c2f52-9d0f-4a6c-8c4e-0a6c2c6d1a11"

    first = begin(client, unit, people["DA"], form_token=token)
    second = begin(client, unit, people["DA"], form_token=token)

    assert first.url == second.url
    assert Proposal.objects.count() == 1


def test_draft_for_another_unit_is_refused(client, unit, other_unit, people):
    client.force_login(people["DA"])

    response = begin(client, other_unit, people["DA"])

    assert response.status_code == 200
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize("key", ["basics", "audience", "plan", "certificate", "money", "safety", "risks"])
def test_section_opens_and_shows_what_is_missing(key, client, unit, people, terms):
    proposal = complete_proposal(unit=unit, author=people["DA"], fee=500)
    client.force_login(people["DA"])

    plain, checked = (
        client.get(section_url(proposal, key)),
        client.get(section_url(proposal, key) + "?check=1"),
    )

    assert (plain.status_code, checked.status_code) == (200, 200)


def test_section_is_saved_and_leads_to_the_next(client, unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"])
    client.force_login(people["DA"])

    response = client.post(section_url(proposal, "basics"), basics_of(proposal, venue="行政楼"))

    proposal.refresh_from_db()
    assert response.url == section_url(proposal, "audience")
    assert (proposal.venue, proposal.version, proposal.category) == ("行政楼", 2, "")


def test_section_of_a_stale_version_is_refused_and_keeps_what_was_typed(client, unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"])
    client.force_login(people["DA"])
    client.post(section_url(proposal, "basics"), basics_of(proposal, venue="行政楼"))

    response = client.post(section_url(proposal, "basics"), basics_of(proposal, venue="图书馆"))

    proposal.refresh_from_db()
    assert response.status_code == 409
    assert "图书馆" in response.content.decode()
    assert proposal.venue == "行政楼"


def test_section_without_a_version_is_refused(client, unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"])
    client.force_login(people["DA"])

    response = client.post(section_url(proposal, "basics"), basics_of(proposal, version=""))

    assert response.status_code == 409


def test_wrong_values_are_named_beside_their_field(client, unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"])
    client.force_login(people["DA"])

    response = client.post(
        section_url(proposal, "basics"),
        basics_of(proposal, contact_phone="12", start_on="2027-05-02", end_on="2027-05-01", title_zh="短"),
    )

    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == ["contact_phone", "end_on", "title_zh"]


def test_rows_are_saved_by_itself_again_and_again_without_doubling(client, unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"])
    client.force_login(people["DA"])
    rows = {
        "objectives": OBJECTIVES,
        **formset("instructors", {"name": "钱教授", "title_rank": "full"}, {"name": "孙老师"}),
        **formset(
            "course_plan",
            {"module": "一", "hours": "16", "instructor_name": "钱教授"},
            {"module": "二", "hours": "24", "instructor_name": "孙老师"},
            {"module": "", "hours": ""},
        ),
        **formset("textbooks", {"name": "讲义"}),
    }

    answers = []
    for _turn in range(2):
        proposal.refresh_from_db()
        address = section_url(proposal, "plan") + "?autosave=1"
        answers.append(client.post(address, rows | {"version": proposal.version}).json()["saved"])

    assert answers == [True, True]
    plan = proposal.course_plan.values_list("module", "instructor__name")
    assert list(plan) == [("一", "钱教授"), ("二", "孙老师")]
    assert list(proposal.instructors.values_list("name", flat=True)) == ["钱教授", "孙老师"]


def test_row_in_the_middle_can_be_removed(client, unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"], fee=500)
    client.force_login(people["DA"])
    proposal.fee_items.create(item="材料费", amount=100, position=1)
    sent = {"version": proposal.version, "fee_per_person": "100", **formset("budget")}
    sent |= formset(
        "fee_items", {"item": "培训费", "amount": "500", "DELETE": "on"}, {"item": "材料费", "amount": "100"}
    )

    response = client.post(section_url(proposal, "money"), sent)

    assert response.status_code == 302
    assert list(proposal.fee_items.values_list("item", flat=True)) == ["材料费"]
    assert proposal.budget.count() == 0


def test_instructor_nobody_named_is_an_error_of_the_row(client, unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"])
    client.force_login(people["DA"])
    sent = {"version": proposal.version, **formset("instructors", {"name": "钱教授"}), **formset("textbooks")}
    sent |= formset("course_plan", {"module": "一", "hours": "16", "instructor_name": "李四"})

    response = client.post(section_url(proposal, "plan"), sent)

    assert response.status_code == 422
    assert proposal.course_plan.get().module == "数据质量控制"


def test_mitigation_is_written_to_the_flag_it_belongs_to(client, unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"], has_hazards=True)
    client.force_login(people["DA"])
    client.get(section_url(proposal, "risks"))
    sent = {"version": proposal.version}
    sent |= formset(
        "risk_items",
        {"code": "R-15", "likelihood": "2", "impact": "3", "mitigation": "设专职安全员"},
        {
            "category": "capacity",
            "description": "报名不足",
            "likelihood": "1",
            "impact": "2",
            "mitigation": "提前通知",
        },
    )

    response = client.post(section_url(proposal, "risks"), sent)

    assert response.status_code == 302
    register = proposal.risk_items.values_list("code", "mitigation")
    assert sorted(register) == [("", "提前通知"), ("R-15", "设专职安全员")]


def test_words_are_pointed_out_with_their_rule_while_typing(client, people, terms):
    cache.clear()
    client.force_login(people["DA"])

    page = client.post(
        reverse("proposal-words", args=["title_zh"]), {"title_zh": "总裁EMBA高级研修班"}
    ).content.decode()

    assert "R-02" in page
    assert "EMBA" in page


def test_words_are_checked_so_often_a_minute_and_no_more(client, people, terms, monkeypatch):
    cache.clear()
    monkeypatch.setattr("training.views.form.WORDS_A_MINUTE", 2)
    client.force_login(people["DA"])
    address = reverse("proposal-words", args=["title_zh"])

    codes = [client.post(address, {"title_zh": "气象"}).status_code for _turn in range(3)]

    assert codes == [200, 200, 429]


def test_check_page_names_gaps_and_offers_no_submission(client, unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"], venue="")
    client.force_login(people["DA"])

    page = client.get(reverse("proposal-check", args=[proposal.pk]))

    assert page.status_code == 200
    assert [problem.field for _section, found in page.context["problems"] for problem in found] == ["venue"]
    assert reverse("proposal-submit", args=[proposal.pk]) not in page.content.decode()


def test_another_unit_gets_not_found(client, other_unit, people):
    proposal = complete_proposal(unit=other_unit)
    client.force_login(people["DA"])

    codes = [
        client.get(reverse(name, args=[proposal.pk])).status_code
        for name in (
            "proposal-detail",
            "proposal-check",
            "proposal-versions",
            "proposal-submit",
            "proposal-withdraw",
        )
    ]

    assert codes == [404] * 5


def test_draft_is_not_shown_to_the_office(client, unit, people):
    proposal = complete_proposal(unit=unit)
    client.force_login(people["IOT"])

    response = client.get(reverse("proposal-detail", args=[proposal.pk]))

    assert response.status_code == 404


def test_cosigner_sees_what_was_given_to_the_office_and_nothing_else(unit, people):
    given, other = proposal_at(S.COSIGN, unit=unit), proposal_at(S.COSIGN, unit=unit)
    Cosign.objects.create(proposal=given, area="legal", number=1)
    Cosign.objects.create(proposal=other, area="security", number=1)

    seen = Proposal.objects.visible_to(people["COS"])

    assert list(seen) == [given]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_at_any_length(rows, client, unit, people, django_assert_max_num_queries):
    for _row in range(rows):
        proposal_at(S.OFFICE_REVIEW, unit=unit)
    client.force_login(people["IOT"])

    with django_assert_max_num_queries(14):
        page = client.get(reverse("proposal-list"))

    assert len(page.context["records"]) == rows


def test_list_is_narrowed_by_text_and_status(client, unit, people):
    wanted = proposal_at(S.OFFICE_REVIEW, unit=unit, title_zh="人影作业指挥员培训班")
    proposal_at(S.OFFICE_REVIEW, unit=unit)
    client.force_login(people["IOT"])

    page = client.get(reverse("proposal-list"), {"q": "人影", "status": "office_review"})

    assert [row.pk for row in page.context["records"]] == [wanted.pk]


def test_list_is_exported(client, unit, people):
    proposal_at(S.OFFICE_REVIEW, unit=unit)
    client.force_login(people["IOT"])

    response = client.get(reverse("proposal-list"), {"export": "csv"})

    assert response.status_code == 200
    assert "气象数据分析".encode() in b"".join(response.streaming_content)


def test_public_page_tells_projects_but_no_people(client, unit, people):
    proposal = proposal_at(S.DIRECTOR_REVIEW, unit=unit)
    actions.approve_proposal(proposal, by=people["DIR"])
    published_item(proposal)

    page = client.get(reverse("training-public")).content.decode()

    assert proposal.title_zh in page
    assert proposal.contact_name not in page


def test_whole_approval_through_the_pages(client, unit, people, django_capture_on_commit_callbacks):
    proposal = complete_proposal(unit=unit, author=people["DA"], fee=500)
    way = [
        ("DA", "proposal-submit", {}),
        ("DH", "proposal-endorse", {"note": "同意申报"}),
        ("IOT", "proposal-accept", CHECKLIST),
        ("FIN", "cosign-agree", {}),
        ("DIR", "proposal-approve", {}),
    ]

    for role, name, sent in way:
        client.force_login(people[role])
        proposal.refresh_from_db()
        pk = proposal.cosigns.get().pk if name.startswith("cosign") else proposal.pk
        assert client.get(reverse("proposal-detail", args=[proposal.pk])).status_code == 200
        assert client.get(reverse(name, args=[pk])).status_code == 200
        response = client.post(reverse(name, args=[pk]), sent)
        assert response.status_code == 302, (name, response.context and response.context["form"].errors)

    proposal.refresh_from_db()
    assert proposal.status == S.APPROVED
    verbs = Event.objects.of(proposal).values_list("verb", flat=True)
    assert list(verbs) == ["submit", "endorse", "accept", "clear_cosign", "approve"]


def test_returned_proposal_is_answered_and_sent_again_with_the_difference_shown(client, unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"])
    actions.submit_proposal(proposal, by=people["DA"])
    actions.endorse_proposal(proposal, by=people["DH"], note="同意")
    client.force_login(people["IOT"])
    sent = {"fields": ["venue", "objectives"], "note": "请说明场地安排并补充目标"}
    client.post(reverse("proposal-return", args=[proposal.pk]), sent)
    proposal.refresh_from_db()
    client.force_login(people["DA"])
    values = {field: getattr(proposal, field) for field in ("delivery", "mode", "category", "location_type")}
    dates = {"start_on": proposal.start_on, "end_on": proposal.end_on, "days": 5, "hours_total": 40}
    leader = {
        "responsible_leader": proposal.responsible_leader_id,
        "venue": "图书馆报告厅",
        "venue_capacity": 80,
    }
    edited = basics_of(proposal, **values, **dates, **leader, title_en=proposal.title_en, then="stay")
    # The leader is no member of the unit's staff list, but stays because already chosen.
    assert client.post(section_url(proposal, "basics"), edited).status_code == 302

    unanswered = client.post(reverse("proposal-resubmit", args=[proposal.pk]), {})
    answered = client.post(
        reverse("proposal-resubmit", args=[proposal.pk]), {"answer_objectives": "目标已经主管部门核定"}
    )

    assert (unanswered.status_code, answered.status_code) == (422, 302)
    client.force_login(people["DH"])
    page = client.get(reverse("proposal-detail", args=[proposal.pk]))
    changes = {change.path: (change.old, change.new) for change in page.context["last_changes"]}
    assert changes["venue"] == ("航空港校区信息楼201", "图书馆报告厅")
    assert page.context["answers"][0][1] == "目标已经主管部门核定"
    assert client.get(reverse("proposal-versions", args=[proposal.pk])).status_code == 200


def test_comment_is_kept_and_shown_with_its_field(client, unit, people):
    proposal = proposal_at(S.OFFICE_REVIEW, unit=unit)
    client.force_login(people["IOT"])

    client.post(
        reverse("proposal-comment", args=[proposal.pk]), {"text": "收费依据请补充文号", "field": "fee_basis"}
    )

    page = client.get(reverse("proposal-detail", args=[proposal.pk]))
    assert [event.note for event, _label in page.context["comments"]] == ["收费依据请补充文号"]


def test_file_takes_the_place_of_the_one_before(client, unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"])
    client.force_login(people["DA"])
    minutes = SimpleUploadedFile("纪要.pdf", PDF_FILE.replace(b"99 99", b"88 88"))

    sent = {"version": proposal.version, "file_collective_decision": minutes}
    response = client.post(section_url(proposal, "safety"), sent)

    files = proposal.attachments.filter(category="collective_decision")
    assert response.status_code == 302
    assert list(files.filter(replaced_by=None).values_list("original_name", flat=True)) == ["纪要.pdf"]
    assert files.count() == 2


def test_cosigner_is_offered_each_answer(client, unit, people):
    proposal = proposal_at(S.COSIGN, unit=unit)
    task = Cosign.objects.create(proposal=proposal, area="legal", number=1)
    client.force_login(people["COS"])

    page = client.get(reverse("proposal-detail", args=[proposal.pk])).content.decode()

    answers = ("cosign-agree", "cosign-agree-with-conditions", "cosign-object")
    assert [reverse(name, args=[task.pk]) in page for name in answers] == [True, True, True]


@pytest.mark.parametrize("rows", [1, 3])
def test_detail_costs_the_same_with_any_number_of_rows(
    rows, client, unit, people, django_assert_max_num_queries
):
    proposal = proposal_at(S.DIRECTOR_REVIEW, unit=unit)
    for number in range(rows):
        proposal.risk_items.create(category="safety", description=f"风险{number}", mitigation="已安排")
        Cosign.objects.create(proposal=proposal, area=["legal", "security", "publicity"][number], number=1)
    client.force_login(people["DIR"])
    client.get(reverse("proposal-detail", args=[proposal.pk]))

    with django_assert_max_num_queries(75):
        client.get(reverse("proposal-detail", args=[proposal.pk]))
