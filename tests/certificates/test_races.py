"""Two officers at once, and a worker killed in the middle of a real batch."""

import pytest
from django.core.management import call_command

from certificates import actions
from certificates.models import Certificate, CertificateBatch
from core.background import sweep_runs
from core.flow import AlreadyDone, StaleVersion
from core.history import save_with_history
from core.models import Counter, Event
from tests.factories import certificates as factory
from tests.factories.accounts import person_with
from tests.races import at_once, needs_row_locks
from tests.workers import kill_worker, start_worker, stop_worker, wait_until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
ROWS = 60


def fresh(batch):
    return CertificateBatch.objects.get(pk=batch.pk)


def test_two_issues_of_one_batch_at_once_give_each_certificate_one_number_ct_14(unit, maker, staff, office):
    needs_row_locks()
    batch = factory.approved(unit, by=maker, staff=staff, count=20)
    colleague = person_with("IOT", office)

    results = at_once(
        lambda: actions.issue_batch(fresh(batch), by=staff["issuer"]),
        lambda: actions.issue_batch(fresh(batch), by=colleague),
    )

    numbers = sorted(batch.certificates.values_list("sequence", flat=True))
    assert sorted(type(result) for result in results if result) == [AlreadyDone]
    assert numbers == list(range(1, 21))
    assert Counter.objects.get(kind="certificate.NDE").last_number == 20
    assert Event.objects.of(batch).filter(verb="issue").count() == 1


def test_two_batches_issued_at_once_share_no_number_ct_01(unit, maker, staff, office):
    needs_row_locks()
    first = factory.approved(unit, by=maker, staff=staff, count=20)
    second = factory.approved(
        unit, by=maker, staff=staff, count=20, start=21, source="training.trainingclass:8"
    )
    colleague = person_with("IOT", office)

    results = at_once(
        lambda: actions.issue_batch(fresh(first), by=staff["issuer"]),
        lambda: actions.issue_batch(fresh(second), by=colleague),
    )

    assert results == [None, None]
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == list(range(1, 41))


def test_two_last_edits_at_once_keep_one_and_refuse_the_other_gn_09(unit, maker, staff):
    needs_row_locks()
    batch = factory.requested(unit, by=maker)

    def edit(title):
        mine = fresh(batch)
        mine.title_en = title
        save_with_history(mine, by=maker, version=batch.version)

    results = at_once(lambda: edit("One"), lambda: edit("Other"))

    refused = [type(result) for result in results if result]
    kept = "One" if results[0] is None else "Other"
    assert (refused, fresh(batch).title_en) == ([StaleVersion], kept)


def test_batch_whose_worker_is_killed_is_finished_by_the_next_with_the_same_numbers_ct_14(
    unit, maker, staff, tmp_path
):
    batch = factory.issuing(unit, by=maker, staff=staff, count=ROWS)
    numbers = set(batch.certificates.values_list("pk", "number"))
    made = batch.certificates.exclude(sha256="")
    first = start_worker(tmp_path / "first.log")
    try:
        sweep_runs()
        assert wait_until(lambda: made.count() >= 5, every=0.02), (tmp_path / "first.log").read_text()
    finally:
        kill_worker(first)
    left = ROWS - made.count()

    second = start_worker(tmp_path / "second.log")
    try:
        finished = wait_until(lambda: sweep_runs() >= 0 and fresh(batch).status == "issued", every=1)
    finally:
        stop_worker(second)

    assert left > 0
    assert finished, (tmp_path / "second.log").read_text()
    assert set(batch.certificates.values_list("pk", "number")) == numbers
    assert Event.objects.filter(verb="issue", content_type__model="certificate").count() == ROWS
    call_command("verify_register")
