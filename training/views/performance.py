"""The yearly figures of the units, every figure opening to its rows; the coordination board (§1.10)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from accounts.models import Role
from accounts.roles import is_training_desk, sees_everything, units_of
from core.paging import page_of
from training.actions.board import MONTHS, clashes, crosstab, load_of_chain
from training.actions.metric_rows import days_of_classes
from training.actions.metrics import METRICS
from training.actions.performance import COMPOSITE, compute_performance, figures_of, running_units
from training.models import PerformanceFigure, Proposal, TrainingClass

YEARS_SHOWN = 5
ROWS_SHOWN = 50
PROJECTS_SHOWN = 20


def year_of(request: Any) -> int:
    """The year asked for, or this one."""
    text = request.GET.get("year", "")
    this_year = timezone.localdate().year
    return int(text) if text.isdigit() and 2000 <= int(text) <= this_year + 1 else this_year


def years_to_choose() -> list[int]:
    """This year and those before it."""
    this_year = timezone.localdate().year
    return [this_year - back for back in range(YEARS_SHOWN)]


def units_shown(user: Any) -> Any:
    """All units for the office and the leaders, the own ones for a unit (§1.10)."""
    units = running_units()
    if is_training_desk(user) or sees_everything(user):
        return units
    return units.filter(pk__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD))


class PerformanceList(TemplateView):
    """One line for each unit, ranked by the composite; a unit without activity shows a dash."""

    template_name = "training/performance_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, user = year_of(self.request), self.request.user
        units = list(units_shown(user))
        kept: dict[int, dict[str, PerformanceFigure]] = {}
        for figure in PerformanceFigure.objects.visible_to(user).filter(year=year, unit__in=units):
            kept.setdefault(figure.unit_id, {})[figure.code] = figure
        rows = [
            {
                "unit": unit,
                "cells": [kept.get(unit.pk, {}).get(code) for code in METRICS],
                "composite": kept.get(unit.pk, {}).get(COMPOSITE),
            }
            for unit in units
        ]
        rows.sort(key=lambda row: -(getattr(row["composite"], "value", None) or Decimal(-1)))
        return super().get_context_data(
            year=year,
            years=years_to_choose(),
            metrics=METRICS.values(),
            rows=rows,
            may_compute=user.has_perm("training.compute_performancefigure"),
            **kwargs,
        )


class PerformanceCompute(View):
    """Computes the figures of every unit for a year again."""

    def post(self, request: Any) -> HttpResponse:
        year = (
            int(request.POST["year"]) if request.POST.get("year", "").isdigit() else timezone.localdate().year
        )
        for unit in running_units():
            compute_performance(unit, year, by=request.user)
        messages.success(request, _("The figures were computed again."))
        return redirect(f"{reverse('performance-list')}?year={year}")


class OfUnit:
    """A page about one unit the person may see the figures of."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.unit = get_object_or_404(units_shown(request.user), pk=kwargs["unit"])
        self.year = kwargs["year"]
        if not 2000 <= self.year <= timezone.localdate().year + 1:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class UnitPerformance(OfUnit, TemplateView):
    """The twelve figures of one unit and year, with the year before."""

    template_name = "training/performance_unit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, before = figures_of(self.unit, self.year), figures_of(self.unit, self.year - 1)
        figures = [
            {
                "metric": metric,
                "figure": now.get(code),
                "before": before.get(code),
                "url": reverse("performance-rows", args=[self.unit.pk, self.year, code]),
            }
            for code, metric in METRICS.items()
        ]
        return super().get_context_data(
            **kwargs | {"unit": self.unit, "year": self.year},
            years=years_to_choose(),
            figures=figures,
            composite=now[COMPOSITE],
            composite_before=before.get(COMPOSITE),
            may_compute=self.request.user.has_perm("training.compute_performancefigure"),
        )


class PerformanceRows(OfUnit, TemplateView):
    """The rows that make up one figure: as many as the figure says."""

    template_name = "training/performance_rows.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        metric = METRICS.get(self.kwargs["code"])
        if metric is None:
            raise Http404
        parts = [
            self._part(part, number) for number, part in enumerate(metric.parts(self.unit.pk, self.year))
        ]
        return super().get_context_data(
            **kwargs | {"unit": self.unit, "year": self.year},
            metric=metric,
            figure=figures_of(self.unit, self.year).get(metric.code),
            parts=parts,
            row_count=sum(part["count"] for part in parts),
        )

    def _part(self, part: Any, number: int) -> dict[str, Any]:
        name = f"page{number}"
        rows = part.rows
        if rows.model.__name__ in {"Trainee", "Payment", "Refund"}:
            path = "" if rows.model.__name__ == "Trainee" else "trainee__"
            rows = rows.select_related(f"{path}training_class__proposal")
        elif rows.model.__name__ in {"TrainingClass", "Expense", "RectificationTicket"}:
            rows = rows.select_related("proposal")
        elif rows.model.__name__ == "Survey":
            rows = rows.select_related("training_class__proposal")
        page = page_of(rows, ("-pk",), self.request.GET.get(name, ""), ROWS_SHOWN)
        if self.kwargs["code"] == "M5":
            days = days_of_classes([row.pk for row in page.rows])
            for row in page.rows:
                row.value = days.get(row.pk, Decimal(0))
        for row in page.rows:
            row.shown = str(getattr(row, "record", None) or row)
            row.url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
        return {
            "label": part.label,
            "sign": part.sign,
            "rows": page.rows,
            "count": part.rows.count(),
            "newer_url": f"?{name}={page.newer}" if page.newer else "",
            "older_url": f"?{name}={page.older}" if page.older else "",
        }


class Board(TemplateView):
    """All projects of all units: what stands where, what collides, who has how much to decide."""

    template_name = "training/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, year = self.request.user, year_of(self.request)
        if not user.has_perm("training.read_board"):
            raise PermissionDenied
        projects = self._narrowed(Proposal.objects.visible_to(user).filter(start_on__year=year))
        page = page_of(
            projects.select_related("unit"),
            ("start_on", "pk"),
            self.request.GET.get("page", ""),
            PROJECTS_SHOWN,
        )
        query = self.request.GET.copy()
        query.pop("page", None)
        link = f"?{query.urlencode()}&" if query else "?"
        sees_chain = is_training_desk(user) or sees_everything(user)
        return super().get_context_data(
            year=year,
            years=years_to_choose(),
            months=MONTHS,
            table=crosstab(projects),
            projects=page.rows,
            count_text=f"{page.count:,}",
            newer_url=f"{link}page={page.newer}" if page.newer else "",
            older_url=f"{link}page={page.older}" if page.older else "",
            clashes=clashes(None if sees_chain else TrainingClass.objects.visible_to(user).values("pk")),
            chain=load_of_chain() if sees_chain else [],
            units=units_shown(user),
            chosen=self.request.GET,
            statuses=Proposal.Status.choices,
            **kwargs,
        )

    def _narrowed(self, projects: Any) -> Any:
        """By unit, state, month, place and risk, as chosen."""
        asked = self.request.GET
        if asked.get("unit", "").isdigit():
            projects = projects.filter(unit=asked["unit"])
        if asked.get("status") in Proposal.Status.values:
            projects = projects.filter(status=asked["status"])
        if asked.get("month", "").isdigit() and int(asked["month"]) in MONTHS:
            projects = projects.filter(start_on__month=asked["month"])
        for name in ("location_type", "risk_level"):
            if asked.get(name):
                projects = projects.filter(**{name: asked[name][:20]})
        return projects
