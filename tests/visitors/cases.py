"""For each workflow of people who come and go: a record that is ready for every step, and who takes it."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.visitor_people import (
    ConferenceFactory,
    ContestEntryFactory,
    EngagementFactory,
    LectureFactory,
    PermitFactory,
    StaffTripFactory,
    budgeted,
    contest,
    participants,
    passport,
    route,
)
from visitors import actions, flow
from visitors.models import Adjustment, ConferenceReply, TripChange, TripOpinion

NOTE = "因故说明"
ROLES = ["STU", "TEA", "DA", "DH", "IOP", "IOV", "DIR", "FIN", "COS", "PUB", "LDR", "AUD", "SYS"]


def today():
    return timezone.localdate()


@dataclass
class Case:
    """How a record is made ready, what a step is told, and which roles take it."""

    flow: object
    make: object
    roles: dict
    values: dict = field(default_factory=dict)
    ready: dict = field(default_factory=dict)

    def action(self, verb):
        return getattr(actions, f"{verb}_{self.flow.model._meta.model_name}")

    def prepare(self, unit, verb, status):
        """A record in this status that lacks nothing for the step."""
        record = self.make(unit)
        if verb in self.ready:
            self.ready[verb](record)
        type(record)._base_manager.filter(pk=record.pk).update(status=status)
        return type(record)._base_manager.get(pk=record.pk)

    def take(self, record, verb, by):
        values = self.values.get(verb, dict)
        return self.action(verb)(record, by=by, note=NOTE, **values())


def an_engagement(unit):
    engagement = EngagementFactory(unit=unit, arrived_on=today(), has_handed_over=False)
    passport(engagement.expert.person)
    PermitFactory(expert=engagement.expert)
    return engagement


def a_lecture(unit):
    return LectureFactory(engagement=EngagementFactory(unit=unit))


def a_project(unit):
    return budgeted(unit=unit, status="applied")


def an_adjustment(unit):
    return Adjustment.objects.create(
        project=budgeted(unit=unit), from_category="travel", to_category="other", amount=Decimal(1000), reason="调整",
        author=UserFactory(),
    )  # fmt: skip


def a_trip(unit):
    return route(StaffTripFactory(unit=unit))


def reported(trip):
    type(trip).objects.filter(pk=trip.pk).update(
        departed_on=today() - timedelta(days=40), returned_on=today() - timedelta(days=30),
        report_handed_in_on=today() - timedelta(days=20), post_publicity_from=today() - timedelta(days=20),
    )  # fmt: skip


def abroad(trip):
    type(trip).objects.filter(pk=trip.pk).update(departed_on=today() - timedelta(days=2))


def noticed(trip):
    type(trip).objects.filter(pk=trip.pk).update(
        publicity_from=today() - timedelta(days=9), publicity_until=today() - timedelta(days=1)
    )


def agreed(trip):
    type(trip).objects.filter(pk=trip.pk).update(budget_amount=100)
    TripOpinion.objects.create(trip=trip, area="finance", agrees=True, text="同意", by=UserFactory())


def a_change(unit):
    trip = StaffTripFactory(unit=unit, status="abroad", departed_on=today())
    return TripChange.objects.create(
        trip=trip, new_end_on=trip.end_on + timedelta(days=3), reason="航班取消", author=UserFactory()
    )


def a_conference(unit):
    return participants(ConferenceFactory(unit=unit))


def replied(conference):
    for authority in ("education", "foreign_affairs"):
        ConferenceReply.objects.create(
            conference=conference, authority=authority, reply_no="1", replied_on=today(), agrees=True
        )


def over(conference):
    start = today() - timedelta(days=9)
    type(conference).objects.filter(pk=conference.pk).update(start_on=start, end_on=start + timedelta(days=2))
    conference.participants.update(actual=5)


def an_edition(unit):
    return contest(unit=unit)


def entered(edition, status="submitted"):
    for place in range(3):
        ContestEntryFactory(edition=edition, status=status, code=f"{edition.year}-{place:03d}")


def scored(edition, round_, status):
    entered(edition, status)
    for place, entry in enumerate(edition.entries.order_by("pk")):
        for judge in edition.judges.all():
            entry.sheets.create(judge=judge, round=round_, points={}, total=Decimal(90 - place))


def an_entry(unit):
    edition = contest(status="open")
    return ContestEntryFactory(edition=edition, unit=unit)


CASES = {
    "engagement": Case(
        flow.ENGAGEMENT_FLOW,
        an_engagement,
        roles={
            "submit": {"DA"}, "endorse": {"DH"}, "approve": {"IOV", "DIR"}, "return": {"IOV", "DIR"},
            "invite": {"IOV"}, "grant_visa": {"IOV"}, "arrive": {"DA", "IOV"}, "take_up": {"DA", "IOV"},
            "extend": {"IOV", "DIR"}, "end": {"IOV"}, "terminate": {"IOV"}, "cancel": {"DA", "IOV"},
        },
        values={
            "arrive": lambda: {"arrived_on": today()},
            "take_up": lambda: {"taken_up_on": today()},
            "extend": lambda: {"new_end_on": today() + timedelta(days=500)},
            "end": lambda: {"ended_on": today(), "has_handed_over": True},
            "terminate": lambda: {"ended_on": today(), "has_handed_over": True},
        },
    ),
    "lecture": Case(
        flow.LECTURE_FLOW,
        a_lecture,
        roles={
            "submit": {"DA", "IOV"}, "clear": {"PUB"}, "refuse": {"PUB"}, "revise": {"DA", "IOV"}, "hold": {"DA", "IOV"},
            "cancel": {"DA", "IOV"},
        },
    ),
    "project": Case(
        flow.PROJECT_FLOW,
        a_project,
        roles={
            "approve": {"IOV", "DIR"}, "reject": {"IOV", "DIR"}, "start": {"DA", "IOV"}, "complete": {"DA", "IOV"},
            "close": {"IOV", "DIR"}, "return_funds": {"IOV", "DIR"},
        },
        values={
            "approve": lambda: {"number": "N-1", "approved_amount": Decimal(100_000), "approved_on": today()},
            "complete": lambda: {"report": "总结"},
        },
    ),
    "adjustment": Case(
        flow.ADJUSTMENT_FLOW, an_adjustment, roles={"approve": {"IOV", "FIN"}, "refuse": {"IOV", "FIN"}}
    ),
    "trip": Case(
        flow.TRIP_FLOW,
        a_trip,
        roles={
            "submit": {"DA"}, "endorse": {"DH"}, "end_notice": {"DA", "IOV"}, "accept": {"IOV"}, "authorise": {"LDR"},
            "record_permit": {"IOV"}, "return": {"IOV", "LDR"}, "refuse": {"IOV", "LDR"}, "amend": {"DA", "IOV"},
            "depart": {"DA", "IOV"}, "come_back": {"DA", "IOV"}, "take_passport": {"IOV"}, "hand_in": {"DA", "IOV"},
            "close": {"IOV"}, "cancel": {"DA", "IOV"}, "stay_home": {"DA", "IOV"},
        },
        values={
            "record_permit": lambda: {"permit_no": "外办〔2026〕1号", "permit_on": today()},
            "depart": lambda: {"departed_on": today()},
            "come_back": lambda: {"returned_on": today()},
            "take_passport": lambda: {"passport_in_on": today()},
            "hand_in": lambda: {"report": "总结"},
        },
        ready={
            "end_notice": noticed, "accept": agreed, "come_back": abroad, "take_passport": abroad, "hand_in": abroad,
            "close": reported,
        },
    ),
    "change": Case(flow.CHANGE_FLOW, a_change, roles={"approve": {"IOV", "LDR"}, "refuse": {"IOV", "LDR"}}),
    "conference": Case(
        flow.CONFERENCE_FLOW,
        a_conference,
        roles={
            "apply": {"DA"}, "submit": {"DA"}, "endorse": {"DH"}, "accept": {"IOV"}, "authorise": {"LDR"}, "approve": {"IOV"},
            "announce": {"DA"}, "hold": {"DA"}, "close": {"DA"}, "return": {"IOV", "LDR"}, "postpone": {"DA"},
            "cancel": {"DA"},
        },
        values={"close": lambda: {"summary": "圆满"}},
        ready={"approve": replied, "hold": over, "close": over},
    ),
    "edition": Case(
        flow.EDITION_FLOW,
        an_edition,
        roles={
            "open": {"IOV"}, "judge": {"IOV"}, "advance": {"IOV"}, "propose": {"IOV"}, "award": {"DIR"}, "judge_again": {"IOV"},
            "close": {"IOV"},
        },
        ready={
            "judge": entered, "advance": lambda edition: scored(edition, "preliminary", "submitted"),
            "propose": lambda edition: scored(edition, "final", "finalist"),
        },
    ),
    "entry": Case(flow.ENTRY_FLOW, an_entry, roles={"submit": set(), "withdraw": set()}),
}  # fmt: skip
OWNERS = {
    "engagement": None,
    "entry": "teacher",
    "trip": "traveller",
    "conference": "author",
    "project": "leader",
}


def taker(case, verb, people, record):
    """Somebody who may take the step: one of its roles, or the entrant."""
    roles = case.roles[verb]
    return people[sorted(roles)[0]] if roles else record.teacher
