"""Ordering reports, making them in the background, and making them again."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import roles_of
from core.background import start_run
from core.policy import policy
from notifications.actions import notify
from reports.documents.report import meta_of, report_pdf
from reports.exports import Frozen, freeze, write_report_csv, write_report_workbook
from reports.figures import Window
from reports.models import ReportRun, ReportSchedule
from reports.statistics import REPORTS, Parameters, Report, detail_rows, hide_small, main_table

logger = structlog.get_logger(__name__)
# Counting, workbook, CSV, PDF.
STEPS = 4


def parameters_of(stored: dict[str, Any], as_of: date) -> Parameters:
    """The parameters as they were remembered; without days of its own, the year up to the day."""
    first, last = stored.get("start_on"), stored.get("end_on")
    end = date.fromisoformat(last) if last else as_of
    start = date.fromisoformat(first) if first else date(end.year, 1, 1)
    return Parameters(
        Window(start, end, as_of),
        tuple(stored.get("by", ())),
        dict(stored.get("filters", {})),
        int(stored.get("months", 6)),
        bool(stored.get("with_rows")),
    )


def _allowed(code: str, by: User) -> Report:
    report = REPORTS[code]
    if not by.has_perm("reports.add_reportrun") or not report.is_read_by(roles_of(by)):
        raise PermissionDenied
    return report


@transaction.atomic
def order_report(
    code: str,
    *,
    by: User,
    as_of: date,
    parameters: dict[str, Any] | None = None,
    is_public: bool = False,
    schedule: ReportSchedule | None = None,
) -> ReportRun:
    """Have a report made; its parameters are remembered."""
    _allowed(code, by)
    run = ReportRun.objects.create(
        code=code,
        parameters=parameters or {},
        as_of=as_of,
        language=by.language or translation.get_language() or "zh-hans",
        is_public=is_public,
        definition_version=REPORTS[code].version,
        requested_by=by,
        schedule=schedule,
    )
    start_run(run, total=STEPS)
    return run


@transaction.atomic
def order_report_again(run: ReportRun, *, by: User, afresh: bool = False) -> ReportRun:
    """The same report once more: as of the same day from its frozen tables, or afresh from today's records."""
    _allowed(run.code, by)
    same = {} if afresh else {"again_of": run}
    again = ReportRun.objects.create(
        code=run.code,
        parameters=run.parameters,
        as_of=timezone.localdate() if afresh else run.as_of,
        language=run.language,
        is_public=run.is_public,
        definition_version=REPORTS[run.code].version if afresh else run.definition_version,
        requested_by=by,
        **same,
    )
    start_run(again, total=STEPS)
    return again


@transaction.atomic
def cancel_report(run: ReportRun, *, by: User) -> None:
    """Stop a report that nobody waits for any more."""
    if not by.has_perm("reports.change_reportrun", run):
        raise PermissionDenied
    waiting = ReportRun.objects.unfinished().filter(pk=run.pk)
    waiting.update(run_state=ReportRun.RunState.CANCELLED, finished_at=timezone.now())


def make_report(run_id: int) -> None:
    """Make the report that was ordered; safe to repeat (a second worker finds it taken)."""
    if not ReportRun.objects.claim(run_id):
        return
    run = ReportRun.objects.select_related("requested_by", "again_of").get(pk=run_id)
    # Roles may have ended since it was ordered: nothing leaves the house then.
    if not run.requested_by.is_active or not REPORTS[run.code].is_read_by(roles_of(run.requested_by)):
        ReportRun.objects.finish(run_id, error=_("The role that allowed this report has ended."))
        return
    try:
        with tempfile.TemporaryDirectory(prefix="report-") as folder, translation.override(run.language):
            _make(run, Path(folder))
    except Exception as error:  # told on the page, with a way to try again
        logger.exception("report_not_made", run=run_id)
        ReportRun.objects.finish(run_id, error=_("The report could not be made (%(error)s).") % {
            "error": type(error).__name__
        })  # fmt: skip
        return
    if ReportRun.objects.finish(run_id, done=STEPS) and run.schedule_id:
        notify([run.requested_by], "reports.report_made", about=run, title=str(REPORTS[run.code].title))


def _make(run: ReportRun, folder: Path) -> None:
    source = folder / "frozen.jsonl.gz"
    if run.again_of_id and run.again_of and run.again_of.frozen:
        with run.again_of.frozen.open("rb") as kept:
            source.write_bytes(kept.read())
        digest = Frozen(source).digest()
    else:
        digest = _count(run, source)
    ReportRun.objects.beat(run.pk, done=1)
    frozen = Frozen(source)
    run.digest = digest
    write_report_workbook(str(folder / "report.xlsx"), frozen)
    ReportRun.objects.beat(run.pk, done=2)
    with (folder / "report.csv").open("wb") as out:
        write_report_csv(out, frozen)
    (folder / "report.pdf").write_bytes(report_pdf(run, frozen))
    ReportRun.objects.beat(run.pk, done=3)
    _keep(run, folder, source)


def _count(run: ReportRun, target: Path) -> str:
    """Count the tables from the records and write them down."""
    report = REPORTS[run.code]
    parameters = parameters_of(run.parameters, run.as_of)
    table = main_table(report, parameters)
    if run.is_public:
        table = hide_small(table, int(policy("stats.small_cell")))
    with_rows = parameters.with_rows and not run.is_public and bool(report.cells)
    return freeze(
        target,
        meta_of(report, parameters, is_public=run.is_public),
        table,
        header=[str(cell.label) for cell in report.cells] if with_rows else [],
        rows=detail_rows(report, parameters) if with_rows else (),
        beat=lambda _count: ReportRun.objects.beat(run.pk),
    )


def _keep(run: ReportRun, folder: Path, source: Path) -> None:
    """Store the files under names made by the server."""
    names = {"frozen": source, **{kind: folder / f"report.{kind}" for kind in ("xlsx", "csv", "pdf")}}
    for field, path in names.items():
        with path.open("rb") as content:
            getattr(run, field).save(path.name, File(content), save=False)
    ReportRun.objects.filter(pk=run.pk).update(
        digest=run.digest, **{field: getattr(run, field).name for field in names}
    )
