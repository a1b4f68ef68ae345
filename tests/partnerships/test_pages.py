"""The pages of partnerships: what they show to whom, what their forms do, and that no list costs more per row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Attachment
from partnerships import actions
from partnerships.models import Activity, Agreement, CalendarFeed, FollowUp, Institution
from tests.conftest import ROLES
from tests.factories.accounts import person_with
from tests.factories.partnerships import (
    ActivityFactory,
    AgreementFactory,
    BalanceEntryFactory,
    ContactFactory,
    CooperativeProgrammeFactory,
    CoordinatorFactory,
    FollowUpFactory,
    GlobalCompetenceCourseFactory,
    InstitutionFactory,
    IntroducedCourseFactory,
    LaboratoryFactory,
    region,
)
from tests.partnerships.conftest import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, people):
    client.force_login(people["IOP"])
    client.cookies["django_language"] = "en"
    return client


def text_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


LISTS = {
    "institution-list": lambda: ActivityFactory(),
    "agreement-list": lambda: AgreementFactory(),
    "laboratory-list": lambda: LaboratoryFactory(),
    "cooperativeprogramme-list": lambda: CooperativeProgrammeFactory(),
    "introducedcourse-list": lambda: IntroducedCourseFactory(),
    "globalcompetencecourse-list": lambda: GlobalCompetenceCourseFactory(),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_queries_with_one_row_and_with_three(name, desk):
    LISTS[name]()
    desk.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        desk.get(reverse(name))
    LISTS[name]()
    LISTS[name]()
    with CaptureQueriesContext(connection) as three:
        desk.get(reverse(name))

    assert len(three) == len(one)


def fill(institution):
    AgreementFactory(partners=[institution], kind="mou")
    LaboratoryFactory(partners=[institution])
    ContactFactory(institution=institution)
    FollowUpFactory(activity=ActivityFactory(institution=institution))
    IntroducedCourseFactory(partner=institution)


def test_the_page_of_a_partner_costs_the_same_queries_however_much_there_is(desk):
    institution = InstitutionFactory()
    fill(institution)
    desk.get(institution.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        desk.get(institution.get_absolute_url())
    fill(institution)
    fill(institution)
    with CaptureQueriesContext(connection) as three:
        desk.get(institution.get_absolute_url())

    assert len(three) == len(one)


def test_the_page_of_a_partner_tells_the_whole_relation(desk):
    institution = InstitutionFactory()
    agreement = AgreementFactory(partners=[institution], number="AGR-2025-0001")
    BalanceEntryFactory(agreement=agreement)
    laboratory = LaboratoryFactory(partners=[institution])
    ContactFactory(institution=institution, name="Anna Contact")
    FollowUpFactory(activity=ActivityFactory(institution=institution, title_en="Visit of the dean"))

    page = text_of(desk, institution.get_absolute_url())

    for shown in (
        "AGR-2025-0001",
        laboratory.name_en,
        "Anna Contact",
        "Visit of the dean",
        "2026-2027",
        "chart-bar",
    ):
        assert shown in page
    assert "Active relation" in page


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda one: None, "No valid agreement"),
        (
            lambda one: AgreementFactory(
                partners=[one], expires_on=timezone.localdate() + timezone.timedelta(days=50)
            ),
            "Ending soon",
        ),
        (
            lambda one: BalanceEntryFactory(agreement=AgreementFactory(partners=[one]), semesters=9),
            "One-sided",
        ),
        (lambda one: AgreementFactory(partners=[one]), "Sleeping"),
    ],
    ids=["none", "ending", "one-sided", "sleeping"],
)
def test_the_health_of_a_relation_is_said_with_its_reason(make, word, desk):
    institution = InstitutionFactory()
    make(institution)

    assert word in text_of(desk, institution.get_absolute_url())


def test_a_coordinator_sees_the_own_institution_and_nothing_internal(client):
    coordinator = CoordinatorFactory()
    institution = coordinator.institution
    Institution.objects.filter(pk=institution.pk).update(risk_note="CANARY-RISK")
    ContactFactory(institution=institution, name="CANARY-CONTACT")
    ActivityFactory(institution=institution, title_zh="CANARY-LOG", title_en="CANARY-LOG")
    held = AgreementFactory(partners=[institution], summary="CANARY-SUMMARY")
    draft = AgreementFactory(partners=[institution], status="drafting")
    other = InstitutionFactory()
    client.force_login(coordinator.user)

    page = text_of(client, institution.get_absolute_url()) + text_of(client, held.get_absolute_url())

    assert "CANARY" not in page
    for hidden in (other, draft, AgreementFactory()):
        assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(reverse("agreement-balance", args=[held.pk])).status_code == 404


def test_a_coordinator_whose_time_is_over_sees_nothing(client):
    coordinator = CoordinatorFactory(expires_on=timezone.localdate() - timezone.timedelta(days=1))
    client.force_login(coordinator.user)

    assert client.get(coordinator.institution.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_a_draft_of_another_unit_is_a_404_but_for_the_office(client, people, role, other_unit):
    draft = AgreementFactory(unit=other_unit, status="drafting")
    client.force_login(people[role])

    expected = 200 if role in {"IOP", "DIR", "AUD"} else 404

    assert client.get(draft.get_absolute_url()).status_code == expected


@pytest.mark.parametrize("role", ["TEA", "IOS", "LDR", "IOT"])
def test_contacts_and_risks_are_not_for_everybody(client, people, role):
    institution = InstitutionFactory(risk_note="CANARY-RISK")
    ContactFactory(institution=institution, name="CANARY-CONTACT")
    client.force_login(people[role])

    assert "CANARY" not in text_of(client, institution.get_absolute_url())


def test_entering_an_institution_keeps_it_with_its_names(desk):
    response = desk.post(
        reverse("institution-create"),
        {
            "name_zh": "锡根大学", "name_en": "University of Siegen", "kind": "university", "region": region().pk,
            "website": "www.uni-siegen.de", "ror_id": "https://ror.org/00pjdza24", "strategic_level": "key",
        },
    )  # fmt: skip

    made = Institution.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.ror_id, made.domain, made.names.count()) == ("00pjdza24", "uni-siegen.de", 2)


def test_a_ror_id_known_already_is_refused_in_the_form(desk):
    InstitutionFactory(ror_id="00pjdza24", name_en="Known University")

    response = desk.post(
        reverse("institution-create"),
        {
            "name_zh": "大学",
            "kind": "university",
            "region": region().pk,
            "ror_id": "00pjdza24",
            "strategic_level": "key",
        },
    )

    assert "Known University has this ROR id already." in response.content.decode()
    assert Institution.objects.count() == 1


def test_typing_a_known_name_shows_who_it_may_be(desk, people):
    actions.save_institution(InstitutionFactory(name_en="University of Siegen"), by=people["IOP"])

    page = text_of(desk, reverse("institution-lookalikes") + "?name_en=university+of+SIEGEN&name_zh=")

    assert "University of Siegen" in page


def test_the_picker_keeps_what_is_ticked_and_offers_what_is_typed(desk, people):
    ticked = InstitutionFactory(name_en="Ticked University")
    for name in ("Found University", "Hidden College"):
        actions.save_institution(InstitutionFactory(name_en=name), by=people["IOP"])

    page = text_of(
        desk, f"{reverse('institution-options')}?field=partners&multiple=1&words=found&partners={ticked.pk}"
    )

    assert page.count("checked") == 1
    assert "Ticked University" in page
    assert "Found University" in page
    assert "Hidden College" not in page


def draft_fields(unit, *partners, **changes):
    return {
        "title_zh": "学生交换协议", "kind": "student_exchange", "level": "school", "unit": unit.pk,
        "partners": [partner.pk for partner in partners], "languages": "zh, en", "count_unit": "semester",
        "effective_on": "2026-09-01", "expires_on": "2031-08-31", "summary": "互派学生",
    } | changes  # fmt: skip


def test_a_draft_is_written_sent_and_read_through_its_pages(client, people, unit):
    partners = [InstitutionFactory(), InstitutionFactory()]
    client.force_login(people["DA"])
    response = client.post(reverse("agreement-create"), draft_fields(unit, *partners))
    agreement = Agreement.objects.get()
    assert response.url == agreement.get_absolute_url()
    assert list(agreement.partners.order_by("parties__position")) == partners

    client.post(
        reverse("agreement-attach", args=[agreement.pk]),
        {"category": "draft", "file": pdf(), "visibility": "internal"},
    )
    client.post(reverse("agreement-submit", args=[agreement.pk]), {"note": "", "version": agreement.version})

    agreement.refresh_from_db()
    assert agreement.status == "unit_review"
    assert Attachment.objects.of(agreement).get().sha256


def test_a_draft_for_another_unit_is_refused_in_the_form(client, people, other_unit):
    client.force_login(people["DA"])

    response = client.post(reverse("agreement-create"), draft_fields(other_unit, InstitutionFactory()))

    assert response.status_code == 200
    assert Agreement.objects.count() == 0


def test_an_overlap_is_a_warning_and_the_draft_is_kept_ag_04(desk, people, unit):
    partner = InstitutionFactory()
    AgreementFactory(partners=[partner], number="AGR-2025-0007")

    response = desk.post(reverse("agreement-create"), draft_fields(unit, partner), follow=True)

    assert "AGR-2025-0007" in response.content.decode()
    assert Agreement.objects.filter(status="drafting").count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"expires_on": "2026-09-01"}, "It would end before it begins (AG-01)."),
        ({"is_open_ended": "on"}, "An agreement without an end neither expires nor renews."),
        ({"auto_renew": "on"}, "Say when the first term ends and by how many years it renews."),
        ({"partners": []}, "This field is required."),
    ],
)
def test_what_cannot_be_is_refused_in_the_form_ec_40(changes, message, desk, unit):
    response = desk.post(reverse("agreement-create"), draft_fields(unit, InstitutionFactory(), **changes))

    assert message in response.content.decode()
    assert Agreement.objects.count() == 0


def test_the_renewal_is_drafted_from_the_agreement_it_renews(desk):
    old = AgreementFactory(title_zh="旧协议")

    page = text_of(desk, f"{reverse('agreement-create')}?renews={old.pk}")

    assert "旧协议" in page
    assert f'<option value="{old.pk}" selected' in page
    assert f'value="{old.partners.get().pk}" checked' in page


def test_signing_through_the_page_wants_days_and_scan(desk, unit):
    agreement = AgreementFactory(
        unit=unit, status="approved_to_sign", signed_on_our=None, signed_on_their=None
    )
    url = reverse("agreement-sign", args=[agreement.pk])
    assert desk.post(url, {"note": ""}).status_code == 422

    days = {name: "2024-05-01" for name in ("signed_on_our", "signed_on_their")}
    desk.post(url, {**days, "effective_on": "2024-09-01", "expires_on": "2034-08-31", "signed_scan": pdf()})

    agreement.refresh_from_db()
    assert agreement.status == "effective"


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("agreement-balance-add", {"academic_year": "2025-2026", "direction": "out", "semesters": "1"}),
        (
            "agreement-balance-correct",
            {"academic_year": "2025-2026", "direction": "in", "semesters": "1", "reason": "对账差异"},
        ),
        ("agreement-amend", {"title_zh": "补充协议", "changes": "名额调整"}),
        (
            "agreement-terminate",
            {"by_side": "ours", "letter_on": "2026-11-01", "ends_from": "2027-08-31", "reason": "专业调整"},
        ),
        ("agreement-archive", {"archived_on": "2026-11-01", "originals_at": "档案馆 A-12"}),
    ],
)
def test_what_follows_a_signature_is_written_through_its_page(page, fields, desk):
    agreement = AgreementFactory()
    url = reverse(page, args=[agreement.pk])
    assert desk.get(url).status_code == 200
    assert desk.post(url, {}).status_code == 422

    response = desk.post(url, fields)

    assert response.status_code == 302
    assert response.url == agreement.get_absolute_url()
    assert desk.get(response.url).status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("year=2021", {"old"}), ("year=2026", {"held", "ending"}), ("ending=6", {"ending"}), ("status=expired", {"old"}),
        ("status=expiring", {"ending"}), ("q=Belgrade", {"held"}), ("q=nothing", set()),
    ],
)  # fmt: skip
def test_the_filters_people_ask_for(query, found, desk, people):
    belgrade = InstitutionFactory(name_en="University of Belgrade")
    actions.save_institution(belgrade, by=people["IOP"])
    today = timezone.localdate()
    day = timezone.timedelta(days=1)
    made = {
        "old": AgreementFactory(
            effective_on=today.replace(year=2019, day=1), expires_on=today.replace(year=2022, day=2)
        ),
        "held": AgreementFactory(partners=[belgrade]),
        "ending": AgreementFactory(expires_on=today + 100 * day),
    }

    page = text_of(desk, f"{reverse('agreement-list')}?{query}")

    assert {name for name, agreement in made.items() if f"{agreement.title_en}<" in page} == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("no_agreement=true", {"bare"}),
        ("silent=true", {"tied"}),
        ("q=bare", {"bare"}),
        ("status=dormant", set()),
    ],
)
def test_partners_without_agreement_and_silent_ones_are_found(query, found, desk, people):
    bare, tied = InstitutionFactory(name_en="Bare University"), InstitutionFactory(name_en="Tied University")
    for institution in (bare, tied):
        actions.save_institution(institution, by=people["IOP"])
    AgreementFactory(partners=[tied])
    ActivityFactory(institution=bare)

    page = text_of(desk, f"{reverse('institution-list')}?{query}")

    assert {name for name, one in (("bare", bare), ("tied", tied)) if one.name_en in page} == found


def test_a_follow_up_stands_on_its_owners_home_page_until_it_is_done(client, people):
    activity = ActivityFactory()
    client.force_login(people["IOP"])
    client.post(
        reverse("followup-add", args=[activity.pk]),
        {"title_zh": "寄送邀请函", "owner": people["DA"].pk, "due_on": "2026-12-01"},
    )
    follow_up = FollowUp.objects.get()
    client.force_login(people["DA"])
    assert "寄送邀请函" in text_of(client, reverse("home"))

    client.post(reverse("followup-finish", args=[follow_up.pk]), {"version": follow_up.version})

    follow_up.refresh_from_db()
    assert follow_up.status == "done"
    assert "寄送邀请函" not in text_of(client, reverse("home"))


def test_nobody_else_finishes_a_follow_up(client, people):
    follow_up = FollowUpFactory(owner=people["DA"])
    client.force_login(people["TEA"])

    response = client.post(reverse("followup-finish", args=[follow_up.pk]), {})

    follow_up.refresh_from_db()
    assert follow_up.status == "open"
    assert response.status_code in {403, 422}


def test_an_activity_is_logged_through_its_page(client, people):
    institution = InstitutionFactory()
    client.force_login(people["DA"])

    client.post(
        reverse("activity-create", args=[institution.pk]),
        {"on": "2026-11-20", "kind": "meeting", "title_zh": "商谈交换名额"},
    )

    activity = Activity.objects.get()
    assert (activity.author, activity.institution) == (people["DA"], institution)


class TestCalendar:
    """A secret address reads what its person may see, and nothing else."""

    def address(self, client):
        response = client.post(reverse("calendar-address"))
        return response.context["address"].removeprefix("http://testserver")

    def test_the_calendar_holds_the_ends_its_person_may_see(self, client, people, other_unit):
        shown = AgreementFactory(unit=people["DA"].unit, title_zh="可见协议", number="AGR-2025-0001")
        AgreementFactory(unit=other_unit, title_zh="他院协议", number="AGR-2025-0002")
        client.force_login(people["DA"])
        address = self.address(client)
        client.logout()

        content = client.get(address).content.decode().replace("\r\n ", "")

        assert content.startswith("BEGIN:VCALENDAR")
        assert f"DTSTART;VALUE=DATE:{shown.expires_on:%Y%m%d}" in content
        assert "可见协议" in content
        assert "他院协议" not in content

    def test_a_new_address_ends_the_old_one_and_only_a_fingerprint_is_kept(self, client, people):
        client.force_login(people["IOP"])
        old, new = self.address(client), self.address(client)

        assert client.get(old).status_code == 404
        assert client.get(new).status_code == 200
        assert CalendarFeed.objects.get().token_hash not in new

    def test_an_address_given_up_or_of_somebody_who_left_is_not_found(self, client, people):
        client.force_login(people["IOP"])
        address = self.address(client)
        people["IOP"].is_active = False
        people["IOP"].save()
        client.logout()
        assert client.get(address).status_code == 404

    def test_auto_renewal_and_the_notice_day_are_told_apart(self, client, people):
        AgreementFactory(auto_renew=True, renew_years=1, notice_days=90)
        person = person_with("IOP", language="en")
        client.force_login(person)

        content = client.get(self.address(client)).content.decode().replace("\r\n ", "")

        assert "renews by itself" in content
        assert "Last day for a notice" in content
