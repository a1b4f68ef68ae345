"""The reception of seven guests over three days: every paper names everybody, a change touches what it concerns."""

import io
import zipfile
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from icalendar import Calendar

from core.flow import StepNotAllowed
from core.models import Attachment, Event
from core.pdf import pdf_text
from tests.factories.delegations import GUESTS, delegation_at
from visitors import actions
from visitors.models import (
    Delegation,
    DelegationMember,
    ItineraryItem,
    PaperKind,
    ReceptionPack,
    ReceptionPaper,
    clashes_of,
)
from visitors.models.itinerary import placed

pytestmark = pytest.mark.django_db
S = Delegation.Status
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


def make_all(visit):
    """What the worker does when it is offered the visit."""
    actions.refresh_papers(visit)
    pack = ReceptionPack.objects.get(delegation=visit)
    assert ReceptionPack.objects.all().claim(pack.pk)
    actions.work_on_pack(pack)
    pack.refresh_from_db()
    return pack


def content_of(paper):
    with paper.attachment.file.open("rb") as file:
        return file.read()


def text_of(paper):
    """The text of a paper without spaces and line breaks, which a narrow column may put anywhere."""
    return "".join(pdf_text(content_of(paper)).split())


@pytest.fixture
def visit(unit, people):
    return delegation_at(S.APPROVED, unit, people["DA"])


def papers(visit):
    return {paper.kind: paper for paper in visit.papers.filter(member=None).select_related("attachment")}


def test_every_guest_when_papers_are_made_stands_in_every_paper_in_both_scripts(visit):
    pack = make_all(visit)

    assert pack.run_state == ReceptionPack.RunState.DONE
    assert pack.failed == 0
    made = papers(visit)
    wanted = ("approval_sheet", "programme", "plan", "badges", "seat_cards", "meals", "cars")
    for kind in wanted:
        text = text_of(made[kind])
        for zh, latin, *_rest in GUESTS:
            assert zh in text, (kind, zh)
            assert latin.replace(" ", "") in text, (kind, latin)
    calendar = content_of(made["calendar"]).decode().replace("\r\n ", "")
    for zh, latin, *_rest in GUESTS:
        assert zh in calendar
        assert latin in calendar


def test_letters_when_made_name_one_guest_each_with_what_a_consulate_asks_for(visit):
    make_all(visit)

    letters = list(
        visit.papers.filter(kind=PaperKind.INVITATION).select_related("member__identity", "attachment")
    )
    assert len(letters) == 7
    assert len({letter.number for letter in letters}) == 7
    for letter in letters:
        text, guest = text_of(letter), letter.member
        assert guest.name_zh in text
        assert guest.name_latin.replace(" ", "") in text
        assert guest.identity.number in text
        others = set(visit.members.values_list("name_zh", flat=True)) - {guest.name_zh}
        assert not any(other in text for other in others)
        assert letter.attachment.visibility == Attachment.Visibility.CONFIDENTIAL


def test_calendar_file_when_made_parses_and_nobody_is_in_two_places(visit):
    make_all(visit)

    events = Calendar.from_ical(content_of(papers(visit)["calendar"])).walk("VEVENT")
    assert len(events) == visit.items.count() == 8
    spans = {}
    for event in events:
        assert event["DTSTART"].dt.utcoffset() == timedelta(hours=8)
        for line in str(event["DESCRIPTION"]).splitlines():
            spans.setdefault(line, []).append((event["DTSTART"].dt, event["DTEND"].dt))
    assert {f"{zh} {latin}" for zh, latin, *_rest in GUESTS} <= set(spans)
    for times in spans.values():
        ordered = sorted(times)
        assert all(one[1] <= two[0] for one, two in zip(ordered, ordered[1:], strict=False))


def test_papers_when_nothing_changed_are_not_made_again(visit):
    make_all(visit)
    before = dict(visit.papers.values_list("pk", "times_made"))

    make_all(visit)

    assert dict(visit.papers.values_list("pk", "times_made")) == before
    assert set(before.values()) == {1}


def test_a_diet_when_changed_makes_only_the_papers_that_print_it(visit, people):
    make_all(visit)
    for paper in visit.papers.filter(kind__in=["meals", "badges"]):
        actions.print_paper(paper, by=people["DA"])
    members = list(visit.members.all())
    members[1].diet = "vegan"

    actions.save_guests(visit, members, [], by=people["DA"])
    make_all(visit)

    again = set(visit.papers.filter(times_made=2).values_list("kind", flat=True))
    assert again == {"meals", "plan"}
    assert papers(visit)["meals"].is_stale_in_print
    assert not papers(visit)["badges"].is_stale_in_print


def test_a_title_of_one_guest_when_changed_makes_the_letter_of_that_guest_only(visit, people):
    make_all(visit)
    members = list(visit.members.all())
    members[2].title_zh = "首席研究员"

    actions.save_guests(visit, members, [], by=people["DA"])
    make_all(visit)

    letters = visit.papers.filter(kind="invitation", times_made=2)
    assert [letter.member_id for letter in letters] == [members[2].pk]
    assert visit.papers.get(kind="calendar").times_made == 1


def test_the_old_file_when_a_paper_is_made_again_stays_in_the_history(visit, people):
    make_all(visit)
    old = papers(visit)["programme"].attachment
    item = visit.items.get(kind="tour")
    rows = [(each, list(each.members.all())) for each in visit.items.all()]
    next(each for each, _members in rows if each.pk == item.pk).venue_zh = "新雷达楼"

    actions.save_programme(visit, rows, [], by=people["IOV"])
    make_all(visit)

    old.refresh_from_db()
    assert old.replaced_by == papers(visit)["programme"].attachment
    assert Event.objects.of(visit).filter(verb="change_programme").count() == 1


def test_letter_when_the_passport_is_missing_is_not_written_and_says_why(unit, people):
    visit = delegation_at(S.APPROVED, unit, people["DA"])
    guest = visit.members.first()
    DelegationMember.objects.filter(pk=guest.pk).update(identity=None)

    pack = make_all(visit)

    letter = visit.papers.get(kind="invitation", member=guest)
    assert letter.problem == "no_passport"
    assert letter.attachment is None
    assert pack.failed == 1


def test_letter_when_the_passport_ends_within_six_months_is_not_written(unit, people):
    visit = delegation_at(S.APPROVED, unit, people["DA"])
    guest = visit.members.select_related("identity").first()
    guest.identity.expires_on = visit.end_on + timedelta(days=60)
    guest.identity.save()

    make_all(visit)

    assert visit.papers.get(kind="invitation", member=guest).problem == "passport_expires"


def test_letters_when_the_visit_is_not_approved_are_not_written(unit, people):
    visit = delegation_at(S.IO_REVIEW, unit, people["DA"])

    make_all(visit)

    assert set(visit.papers.values_list("kind", flat=True)) == {"approval_sheet", "programme", "plan"}


def test_work_when_a_worker_died_halfway_goes_on_where_it_stopped(visit):
    actions.make_paper(visit, "programme")
    actions.refresh_papers(visit)
    pack = ReceptionPack.objects.get(delegation=visit)
    ReceptionPack.objects.all().claim(pack.pk)
    assert not ReceptionPack.objects.all().claim(pack.pk)

    actions.work_on_pack(pack)

    assert visit.papers.get(kind="programme").times_made == 1
    assert visit.papers.exclude(attachment=None).count() == 15


def test_archive_when_the_visit_is_closed_holds_summary_papers_and_photos(unit, people):
    visit = delegation_at(S.SUMMARY_DUE, unit, people["DA"])
    actions.close_delegation(
        visit, by=people["DA"], overseas_headcount_actual=7, summary_zh="来访圆满。",
        photos=[ContentFile(PNG, name="合影.png")],
    )  # fmt: skip

    make_all(visit)

    archive = zipfile.ZipFile(io.BytesIO(content_of(papers(visit)["archive"])))
    names = archive.namelist()
    assert len(names) == 18  # the list, sixteen papers, one photo
    assert any("合影" in name for name in names)
    assert "来访圆满" in text_of(papers(visit)["summary"])
    before = papers(visit)["archive"].times_made
    make_all(visit)
    assert papers(visit)["archive"].times_made == before


def test_print_when_not_hosting_is_refused(visit, people):
    make_all(visit)
    paper = visit.papers.get(kind="badges")

    with pytest.raises(PermissionDenied):
        actions.print_paper(paper, by=people["AUD"])
    assert ReceptionPaper.objects.get(pk=paper.pk).printed_at is None


# --- people and rooms in two places ---


def item_at(visit, start, end, room="第一会议室", hosts="", day=0):
    return ItineraryItem(
        delegation=visit, date=visit.start_on + timedelta(days=day), starts_at=time(start), ends_at=time(end),
        title_zh="会谈", title_en="Talks", venue_zh=room, venue_en="Room", hosts=hosts, kind="meeting",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("other", "guests", "clashes"),
    [
        ({"start": 11, "end": 12, "room": "别处"}, (1,), 0),  # one after the other
        ({"start": 10, "end": 12, "room": "别处"}, (1,), 1),  # the same guest
        ({"start": 10, "end": 12, "room": "别处"}, (2,), 0),  # another guest elsewhere
        ({"start": 10, "end": 12, "room": "第一会议室"}, (2,), 1),  # the same room
        ({"start": 10, "end": 12, "room": "第一 会议室"}, (2,), 1),  # the same room, typed otherwise
        ({"start": 10, "end": 12, "room": "别处", "hosts": "李院长"}, (2,), 1),  # the same host
        ({"start": 10, "end": 12, "room": "第一会议室", "day": 1}, (1,), 0),  # another day
    ],
)
def test_overlap_when_two_points_want_the_same_is_found(unit, people, other, guests, clashes):
    visit = delegation_at(S.DRAFT, unit, people["DA"])
    one = item_at(visit, 9, 11, hosts="李院长")

    found = clashes_of(visit, [(one, {1}), (item_at(visit, **other), set(guests))])

    assert len(found) == clashes


def test_programme_when_somebody_is_in_two_places_is_not_saved(unit, people):
    visit = delegation_at(S.DRAFT, unit, people["DA"])
    rows = [(each, list(each.members.all())) for each in visit.items.all()]
    clash = item_at(visit, 9, 10, room="别处", day=1)
    before = list(visit.items.values_list("pk", "starts_at"))

    with pytest.raises(ValidationError):
        actions.save_programme(visit, [*rows, (clash, [])], [], by=people["DA"])

    assert list(visit.items.values_list("pk", "starts_at")) == before


def test_room_when_taken_by_another_visit_is_refused_until_that_is_cancelled(unit, people):
    other = delegation_at(S.APPROVED, unit, people["DA"])
    visit = delegation_at(S.DRAFT, unit, people["DA"])
    row = item_at(visit, 10, 11, room="第一会议室")
    visit.items.all().delete()
    with pytest.raises(ValidationError):
        actions.save_programme(visit, [(row, [])], [], by=people["DA"])

    actions.cancel_delegation(other, by=people["DA"], note="对方改期")
    actions.save_programme(visit, [(item_at(visit, 10, 11, room="第一会议室"), [])], [], by=people["DA"])

    assert visit.items.count() == 1


def test_point_when_it_is_a_ride_takes_up_no_room(unit, people):
    visit = delegation_at(S.DRAFT, unit, people["DA"])
    ride = item_at(visit, 9, 10)
    ride.kind = "transport"

    assert placed(ride, {1}).room == ""


# --- gifts and money ---


def gift(visit, **fields):
    from visitors.models import DelegationGift  # noqa: PLC0415

    values = {"delegation": visit, "direction": "received", "item": "画册", "party": "对方院长"}
    return DelegationGift(**values | {"received_on": date(2026, 11, 2)} | fields)


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({"value": 199}, None),
        ({"value": 200}, date(2026, 12, 2)),
        ({"value": None}, date(2026, 12, 2)),  # still to be estimated
        ({"value": 50, "is_cash": True}, date(2026, 12, 2)),
        ({"value": 500, "settled_on": date(2026, 11, 20)}, None),
        ({"value": 500, "direction": "given"}, None),
    ],
)
def test_gift_when_received_from_two_hundred_on_is_declared_within_a_month(unit, people, fields, due):
    assert gift(delegation_at(S.HOSTING, unit, people["DA"]), **fields).declaration_due_on == due


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 300, "handling": "kept"},
        {"value": None, "handling": "kept"},
        {"is_cash": True, "handling": "kept"},
        {"value": 100, "direction": "given", "is_cash": True},
        {"value": 300, "direction": "given"},
        {"value": 300, "handling": "handed_over"},
    ],
)
def test_gift_when_handled_against_the_rule_is_refused(unit, people, fields):
    visit = delegation_at(S.HOSTING, unit, people["DA"])

    with pytest.raises(ValidationError):
        actions.save_gifts(visit, [gift(visit, **fields)], [], by=people["DA"])
    assert visit.gifts.count() == 1


def test_budget_when_above_the_cap_is_refused(unit, people):
    visit = delegation_at(S.DRAFT, unit, people["DA"])
    line = visit.budget.get()
    line.unit_price = 301

    with pytest.raises(ValidationError):
        actions.save_budget(visit, [line], [], by=people["DA"])
    assert visit.budget.get().unit_price == 200


def test_budget_when_approved_takes_only_what_was_spent(unit, people):
    visit = delegation_at(S.SUMMARY_DUE, unit, people["DA"])
    line = visit.budget.get()
    line.unit_price, line.actual = 100, 1800

    actions.save_budget(visit, [line], [], by=people["DA"])

    line.refresh_from_db()
    assert (line.unit_price, line.actual) == (200, 1800)


# --- passports and check-in ---


def test_passport_when_known_brings_its_person_along(visit, people):
    guest, other = visit.members.select_related("identity", "nationality", "delegation")[:2]

    document = actions.enter_passport(
        other, by=people["DA"], number=guest.identity.number, issuing_region=guest.nationality,
        expires_on=timezone.localdate() + timedelta(days=900),
    )  # fmt: skip

    assert document.pk == guest.identity.pk
    assert other.identity.person == guest.identity.person


def test_passport_when_renewed_stays_with_the_person_and_the_old_one_is_superseded(visit, people):
    guest = visit.members.select_related("identity__person", "nationality", "delegation").first()
    old = guest.identity

    actions.enter_passport(
        guest, by=people["DA"], number="ZX9988776", issuing_region=guest.nationality,
        expires_on=timezone.localdate() + timedelta(days=900),
    )  # fmt: skip

    old.refresh_from_db()
    assert old.state == "superseded"
    assert guest.identity.person == old.person
    event = Event.objects.of(visit).get(verb="passport")
    assert "ZX9988776" not in str(event.payload)


def test_check_in_when_scanned_twice_counts_once_and_begins_the_visit(unit, people):
    visit = delegation_at(S.APPROVED, unit, people["DA"], start_on=timezone.localdate())
    guest = visit.members.select_related("delegation").first()

    actions.check_in_member(guest, by=people["IOV"])
    actions.check_in_member(guest, by=people["IOV"])

    visit = Delegation.objects.get(pk=visit.pk)
    assert visit.status == S.HOSTING
    assert Event.objects.of(visit).filter(verb="check_in").count() == 1


def test_check_in_when_the_guest_is_not_expected_or_the_person_may_not_is_refused(unit, people):
    visit = delegation_at(S.APPROVED, unit, people["DA"])
    guest = visit.members.select_related("delegation").first()

    with pytest.raises(StepNotAllowed):
        actions.check_in_member(guest, by=people["IOV"])
    with pytest.raises(PermissionDenied):
        actions.check_in_member(guest, by=people["AUD"])
    assert DelegationMember.objects.get(pk=guest.pk).checked_in_at is None
