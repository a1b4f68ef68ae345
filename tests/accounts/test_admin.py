"""The repair site: every page opens, and for nobody but the system administrator."""

import io

import pytest
from auditlog.models import LogEntry
from django.contrib import admin
from python_calamine import CalamineWorkbook

from accounts.models import IdentityDocument, Person, RoleGrant, Unit, User
from core.flow import Flow
from core.models import Event, PolicySetting, Region
from tests.factories.accounts import UserFactory

OUR_APPS = {"core", "accounts", "notifications"}


@pytest.fixture
def administrator(client, people):
    client.cookies["django_language"] = "en"
    client.force_login(people["SYS"])
    return client


def page_names():
    return [f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry]


def test_every_list_and_every_new_page_opens(administrator, people):
    wrong = []
    for address in page_names():
        for page in (address, f"{address}add/"):
            status = administrator.get(page).status_code
            if status not in ({200} if page == address else {200, 403}):
                wrong.append((page, status))

    assert wrong == []


def test_every_page_of_a_record_opens(administrator, people, unit):
    Person.objects.create(name_zh="李雷", kind="trainee")
    wrong = []
    for model in (User, Unit, RoleGrant, Person):
        record = model.objects.first()
        for page in ("change", "history"):
            address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{record.pk}/{page}/"
            if administrator.get(address).status_code != 200:
                wrong.append(address)

    assert wrong == []


def test_no_page_has_an_inline_script_or_style(administrator, people):
    wrong = []
    for address in [
        "/admin/",
        *page_names(),
        f"/admin/accounts/user/{people['DA'].pk}/change/",
        "/admin/accounts/user/import/",
    ]:
        text = administrator.get(address).content.decode()
        if "<style" in text or "<script>" in text or ' style="' in text or " onclick=" in text:
            wrong.append(address)

    assert wrong == []


@pytest.mark.parametrize("role", ["DIR", "IOT", "AUD", "DA", "LDR"])
def test_the_site_does_not_exist_for_anybody_else(client, people, role):
    client.force_login(people[role])

    assert client.get("/admin/").status_code == 404


def test_a_superuser_without_the_role_is_no_exception(client, people):
    superuser = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(superuser)

    assert client.get("/admin/").status_code == 404


def test_strangers_sign_in_by_the_portals_own_page(client, db):
    response = client.get("/admin/accounts/user/")

    assert response.url == "/accounts/login/?next=/admin/accounts/user/"


def test_every_model_of_ours_is_there():
    registered = {model._meta.label for model in admin.site._registry if model._meta.app_label in OUR_APPS}

    assert registered == {
        "accounts.Delegation", "accounts.IdentityDocument", "accounts.Person", "accounts.RoleGrant", "accounts.Unit",
        "accounts.User", "core.AcademicTerm", "core.Attachment", "core.AuditSeal", "core.Counter", "core.Event",
        "core.PolicySetting", "core.Region", "core.RegionAlias", "core.Snapshot", "core.WorkCalendarDay",
        "notifications.Notification",
    }  # fmt: skip


def test_libraries_bring_no_page_of_their_own():
    assert {model._meta.app_label for model in admin.site._registry} - OUR_APPS - {
        "auditlog",
        "mfa",
        "certificates",
        "partnerships",
        "reports",
        "training",
        "visitors",
    } == set()


def test_statuses_are_read_only_everywhere(rf, people):
    request = rf.get("/")
    request.user = people["SYS"]
    writable = [
        model._meta.label
        for model, model_admin in admin.site._registry.items()
        if model in Flow.registry and "status" not in model_admin.get_readonly_fields(request, None)
    ]

    assert writable == []


def test_a_repair_is_saved_with_who_when_before_and_after(administrator, people):
    person = UserFactory(name_zh="旧名")
    typed = {"email": person.email, "name_zh": "新名", "language": "en", "is_active": "on", "read_version": 1}

    response = administrator.post(
        f"/admin/accounts/user/{person.pk}/change/", typed | {"reason": "name misspelt in the source"}
    )

    entry = LogEntry.objects.get_for_object(person).first()
    event = Event.objects.of(person).get()
    assert response.status_code == 302
    assert (entry.actor, entry.changes["name_zh"]) == (people["SYS"], ["旧名", "新名"])
    assert (event.verb, event.by, event.note) == ("repair", people["SYS"], "name misspelt in the source")


def test_a_repair_of_what_somebody_else_has_changed_is_refused(administrator):
    person = UserFactory(name_zh="旧名", version=4)
    typed = {"email": person.email, "name_zh": "新名", "language": "en", "is_active": "on", "read_version": 3}

    response = administrator.post(f"/admin/accounts/user/{person.pk}/change/", typed)

    person.refresh_from_db()
    assert (response.status_code, person.name_zh) == (200, "旧名")


def test_the_password_is_neither_shown_nor_changed(administrator, people):
    text = administrator.get(f"/admin/accounts/user/{people['DA'].pk}/change/").content.decode()

    assert (people["DA"].password != "", 'name="password"' in text) == (True, False)


def test_nobody_is_deleted(administrator, people):
    assert administrator.get(f"/admin/accounts/user/{people['DA'].pk}/delete/").status_code == 403


def test_an_event_can_neither_be_changed_nor_deleted(administrator, people):
    event = Event.objects.create(record=people["DA"], verb="grant")

    answers = [
        administrator.post(f"/admin/core/event/{event.pk}/change/", {"verb": "x"}).status_code,
        administrator.post(f"/admin/core/event/{event.pk}/delete/", {"post": "yes"}).status_code,
    ]

    assert answers == [403, 403]


def test_an_export_holds_no_formula_no_secret_and_is_remembered(administrator, people):
    evil = UserFactory(name_zh='=HYPERLINK("http://x")', email="evil@example.org")

    response = administrator.post(
        "/admin/accounts/user/", {"action": "export_workbook", "_selected_action": [evil.pk]}
    )

    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["email", "name_zh", "name_en", "staff_number", "student_number", "unit", "is_active"]
    assert rows[1][1] == '=HYPERLINK("http://x")'
    assert b"<f>" not in response.content
    assert Event.objects.of(people["SYS"]).get().verb == "export"


def test_a_policy_setting_wants_a_known_key_and_a_fitting_value(administrator):
    unknown = administrator.post("/admin/core/policysetting/add/", {"key": "no.such.rule", "value": "1"})
    unfit = administrator.post(
        "/admin/core/policysetting/add/", {"key": "training.lead_workdays", "value": '"x"'}
    )
    right = administrator.post(
        "/admin/core/policysetting/add/", {"key": "training.lead_workdays", "value": "20"}
    )

    assert (unknown.status_code, unfit.status_code, right.status_code) == (200, 200, 302)
    assert PolicySetting.objects.get().value == 20


def test_a_region_keeps_its_history_page(administrator):
    region = Region.objects.create(alpha2="FR", alpha3="FRA", name_zh="法国", name_en="France")
    administrator.post(
        f"/admin/core/region/{region.pk}/change/",
        {"alpha2": "FR", "alpha3": "FRA", "name_zh": "法兰西", "name_en": "France", "kind": "foreign"},
    )

    assert "法兰西" in administrator.get(f"/admin/core/region/{region.pk}/history/").content.decode()


def test_the_field_history_keeps_nothing_of_a_secret(administrator, people):
    person = Person.objects.create(name_zh="李雷", kind="trainee")
    document = IdentityDocument.objects.create(
        person=person, doc_type="passport", number="E87654321", number_hash="f" * 64, last4="4321"
    )
    document.number = "G11112222"
    document.save()

    kept = [
        str(entry.changes)
        for record in (document, people["DA"])
        for entry in LogEntry.objects.get_for_object(record)
    ]

    assert [text for text in kept if "87654321" in text or "2222" in text or "ffff" in text] == []
    assert "••••" in kept[0]
