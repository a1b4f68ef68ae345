"""Dashboards: what the director, a leader, a desk or a unit looks at, each chart with its table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from accounts.models import Role
from accounts.roles import roles_of, units_of
from core.views import Guarded
from core.work import title_of
from partnerships.models import Agreement, Laboratory
from reports.documents.charts import bar_chart, year_chart
from reports.figures import FIGURES, Figure
from reports.figures.registry import EVERYTHING
from reports.statistics import REPORTS
from reports.statistics.trends import breakdown_of, trend_of
from reports.views.figures import scope_of
from reports.views.svg import svg_response
from visitors.models import Permit

AHEAD = timedelta(days=180)
MOST_ENDING = 12


@dataclass(frozen=True)
class Board:
    """What one role sees: figures in front, trends, and reports by one dimension."""

    figures: tuple[str, ...]
    trends: tuple[str, ...] = ()
    breakdowns: tuple[tuple[str, str], ...] = ()


BOARDS = {
    Role.DIRECTOR: Board(
        ("F01", "F03", "F04", "F11", "F09", "F06a", "F10", "F05", "F07", "F13", "F20", "F18"),
        ("F04", "F11", "F09", "F20"),
        (("RP-14", "kind"), ("RP-15", "round")),
    ),
    Role.PARTNERSHIPS_DESK: Board(
        ("F01", "F02", "F13", "F14", "F15", "F16"), ("F01", "F13"), (("RP-03", "kind"), ("RP-03", "region"))
    ),
    Role.STUDENT_DESK: Board(
        ("F03", "F04", "F04t", "F11"),
        ("F04", "F04t"),
        (("RP-01", "unit"), ("RP-01", "region"), ("RP-15", "round")),
    ),
    Role.TRAINING_DESK: Board(
        ("F18", "F19", "F20", "F21", "F23", "F24"), ("F19", "F20"), (("RP-11", "unit"), ("RP-13", "type"))
    ),
    Role.VISITORS_DESK: Board(
        ("F05", "F06a", "F06b", "F08", "F09", "F10", "F17"),
        ("F06a", "F09", "F10"),
        (("RP-05", "unit"), ("RP-06", "nationality"), ("RP-08", "unit")),
    ),
    Role.INBOUND_DESK: Board(
        ("F11", "F11p", "F12"), ("F11",), (("RP-02", "nationality"), ("RP-02", "level"))
    ),
    Role.FINANCE: Board(("F07", "F07r", "F07s", "F22"), ("F07", "F22"), (("RP-07", "level"),)),
}
UNIT_BOARD = Board(
    ("F18", "F19", "F20", "F23", "F04", "F11", "F09", "F10"),
    ("F20", "F04"),
    (("RP-11", "category"), ("RP-01", "region")),
)
# Where several boards would do, the first of these counts.
ORDER = (
    (Role.DIRECTOR, Role.DIRECTOR),
    (Role.LEADER, Role.DIRECTOR),
    (Role.AUDITOR, Role.DIRECTOR),
    *((role, role) for role in BOARDS if role != Role.DIRECTOR),
)


def board_of(user: Any) -> Board:
    """The board of the person's first role."""
    roles = roles_of(user)
    return next((BOARDS[board] for role, board in ORDER if role in roles), UNIT_BOARD)


def unit_filters(user: Any) -> dict[str, Any]:
    """A unit's people see their own unit; a report takes one unit at a time."""
    if roles_of(user) & (EVERYTHING | {Role.FINANCE, Role.INBOUND_DESK}):
        return {}
    units = sorted(units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD))
    return {"unit": units[0]} if units else {}


class Dashboard(Guarded, TemplateView):
    """Figures, trends, breakdowns and what is about to end, for the person's role."""

    permission = "reports.read_figure"
    template_name = "reports/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.check_permission()
        user, today = self.request.user, timezone.localdate()
        board, roles = board_of(user), roles_of(user)
        shown = [FIGURES[code] for code in board.figures if FIGURES[code].is_read_by(roles)]
        drawn = [FIGURES[code] for code in board.trends if FIGURES[code].is_read_by(roles)]
        filters = unit_filters(user)
        tables = [(REPORTS[code], by, breakdown_of(code, by, filters)) for code, by in board.breakdowns]
        return super().get_context_data(
            today=today,
            readings=[figure.read(today, filters=scope_of(user, figure)) for figure in shown],
            trends=[trend_of(figure, scope_of(user, figure)) for figure in drawn],
            breakdowns=[(report, by, table) for report, by, table in tables if table.rows],
            ending=ending_soon(user, today),
            **kwargs,
        )


def ending_soon(user: Any, today: date) -> list[tuple[date, str, str, str]]:
    """Agreements, reviews of laboratories and permits that end within half a year, the nearest first."""
    if not roles_of(user) & EVERYTHING:
        return []
    until = today + AHEAD
    agreements = Agreement.objects.visible_to(user).expiring_between(today, until)[:MOST_ENDING]
    rows = [(row.last_day, "agreement", title_of(row), row.get_absolute_url()) for row in agreements]
    labs = Laboratory.objects.visible_to(user).filter(review_due_on__range=(today, until))[:MOST_ENDING]
    rows += [(row.review_due_on, "laboratory", title_of(row), row.get_absolute_url()) for row in labs]
    if roles_of(user) & {Role.VISITORS_DESK, Role.DIRECTOR}:
        permits = Permit.objects.filter(expires_on__range=(today, until), state="current")
        for permit in permits.select_related("expert__person").order_by("expires_on")[:MOST_ENDING]:
            rows.append((permit.expires_on, "permit", str(permit.expert), permit.expert.get_absolute_url()))
    return sorted(rows, key=lambda row: (row[0], row[2]))[:MOST_ENDING]


class TrendChart(Guarded, View):
    """One figure through the years, as a picture."""

    permission = "reports.read_figure"

    def get(self, request: Any, code: str) -> HttpResponse:
        self.check_permission()
        figure = self.find(code)
        trend = trend_of(figure, scope_of(request.user, figure))
        return svg_response(year_chart(trend.labels, {str(figure.name): trend.values}))

    def find(self, code: str) -> Figure:
        figure = FIGURES.get(code)
        if figure is None or not figure.is_read_by(roles_of(self.request.user)):
            raise Http404
        return figure


class BreakdownChart(Guarded, View):
    """One report by one dimension, as a picture; only what stands on the person's board."""

    permission = "reports.read_figure"

    def get(self, request: Any, code: str, by: str) -> HttpResponse:
        self.check_permission()
        if (code, by) not in board_of(request.user).breakdowns:
            raise Http404
        table = breakdown_of(code, by, unit_filters(request.user))
        return svg_response(bar_chart([str(row[0]) for row in table.rows], [row[1] for row in table.rows]))
