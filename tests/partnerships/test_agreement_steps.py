"""Each step of an agreement: from where it is allowed, from where not, and that a refusal changes nothing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.flow import AlreadyDone, SeparationOfDuties, StaleVersion, StepNotAllowed
from core.models import Attachment, Counter, Event, Snapshot
from notifications.models import Notification
from partnerships import actions
from partnerships.flow import AGREEMENT_FLOW
from partnerships.models import Activity, Agreement, AgreementCosign
from tests.conftest import ROLES
from tests.factories.accounts import grant, person_with
from tests.factories.partnerships import AgreementFactory
from tests.partnerships.conftest import pdf

pytestmark = pytest.mark.django_db
S = Agreement.Status
DAYS = {
    "signed_on_our": date(2026, 9, 1),
    "signed_on_their": date(2026, 9, 1),
    "effective_on": date(2026, 9, 1),
}

# How each step is taken, and by whom.
STEPS = {
    "submit": (actions.submit_agreement, "DA", {}),
    "resubmit": (actions.resubmit_agreement, "DA", {}),
    "endorse": (actions.endorse_agreement, "DH", {}),
    "accept": (actions.accept_agreement, "IOP", {}),
    "approve": (actions.approve_agreement, "LDR", {}),
    "return": (actions.return_agreement, "IOP", {"note": "请补充费用条款"}),
    "reject": (actions.reject_agreement, "LDR", {"note": "与学校规划不符"}),
    "cancel": (actions.cancel_agreement, "DA", {"note": "暂不签署"}),
    "sign": (actions.sign_agreement, "IOP", {}),
    "register": (actions.register_agreement, "IOP", {"note": "2026年纸质签署", **DAYS}),
}
PRINCIPAL_STATUS = {
    "submit": S.DRAFTING, "resubmit": S.RETURNED, "endorse": S.UNIT_REVIEW, "accept": S.OFFICE_REVIEW,
    "approve": S.LEADER_APPROVAL, "return": S.OFFICE_REVIEW, "reject": S.LEADER_APPROVAL, "cancel": S.UNIT_REVIEW,
    "sign": S.APPROVED_TO_SIGN, "register": S.DRAFTING,
}  # fmt: skip
# What a signature leads to follows from the dates, which are those of an agreement in force (AG-01).
EXPECTED = {
    "submit": S.UNIT_REVIEW, "resubmit": S.UNIT_REVIEW, "endorse": S.OFFICE_REVIEW, "accept": S.COSIGN,
    "approve": S.APPROVED_TO_SIGN, "return": S.RETURNED, "reject": S.REJECTED, "cancel": S.CANCELLED,
    "sign": S.EFFECTIVE, "register": S.EFFECTIVE,
}  # fmt: skip
# Who else may take a step besides the one named above.
ALSO = {"submit": {"IOP"}, "resubmit": {"IOP"}, "accept": {"DIR"}, "return": {"DIR"}, "cancel": {"IOP"}}


def state_of(agreement):
    agreement.refresh_from_db()
    return (
        agreement.status,
        agreement.version,
        agreement.number,
        agreement.due_on,
        agreement.effective_on,
        Event.objects.of(agreement).count(),
        Snapshot.objects.of(agreement).count(),
        Notification.objects.count(),
        Counter.objects.count(),
        AgreementCosign.objects.count(),
        Activity.objects.count(),
        Attachment.objects.count(),
    )


@pytest.mark.parametrize("verb", STEPS)
def test_step_from_its_status_leads_to_its_target(verb, unit, people, agreement_at):
    action, role, fields = STEPS[verb]
    agreement = agreement_at(PRINCIPAL_STATUS[verb], unit)

    action(agreement, by=people[role], **fields)

    agreement.refresh_from_db()
    assert agreement.status == EXPECTED[verb]
    assert Event.objects.of(agreement).filter(verb=verb).count() == 1


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (verb, status)
        for verb in STEPS
        for status in S.values
        if status not in AGREEMENT_FLOW.steps[verb].sources
    ],
)
def test_step_from_another_status_is_refused_and_changes_nothing(verb, status, unit, people, agreement_at):
    action, role, fields = STEPS[verb]
    agreement = agreement_at(status, unit)
    before = state_of(agreement)

    with pytest.raises(StepNotAllowed):
        action(agreement, by=people[role], **fields)

    assert state_of(agreement) == before


@pytest.mark.parametrize("verb", STEPS)
def test_step_on_a_version_since_changed_is_refused_and_changes_nothing(verb, unit, people, agreement_at):
    action, role, fields = STEPS[verb]
    agreement = agreement_at(PRINCIPAL_STATUS[verb], unit)
    before = state_of(agreement)

    with pytest.raises(StaleVersion):
        action(agreement, by=people[role], version=agreement.version + 1, **fields)

    assert state_of(agreement) == before


@pytest.mark.parametrize(("verb", "role"), [(verb, role) for verb in STEPS for role in ROLES])
def test_only_the_roles_of_the_step_may_take_it(verb, role, unit, people, agreement_at):
    action, right_role, fields = STEPS[verb]
    agreement = agreement_at(PRINCIPAL_STATUS[verb], unit)
    before = state_of(agreement)

    if role in {right_role} | ALSO.get(verb, set()):
        action(agreement, by=people[role], **fields)
        assert state_of(agreement)[0] == EXPECTED[verb]
    else:
        with pytest.raises(PermissionDenied):
            action(agreement, by=people[role], **fields)
        assert state_of(agreement) == before


@pytest.mark.parametrize("verb", ["endorse", "accept", "approve", "return", "reject"])
def test_the_author_decides_nothing_whatever_role_is_held_sod_1(verb, unit, people, agreement_at):
    action, role, fields = STEPS[verb]
    agreement = agreement_at(PRINCIPAL_STATUS[verb], unit, author=people[role])
    before = state_of(agreement)

    with pytest.raises(SeparationOfDuties):
        action(agreement, by=people[role], **fields)

    assert state_of(agreement) == before


def test_nobody_takes_two_decisions_in_a_row_sod_2(unit, people, agreement_at):
    agreement = agreement_at(S.UNIT_REVIEW, unit)
    grant(people["DH"], "IOP")
    people["DH"].__dict__.pop("active_grants", None)
    actions.endorse_agreement(agreement, by=people["DH"])

    with pytest.raises(SeparationOfDuties):
        actions.accept_agreement(agreement, by=people["DH"])


def test_somebody_of_the_unit_does_not_decide_for_the_office_sod_3(unit, people, agreement_at):
    agreement = agreement_at(S.OFFICE_REVIEW, unit)
    at_home = person_with("IOP", unit)

    with pytest.raises(SeparationOfDuties):
        actions.accept_agreement(agreement, by=at_home)


def test_a_step_pressed_twice_says_who_was_first_gn_10(unit, people, agreement_at):
    agreement = agreement_at(S.UNIT_REVIEW, unit)
    actions.endorse_agreement(agreement, by=people["DH"])

    with pytest.raises(AlreadyDone):
        actions.endorse_agreement(Agreement.objects.get(pk=agreement.pk), by=people["DH"])
    assert Event.objects.of(agreement).filter(verb="endorse").count() == 1


@pytest.mark.parametrize("verb", ["return", "reject", "cancel", "register"])
def test_a_step_that_wants_a_reason_is_refused_without(verb, unit, people, agreement_at):
    action, role, fields = STEPS[verb]
    agreement = agreement_at(PRINCIPAL_STATUS[verb], unit)
    before = state_of(agreement)

    with pytest.raises(StepNotAllowed):
        action(agreement, by=people[role], **{**fields, "note": " "})

    assert state_of(agreement) == before


def test_submitting_an_incomplete_draft_names_everything_that_is_missing(unit, people):
    agreement = AgreementFactory(unit=unit, status=S.DRAFTING, partners=[], expires_on=None, summary="")

    with pytest.raises(ValidationError) as refused:
        actions.submit_agreement(agreement, by=people["DA"])

    assert len(refused.value.messages) == 4
    assert state_of(agreement)[0] == S.DRAFTING


def test_the_number_is_given_at_approval_and_never_before_gn_08(unit, people, agreement_at):
    first, second = (agreement_at(S.LEADER_APPROVAL, unit) for _number in range(2))
    assert first.number == ""

    actions.approve_agreement(first, by=people["LDR"])
    actions.approve_agreement(second, by=people["LDR"])

    year = timezone.localdate().year
    assert [first.number, second.number] == [f"AGR-{year}-0001", f"AGR-{year}-0002"]


def test_a_college_level_agreement_may_be_approved_by_the_director(unit, people, agreement_at):
    agreement = agreement_at(S.LEADER_APPROVAL, unit, level="college")

    actions.approve_agreement(agreement, by=people["DIR"])

    assert agreement.status == S.APPROVED_TO_SIGN


def test_a_college_level_agreement_without_authorisation_is_not_signed(unit, people, agreement_at):
    agreement = agreement_at(S.APPROVED_TO_SIGN, unit, level="college")

    with pytest.raises(ValidationError, match="authorisation|授权"):
        actions.sign_agreement(agreement, by=people["IOP"])

    assert state_of(agreement)[0] == S.APPROVED_TO_SIGN


def test_signing_without_the_scan_is_refused(unit, people):
    agreement = AgreementFactory(unit=unit, status=S.APPROVED_TO_SIGN)

    with pytest.raises(ValidationError):
        actions.sign_agreement(agreement, by=people["IOP"])

    agreement.refresh_from_db()
    assert (agreement.status, Activity.objects.count()) == (S.APPROVED_TO_SIGN, 0)


def test_signing_writes_the_first_period_and_the_log_of_each_partner(unit, people):
    agreement = AgreementFactory(unit=unit, status=S.APPROVED_TO_SIGN)

    actions.sign_agreement(agreement, by=people["IOP"], signed_scan=pdf())

    partner = agreement.partners.get()
    assert partner.activities.get().kind == Activity.Kind.SIGNING
    period = agreement.periods.get()
    assert (period.period_no, period.starts_on, period.ends_on) == (
        0, agreement.effective_on, agreement.expires_on
    )  # fmt: skip


def test_an_agreement_signed_outside_says_so_and_takes_the_number_of_its_year(unit, people):
    agreement = AgreementFactory(
        unit=unit, status=S.DRAFTING, effective_on=None, expires_on=date(2030, 8, 31)
    )

    actions.register_agreement(
        agreement, by=people["IOP"], note="旧协议补录", signed_scan=pdf(), signed_on_our=date(2019, 5, 1),
        signed_on_their=date(2019, 6, 1), effective_on=date(2019, 9, 1),
    )  # fmt: skip

    agreement.refresh_from_db()
    assert (agreement.number, agreement.signed_outside) == ("AGR-2019-0001", True)
    assert agreement.status == agreement.status_on(timezone.localdate())


def test_the_whole_way_from_draft_to_force(unit, people, other_unit, agreement_at):
    agreement = agreement_at(S.DRAFTING, unit, kind="dual_degree", involves_money=True)
    actions.submit_agreement(agreement, by=people["DA"])
    actions.endorse_agreement(agreement, by=people["DH"])
    actions.accept_agreement(agreement, by=people["IOP"])
    areas = set(agreement.cosigns.values_list("area", flat=True))
    assert areas == {"legal", "finance", "academic", "graduate"}

    for task in agreement.cosigns.all():
        cosigner = person_with("COS", other_unit, area=task.area)
        actions.agree_agreementcosign(task, by=cosigner)
    agreement.refresh_from_db()
    assert agreement.status == S.LEADER_APPROVAL
    actions.approve_agreement(agreement, by=people["LDR"])
    actions.sign_agreement(agreement, by=people["IOP"])

    agreement.refresh_from_db()
    assert agreement.status == S.EFFECTIVE
    assert agreement.is_in_force(timezone.localdate())


def test_an_agreement_with_a_suspended_partner_is_not_drafted(unit, people):
    agreement = AgreementFactory.build(unit=unit, author=people["DA"], status=S.DRAFTING)
    partner = AgreementFactory().partners.get()
    type(partner).objects.filter(pk=partner.pk).update(status="blacklisted")
    partner.refresh_from_db()

    with pytest.raises(ValidationError):
        actions.save_agreement(agreement, by=people["DA"], partners=[partner])

    assert Agreement.objects.filter(unit=unit).count() == 0


def test_an_agreement_in_force_before_its_signature_is_refused_ec_40(unit):
    agreement = AgreementFactory.build(
        unit=unit,
        signed_on_our=date(2026, 9, 2),
        signed_on_their=date(2026, 9, 3),
        effective_on=date(2026, 9, 1),
    )

    with pytest.raises(ValidationError) as refused:
        agreement.clean()

    assert "effective_on" in refused.value.message_dict


def test_an_agreement_that_ends_on_its_first_day_is_refused_ec_40(unit):
    day = timezone.localdate()
    agreement = AgreementFactory.build(unit=unit, effective_on=day, expires_on=day)

    with pytest.raises(ValidationError) as refused:
        agreement.clean()

    assert "expires_on" in refused.value.message_dict
