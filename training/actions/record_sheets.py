"""Attendance and results by spreadsheet: a sheet with the roster goes out, and comes back filled in (§1.3)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.exports import write_workbook
from core.flow import remember
from core.spreadsheets import CellProblem, Column, Table, read_table
from core.text import search_key
from training.actions.results import open_class, record_results
from training.models import AssessmentMethod, Attendance, ClassSession, Trainee, TrainingClass
from training.resources import AttendanceResource

NUMBER = Column("number", ["学员编号", "Trainee number"], "text", True)
NAME = Column("name", ["姓名", "Name"], "text", True)
LAST4 = Column("last4", ["证件后四位", "Last four"], "text")
MARKS = {
    "present": ["出勤", "到", "√", "✓", "Present", "1"],
    "late": ["迟到", "Late"],
    "leave": ["请假", "Leave", "On leave"],
    "absent": ["缺勤", "旷课", "Absent", "0"],
}
PASSED = {"yes": ["合格", "通过", "Passed", "Yes"], "no": ["不合格", "未通过", "Failed", "No"]}
SCORE = Column("score", ["成绩", "Score"], "number")
MAKEUP = Column("makeup_score", ["补考成绩", "Make-up score"], "number", may_be_absent=True)
RESULT = Column("has_passed", ["考核结果", "Result"], "choice", choices=PASSED)


def _people(training_class: TrainingClass) -> list[Trainee]:
    return list(training_class.trainees.present().select_related("identity", "assessment").order_by("pk"))


def _lesson(session: ClassSession) -> str:
    return f"{session.date:%Y-%m-%d} {session.starts_at:%H:%M}"


def attendance_columns(sessions: Iterable[ClassSession]) -> list[Column]:
    """One column for each lesson, under its day and hour."""
    lessons = [
        Column(f"s{session.pk}", [_lesson(session)], "choice", choices=MARKS, may_be_absent=True)
        for session in sessions
    ]
    return [NUMBER, NAME, LAST4, *lessons]


def attendance_sheet(training_class: TrainingClass) -> bytes:
    """The roster with a column for each lesson, and what is written already."""
    sessions = list(training_class.sessions.all())
    marks = {
        (row.session_id, row.trainee_id): MARKS[row.mark][0]
        for row in Attendance.objects.filter(session__training_class=training_class)
    }
    header = [column.label for column in attendance_columns(sessions)]
    rows = [
        [str(one.pk), str(one), one.identity.last4]
        + [marks.get((session.pk, one.pk), "") for session in sessions]
        for one in _people(training_class)
    ]
    words = "、".join(names[0] for names in MARKS.values())
    meaning = [(_("Each lesson"), _("one of: %(words)s") % {"words": words})]
    return write_workbook(header, rows, definitions=meaning, sheet_name=_("Attendance"))


def results_columns(training_class: TrainingClass) -> list[Column]:
    """A score with its make-up, or passed and not passed."""
    is_scored = training_class.proposal.assessment_method == AssessmentMethod.EXAM
    return [NUMBER, NAME, LAST4, *([SCORE, MAKEUP] if is_scored else [RESULT])]


def results_sheet(training_class: TrainingClass) -> bytes:
    """The roster with the results written so far."""
    columns = results_columns(training_class)
    rows = [
        [str(one.pk), str(one), one.identity.last4, *(_result(one, column.key) for column in columns[3:])]
        for one in _people(training_class)
    ]
    return write_workbook([column.label for column in columns], rows, sheet_name=_("Results"))


def _result(trainee: Trainee, key: str) -> Any:
    value = getattr(getattr(trainee, "assessment", None), key, None)
    if isinstance(value, bool):
        return PASSED["yes" if value else "no"][0]
    return "" if value is None else value


def _read(
    training_class: TrainingClass, file: Any, columns: list[Column]
) -> tuple[Table, dict[int, Trainee]]:
    """The rows of the sheet by trainee; ValidationError with every reason where one does not fit."""
    table = read_table(io.BytesIO(file.read()), columns, filename=file.name, max_rows=2000)
    people = {str(one.pk): one for one in _people(training_class)}
    problems = list(table.problems)
    found: dict[int, Trainee] = {}
    seen: set[str] = set()
    for row in table.rows:
        number = str(row["number"] or "").split(".")[0]
        trainee = people.get(number)
        if trainee is None:
            problems.append(_problem(row.number, _("This number is not on the roster.")))
        elif search_key(row["name"]) not in {search_key(trainee.name_zh), search_key(trainee.name_latin)}:
            problems.append(_problem(row.number, _("The name does not belong to this number.")))
        elif number in seen:
            problems.append(_problem(row.number, _("This number stands in the sheet twice.")))
        else:
            seen.add(number)
            found[row.number] = trainee
    if problems:
        raise ValidationError([str(problem) for problem in problems[:50]])
    return table, found


def _problem(row: int, message: str) -> CellProblem:
    return CellProblem(row=row, column=NUMBER.label, column_letter="A", message=message, code="trainee")


@transaction.atomic
def import_attendance(training_class: TrainingClass, file: Any, *, by: Any) -> dict[str, int]:
    """The marks of a filled-in sheet are written, all or none; empty cells change nothing."""
    locked = open_class(training_class, by)
    if locked.attendance_is_locked:
        raise ValidationError(
            _("The attendance was locked on %(day)s. The training desk can open it again.")
            % {"day": date_format(locked.attendance_locks_on, "DATE_FORMAT")}
        )
    sessions = list(locked.sessions.all())
    table, people = _read(locked, file, attendance_columns(sessions))
    dataset = tablib.Dataset(headers=["session", "trainee", "mark"])
    for row in table.rows:
        for session in sessions:
            mark = row.values.get(f"s{session.pk}")
            if mark:
                dataset.append([session.pk, people[row.number].pk, mark])
    known = {
        (one.session_id, one.trainee_id): one
        for one in Attendance.objects.filter(session__training_class=locked)
    }
    result = AttendanceResource(known).import_data(dataset, use_transactions=True, raise_errors=True)
    counts = {"new": result.totals["new"], "changed": result.totals["update"]}
    remember(locked, "attendance", by=by, payload=counts)
    return counts


@transaction.atomic
def import_results(training_class: TrainingClass, file: Any, *, by: Any) -> int:
    """The results of a filled-in sheet are written; somebody else checks them (§1.3)."""
    columns = results_columns(training_class)
    table, people = _read(training_class, file, columns)
    results: dict[int, dict[str, Any]] = {}
    for row in table.rows:
        values: dict[str, Any] = {}
        for column in columns[3:]:
            value = row.values.get(column.key)
            if value in (None, ""):
                continue
            values[column.key] = value == "yes" if column.key == "has_passed" else _score(row.number, value)
        if values:
            results[people[row.number].pk] = values
    return record_results(training_class, results, by=by)


def _score(row: int, value: Any) -> Decimal:
    score = Decimal(str(value))
    if not 0 <= score <= 100:
        raise ValidationError(str(_problem(row, _("A score lies between 0 and 100."))))
    return score.quantize(Decimal("0.1"))
