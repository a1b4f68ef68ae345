"""The mails: in the language of the reader, once, and never lost."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from notifications import actions
from notifications.documents import LEASE, MAX_ATTEMPTS, send_digests, send_pending_mail, write_letter
from notifications.models import Notification
from tests.factories.accounts import UserFactory

KIND = "notifications.plain"
State = Notification.MailState
HERE = "tests.notifications.test_documents"


class ServerAway(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("away")


class AddressRefused(BaseEmailBackend):
    """A mail server that knows no such address."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({})


@pytest.fixture
def notice(db, unit):
    actions.notify([UserFactory(language="en", name_en="ZHANG San")], KIND, about=unit)
    return Notification.objects.get()


def test_a_mail_leaves_once_in_the_readers_language(notice):
    counts = [send_pending_mail(), send_pending_mail()]

    notice.refresh_from_db()
    message = mail.outbox[0]
    assert (counts, len(mail.outbox), notice.mail_state) == ([1, 0], 1, State.SENT)
    assert message.subject == "News about one of your records"
    assert message.body.startswith("Dear ZHANG San,\n")
    assert "Office of International Exchange and Cooperation" in message.body


def test_a_chinese_reader_gets_the_chinese_words(db, unit):
    actions.notify([UserFactory(language="zh-hans", name_zh="张三")], KIND, about=unit)

    send_pending_mail()

    assert "国际交流与合作处" in mail.outbox[0].body
    assert "张三" in mail.outbox[0].body


def test_names_are_not_written_as_html_in_a_mail(db, unit):
    actions.notify([UserFactory(language="en", name_en="O'NEIL & Sons")], KIND, about=unit)

    send_pending_mail()

    assert "O'NEIL & Sons" in mail.outbox[0].body


def test_every_attempt_at_a_mail_carries_the_same_message_id(notice):
    send_pending_mail()
    Notification.objects.update(mail_state=State.PENDING, mail_after=None)
    send_pending_mail()

    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1


def test_nothing_is_lost_when_the_mail_server_is_away(notice, settings):
    settings.EMAIL_BACKEND, right = f"{HERE}.ServerAway", settings.EMAIL_BACKEND
    now = timezone.now()
    away = send_pending_mail(now)
    notice.refresh_from_db()
    waiting = (notice.mail_state, notice.mail_attempts, notice.mail_after - now, notice.error)
    settings.EMAIL_BACKEND = right

    too_early = send_pending_mail(now)
    later = send_pending_mail(now + timedelta(minutes=2))

    assert (away, too_early, later) == (0, 0, 1)
    assert waiting == (State.PENDING, 1, timedelta(minutes=1), "SMTPServerDisconnected")


def test_the_waits_grow_and_end_in_a_failure_somebody_sees(notice, settings):
    settings.EMAIL_BACKEND = f"{HERE}.ServerAway"
    now, waits = timezone.now(), []
    for _attempt in range(MAX_ATTEMPTS):
        send_pending_mail(now)
        notice.refresh_from_db()
        waits.append(notice.mail_after - now)
        now = notice.mail_after

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == timedelta(hours=6)
    assert notice.mail_state == State.FAILED


def test_an_address_the_server_refuses_is_not_tried_again(notice, settings):
    settings.EMAIL_BACKEND = f"{HERE}.AddressRefused"

    send_pending_mail()

    notice.refresh_from_db()
    assert (notice.mail_state, notice.error) == (State.FAILED, "SMTPRecipientsRefused")


def test_a_mail_another_worker_is_sending_is_left_to_it(notice):
    now = timezone.now()
    Notification.objects.update(mail_after=now + LEASE)

    meanwhile = send_pending_mail(now)
    after_its_death = send_pending_mail(now + LEASE + timedelta(seconds=1))

    assert (meanwhile, after_its_death) == (0, 1)


def test_one_bad_mail_does_not_hold_up_the_others(db, unit):
    gone = UserFactory(language="en")
    actions.notify([gone, UserFactory(language="en")], KIND, about=unit)
    Notification.objects.filter(recipient=gone).update(object_id=0)

    sent = send_pending_mail()

    assert (sent, Notification.objects.get(recipient=gone).mail_state) == (1, State.NONE)


def test_a_person_disabled_meanwhile_gets_no_mail(notice):
    notice.recipient.is_active = False
    notice.recipient.save()

    send_pending_mail()

    notice.refresh_from_db()
    assert (len(mail.outbox), notice.mail_state) == (0, State.NONE)


def test_a_kind_without_words_still_tells_that_something_happened(db, unit):
    actions.notify([UserFactory(language="en")], "notifications.never_written", about=unit)

    assert write_letter(Notification.objects.get(), "en").subject == "News about one of your records"


@pytest.fixture
def digest_reader(db, unit):
    reader = UserFactory(wants_digest=True, language="en")
    for lead in ("-30", "-7", "-1"):
        actions.notify([reader], KIND, about=unit, lead=lead)
    return reader


MONDAY, SUNDAY = "2026-11-23 08:00 +0800", "2026-11-22 08:00 +0800"


@time_machine.travel(MONDAY)
def test_a_digest_gathers_all_notices_in_one_mail(digest_reader):
    counts = [send_pending_mail(), send_digests(), send_digests()]

    assert counts == [0, 1, 0]
    assert mail.outbox[0].subject == "3 notices of the international office"
    assert mail.outbox[0].body.count("* News about one of your records") == 3


@time_machine.travel(SUNDAY)
def test_no_digest_leaves_on_a_day_off(digest_reader):
    assert send_digests() == 0


@time_machine.travel(MONDAY)
def test_a_digest_is_not_lost_when_the_mail_server_is_away(digest_reader, settings):
    settings.EMAIL_BACKEND, right = f"{HERE}.ServerAway", settings.EMAIL_BACKEND
    away = send_digests()
    settings.EMAIL_BACKEND = right

    again = send_digests(timezone.now() + timedelta(hours=2))

    assert (away, again) == (0, 1)
