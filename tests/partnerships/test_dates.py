"""What the days do: statuses, periods, chains, overlaps, reminders (AG-01 to AG-05, EC-41, EC-42, EC-91)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.flow import StepNotAllowed
from core.models import Event
from notifications.models import Notification
from partnerships import actions
from partnerships.actions.content import overlapping
from partnerships.actions.dates import follow_all_dates, send_reminders, write_periods
from partnerships.models import Agreement, AgreementReminder
from tests.conftest import ROLES
from tests.factories.partnerships import AgreementFactory, CooperativeProgrammeFactory, InstitutionFactory
from tests.partnerships.conftest import pdf

pytestmark = pytest.mark.django_db
S = Agreement.Status
TODAY = timezone.localdate


def ending_in(days, **fields):
    return AgreementFactory(expires_on=TODAY() + timedelta(days=days), **fields)


def test_the_nightly_round_moves_every_agreement_to_where_its_dates_say_ag_01():
    ended, ending = ending_in(-1), ending_in(100)
    future = AgreementFactory(
        status=S.SIGNED,
        effective_on=TODAY() + timedelta(days=5),
        signed_on_our=TODAY(),
        signed_on_their=TODAY(),
    )
    late = AgreementFactory(status=S.SIGNED)

    assert follow_all_dates() == 3
    assert follow_all_dates() == 0
    statuses = {
        agreement.pk: Agreement.objects.get(pk=agreement.pk).status
        for agreement in (ended, ending, future, late)
    }
    assert list(statuses.values()) == [S.EXPIRED, S.EXPIRING, S.SIGNED, S.EFFECTIVE]
    assert Event.objects.of(ended).filter(verb="expire", by=None).count() == 1


def test_a_stopped_scheduler_shows_no_wrong_status_ag_01(client, people):
    agreement = ending_in(-1, author=people["IOP"])
    client.force_login(people["IOP"])

    page = client.get(agreement.get_absolute_url()).content.decode()

    assert agreement.status == S.EFFECTIVE
    assert ("已过期" in page) or ("Expired" in page)


def test_the_nightly_round_leaves_drafts_alone():
    draft = AgreementFactory(status=S.COSIGN, expires_on=TODAY() - timedelta(days=3))

    assert follow_all_dates() == 0
    draft.refresh_from_db()
    assert draft.status == S.COSIGN


def test_each_period_begun_has_its_row_once_also_those_missed_ag_02():
    start = TODAY() - timedelta(days=365 * 3 + 10)
    agreement = AgreementFactory(
        effective_on=start, expires_on=start + timedelta(days=364), auto_renew=True, renew_years=1
    )

    assert write_periods() == 4
    assert write_periods() == 0
    periods = list(agreement.periods.all())
    assert [period.period_no for period in periods] == [0, 1, 2, 3]
    assert all(
        later.starts_on == before.ends_on + timedelta(days=1)
        for before, later in zip(periods, periods[1:], strict=False)
    )
    assert Agreement.objects.in_force(TODAY()).count() == 1


def test_a_notice_in_time_ends_the_renewal_and_one_too_late_does_not_ag_02(people):
    end = TODAY() + timedelta(days=200)
    values = {"expires_on": end, "auto_renew": True, "renew_years": 1, "notice_days": 180}
    in_time, late = AgreementFactory(**values), AgreementFactory(**values)

    in_time = actions.record_notice_agreement(
        in_time, by=people["IOP"], notice_on=TODAY(), notice_by="theirs"
    )
    late = actions.record_notice_agreement(
        late, by=people["IOP"], notice_on=end - timedelta(days=179), notice_by="theirs"
    )

    assert in_time.last_day == end
    assert late.last_day > end + timedelta(days=360)


def test_a_notice_for_an_agreement_that_does_not_renew_is_refused(people):
    with pytest.raises(StepNotAllowed):
        actions.record_notice_agreement(
            AgreementFactory(), by=people["IOP"], notice_on=TODAY(), notice_by="ours"
        )


class TestRenewalChain:
    """A renewal takes the place of the old agreement; chains neither fork nor loop (AG-03)."""

    def renew(self, old, unit, effective_on, people):
        new = AgreementFactory(
            unit=unit, status=S.APPROVED_TO_SIGN, effective_on=effective_on, predecessor=old, root=old,
            signed_on_our=None, signed_on_their=None, partners=list(old.partners.all()),
            expires_on=effective_on + timedelta(days=1000),
        )  # fmt: skip
        signed = min(effective_on, TODAY())
        actions.sign_agreement(
            new, by=people["IOP"], signed_scan=pdf(), signed_on_our=signed, signed_on_their=signed
        )
        old.refresh_from_db()
        return new

    def test_the_old_one_is_superseded_on_the_day_the_new_one_begins(self, unit, people):
        old = ending_in(100, unit=unit)
        new = self.renew(old, unit, TODAY() + timedelta(days=30), people)

        assert old.superseded_on == new.effective_on
        assert old.is_in_force(new.effective_on - timedelta(days=1))
        assert not old.is_in_force(new.effective_on)
        assert old.status_on(new.effective_on) == S.SUPERSEDED
        held = Agreement.objects.in_force(new.effective_on)
        assert list(held) == [new]

    def test_a_renewal_the_day_after_the_end_supersedes_without_a_day_between(self, unit, people):
        old = ending_in(10, unit=unit)
        new = self.renew(old, unit, old.expires_on + timedelta(days=1), people)

        assert old.status_on(new.effective_on) == S.SUPERSEDED
        assert all(
            Agreement.objects.in_force(TODAY() + timedelta(days=number)).count() == 1 for number in range(20)
        )

    def test_a_renewal_after_a_gap_renews_what_had_expired(self, unit, people):
        old = ending_in(-30, unit=unit)
        new = self.renew(old, unit, TODAY(), people)

        assert old.status_on(TODAY() - timedelta(days=1)) == S.EXPIRED
        assert old.status_on(new.effective_on) == old.status == S.RENEWED

    def test_an_agreement_renewed_once_is_not_renewed_again(self, unit, people):
        old = ending_in(50, unit=unit)
        AgreementFactory(unit=unit, predecessor=old, root=old)
        second = AgreementFactory.build(unit=unit, predecessor=old)

        with pytest.raises(ValidationError, match="AG-03"):
            actions.save_agreement(second, by=people["DA"], partners=[InstitutionFactory()])
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreementFactory(unit=unit, predecessor=old, partners=[])

    def test_a_chain_does_not_go_in_a_circle(self, unit, people):
        first = AgreementFactory(unit=unit, status=S.DRAFTING)
        second = AgreementFactory(unit=unit, predecessor=first, root=first)
        third = AgreementFactory(unit=unit, predecessor=second, root=first)
        first.predecessor = third

        with pytest.raises(ValidationError, match="AG-03"):
            actions.save_agreement(first, by=people["DA"], partners=[InstitutionFactory()])
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.filter(pk=third.pk).update(predecessor=third)


class TestOverlap:
    """The same kind with the same partner at the same time warns, and no more (AG-04, EC-41)."""

    def pair(self, **fields):
        partner = InstitutionFactory()
        first = AgreementFactory(partners=[partner], **fields)
        return first, AgreementFactory(partners=[partner], unit=first.unit, **fields)

    def test_two_of_a_kind_at_the_same_time_warn(self):
        first, second = self.pair()

        assert overlapping(second) == [first]

    def test_one_after_the_other_does_not_warn(self):
        first, second = self.pair()
        first.expires_on = second.effective_on - timedelta(days=1)
        first.effective_on = first.expires_on - timedelta(days=365)
        first.save()

        assert overlapping(second) == []

    def test_another_kind_or_partner_or_level_does_not_warn(self):
        first, second = self.pair()
        Agreement.objects.filter(pk=first.pk).update(kind="mou")
        assert overlapping(second) == []
        Agreement.objects.filter(pk=first.pk).update(kind=second.kind, level="college")
        assert overlapping(second) == []

    def test_different_colleges_do_not_warn(self, unit, other_unit):
        partner = InstitutionFactory()
        AgreementFactory(partners=[partner], unit=unit, level="college")
        second = AgreementFactory(partners=[partner], unit=other_unit, level="college")

        assert overlapping(second) == []

    def test_the_renewal_of_an_agreement_does_not_warn_of_it(self):
        first, second = self.pair()
        second.predecessor = first

        assert overlapping(second) == []


class TestReminders:
    """Each lead exactly once, also after the scheduler was away (AG-05, EC-91)."""

    def expiry_leads(self):
        rows = AgreementReminder.objects.filter(kind="expiry").order_by("-lead")
        return list(rows.values_list("lead", flat=True))

    def test_every_lead_is_sent_once_over_the_whole_time(self, unit, people):
        agreement = ending_in(200, unit=unit)
        for number in range(202):
            day = TODAY() + timedelta(days=number)
            send_reminders(day)
            if number % 50 == 0:
                send_reminders(day)

        assert self.expiry_leads() == [180, 90, 60, 30, 7]
        sent = dict(AgreementReminder.objects.values_list("lead", "sent_on"))
        assert all((agreement.expires_on - day).days == lead for lead, day in sent.items())
        told = Notification.objects.filter(kind="partnerships.agreement_expiring")
        assert told.filter(recipient=people["IOP"]).count() == 5
        assert told.filter(recipient=people["DA"]).count() == 5
        assert told.filter(recipient=people["DIR"]).count() == 2

    def test_leads_missed_for_three_days_are_sent_once_each(self, unit, people):
        agreement = ending_in(200, unit=unit)
        send_reminders(TODAY())
        missed = agreement.expires_on - timedelta(days=177)

        assert send_reminders(missed) == 1
        assert send_reminders(missed) == 0
        assert send_reminders(agreement.expires_on - timedelta(days=50)) == 2
        assert self.expiry_leads() == [180, 90, 60]

    def test_an_old_agreement_entered_late_is_not_flooded_with_past_leads(self, people):
        ending_in(20)

        assert send_reminders(TODAY()) == 0
        assert send_reminders(TODAY() + timedelta(days=13)) == 1

    @pytest.mark.parametrize(
        "ends", [{"terminated_on": date(2020, 1, 1)}, {"superseded_on": date(2020, 1, 1)}]
    )
    def test_what_ended_otherwise_reminds_of_nothing(self, ends, people):
        ending_in(30, **ends)

        assert send_reminders(TODAY()) == 0

    def test_the_last_day_for_a_notice_is_reminded_of_fourteen_days_before(self, unit, people):
        agreement = ending_in(300, unit=unit, auto_renew=True, renew_years=1, notice_days=180)
        last_notice = agreement.expires_on - timedelta(days=180)

        assert send_reminders(last_notice - timedelta(days=15)) == 0
        assert send_reminders(last_notice - timedelta(days=14)) == 1
        assert AgreementReminder.objects.get().about_day == last_notice

    def test_the_approval_of_a_programme_is_reminded_of_at_24_12_and_6_months(self, people):
        programme = CooperativeProgrammeFactory(valid_until=date(TODAY().year + 3, 8, 31))
        for month in range(37):
            year, number = divmod(TODAY().month + month - 1, 12)
            send_reminders(date(TODAY().year + year, number + 1, 28))

        leads = AgreementReminder.objects.filter(programme=programme).values_list("lead", flat=True)
        assert sorted(leads) == [6, 12, 24]


class TestParts:
    """Addenda and terminations are objects of their own (§3.2)."""

    def test_a_signed_addendum_moves_the_last_day(self, people):
        agreement = ending_in(30)
        later = agreement.expires_on + timedelta(days=365)
        addendum = actions.propose_amendment(
            agreement, by=people["IOP"], title_zh="补充协议", changes="延长一年", new_expires_on=later
        )
        actions.approve_amendment(addendum, by=people["DIR"])
        actions.sign_amendment(addendum, by=people["IOP"], signed_on=TODAY(), signed_scan=pdf())

        agreement.refresh_from_db()
        assert (agreement.expires_on, agreement.holds_until, agreement.status) == (later, later, S.EFFECTIVE)
        assert Event.objects.of(agreement).get(verb="change_end").payload["to"] == str(later)

    def test_addenda_are_numbered_within_their_agreement(self, people):
        agreement = AgreementFactory()
        numbers = [
            actions.propose_amendment(agreement, by=people["IOP"], title_zh="补充", changes="略").number
            for _time in range(3)
        ]

        assert numbers == [1, 2, 3]

    def test_the_author_of_an_addendum_does_not_approve_it_sod_1(self, people):
        addendum = actions.propose_amendment(
            AgreementFactory(), by=people["DIR"], title_zh="补充", changes="略"
        )

        with pytest.raises(PermissionDenied):
            actions.approve_amendment(addendum, by=people["DIR"])

    def test_a_confirmed_termination_ends_the_agreement_on_its_day_ec_42(self, people):
        agreement = AgreementFactory()
        day = TODAY() + timedelta(days=60)
        termination = actions.propose_termination(
            agreement,
            by=people["IOP"],
            by_side="theirs",
            letter_on=TODAY(),
            ends_from=day,
            reason="对方机构调整",
        )
        agreement.refresh_from_db()
        assert agreement.is_in_force(day)

        actions.confirm_termination(termination, by=people["DIR"], note="同意")

        agreement.refresh_from_db()
        assert agreement.is_in_force(day - timedelta(days=1))
        assert not agreement.is_in_force(day)
        assert not actions.may_open_round(agreement, day)

    def test_there_is_one_termination_at_a_time(self, people):
        agreement = AgreementFactory()
        values = {"by_side": "ours", "letter_on": TODAY(), "ends_from": TODAY(), "reason": "略"}
        actions.propose_termination(agreement, by=people["IOP"], **values)

        with pytest.raises(ValidationError):
            actions.propose_termination(agreement, by=people["IOP"], **values)

    @pytest.mark.parametrize("role", sorted(set(ROLES) - {"DIR"}))
    def test_nobody_but_the_director_confirms_a_termination(self, role, people):
        agreement = AgreementFactory()
        termination = actions.propose_termination(
            agreement, by=people["IOP"], by_side="ours", letter_on=TODAY(), ends_from=TODAY(), reason="略"
        )

        with pytest.raises(PermissionDenied):
            actions.confirm_termination(termination, by=people[role], note="同意")

        agreement.refresh_from_db()
        assert agreement.terminated_on is None

    def test_a_draft_is_neither_amended_nor_terminated(self, people):
        draft = AgreementFactory(status=S.DRAFTING)

        with pytest.raises(StepNotAllowed):
            actions.propose_amendment(draft, by=people["IOP"], title_zh="补充", changes="略")


def test_the_nightly_task_does_it_all(people):
    from partnerships.tasks import follow_dates  # noqa: PLC0415

    agreement = ending_in(-1)

    follow_dates()

    agreement.refresh_from_db()
    assert agreement.status == S.EXPIRED
