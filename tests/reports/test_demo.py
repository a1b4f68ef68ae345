"""The demonstration: plainly marked, complete, and made once."""

import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Role, RoleGrant, Unit, User
from core.models import Region, RegionAlias, WorkCalendarDay
from core.reference import load_reference
from reports.demo import people as demo


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "portal-0001")


def test_the_demonstration_has_one_person_for_each_role_and_a_second_department(db):
    demo.load()

    names = {email.split("@")[0] for email in User.objects.values_list("email", flat=True)}
    assert names >= {
        "student", "staff", "deptadmin", "depthead", "partnerships", "students", "training", "visitors", "inbound",
        "director", "finance", "legal", "security", "publicity", "leader", "auditor", "coordinator", "applicant",
        "sysadmin", "student2", "staff2", "deptadmin2", "depthead2",
    }  # fmt: skip
    assert set(RoleGrant.objects.values_list("role", flat=True)) >= set(Role.values) - {"TRN"}


def test_the_demonstration_has_twelve_units_that_run_training_and_one_governing_office(db):
    demo.load()

    assert (Unit.objects.filter(can_run_training=True).count(), Unit.objects.governing().count()) == (12, 1)


def test_loading_twice_adds_nothing(db):
    first = demo.load()

    assert (first, demo.load()) == (len(demo.PEOPLE), 0)


def test_the_people_of_the_demonstration_can_sign_in_with_the_password_told(client, db):
    demo.load()
    row = demo.sign_ins()[0]

    response = client.post("/accounts/login/", {"login": row.email, "password": row.password})

    assert (row.password, response.status_code) == ("portal-0001", 302)


def test_a_production_portal_takes_no_demonstration(db, settings):
    settings.IN_PRODUCTION = True

    with pytest.raises(CommandError):
        call_command("load_demo")

    assert User.objects.count() == 0


def test_the_reference_rows_load_once_and_keep_the_forced_names(db):
    first = load_reference()
    Region.objects.filter(alpha2="TW").update(name_zh="x", name_en="x")
    Region.objects.filter(alpha2="FR").update(name_zh="法兰西")

    second = load_reference()

    forced = dict(Region.objects.filter(kind="hkmt").values_list("alpha2", "name_zh"))
    assert forced == {"HK": "中国香港", "MO": "中国澳门", "TW": "中国台湾"}
    assert Region.objects.get(alpha2="FR").name_zh == "法兰西"
    assert set(second.values()) == {0}
    assert first["countries and regions"] == Region.objects.count()


def test_the_calendar_knows_holidays_and_make_up_days(db):
    load_reference()

    days = dict(
        WorkCalendarDay.objects.filter(date__in=["2026-10-01", "2026-10-10"]).values_list(
            "date", "is_workday"
        )
    )
    assert {str(day): works for day, works in days.items()} == {"2026-10-01": False, "2026-10-10": True}
    assert RegionAlias.objects.filter(region=None).count() > 0


def test_list_urls_tells_every_address_with_roles_and_methods(capsys):
    call_command("list_urls", "--json")

    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["home"] == {
        "name": "home",
        "path": "/home/",
        "roles": ["SIGNED_IN"],
        "methods": ["GET"],
        "declared": True,
    }
    assert [name for name, row in rows.items() if not row["declared"]] == []
