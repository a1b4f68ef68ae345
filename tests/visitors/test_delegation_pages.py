"""The pages of visits: who sees what, what a form does, and that no page asks the database row by row."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Event
from tests.conftest import ROLES
from tests.factories.accounts import grant, person_with
from tests.factories.delegations import bare_delegation, complete_delegation, delegation_at, lead_rule, region
from visitors.models import Delegation, DelegationMember

pytestmark = pytest.mark.django_db
S = Delegation.Status


def page(client, name, *args, user=None, **query):
    if user is not None:
        client.force_login(user)
    return client.get(reverse(name, args=args), query)


# Who reads somebody else's draft, and who a submitted visit of another unit.
READ_SUBMITTED = {"DH", "DA", "IOP", "IOV", "DIR", "FIN", "LDR", "AUD"}
READ_DRAFT = {"DA", "DH", "DIR", "AUD"}


@pytest.mark.parametrize("role", ROLES)
def test_visit_of_the_unit_when_submitted_is_visible_to_the_right_roles(role, unit, people):
    visit = delegation_at(S.IO_REVIEW, unit)

    assert Delegation.objects.visible_to(people[role]).filter(pk=visit.pk).exists() == (
        role in READ_SUBMITTED
    )


@pytest.mark.parametrize("role", ROLES)
def test_draft_of_the_unit_when_written_by_another_is_visible_to_the_right_roles(role, unit, people):
    visit = bare_delegation(unit)

    assert Delegation.objects.visible_to(people[role]).filter(pk=visit.pk).exists() == (role in READ_DRAFT)


def test_teachers_when_they_file_a_visit_see_their_own_only(client, unit, people):
    own = bare_delegation(unit, people["TEA"])
    other = bare_delegation(unit)

    assert page(client, "delegation-detail", own.pk, user=people["TEA"]).status_code == 200
    assert page(client, "delegation-detail", other.pk).status_code == 404
    assert own.title_zh in page(client, "visit-list").content.decode()


def test_other_units_when_they_co_host_see_the_visit_once_it_is_submitted(other_unit, unit, people):
    head = person_with("DH", other_unit)
    draft, sent = bare_delegation(unit), delegation_at(S.IO_REVIEW, unit)
    for visit in (draft, sent):
        visit.co_hosts.add(other_unit)

    assert set(Delegation.objects.visible_to(head)) == {sent}


def test_publicity_when_a_talk_is_public_sees_the_visit(unit, people):
    cosigner = people["COS"]
    cosigner.grants.all().delete()
    grant(cosigner, "COS", cosigner.unit, "publicity")
    visit = delegation_at(S.IO_REVIEW, unit)
    assert not Delegation.objects.visible_to(cosigner).exists()

    visit.items.filter(kind="meeting").update(kind="talk", is_public_talk=True)

    assert set(Delegation.objects.visible_to(cosigner)) == {visit}
    assert set(Delegation.objects.awaiting(cosigner)) == {visit}


def test_draft_when_edited_by_two_people_at_once_is_not_overwritten(client, unit, people):
    visit = bare_delegation(unit, people["DA"])
    client.force_login(people["DA"])
    first = form_of(unit, title_zh="先保存的名称", version=visit.version)
    assert client.post(reverse("delegation-edit", args=[visit.pk]), first).status_code == 302

    late = form_of(unit, title_zh="后保存的名称", version=visit.version)
    assert client.post(reverse("delegation-edit", args=[visit.pk]), late).status_code == 409

    assert Delegation.objects.get(pk=visit.pk).title_zh == "先保存的名称"


def form_of(unit, **changes):
    start = timezone.localdate() + timedelta(days=70)
    return {
        "title_zh": "韩国代表团来访", "title_en": "Korean delegation", "visiting_org_zh": "汉滨大学",
        "visiting_org_en": "Hanbin University", "level": "department", "headcount_declared": "2", "purpose": "academic",
        "aim_zh": "学术交流", "aim_en": "Academic exchange", "start_on": start.isoformat(),
        "end_on": (start + timedelta(days=1)).isoformat(), "unit": unit.pk, "counterpart": "dean",
        "counterpart_name": "李院长", "contact_name": "陈老师", "contact_phone": "02885966502", "lodging": "hotel",
        "costs_borne_by_zh": "各自承担", "costs_borne_by_en": "Each side bears its own",
    } | changes  # fmt: skip


def test_filing_a_visit_when_complete_makes_a_draft_of_the_own_unit(client, unit, people):
    client.force_login(people["TEA"])

    response = client.post(reverse("visit-create"), form_of(unit))

    visit = Delegation.objects.get()
    assert response.url == visit.get_absolute_url()
    assert (visit.author, visit.unit, visit.status, visit.number) == (people["TEA"], unit, S.DRAFT, "")


def test_filing_a_visit_when_for_another_unit_is_refused(client, unit, other_unit, people):
    client.force_login(people["TEA"])

    client.post(reverse("visit-create"), form_of(other_unit))

    assert not Delegation.objects.exists()


def test_draft_when_opened_shows_the_last_filing_day(client, unit, people):
    rule = lead_rule()
    visit = bare_delegation(unit, people["DA"])
    found = visit.last_filing_day

    body = page(client, "delegation-detail", visit.pk, user=people["DA"]).content.decode()

    assert rule.source_zh in body
    assert f"{found.day.year}年{found.day.month}月{found.day.day}日" in body


def rows(prefix, *forms, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": initial}
    for place, form in enumerate(forms):
        data |= {f"{prefix}-{place}-{name}": value for name, value in form.items()}
    return data


def guest_row(**fields):
    return {
        "name_zh": "金敏书", "name_latin": "KIM Minseo", "title_zh": "教授", "title_en": "Professor",
        "nationality": region("PL").pk, "diet": "none", "visa": "F",
    } | fields  # fmt: skip


def test_guests_when_typed_are_saved_and_blank_rows_are_none(client, unit, people):
    visit = bare_delegation(unit, people["DA"])
    client.force_login(people["DA"])

    sent = rows(
        "members", guest_row(is_leader="on"), guest_row(name_latin="PARK Jun"), {"diet": "none", "visa": "F"}
    )
    response = client.post(reverse("delegation-guests", args=[visit.pk]), sent)

    assert response.status_code == 302
    assert list(visit.members.values_list("name_latin", "is_leader")) == [
        ("KIM Minseo", True),
        ("PARK Jun", False),
    ]


def test_guests_when_two_lead_are_refused_and_stay_on_the_page(client, unit, people):
    visit = bare_delegation(unit, people["DA"])
    client.force_login(people["DA"])

    sent = rows("members", guest_row(is_leader="on"), guest_row(name_latin="PARK Jun", is_leader="on"))
    response = client.post(reverse("delegation-guests", args=[visit.pk]), sent)

    assert response.status_code == 422
    assert "PARK Jun" in response.content.decode()
    assert not visit.members.exists()


def item_row(visit, **fields):
    return {
        "date": visit.start_on.isoformat(), "starts_at": "09:00", "ends_at": "10:00", "kind": "meeting",
        "title_zh": "会谈", "title_en": "Talks", "venue_zh": "会议室", "venue_en": "Room",
    } | fields  # fmt: skip


def test_programme_when_two_points_overlap_is_refused_with_what_overlaps(client, unit, people):
    visit = complete_delegation(unit, people["DA"])
    visit.items.all().delete()
    client.force_login(people["DA"])

    sent = rows(
        "items", item_row(visit), item_row(visit, starts_at="09:30", ends_at="11:00", title_zh="参观")
    )
    response = client.post(reverse("delegation-programme", args=[visit.pk]), sent)

    assert response.status_code == 422
    assert "参观" in response.content.decode()
    assert not visit.items.exists()


def test_budget_and_gifts_when_typed_are_saved(client, unit, people):
    visit = bare_delegation(unit, people["DA"])
    client.force_login(people["DA"])

    client.post(
        reverse("delegation-budget", args=[visit.pk]),
        rows("budget", {"category": "banquet", "quantity": "10", "unit_price": "150"}),
    )
    client.post(
        reverse("delegation-gifts", args=[visit.pk]),
        rows(
            "gifts", {"direction": "given", "item": "书签", "quantity": "2", "value": "60", "party": "代表团"}
        ),
    )

    assert Delegation.objects.get(pk=visit.pk).budget_total == 1500
    assert visit.gifts.get().item == "书签"


def test_passport_when_entered_is_encrypted_masked_and_revealed_only_with_a_reason(client, unit, people):
    visit = complete_delegation(unit, people["DA"], count=1)
    guest = visit.members.get()
    client.force_login(people["DA"])

    client.post(
        reverse("guest-passport", args=[guest.pk]),
        {
            "number": "QX1234567", "doc_type": "passport", "issuing_region": guest.nationality_id,
            "expires_on": (timezone.localdate() + timedelta(days=2000)).isoformat(),
        },
    )  # fmt: skip

    body = client.get(visit.get_absolute_url()).content.decode()
    assert "4567" in body
    assert "QX1234567" not in body
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM accounts_identitydocument")
        assert all("QX1234567" not in number for (number,) in cursor.fetchall())


@pytest.mark.parametrize(("role", "offered"), [("IOV", True), ("DIR", True), ("DA", False), ("AUD", False)])
def test_whole_passport_number_when_one_may_ask_for_it_is_linked(client, unit, people, role, offered):
    visit = delegation_at(S.IO_REVIEW, unit, people["DA"])

    body = page(client, "delegation-detail", visit.pk, user=people[role]).content.decode()

    document = visit.members.first().identity_id
    assert (reverse("number-reveal", args=[document]) in body) == offered


def test_badge_when_scanned_checks_in_and_a_stranger_sees_nothing(client, unit, other_unit, people):
    visit = delegation_at(S.APPROVED, unit, people["DA"], start_on=timezone.localdate())
    guest = visit.members.first()
    address = reverse("badge-scanned", args=[guest.badge_token])
    client.force_login(person_with("DA", other_unit))
    assert client.post(address).status_code == 404

    client.force_login(people["IOV"])
    assert guest.name_zh in client.get(address).content.decode()
    client.post(address)

    assert DelegationMember.objects.get(pk=guest.pk).checked_in_by == people["IOV"]


def test_front_desk_when_opened_shows_arrivals_and_those_here(client, unit, people):
    arriving = delegation_at(S.APPROVED, unit, people["DA"], start_on=timezone.localdate())
    arriving.members.filter(position=1).update(name_zh="今日到达")
    here = delegation_at(S.HOSTING, unit, people["DA"], start_on=timezone.localdate() - timedelta(days=1))
    here.members.filter(position=1).update(name_zh="昨日到达")

    body = page(client, "front-desk", user=people["IOV"]).content.decode()

    assert body.index("今日到达") < body.index("昨日到达")


def test_badge_when_printed_again_is_a_pdf_and_remembered(client, unit, people):
    visit = delegation_at(S.APPROVED, unit, people["DA"])
    client.force_login(people["IOV"])

    response = client.post(reverse("badge-reprint", args=[visit.members.first().pk]))

    assert response.content[:5] == b"%PDF-"
    assert Event.objects.of(visit).filter(verb="reprint").count() == 1


def test_calendar_when_opened_shows_who_is_here_by_day_and_unit(client, unit, other_unit, people):
    visit = delegation_at(S.APPROVED, unit, people["DA"], start_on=timezone.localdate())
    Delegation.objects.filter(pk=visit.pk).update(title_zh="本单位来访")
    other = delegation_at(S.APPROVED, other_unit, start_on=timezone.localdate())
    Delegation.objects.filter(pk=other.pk).update(title_zh="他单位来访")

    everything = page(client, "visitors-calendar", user=people["IOV"]).content.decode()
    one_unit = page(client, "visitors-calendar", unit=unit.pk).content.decode()

    assert "本单位来访" in everything
    assert "他单位来访" in everything
    assert "他单位来访" not in one_unit
    assert "他单位来访" not in page(client, "visitors-calendar", user=people["DA"]).content.decode()


@pytest.mark.parametrize("day", ["abc", "2026-13-40", "1/2/2026"])
def test_calendar_when_the_day_is_nonsense_is_not_found(client, people, day):
    assert page(client, "visitors-calendar", user=people["IOV"], day=day).status_code == 404


def test_desk_when_opened_shows_arrivals_and_what_is_due(client, unit, people):
    visit = delegation_at(S.APPROVED, unit, people["DA"], start_on=timezone.localdate() + timedelta(days=3))
    Delegation.objects.filter(pk=visit.pk).update(title_zh="三日后到访")
    over = delegation_at(S.SUMMARY_DUE, unit, people["DA"])
    Delegation.objects.filter(pk=over.pk).update(title_zh="总结未交", due_on=timezone.localdate())

    body = page(client, "visitors-desk", user=people["IOV"]).content.decode()

    assert "三日后到访" in body
    assert "总结未交" in body


def queries_for(client, address):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", ["visit-list", "visitors-desk", "visitors-calendar", "front-desk"])
def test_page_when_it_shows_more_visits_asks_no_more_often(name, client, unit, people):
    client.force_login(people["IOV"])
    today = timezone.localdate()
    for _place in range(2):
        delegation_at(S.APPROVED, unit, start_on=today)
    client.get(reverse(name))
    few = queries_for(client, reverse(name))
    for _place in range(3):
        delegation_at(S.APPROVED, unit, start_on=today)

    assert queries_for(client, reverse(name)) <= few


@pytest.mark.parametrize("name", ["delegation-detail", "delegation-guests", "delegation-programme"])
def test_page_of_a_visit_when_it_has_more_guests_asks_no_more_often(name, client, unit, people):
    client.force_login(people["DA"])
    few, many = (
        complete_delegation(unit, people["DA"], count=3),
        complete_delegation(unit, people["DA"], count=7),
    )
    client.get(reverse(name, args=[few.pk]))

    first = queries_for(client, reverse(name, args=[few.pk]))
    assert queries_for(client, reverse(name, args=[many.pk])) <= first


def test_every_step_page_when_open_shows_in_both_languages(client, unit, people):
    visit = delegation_at(S.SUMMARY_DUE, unit, people["DA"])
    client.force_login(people["DA"])
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        assert client.get(reverse("delegation-close", args=[visit.pk])).status_code == 200


def test_close_page_when_sent_with_what_is_asked_closes_the_visit(client, unit, people):
    visit = delegation_at(S.SUMMARY_DUE, unit, people["DA"])
    client.force_login(people["DA"])

    client.post(
        reverse("delegation-close", args=[visit.pk]),
        {"overseas_headcount_actual": "7", "summary_zh": "来访圆满。", "version": visit.version},
    )

    visit.refresh_from_db()
    assert (visit.status, visit.overseas_headcount_actual) == (S.CLOSED, 7)
