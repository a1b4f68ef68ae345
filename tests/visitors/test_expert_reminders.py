"""Documents of experts: each reminder once, whatever the scheduler does; contradictions (§4.2, EC-91, EC-92)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from notifications.documents import write_letter
from notifications.models import Notification
from tests.factories.accounts import UserFactory, person_with
from tests.factories.visitor_people import EngagementFactory, PermitFactory, passport
from visitors import actions
from visitors.actions.deadlines import KIND, LEADS, consistency_warnings, deadlines_of, remind_experts
from visitors.models import Expert

DUE = date(2027, 1, 10)


@pytest.fixture
def desk(office):
    return person_with("IOV", office, language="zh-hans")


@pytest.fixture
def expert(unit, desk):
    """An expert on post, whose passport ends on 10 January 2027; nothing else ends soon."""
    engagement = EngagementFactory(
        unit=unit, status="on_post", start_on=date(2026, 3, 1), end_on=date(2029, 3, 1)
    )
    expert = engagement.expert
    expert.user = UserFactory(language="en")
    expert.save()
    passport(expert.person, expires_on=DUE)
    return expert


def run(first, last, *, skip=(), twice=False):
    day = first
    while day <= last:
        if day not in skip:
            remind_experts(day)
            if twice:
                remind_experts(day)
        day += timedelta(days=1)


def sent_to(user):
    """The leads this person was sent, in order."""
    keys = (
        Notification.objects.filter(kind=KIND, recipient=user)
        .order_by("pk")
        .values_list("dedup_key", flat=True)
    )
    return [int(key.rpartition(":")[2]) for key in keys]


@pytest.mark.parametrize("twice", [False, True], ids=["once a day", "twice a day"])
def test_each_lead_goes_exactly_once_across_the_end_of_the_year(expert, desk, unit, twice):
    admin = person_with("DA", unit)

    run(date(2026, 10, 1), DUE, twice=twice)

    for reader in (expert.user, desk, admin):
        assert sent_to(reader) == list(LEADS)


@pytest.mark.parametrize("lead", LEADS)
def test_after_three_days_down_the_missed_lead_goes_once(expert, desk, lead):
    missed = DUE - timedelta(days=lead)
    down = {missed, missed + timedelta(days=1), missed + timedelta(days=2)}

    run(date(2026, 10, 1), DUE + timedelta(days=4), skip=down)

    assert [each for each in sent_to(desk) if each >= 0] == list(LEADS)


def test_overdue_is_said_daily_and_each_day_once(expert, desk):
    run(DUE, DUE + timedelta(days=3), twice=True)

    assert [each for each in sent_to(desk) if each < 0] == [-1, -2, -3]


def test_a_renewed_passport_ends_the_reminders(expert, desk):
    passport(expert.person, expires_on=DUE + timedelta(days=2000))
    expert.person.documents.filter(expires_on=DUE).update(state="superseded")

    run(date(2026, 12, 1), DUE + timedelta(days=2))

    assert sent_to(desk) == []


def test_nobody_is_reminded_of_an_expert_who_is_gone(expert, desk):
    type(expert.engagements.get()).objects.update(status="ended")

    run(date(2026, 12, 1), DUE)

    assert sent_to(desk) == []


def test_each_reads_in_the_own_language_and_no_number_is_in_the_mail(expert, desk):
    remind_experts(DUE - timedelta(days=7))
    letters = {
        notice.recipient_id: write_letter(notice, notice.recipient.language)
        for notice in Notification.objects.filter(kind=KIND)
    }

    assert "Passport of" in letters[expert.user_id].subject
    assert "护照" in letters[desk.pk].subject
    number = expert.passport.number
    assert all(number not in letter.body and number not in letter.subject for letter in letters.values())


def test_a_reminder_put_off_is_not_sent_and_not_sent_after(expert, desk, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: date(2026, 12, 1))
    actions.snooze_expert(
        expert, kind="passport", due_on=DUE, until=date(2026, 12, 28), reason="新护照已在办理", by=desk
    )
    monkeypatch.undo()

    run(date(2026, 12, 1), DUE)

    assert sent_to(desk) == [7, 0]


def test_a_reminder_is_not_put_off_into_the_past(expert, desk):
    with pytest.raises(ValidationError):
        actions.snooze_expert(
            expert, kind="passport", due_on=DUE, until=date(2020, 1, 1), reason="误", by=desk
        )

    assert expert.snoozes.count() == 0


def test_where_dates_contradict_the_earliest_drives_the_reminder(expert):
    PermitFactory(expert=expert, kind="residence", category="", expires_on=date(2028, 6, 1))
    PermitFactory(expert=expert, expires_on=date(2028, 5, 1))

    rows = {row.kind: row for row in deadlines_of(Expert.objects.get(pk=expert.pk))}

    assert (rows["residence"].due, rows["residence"].driven_by) == (DUE, "passport")
    assert (rows["work_permit"].due, rows["work_permit"].driven_by) == (date(2028, 5, 1), "")
    # After the work permit, after the passport, and the contract runs longer than both.
    assert len(consistency_warnings(Expert.objects.get(pk=expert.pk))) == 4


def test_dates_that_agree_give_no_warning(expert):
    expert.person.documents.update(expires_on=date(2035, 1, 1))
    PermitFactory(expert=expert, expires_on=date(2029, 3, 1))
    PermitFactory(expert=expert, kind="residence", category="", expires_on=date(2029, 3, 1))

    assert consistency_warnings(Expert.objects.get(pk=expert.pk)) == []


def test_reminding_asks_no_more_for_three_experts_than_for_one(unit, desk, django_assert_max_num_queries):
    for _turn in range(3):
        engagement = EngagementFactory(unit=unit, status="on_post", end_on=date(2030, 1, 1))
        passport(engagement.expert.person, expires_on=date(2035, 1, 1))

    with django_assert_max_num_queries(9):
        remind_experts(date(2027, 1, 1))
