"""The pages of life after approval: they open for those who may, in both languages, and take what is typed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.models import Attachment
from tests.factories.training import PDF_FILE
from tests.factories.training_life import (
    approved_project,
    change_at,
    closing_at,
    contract_at,
    credit_code,
    plan_at,
    rule_of,
    suspension_at,
    vetting_at,
)
from training.actions.reference import load_reference
from training.models import ChangeRequest, Closing, Contract, PartnerVetting, Rule, SettlementPlan, Suspension

pytestmark = pytest.mark.django_db


def soon():
    return (timezone.localdate() + timedelta(days=20)).isoformat()


@pytest.fixture
def records(unit, people):
    """One record of each kind, so that every page has something to show."""
    load_reference()
    proposal = approved_project(unit, "executing", author=people["DA"])
    suspended = approved_project(unit, "executing")
    suspension_at("in_force", suspended)
    change = change_at("unit_review", proposal, content={"start_on": soon(), "venue": "二教101"})
    vetting = vetting_at("passed", unit)
    return {
        "proposal-detail": proposal,
        "proposal-guidance": proposal,
        "changerequest-detail": change,
        "closing-detail": closing_at("draft", unit=unit),
        "settlementplan-detail": plan_at("submitted", approved_project(unit)),
        "partnervetting-detail": vetting,
        "contract-detail": contract_at("signed", proposal, vetting=vetting),
        "rule-detail": rule_of("R-07", "", "block", status="draft", number=2),
    }


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", ["DA", "DH", "IOT", "DIR", "FIN", "LDR", "AUD"])
def test_every_record_opens_for_its_readers(role, language, records, client, people):
    client.force_login(people[role])
    client.cookies["django_language"] = language
    codes = {}
    for name, record in records.items():
        if name == "rule-detail" and role not in {"IOT", "DIR"}:
            continue
        if role == "FIN" and name.startswith(("proposal", "changerequest", "partnervetting")):
            continue
        codes[name] = client.get(reverse(name, args=[record.pk])).status_code

    assert set(codes.values()) == {200}, codes


@pytest.mark.parametrize(
    "name",
    [
        "closing-list", "changerequest-list", "partnervetting-list", "contract-list", "rule-list",
        "training-handbook", "training-calendar",
    ],
)  # fmt: skip
@pytest.mark.parametrize("role", ["DA", "IOT", "DIR"])
def test_every_list_opens(name, role, records, client, people):
    client.force_login(people[role])

    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["closing-list", "changerequest-list", "partnervetting-list", "contract-list"])
def test_a_list_asks_as_much_for_three_rows_as_for_one(
    name, unit, client, people, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    makers = {
        "closing-list": lambda: closing_at("draft", unit=unit),
        "changerequest-list": lambda: change_at("draft", unit=unit),
        "partnervetting-list": lambda: vetting_at("draft", unit),
        "contract-list": lambda: contract_at("draft", approved_project(unit)),
    }
    client.force_login(people["DIR"])
    counts = []
    makers[name]()
    client.get(reverse(name))
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name))
        counts.append(len(asked))
        makers[name]()
        makers[name]()

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "name",
    [
        "changerequest-detail", "closing-detail", "settlementplan-detail", "partnervetting-detail", "contract-detail",
    ],
)  # fmt: skip
def test_somebody_elses_record_does_not_exist(name, records, other_unit, client):
    from tests.factories.accounts import person_with

    client.force_login(person_with("DA", other_unit))
    if name == "partnervetting-detail":
        PartnerVetting.objects.update(status="draft")

    assert client.get(reverse(name, args=[records[name].pk])).status_code == 404


def test_a_change_is_typed_over_the_approved_values(unit, people, client):
    proposal = approved_project(unit)
    client.force_login(people["DA"])
    page = client.get(reverse("changerequest-create", args=[proposal.pk]))
    form = page.context["form"]
    typed = {
        name: "" if form[name].value() is None else form[name].value()
        for name in form.fields
        if name not in {"version"} and not name.startswith(("instructor_", "partner_"))
    }
    typed |= {"new_venue": "信息楼305", "new_fee_per_person": "0", "reason": "原教室设备检修"}

    response = client.post(reverse("changerequest-create", args=[proposal.pk]), typed)

    change = ChangeRequest.objects.get()
    assert response.status_code == 302
    assert (change.content, change.grade, change.author) == ({"venue": "信息楼305"}, "minor", people["DA"])


def test_a_change_that_changes_nothing_is_refused_with_a_word(unit, people, client):
    proposal = approved_project(unit)
    client.force_login(people["DA"])
    form = client.get(reverse("changerequest-create", args=[proposal.pk])).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name.startswith("new_")}
    typed["new_fee_per_person"] = "0"

    response = client.post(
        reverse("changerequest-create", args=[proposal.pk]), typed | {"reason": "无"}
    )

    assert response.status_code == 200
    assert not ChangeRequest.objects.exists()
    assert response.context["form"].non_field_errors()


def test_the_desk_proposes_and_the_director_orders_a_suspension(unit, people, client):
    proposal = approved_project(unit, "executing")
    client.force_login(people["IOT"])
    client.post(
        reverse("proposal-propose-suspension", args=[proposal.pk]),
        {"reason_code": "quality", "evidence": "现场授课教师与批准名单不符。", "rectify_by": soon()},
    )
    client.force_login(people["DIR"])
    page = client.get(reverse("proposal-suspend", args=[proposal.pk]))
    assert page.context["form"]["reason_code"].value() == "quality"

    client.post(
        reverse("proposal-suspend", args=[proposal.pk]),
        {"reason_code": "quality", "rectify_by": soon(), "note": "同意暂停，限期整改。"},
    )

    suspension = Suspension.objects.get()
    proposal.refresh_from_db()
    assert (proposal.status, suspension.status, suspension.ordered_by) == ("suspended", "in_force", people["DIR"])
    assert suspension.ticket.due_on == suspension.rectify_by


def test_the_unit_writes_a_settlement_plan_once(unit, people, client):
    proposal = approved_project(unit)
    client.force_login(people["DA"])
    typed = {
        "reason": "报名不足", "refunds": "全额退费", "transfers": "无", "notice_zh": "项目终止", "contact": "陈老师",
    }  # fmt: skip
    address = reverse("settlementplan-create", args=[proposal.pk])

    client.post(address, typed)
    client.post(address, typed)

    assert SettlementPlan.objects.count() == 1


def test_a_package_is_opened_written_and_keeps_its_files(unit, people, client):
    proposal = approved_project(unit, "executing")
    client.force_login(people["DA"])
    client.post(reverse("closing-open", args=[proposal.pk]))
    closing = Closing.objects.get()

    response = client.post(
        reverse("closing-edit", args=[closing.pk]),
        {
            "work_done": "完成", "achievements": "良好", "problems": "无", "improvements": "继续",
            "version": closing.version,
            "file_signed_roster": SimpleUploadedFile("名册.pdf", PDF_FILE),
        },
    )  # fmt: skip

    closing.refresh_from_db()
    assert response.status_code == 302
    assert (closing.work_done, closing.done) == ("完成", 0)
    assert Attachment.objects.of(closing).get().category == "signed_roster"


def test_a_partner_is_written_down_with_its_screenshots(unit, people, client):
    client.force_login(people["DA"])
    day = timezone.localdate().isoformat()
    typed = {
        "unit": unit.pk, "name": "示例公司", "uscc": credit_code(), "kind": "enterprise",
        "legal_representative": "王五", "founded_on": "2015-01-01", "business_scope": "职业技能培训",
        "company_register": "clean", "company_register_on": day, "credit_china": "clean", "credit_china_on": day,
        "enforcement": "clean", "enforcement_on": day, "related_party": "False",
        "file_credit_china": SimpleUploadedFile("信用中国.pdf", PDF_FILE),
    }  # fmt: skip

    response = client.post(reverse("partnervetting-create"), typed)

    vetting = PartnerVetting.objects.get()
    assert response.status_code == 302
    assert (vetting.author, vetting.related_party) == (people["DA"], False)
    assert Attachment.objects.of(vetting).get().category == "credit_china"


@pytest.mark.parametrize("code", ["91510100000000001X", "123", "9151010000000000IO"])
def test_a_credit_code_that_cannot_be_is_refused(code, unit, people, client):
    client.force_login(people["DA"])

    response = client.post(reverse("partnervetting-create"), {"unit": unit.pk, "uscc": code})

    assert "uscc" in response.context["form"].errors
    assert not PartnerVetting.objects.exists()


def test_a_contract_is_written_with_its_text(unit, people, client):
    proposal = approved_project(unit)
    client.force_login(people["DA"])

    response = client.post(
        reverse("contract-create"),
        {
            "proposal": proposal.pk, "kind": "commission", "title": "委托培训合同", "counterparty": "某气象局",
            "amount": "50000", "payment_terms": "开班前付清", "payee": "成都信息工程大学",
            "start_on": proposal.start_on, "end_on": proposal.end_on, "is_template": "on",
            "file_contract_text": SimpleUploadedFile("合同.pdf", PDF_FILE),
        },
    )  # fmt: skip

    assert response.status_code == 302
    assert Contract.objects.get().attachments.get().category == "contract_text"


def test_a_proposed_rule_shows_what_it_would_do_to_running_projects(unit, people, client):
    load_reference()
    touched = approved_project(unit, "executing", location_type="other_city", location_reason="委托方所在地")
    approved_project(unit, "executing")
    client.force_login(people["DIR"])
    rule = Rule.objects.get(code="R-12")
    form = client.get(reverse("rule-revise", args=[rule.pk])).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "version"}
    client.post(
        reverse("rule-revise", args=[rule.pk]),
        typed | {"effect": "block", "reason": "校外办学从严", "in_force_to": ""},
    )

    draft = Rule.objects.get(code="R-12", status="draft")
    page = client.get(draft.get_absolute_url())

    assert [(effect.proposal, effect.before, effect.after) for effect in page.context["effects"]] == [
        (touched, "medium", "block")
    ]


@pytest.mark.parametrize("form", ["summary", "settlement", "contract", "safety"])
def test_each_empty_form_is_a_document(form, client, people):
    client.force_login(people["DA"])

    response = client.get(reverse("training-form", args=[form]))

    assert response.content.startswith(b"PK")
    assert "wordprocessingml" in response["Content-Type"]


def test_verdicts_name_their_clause_on_the_page(unit, people, client):
    load_reference()
    proposal = approved_project(unit, has_partner=True)
    client.force_login(people["DIR"])
    client.cookies["django_language"] = "zh-hans"

    page = client.get(proposal.get_absolute_url()).content.decode()

    assert "教职成厅函〔2021〕23号） 第十三条" in page
