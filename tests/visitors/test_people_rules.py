"""The rules of projects, trips, conferences, the contest and letters, each at its border (§4.2–4.5)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Person
from certificates.models import CertificateBatch, CertificateType
from tests.factories.accounts import UserFactory, grant, person_with
from tests.factories.visitor_people import (
    ConferenceFactory,
    ContestEntryFactory,
    EngagementFactory,
    ExpertFactory,
    ExpertProjectFactory,
    LectureFactory,
    PermitFactory,
    StaffTripFactory,
    budgeted,
    contest,
    participants,
    passport,
    route,
)
from visitors import actions
from visitors.actions.contest import mean_without_extremes, place_awards
from visitors.actions.expert import check_orcid
from visitors.actions.trip_checks import trip_problems
from visitors.models import (
    Adjustment,
    Conference,
    Engagement,
    Expenditure,
    ExpertProject,
    JudgingSheet,
    Permit,
    StaffTrip,
)

TODAY = timezone.localdate


@pytest.fixture
def desk(office):
    return person_with("IOV", office)


def spend(project, desk, amount, category="travel", voucher="V1"):
    spending = Expenditure(on=TODAY(), category=category, amount=Decimal(amount), voucher=voucher)
    return actions.record_expenditure(project, spending, by=desk)


@pytest.mark.parametrize(("amount", "goes"), [("66000", True), ("66000.01", False)])
def test_a_category_is_overspent_by_ten_per_cent_at_most(unit, desk, amount, goes):
    project = budgeted(unit=unit)

    if goes:
        spend(project, desk, amount)
    else:
        with pytest.raises(ValidationError):
            spend(project, desk, amount)

    assert project.expenditures.count() == goes


def test_an_approved_adjustment_makes_room_and_a_refused_one_does_not(unit, desk, people):
    project = budgeted(unit=unit)

    def ask(amount):
        change = Adjustment(
            from_category="lodging", to_category="travel", amount=Decimal(amount), reason="票价上涨"
        )
        return actions.ask_adjustment(project, change, by=people["DA"])

    actions.refuse_adjustment(ask(10_000), by=desk, note="理由不足")
    with pytest.raises(ValidationError):
        spend(project, desk, 70_000)
    actions.approve_adjustment(ask(10_000), by=desk)
    spend(project, desk, 70_000)

    assert dict(project.budget.values_list("category", "amount")) == {"travel": 70_000, "lodging": 30_000}
    assert project.execution_rate == Decimal("70.0")


def test_a_project_spends_no_more_than_was_approved(unit, desk):
    project = budgeted(unit=unit)
    spend(project, desk, 65_000)

    with pytest.raises(ValidationError):
        spend(project, desk, 35_001, "lodging", "V2")


def test_the_same_voucher_is_entered_once(unit, desk):
    project = budgeted(unit=unit)
    spend(project, desk, 10)

    with pytest.raises(ValidationError):
        spend(project, desk, 10)


def test_projects_are_counted_by_status_level_and_days(db):
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    running = ExpertProjectFactory(status="executing", approved_on=date(2026, 3, 1), approved_amount=5)
    ExpertProjectFactory(status="applied")
    ExpertProjectFactory(
        status="closed", start_on=date(2020, 1, 1), end_on=date(2025, 12, 31), approved_on=date(2020, 1, 1)
    )
    school = ExpertProjectFactory(status="executing", level="school", approved_on=date(2026, 3, 1))

    assert set(ExpertProject.objects.active_between(first, last)) == {running, school}
    assert set(ExpertProject.objects.national_approved_between(first, last)) == {running}


@pytest.mark.parametrize(
    ("codes", "days", "goes"),
    [(["FR"], 5, True), (["FR"], 6, False), (["FR", "DE"], 8, True), (["FR", "DE"], 9, False),
     (["FR", "DE", "GB"], 10, True), (["FR", "DE", "GB"], 11, False), (["FR", "DE", "GB", "US"], 10, False)],
)  # fmt: skip
def test_an_official_trip_keeps_to_the_days_of_its_countries_both_ends_counted(codes, days, goes, unit):
    start = TODAY() + timedelta(days=90)
    trip = route(StaffTripFactory(unit=unit, start_on=start, end_on=start + timedelta(days=days - 1)), *codes)

    assert trip.days == days
    assert (trip_problems(trip) == []) is goes


@pytest.mark.parametrize(("others", "goes"), [(4, True), (5, False)])
def test_a_group_has_five_people_at_most(others, goes, unit):
    trip = route(StaffTripFactory(unit=unit))
    for _turn in range(others):
        trip.members.create(user=UserFactory())

    assert (trip_problems(trip) == []) is goes


@pytest.mark.parametrize(("days_ago", "blocked"), [(30, False), (31, True)])
@pytest.mark.parametrize("as_member", [False, True])
def test_whoever_owes_a_report_files_no_new_trip(days_ago, blocked, as_member, unit):
    traveller = UserFactory()
    back = TODAY() - timedelta(days=days_ago)
    late = StaffTripFactory(
        unit=unit, status="report_due", departed_on=back - timedelta(days=4), returned_on=back,
        **({} if as_member else {"traveller": traveller}),
    )  # fmt: skip
    if as_member:
        late.members.create(user=traveller)

    problems = trip_problems(route(StaffTripFactory(unit=unit, traveller=traveller)))

    assert bool(problems) is blocked


def test_the_notice_stands_five_working_days(unit, people):
    trip = route(StaffTripFactory(unit=unit))
    actions.submit_stafftrip(trip, by=trip.traveller if trip.traveller.role_codes else people["DA"])
    actions.endorse_stafftrip(trip, by=people["DH"])

    with pytest.raises(ValidationError):
        actions.end_notice_stafftrip(trip, by=people["DA"])

    assert (trip.publicity_until - trip.publicity_from).days >= 5


def test_money_needs_finance_and_a_refusal_holds_the_trip(unit, people, desk):
    trip = route(StaffTripFactory(unit=unit, status="io_review", budget_amount=Decimal(1000)))

    with pytest.raises(ValidationError):
        actions.accept_stafftrip(trip, by=desk)
    actions.give_opinion_stafftrip(trip, agrees=False, text="经费不足", by=people["FIN"])
    with pytest.raises(ValidationError):
        actions.accept_stafftrip(trip, by=desk)
    actions.give_opinion_stafftrip(trip, agrees=True, text="已落实", by=people["FIN"])
    actions.accept_stafftrip(trip, by=desk)

    assert trip.status == "leader_review"


def test_no_trip_is_approved_after_it_began(unit, desk):
    trip = StaffTripFactory(unit=unit, status="external_review", start_on=TODAY() - timedelta(days=1))

    with pytest.raises(ValidationError):
        actions.record_permit_stafftrip(trip, by=desk, permit_no="1", permit_on=TODAY() - timedelta(days=2))

    trip.refresh_from_db()
    assert trip.status == "external_review"


def test_a_changed_route_loses_its_approval(unit, people):
    trip = StaffTripFactory(unit=unit, status="approved", permit_no="1", permit_on=TODAY())

    actions.amend_stafftrip(trip, by=people["DA"], note="增加一站")

    trip.refresh_from_db()
    assert (trip.status, trip.permit_no, trip.permit_on) == ("draft", "", None)


def test_an_approved_change_on_the_way_moves_the_day_of_return(unit, people, desk):
    trip = StaffTripFactory(unit=unit, status="abroad", departed_on=TODAY())
    later = trip.end_on + timedelta(days=2)
    change = actions.ask_change_stafftrip(
        trip, trip.changes.model(new_end_on=later, reason="航班取消"), by=people["DA"]
    )
    actions.approve_tripchange(change, by=desk)

    trip.refresh_from_db()
    assert trip.end_on == later


def test_days_beyond_the_approval_are_flagged(unit, people):
    start = TODAY() - timedelta(days=10)
    trip = StaffTripFactory(
        unit=unit, status="abroad", start_on=start, end_on=start + timedelta(days=4), departed_on=start
    )

    actions.come_back_stafftrip(trip, by=people["DA"], returned_on=start + timedelta(days=6))

    assert (trip.status, trip.overstayed_days) == ("returned", 2)


def test_a_scholar_owes_reports_from_abroad_and_a_talk(unit, people, desk):
    start = TODAY() - timedelta(days=400)
    trip = StaffTripFactory(
        unit=unit,
        kind="visiting_scholar",
        status="approved",
        start_on=start,
        end_on=start + timedelta(days=380),
    )
    actions.depart_stafftrip(trip, by=people["DA"], departed_on=start)
    assert trip.scholar_reports.count() == 2

    actions.come_back_stafftrip(trip, by=people["DA"], returned_on=start + timedelta(days=380))
    actions.hand_in_stafftrip(trip, by=people["DA"], report="总结")
    with pytest.raises(ValidationError) as told:
        actions.close_stafftrip(trip, by=desk)
    assert len(told.value.messages) == 2
    for report in trip.scholar_reports.all():
        actions.hand_in_scholar_report(report, text="进展顺利", by=people["DA"])
    actions.hand_in_stafftrip(trip, by=people["DA"], report="总结", talk_on=TODAY())
    actions.close_stafftrip(trip, by=desk)

    assert trip.status == "closed"


def test_trips_are_counted_by_the_day_of_departure_without_private_ones(unit):
    day = date(2026, 5, 1)
    counted = [
        StaffTripFactory(unit=unit, departed_on=day, kind=kind)
        for kind in ("official_short", "visiting_scholar")
    ]
    for kind in ("private", "long_term"):
        StaffTripFactory(unit=unit, departed_on=day, kind=kind)
    StaffTripFactory(unit=unit)

    assert set(StaffTrip.objects.departed_between(day, day)) == set(counted)


def test_engagements_count_once_taken_up_and_short_ones_by_a_lecture(unit):
    day = date(2026, 5, 1)
    values = {"unit": unit, "start_on": day}
    taken = EngagementFactory(taken_up_on=day, **values)
    EngagementFactory(taken_up_on=day, kind="online", **values)
    EngagementFactory(**values)
    short = EngagementFactory(kind="short_term", end_on=day, **values)
    LectureFactory.create_batch(2, engagement=short, status="held")

    assert set(Engagement.objects.counted_between(day, day)) == {taken, short}
    assert Engagement.objects.counted_between(day, day).count() == 2


@pytest.mark.parametrize(("days", "goes"), [(2000, True), (400, False)])
def test_a_passport_that_ends_soon_blocks_the_visa_until_a_reason_is_given(unit, desk, days, goes):
    engagement = EngagementFactory(unit=unit, status="invited")
    passport(engagement.expert.person, expires_on=TODAY() + timedelta(days=days))

    if not goes:
        with pytest.raises(ValidationError):
            actions.grant_visa_engagement(engagement, by=desk)
        actions.grant_visa_engagement(engagement, by=desk, passport_override="新护照已申请")
    else:
        actions.grant_visa_engagement(engagement, by=desk)

    assert engagement.status == "visa"


def test_nobody_takes_up_a_long_post_without_a_work_permit(unit, desk):
    engagement = EngagementFactory(unit=unit, status="arrived", arrived_on=TODAY())

    with pytest.raises(ValidationError):
        actions.take_up_engagement(engagement, by=desk, taken_up_on=TODAY())
    PermitFactory(expert=engagement.expert)
    actions.take_up_engagement(engagement, by=desk, taken_up_on=TODAY())

    assert engagement.status == "on_post"


def test_a_new_permit_supersedes_the_old_and_no_new_plastic_card_is_made(unit, desk):
    expert = ExpertFactory(unit=unit)
    old = PermitFactory(expert=expert)
    new = actions.add_permit_expert(
        Permit(expert=expert, kind="work_permit", category="A", number="5100", expires_on=TODAY()), by=desk
    )
    with pytest.raises(ValidationError):
        actions.add_permit_expert(
            Permit(
                expert=expert, kind="work_permit", category="A", medium="plastic", issued_on=date(2025, 1, 1)
            ),
            by=desk,
        )

    old.refresh_from_db()
    assert (old.state, new.state, new.masked) == ("superseded", "current", "····5100")


def test_an_expert_with_a_known_passport_is_not_filed_twice(unit, desk):
    known = ExpertFactory(unit=unit)
    document = passport(known.person, number="AA1234567")
    values = {
        "number": "aa 1234567",
        "issuing_region": document.issuing_region,
        "expires_on": document.expires_on,
    }

    with pytest.raises(ValidationError):
        actions.file_expert(type(known)(unit=unit), Person(name_zh="另一人"), passport=values, by=desk)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000000218250097", "0000-0002-1825-0097"),
        ("", ""),
    ],
)
def test_an_orcid_is_kept_in_groups_of_four(text, kept):
    assert check_orcid(text) == kept


def test_an_orcid_with_a_wrong_check_character_is_refused():
    with pytest.raises(ValidationError):
        check_orcid("0000-0002-1825-0098")


def test_salary_is_shown_to_few(client, unit, people, desk):
    engagement = EngagementFactory(unit=unit, salary=Decimal("18765.00"))
    seen = {}
    for role in ("DA", "DH", "IOV", "DIR", "FIN", "AUD"):
        client.force_login(people[role])
        response = client.get(engagement.get_absolute_url())
        seen[role] = (
            response.status_code,
            "18,765" in response.content.decode() or "18765" in response.content.decode(),
        )

    assert {role for role, (_status, shown) in seen.items() if shown} == {"IOV", "DIR", "FIN"}
    assert {status for status, _shown in seen.values()} == {200}


@pytest.mark.parametrize(
    ("changes", "grade"),
    [({}, "general"), ({"expected_foreign": 300, "expected_total": 400}, "major"), ({"expected_total": 800}, "major"),
     ({"discipline": "social", "expected_foreign": 100}, "major"), ({"discipline": "social", "expected_total": 400}, "major"),
     ({"has_un_body": True}, "major"), ({"expected_foreign": 299, "expected_total": 799}, "general")],
)  # fmt: skip
def test_the_grade_follows_the_thresholds(changes, grade, unit):
    assert ConferenceFactory.build(unit=unit, **changes).grade_by_rule == grade


@pytest.mark.parametrize(
    ("counts", "category"),
    [
        ({"CN": 90, "FR": 5, "DE": 5}, "international"),
        ({"CN": 90, "FR": 5, "HK": 30}, "bilateral"),
        ({"CN": 90, "HK": 9}, "hkmt"),
    ],
)
def test_hong_kong_macao_and_taiwan_do_not_count_as_countries(counts, category, unit):
    assert participants(ConferenceFactory(unit=unit), **counts).category_by_rule == category


def test_names_with_big_words_want_a_reason(unit, people):
    conference = participants(ConferenceFactory(unit=unit, status="draft", title_zh="首届智能气象高峰论坛"))

    with pytest.raises(ValidationError):
        actions.submit_conference(conference, by=people["DA"])
    actions.submit_conference(conference, by=people["DA"], note="沿用系列会议名称")

    assert conference.words_to_avoid == ["高峰论坛", "首届"]
    assert conference.status == "unit_review"


def test_conferences_are_counted_once_held_international_and_not_merely_helped(unit):
    day = date(2026, 5, 3)
    values = {"unit": unit, "start_on": day, "end_on": day}
    counted = [ConferenceFactory(status=status, **values) for status in ("held", "closed")]
    ConferenceFactory(status="announced", **values)
    ConferenceFactory(status="closed", category="bilateral", **values)
    ConferenceFactory(status="closed", role="co_host", **values)

    assert set(Conference.objects.counted_between(day, day)) == set(counted)


@pytest.mark.parametrize(
    ("totals", "mean"),
    [
        ([90, 80, 70, 60, 10], "70.000"),
        ([100, 100, 100, 100, 0], "100.000"),
        ([90, 80], "85.000"),
        ([50], "50.000"),
    ],
)
def test_highest_and_lowest_are_dropped_where_enough_judges_scored(totals, mean):
    assert mean_without_extremes([Decimal(total) for total in totals], 5) == Decimal(mean)


def test_awards_follow_the_ranks_within_their_quotas():
    ranked = [(name, Decimal(score)) for name, score in (("a", 70), ("b", 90), ("c", 80), ("d", 60))]

    assert place_awards(ranked, {"first": 1, "third": 2}) == {"b": "first", "c": "third", "a": "third"}


def test_a_tie_at_the_line_is_left_to_people():
    with pytest.raises(ValidationError):
        place_awards([("a", Decimal(90)), ("b", Decimal(90))], {"first": 1})


@pytest.fixture
def judged(unit):
    edition = contest(unit=unit, status="preliminary")
    ContestEntryFactory.create_batch(3, edition=edition, status="submitted")
    for place, entry in enumerate(edition.entries.order_by("pk")):
        entry.code = f"X-{place}"
        entry.save()
    return edition


def points(edition, value):
    return {criterion.pk: Decimal(value) for criterion in edition.criteria.all()}


def test_judges_do_not_judge_their_own_college_and_see_no_names(judged, client):
    judge = judged.judges.first().user
    own, other, third = judged.entries.order_by("pk")
    own.unit = judge.unit
    own.save()
    grant(judge, "TEA")
    client.force_login(judge)

    with pytest.raises(PermissionDenied):
        actions.score_entry(own, points=points(judged, 80), by=judge)
    page = client.get("/visitors/judging/").content.decode()
    sheet = client.get(f"/visitors/judging/{other.pk}/").content.decode()

    assert own.code not in page
    assert other.code in page
    assert client.get(f"/visitors/judging/{own.pk}/").status_code == 404
    for text in (other.teacher.name_zh, other.teacher.name_en, other.unit.name_zh):
        assert text not in page
        assert text not in sheet


def test_a_sheet_weighs_its_criteria_and_is_kept_once(judged):
    judge, entry = judged.judges.first().user, judged.entries.first()
    content, language = judged.criteria.order_by("pk")
    actions.score_entry(entry, points={content.pk: Decimal(50), language.pk: Decimal(100)}, by=judge)
    actions.score_entry(entry, points={content.pk: Decimal(90), language.pk: Decimal(80)}, by=judge)

    assert JudgingSheet.objects.get().total == Decimal("86.000")


def test_from_the_preliminary_round_to_the_certificates(judged, desk, people):
    def judge_all(status):
        for place, entry in enumerate(judged.entries.filter(status=status).order_by("pk")):
            for judge in judged.judges.all():
                actions.score_entry(entry, points=points(judged, 90 - 10 * place), by=judge.user)

    judge_all("submitted")
    actions.advance_contestedition(judged, by=desk)
    assert sorted(judged.entries.values_list("status", flat=True)) == ["eliminated", "finalist", "finalist"]
    judge_all("finalist")
    actions.propose_contestedition(judged, by=desk)
    actions.award_contestedition(judged, by=people["DIR"])

    assert list(judged.entries.filter(status="awarded").order_by("pk").values_list("award", flat=True)) == [
        "first",
        "second",
    ]
    CertificateType.objects.create(
        code="CON",
        name_zh="获奖证书",
        name_en="Award",
        desk="visitors",
        approver="director",
        request_roles=["IOV"],
    )
    batch = actions.request_certificates_contestedition(judged, by=desk)
    assert (batch.total, actions.request_certificates_contestedition(judged, by=desk).pk) == (2, batch.pk)


def test_letters_are_asked_for_once_the_engagement_is_approved(unit, desk):
    CertificateType.objects.create(
        code="EXP",
        name_zh="聘书",
        name_en="Appointment",
        desk="visitors",
        approver="leader",
        request_roles=["IOV"],
    )
    engagement = EngagementFactory(unit=unit)
    with pytest.raises(ValidationError):
        actions.request_letter_engagement(engagement, letter="EXP", by=desk)
    Engagement.objects.update(status="approved")
    batch = actions.request_letter_engagement(engagement, letter="EXP", by=desk)

    assert CertificateBatch.objects.get() == batch
    assert batch.certificates.get().name_latin == engagement.expert.person.passport_name


@pytest.mark.parametrize(
    ("address", "make"),
    [
        (
            "/visitors/experts/",
            lambda unit: passport(EngagementFactory(unit=unit, status="on_post").expert.person),
        ),
        ("/visitors/engagements/", lambda unit: EngagementFactory(unit=unit)),
        ("/visitors/projects/", lambda unit: budgeted(unit=unit)),
        ("/visitors/trips/", lambda unit: route(StaffTripFactory(unit=unit))),
        ("/visitors/conferences/", lambda unit: participants(ConferenceFactory(unit=unit))),
        ("/visitors/contest-entries/", lambda unit: ContestEntryFactory(unit=unit)),
        (
            "/visitors/",
            lambda unit: passport(
                EngagementFactory(unit=unit, status="on_post").expert.person, expires_on=TODAY()
            ),
        ),
    ],
)
def test_a_list_asks_no_more_for_three_rows_than_for_one(
    address, make, client, unit, desk, django_assert_max_num_queries
):
    client.force_login(desk)
    make(unit)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    make(unit)
    make(unit)
    with django_assert_max_num_queries(len(one)):
        client.get(address)
