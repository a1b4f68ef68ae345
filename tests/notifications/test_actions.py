"""Telling people: each person once, and nothing of a step that failed."""

import pytest
from django.db import transaction

from core.background import wake
from notifications import actions
from notifications.models import Notification
from notifications.tasks import send_pending
from tests.factories.accounts import UserFactory

KIND = "notifications.plain"
State = Notification.MailState


def test_notify_writes_one_notice_for_each_person(db, unit):
    one, other = UserFactory(), UserFactory()

    actions.notify([one, other, one, None], KIND, about=unit)

    assert sorted(Notification.objects.values_list("recipient", flat=True)) == [one.pk, other.pk]


def test_notify_does_not_write_to_the_disabled(db, unit):
    actions.notify([UserFactory(is_active=False)], KIND, about=unit)

    assert Notification.objects.count() == 0


def test_notify_tells_the_same_only_once(db, unit):
    person = UserFactory()

    actions.notify([person], KIND, about=unit, lead="-30")
    actions.notify([person], KIND, about=unit, lead="-30")

    assert Notification.objects.count() == 1


def test_notify_tells_again_for_another_lead_and_another_version(db, unit):
    person = UserFactory()

    actions.notify([person], KIND, about=unit, lead="-30")
    actions.notify([person], KIND, about=unit, lead="-7")
    actions.notify([person], KIND, about=unit)
    unit.version += 1
    actions.notify([person], KIND, about=unit)

    assert Notification.objects.count() == 4


def test_notify_is_undone_with_the_step_that_failed(db, unit):
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 - the step fails after the act
        actions.notify([UserFactory()], KIND, about=unit)
        raise RuntimeError

    assert Notification.objects.count() == 0


def test_notify_keeps_the_mail_for_the_digest_of_whoever_wants_one(db, unit):
    actions.notify([UserFactory(wants_digest=True), UserFactory()], KIND, about=unit)

    assert sorted(Notification.objects.values_list("mail_state", flat=True)) == [State.DIGEST, State.PENDING]


def test_notify_loses_nothing_when_the_broker_is_away(
    db, unit, django_capture_on_commit_callbacks, monkeypatch
):
    def away(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(send_pending, "apply_async", away)

    with django_capture_on_commit_callbacks(execute=True):
        actions.notify([UserFactory()], KIND, about=unit)

    assert list(Notification.objects.to_be_mailed()) == [Notification.objects.get()]


def test_waking_waits_for_the_commit(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        wake(send_pending)

    assert len(callbacks) == 1


def test_read_notification_marks_only_ones_own(db, unit):
    mine, theirs = UserFactory(), UserFactory()
    actions.notify([mine, theirs], KIND, about=unit)

    for notification in Notification.objects.all():
        actions.read_notification(notification, by=mine)

    assert [row.recipient for row in Notification.objects.unread()] == [theirs]


def test_read_inbox_marks_all_of_ones_own_and_counts_them(db, unit):
    mine, theirs = UserFactory(), UserFactory()
    actions.notify([mine, theirs], KIND, about=unit)
    actions.notify([mine], KIND, about=unit, lead="-7")

    count = actions.read_inbox(by=mine)

    assert (count, Notification.objects.unread().count()) == (2, 1)


def test_resend_mail_offers_a_failed_mail_again(db, unit):
    actions.notify([UserFactory()], KIND, about=unit)
    Notification.objects.update(mail_state=State.FAILED, mail_attempts=12, error="SMTPServerDisconnected")

    actions.resend_mail(Notification.objects.get(), by=None)

    assert list(Notification.objects.to_be_mailed().values_list("mail_attempts", "error")) == [(0, "")]
