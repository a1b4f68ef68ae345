"""Standard reports: made in the background, remembered, made again with the same fingerprint."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.pdf import pdf_text
from reports import actions
from reports.actions.schedule import next_day
from reports.figures import Window
from reports.models import ReportRun, ReportSchedule
from reports.statistics import REPORTS, Parameters, Table, detail_rows, hide_small, main_table
from tests.factories.training import complete_proposal
from tests.factories.training_classes import TraineeFactory, TrainingClassFactory

TODAY = timezone.localdate


def a_class(unit, number, *, people=1, day=None, status="running", title="气象培训班演示"):
    proposal = complete_proposal(unit=unit, title_zh=title, approved_no=f"NDE-{number}", status="executing")
    started = TrainingClassFactory(
        proposal=proposal, status=status, start_on=day or TODAY(), end_on=(day or TODAY()) + timedelta(days=3)
    )
    for _person in range(people):
        TraineeFactory(training_class=started, status="attending")
    return started


def content_of(file):
    with file.open("rb") as opened:
        return opened.read()


def this_year():
    return Parameters(Window(date(TODAY().year, 1, 1), TODAY(), TODAY()))


@pytest.fixture
def run(people, unit, other_unit, django_capture_on_commit_callbacks):
    a_class(unit, 1, people=3)
    a_class(other_unit, 2, people=7)
    made = actions.order_report(
        "RP-11", by=people["IOT"], as_of=TODAY(), parameters={"with_rows": True, "by": ["unit"]}
    )
    actions.make_report(made.pk)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("code", sorted(REPORTS))
def test_a_report_of_nothing_is_a_table_of_nothing(db, code):
    report = REPORTS[code]

    for key in report.dimensions:
        assert main_table(report, Parameters(this_year().window, by=(key,))).rows == []
    assert list(detail_rows(report, this_year())) == []


def test_a_report_counts_by_its_dimensions_and_totals_anew(run):
    assert run.run_state == "done", run.error
    table = main_table(REPORTS["RP-11"], Parameters(this_year().window, by=("unit",)))

    people = table.header.index(str(REPORTS["RP-11"].measures[2].label))
    assert sorted(row[people] for row in table.rows) == [3, 7]
    assert table.total[people] == 10


def test_making_it_again_as_of_the_same_day_gives_the_same_fingerprint(run, people, unit):
    a_class(unit, 3, people=4)
    again = actions.order_report_again(run, by=people["IOT"])
    afresh = actions.order_report_again(run, by=people["IOT"], afresh=True)
    for one in (again, afresh):
        actions.make_report(one.pk)
        one.refresh_from_db()

    assert again.digest == run.digest != ""
    assert afresh.digest != run.digest


def test_counting_twice_without_a_change_gives_the_same_fingerprint(run, people):
    afresh = actions.order_report_again(run, by=people["IOT"], afresh=True)
    actions.make_report(afresh.pk)
    afresh.refresh_from_db()

    assert afresh.digest == run.digest


def test_the_workbook_has_definitions_first_and_no_formula(people, unit):
    a_class(unit, 4, people=2, title="=HYPERLINK(1)演示")
    made = actions.order_report("RP-11", by=people["IOT"], as_of=TODAY(), parameters={"with_rows": True})
    actions.make_report(made.pk)
    made.refresh_from_db()
    book = openpyxl.load_workbook(io.BytesIO(content_of(made.xlsx)))

    definitions, table, records = book.worksheets
    assert definitions["A2"].value in {"Report", "报表"}
    assert table.freeze_panes == "C2"
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert records["E2"].is_date
    assert isinstance(table["C2"].value, int)


def test_the_text_file_has_its_mark_and_the_pdf_its_table(run):
    assert content_of(run.csv).startswith(b"\xef\xbb\xbf")
    assert "RP-11" in pdf_text(content_of(run.pdf))


def test_a_second_worker_finds_the_report_taken(run):
    before = run.finished_at
    actions.make_report(run.pk)
    run.refresh_from_db()

    assert run.finished_at == before


def test_a_report_whose_role_has_ended_is_not_made(people, unit):
    made = actions.order_report("RP-11", by=people["IOT"], as_of=TODAY())
    type(people["IOT"]).objects.filter(pk=people["IOT"].pk).update(is_active=False)

    actions.make_report(made.pk)

    made.refresh_from_db()
    assert (made.run_state, bool(made.xlsx)) == ("failed", False)


@pytest.mark.parametrize("role", ["DA", "DH", "FIN", "AUD", "STU", "TEA", "EXT", "SYS", "COS"])
def test_who_may_not_export_orders_no_report(people, role):
    with pytest.raises(PermissionDenied):
        actions.order_report("RP-11", by=people[role], as_of=TODAY())

    assert ReportRun.objects.count() == 0


def test_somebody_elses_report_is_not_found(run, people, client):
    client.force_login(people["IOV"])

    for address in ("", "progress/", "chart.svg", "report.xlsx", "schedule/"):
        assert client.get(f"/reports/made/{run.pk}/{address}").status_code == 404
    assert client.post(f"/reports/made/{run.pk}/again/").status_code == 404


def test_the_pages_of_a_report_open(run, people, client):
    client.force_login(people["IOT"])

    assert client.get("/reports/").status_code == 200
    for code in REPORTS:
        assert client.get(f"/reports/new/{code}/").status_code == 200
    for address in ("", "chart.svg", "report.xlsx", "report.csv", "report.pdf", "schedule/"):
        answer = client.get(f"/reports/made/{run.pk}/{address}")
        assert answer.status_code == 200, address
        assert b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert client.get(f"/reports/made/{run.pk}/progress/").status_code == 204
    assert b"<script" not in client.get(f"/reports/made/{run.pk}/chart.svg").content


def test_ordering_from_the_page_leads_to_its_progress(people, client):
    client.force_login(people["IOT"])
    answer = client.post(
        "/reports/new/RP-11/",
        {"start_on": "2026-01-01", "end_on": "2026-06-30", "by": ["unit", "month"]},
    )

    made = ReportRun.objects.get()
    assert (answer.status_code, answer.url) == (302, made.get_absolute_url())
    assert made.parameters["by"] == ["unit", "month"]
    assert client.get(f"/reports/made/{made.pk}/progress/").status_code == 200
    assert client.post(f"/reports/made/{made.pk}/cancel/").status_code == 302
    made.refresh_from_db()
    assert made.run_state == "cancelled"


@pytest.mark.parametrize(
    ("first", "rhythm", "expected"),
    [
        (date(2026, 1, 31), "monthly", [date(2026, 2, 28), date(2026, 3, 31)]),
        (date(2026, 11, 24), "weekly", [date(2026, 12, 1), date(2026, 12, 8)]),
        (date(2026, 11, 30), "quarterly", [date(2027, 2, 28), date(2027, 5, 30)]),
        (date(2024, 2, 29), "yearly", [date(2025, 2, 28), date(2026, 2, 28)]),
    ],
)
def test_a_rhythm_keeps_its_day(first, rhythm, expected):
    assert [next_day(first, rhythm, nth=nth) for nth in (1, 2)] == expected


def test_what_is_due_is_ordered_once_however_many_days_were_missed(run, people):
    schedule = actions.schedule_report(
        run, rhythm="weekly", next_on=TODAY() - timedelta(days=20), by=people["IOT"]
    )

    assert actions.order_due_reports() == 1
    assert actions.order_due_reports() == 0

    schedule.refresh_from_db()
    assert schedule.next_on > TODAY()
    assert ReportRun.objects.filter(schedule=schedule).count() == 1


def test_a_scheduled_report_is_told_by_mail(run, people):
    schedule = actions.schedule_report(run, rhythm="weekly", next_on=TODAY(), by=people["IOT"])
    actions.order_due_reports()
    made = ReportRun.objects.get(schedule=schedule)
    actions.make_report(made.pk)

    kinds = list(people["IOT"].notifications.values_list("kind", flat=True))
    assert kinds == ["reports.report_made"]


def test_a_schedule_whose_owner_may_not_read_any_more_stops(run, people):
    schedule = actions.schedule_report(run, rhythm="weekly", next_on=TODAY(), by=people["IOT"])
    ReportSchedule.objects.filter(pk=schedule.pk).update(owner=people["STU"])

    assert actions.order_due_reports() == 0
    schedule.refresh_from_db()
    assert schedule.is_active is False


def test_small_cells_are_hidden_and_one_alone_takes_the_next_with_it():
    table = Table("", ["学院", "人"], [["甲", 2], ["乙", 7], ["丙", 30], ["丁", 0]], ["合计", 39], people=[1])

    hidden = hide_small(table, 5)

    assert [row[1] for row in hidden.rows] == ["<5", "*", 30, 0]
    assert [row[1] for row in table.rows] == [2, 7, 30, 0]


def test_hidden_cells_are_not_given_away_by_the_year_before():
    rows = [["甲", 2, 4, "-50%"], ["乙", 3, 9, "-66%"]]
    total = ["合计", 5, 13, "-61%"]
    table = Table("", ["学院", "人", "上年", "同比"], rows, total, people=[1], compared_from=2)

    hidden = hide_small(table, 5)

    assert [row[1:] for row in hidden.rows] == [["<5", "", ""], ["<5", "", ""]]
    assert hidden.total == ["合计", 5, "", ""]
