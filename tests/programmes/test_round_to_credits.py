"""The whole way: a round opens, students apply, are placed, leave, return and get their credits."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.flow import StepNotAllowed
from core.models import Attachment
from partnerships.models import BalanceEntry
from programmes import actions
from programmes.actions.ranking import is_recomputable
from programmes.models import AllocationRun, Application, CreditLine, Mobility, Round
from tests.factories.accounts import person_with
from tests.factories.programmes import (
    OfferingFactory,
    ProgrammeFactory,
    RoundFactory,
    draft,
    file,
    interview_of,
    judged,
    ready,
    with_conditions,
)

pytestmark = pytest.mark.django_db
S = Application.Status


def to_interview(application, people):
    actions.submit_application(application, by=application.student)
    actions.check_application_for_college(
        application, by=people["DA"], college_rank=application.pk, note="同意"
    )
    actions.recommend_application(application, by=people["DH"])
    judged(application)
    actions.screen_application(application, by=people["IOS"])
    panel = [person_with("TEA", application.unit) for _number in range(3)]
    starts = timezone.now() + timedelta(days=1, hours=application.pk)
    interview = actions.schedule_interview_application(
        application, by=people["IOS"], starts_at=starts, ends_at=starts + timedelta(minutes=20), place="1101",
        assessors=panel,
    )  # fmt: skip
    for person in panel:
        actions.score_interview(interview, by=person, score=Decimal(80 + application.pk % 7))
    actions.complete_interview(interview, by=people["IOS"])
    application.refresh_from_db()
    assert application.status == S.INTERVIEWED


def test_a_round_goes_from_the_call_to_recognised_credits(unit, people):
    round_ = RoundFactory()
    offering = OfferingFactory(programme=with_conditions(ProgrammeFactory()), round=round_, quota=2)
    applications = [draft(unit, offering) for _number in range(3)]
    for application in applications:
        to_interview(application, people)
    Round.objects.filter(pk=round_.pk).update(status="closed")
    round_.refresh_from_db()
    actions.rank_round(round_, by=people["IOS"])

    run = actions.run_allocation(round_, by=people["IOS"])
    assert (run.placed_count, run.waiting_count, run.unplaced_count) == (2, 1, 0)
    assert is_recomputable(run)
    actions.propose_allocationrun(run, by=people["IOS"])
    actions.confirm_allocationrun(run, by=people["DIR"])
    actions.publish_allocationrun(run, by=people["IOS"])
    assert AllocationRun.objects.get().status == "published"

    offering.refresh_from_db()
    assert offering.seats_taken == 2
    first, second = Application.objects.filter(status=S.OFFERED).order_by("rank")
    waiting = Application.objects.get(status=S.WAITLISTED)
    actions.turn_down_application(second, by=second.student)
    waiting.refresh_from_db()
    assert waiting.status == S.OFFERED
    for application in (first, waiting):
        actions.accept_application(application, by=application.student)
    round_.refresh_from_db()
    actions.publicise_round(round_, by=people["IOS"])
    Round.objects.filter(pk=round_.pk).update(publicity_until=timezone.localdate() - timedelta(days=1))

    first = Application.objects.get(pk=first.pk)
    actions.sign_off_application(first, by=people["DIR"])
    actions.nominate_application(first, by=people["IOS"])
    actions.send_to_host_application(first, by=people["IOS"])
    actions.admit_application(first, by=people["IOS"])
    actions.open_departure_application(first, by=people["IOS"])
    stay = ready(first.mobility)
    entry = BalanceEntry.objects.get()
    assert (entry.is_planned, entry.semesters) == (True, Decimal(1))

    Mobility.objects.filter(pk=stay.pk).update(
        planned_from=timezone.localdate() - timedelta(days=150), planned_until=timezone.localdate()
    )
    stay.refresh_from_db()
    actions.depart_mobility(stay, by=people["IOS"], departed_on=timezone.localdate() - timedelta(days=150))
    assert BalanceEntry.objects.get().is_planned is False
    actions.report_return_mobility(
        stay, by=first.student, returned_on=timezone.localdate(), report="收获很大。"
    )
    actions.return_mobility(stay, by=people["IOS"], returned_on=timezone.localdate())
    line = stay.credit_plan.lines.get()
    paper = stay.recognition
    academic = person_with("COS", area="academic")
    actions.submit_creditrecognition(
        paper, by=first.student, grades={line.pk: "A"}, transcript=file("official.pdf")
    )
    with pytest.raises(PermissionDenied):
        actions.endorse_creditrecognition(paper, by=academic)
    actions.endorse_creditrecognition(paper, by=people["DH"])
    CreditLine.objects.filter(pk=line.pk).update(result="full", recognised_credits=Decimal(3), mark=95)
    actions.approve_creditrecognition(paper, by=academic)
    stay.refresh_from_db()
    assert (stay.status, paper.total_credits) == ("credit_recognised", Decimal(3))
    actions.close_mobility(stay, by=people["IOS"])
    assert Mobility.objects.get().status == "completed"
    assert Attachment.objects.of(paper).count() == 1


def test_interview_with_two_of_three_scores_blocks_the_ranking_ec_53(unit, people):
    application = draft(unit)
    Application.objects.filter(pk=application.pk).update(status=S.INTERVIEW_SCHEDULED)
    interview = interview_of(application)
    first, second, third = interview.assessors.all()
    for seat in (first, second):
        actions.score_interview(interview, by=seat.user, score=80)

    with pytest.raises(StepNotAllowed, match="1"):
        actions.complete_interview(interview, by=people["IOS"])
    actions.excuse_assessor(third, by=people["IOS"], reason="生病")
    with pytest.raises(StepNotAllowed, match="3"):
        actions.complete_interview(interview, by=people["IOS"])

    interview.refresh_from_db()
    assert interview.status == "scheduled"
