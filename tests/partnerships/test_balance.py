"""The exchange balance: order does not matter, corrections need two sides, the director may waive (§3.4)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.flow import StepNotAllowed
from core.models import Event
from notifications.models import Notification
from partnerships import actions
from partnerships.actions.balance import balance_of, permitted_imbalance
from partnerships.models import BalanceEntry
from tests.conftest import ROLES
from tests.factories.partnerships import AgreementFactory, BalanceEntryFactory
from tests.partnerships.conftest import pdf

pytestmark = pytest.mark.django_db
YEARS = ["2023-2024", "2024-2025", "2025-2026"]
HALVES = st.integers(0, 8).map(lambda number: Decimal(number) / 2)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(YEARS),
        st.sampled_from(["out", "in"]),
        HALVES,
        st.sampled_from(["actual", "planned", "confirmed", "proposed", "rejected"]),
    ),
    max_size=12,
)


@pytest.fixture
def agreement():
    return AgreementFactory()


def write(agreement, rows):
    BalanceEntry.objects.all()._raw_delete("default")
    BalanceEntry.objects.bulk_create(
        BalanceEntry(
            agreement=agreement,
            academic_year=year,
            direction=direction,
            semesters=semesters,
            kind="mobility" if state in {"actual", "planned"} else "correction",
            status="confirmed" if state in {"actual", "planned", "confirmed"} else state,
            is_planned=state == "planned",
            reason="" if state in {"actual", "planned"} else "核对",
        )
        for year, direction, semesters, state in rows
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, shuffled=st.randoms(use_true_random=False))
def test_the_balance_does_not_depend_on_the_order_of_entries_and_corrections(agreement, rows, shuffled):
    write(agreement, rows)
    first = balance_of(agreement)
    other_way = list(rows)
    shuffled.shuffle(other_way)

    write(agreement, other_way)

    assert balance_of(agreement) == first
    counted = [row for row in rows if row[3] in {"actual", "confirmed"}]
    assert first.total == sum((row[2] if row[1] == "out" else -row[2] for row in counted), Decimal(0))


def test_a_stay_reported_twice_counts_once_and_the_latest_report_holds(agreement, people):
    for semesters in (2, 1):
        actions.record_mobility(
            agreement, academic_year="2025-2026", direction="out", semesters=Decimal(semesters), source="mobility:7",
            person_name="LI Ming", by=people["IOS"],
        )  # fmt: skip

    assert balance_of(agreement).total == 1
    assert BalanceEntry.objects.count() == 1


def test_a_stay_that_did_not_take_place_leaves_the_balance_and_a_trace(agreement, people):
    actions.record_mobility(
        agreement, academic_year="2025-2026", direction="in", semesters=Decimal(2), source="inbound:3",
        person_name="SMITH Jane", by=people["IOS"],
    )  # fmt: skip

    assert actions.remove_mobility(agreement, source="inbound:3", by=people["IOS"]) is True
    assert actions.remove_mobility(agreement, source="inbound:3", by=people["IOS"]) is False
    assert balance_of(agreement).total == 0
    assert Event.objects.of(agreement).filter(verb="remove_mobility").count() == 1


def test_planned_stays_stand_apart_from_what_happened(agreement, people):
    BalanceEntryFactory(agreement=agreement, semesters=Decimal(1))
    actions.record_mobility(
        agreement, academic_year="2026-2027", direction="out", semesters=Decimal(2), source="nomination:1",
        person_name="X", by=people["IOS"], planned=True,
    )  # fmt: skip

    balance = balance_of(agreement)

    assert (balance.total, balance.planned, balance.total_with_planned) == (1, 2, 3)


def test_the_balance_runs_along_the_chain_of_renewals(agreement):
    renewal = AgreementFactory(predecessor=agreement, root=agreement)
    BalanceEntryFactory(agreement=agreement, academic_year="2024-2025", semesters=Decimal(2))
    BalanceEntryFactory(agreement=renewal, academic_year="2026-2027", direction="in", semesters=Decimal(1))
    BalanceEntryFactory(semesters=Decimal(8))

    assert balance_of(agreement).total == balance_of(renewal).total == 1
    assert [line.running for line in balance_of(renewal).lines] == [2, 1]


@pytest.mark.parametrize("semesters", [Decimal("0.3"), Decimal(-1)])
def test_a_stay_of_an_impossible_length_is_refused(agreement, people, semesters):
    with pytest.raises(ValidationError):
        actions.record_mobility(
            agreement, academic_year="2025-2026", direction="out", semesters=semesters, source="m:1", person_name="X",
            by=people["IOS"],
        )  # fmt: skip
    assert BalanceEntry.objects.count() == 0


@pytest.mark.parametrize("year", ["2025", "2025-2027", "2026-2025", ""])
def test_an_impossible_academic_year_is_refused(agreement, people, year):
    with pytest.raises(ValidationError):
        actions.record_mobility(
            agreement, academic_year=year, direction="out", semesters=Decimal(1), source="m:1", person_name="X",
            by=people["IOS"],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("own", "out", "unit", "expected"),
    [
        (None, None, "semester", 2),
        (None, 5, "semester", 5),
        (None, 2, "year", 4),
        (Decimal("1.5"), 5, "year", Decimal("1.5")),
    ],
)
def test_what_is_permitted_is_the_agreements_own_number_else_the_larger_default(own, out, unit, expected):
    agreement = AgreementFactory(permitted_imbalance=own, places_out=out, places_in=None, count_unit=unit)

    assert permitted_imbalance(agreement) == expected


def test_passing_the_permitted_imbalance_tells_once_and_stops_further_nominations(agreement, people):
    for number in range(4):
        actions.record_mobility(
            agreement, academic_year="2025-2026", direction="out", semesters=Decimal(1), source=f"m:{number}",
            person_name="X", by=people["IOS"],
        )  # fmt: skip

    assert balance_of(agreement).total == 4
    told = Notification.objects.filter(kind="partnerships.balance_over", recipient=people["IOP"])
    assert told.count() == 1
    assert actions.may_nominate_out(agreement) is False


def test_too_many_received_stops_nobody_from_going_out(agreement):
    BalanceEntryFactory(agreement=agreement, direction="in", semesters=Decimal(9))

    assert balance_of(agreement).is_over
    assert actions.may_nominate_out(agreement) is True


def test_the_director_tolerates_an_imbalance_until_a_day(agreement, people):
    BalanceEntryFactory(agreement=agreement, semesters=Decimal(9))
    until = timezone.localdate() + timedelta(days=10)

    waived = actions.waive_imbalance_agreement(
        agreement, by=people["DIR"], until=until, note="对方承诺下学年补足"
    )

    assert actions.may_nominate_out(waived, until) is True
    assert actions.may_nominate_out(waived, until + timedelta(days=1)) is False


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"DIR"}))
def test_nobody_but_the_director_tolerates_an_imbalance(agreement, people, role):
    with pytest.raises(PermissionDenied):
        actions.waive_imbalance_agreement(agreement, by=people[role], until=timezone.localdate(), note="请求")


def correction(agreement, people, confirmation=True):
    return actions.propose_correction(
        agreement, by=people["IOP"], reason="对方记录少一学期", academic_year="2025-2026", direction="in",
        semesters=Decimal(1), confirmation=pdf() if confirmation else None,
    )  # fmt: skip


def test_a_correction_counts_only_once_the_director_has_confirmed_it(agreement, people):
    entry = correction(agreement, people)
    assert balance_of(agreement).total == 0

    actions.confirm_balanceentry(entry, by=people["DIR"])

    assert balance_of(agreement).total == -1
    assert balance_of(agreement).lines[0].corrected == -1


def test_a_correction_without_the_partners_confirmation_is_not_confirmed(agreement, people):
    entry = correction(agreement, people, confirmation=False)

    with pytest.raises(ValidationError):
        actions.confirm_balanceentry(entry, by=people["DIR"])

    entry.refresh_from_db()
    assert (entry.status, balance_of(agreement).total) == ("proposed", 0)


def test_a_correction_decided_once_is_not_decided_again(agreement, people):
    entry = correction(agreement, people)
    actions.reject_balanceentry(entry, by=people["DIR"], note="证明不足")

    with pytest.raises(StepNotAllowed):
        actions.confirm_balanceentry(entry, by=people["DIR"])


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"DIR"}))
def test_nobody_but_the_director_confirms_a_correction(agreement, people, role):
    entry = correction(agreement, people)

    with pytest.raises(PermissionDenied):
        actions.confirm_balanceentry(entry, by=people[role])


def test_the_statement_for_the_partner_is_made_and_names_no_student(agreement, people):
    BalanceEntryFactory(agreement=agreement, person_name="SECRET Name")
    statement = actions.order_statement(agreement, by=people["IOP"])
    from partnerships.documents import statement_context  # noqa: PLC0415
    from partnerships.tasks import make_statement  # noqa: PLC0415

    make_statement(statement.pk)

    statement.refresh_from_db()
    file = statement.attachments.get()
    assert (statement.run_state, file.mime) == ("done", "application/pdf")
    from django.template.loader import render_to_string  # noqa: PLC0415

    text = render_to_string("partnerships/pdf/statement.html", statement_context(statement))
    assert "SECRET" not in text
    assert "Statement of the Student Exchange Balance" in text
