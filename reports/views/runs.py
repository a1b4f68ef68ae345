"""Standard reports: choosing one, watching it being made, taking it home, having it made again."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from accounts.roles import roles_of
from core.views import Guarded, Scoped
from reports import actions
from reports.documents.report import chart_of
from reports.exports import Frozen
from reports.forms import ReportForm, ScheduleForm
from reports.models import ReportRun, ReportSchedule
from reports.statistics import REPORTS, Report, reports_for
from reports.views.svg import svg_response

RUNS_SHOWN = 15
ROWS_SHOWN = 200
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


def frozen_of(run: ReportRun, folder: str) -> Frozen:
    """The tables of a report, copied from private storage."""
    path = Path(folder) / "frozen.jsonl.gz"
    with run.frozen.open("rb") as kept:
        path.write_bytes(kept.read())
    return Frozen(path)


class ReportsDesk(Guarded, TemplateView):
    """The reports one may order, those one has, and what comes by itself."""

    permission = "reports.read_figure"
    template_name = "reports/desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.check_permission()
        user = self.request.user
        runs = ReportRun.objects.visible_to(user).select_related("requested_by")[:RUNS_SHOWN]
        schedules = ReportSchedule.objects.visible_to(user).filter(is_active=True)
        may_order = user.has_perm("reports.add_reportrun")
        return super().get_context_data(
            reports=reports_for(roles_of(user)) if may_order else [],
            runs=[(run, REPORTS.get(run.code)) for run in runs],
            schedules=[(schedule, REPORTS.get(schedule.code)) for schedule in schedules],
            **kwargs,
        )


class ReportOrder(Guarded, FormView):
    """What one report is asked for."""

    permission = "reports.add_reportrun"
    template_name = "reports/reportrun_form.html"
    form_class = ReportForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.check_permission()
        self.report = self.find(kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def find(self, code: str) -> Report:
        report = REPORTS.get(code)
        if report is None or not report.is_read_by(roles_of(self.request.user)):
            raise Http404
        return report

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"report": self.report}

    def form_valid(self, form: Any) -> HttpResponse:
        as_of = min(timezone.localdate(), form.cleaned_data["end_on"])
        run = actions.order_report(
            self.report.code,
            by=self.request.user,
            as_of=as_of,
            parameters=form.parameters,
            is_public=form.cleaned_data["is_public"],
        )
        return redirect(run.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            report=self.report,
            submit_label=_("Make the report"),
            cancel_url=reverse("reports-desk"),
            **kwargs,
        )


class RunPage(Guarded, Scoped):
    """A page of one's own report."""

    model = ReportRun
    request: Any

    def find_run(self, pk: int) -> ReportRun:
        return get_object_or_404(self.get_queryset().select_related("requested_by", "again_of"), pk=pk)


class ReportRunDetail(RunPage, TemplateView):
    """How far it is; then its chart, its table, its files and its fingerprint."""

    template_name = "reports/reportrun_detail.html"

    def get_context_data(self, pk: int, **kwargs: Any) -> dict[str, Any]:
        run = self.find_run(pk)
        context: dict[str, Any] = {"run": run, "report": REPORTS.get(run.code), "frozen": None}
        if run.frozen:
            with tempfile.TemporaryDirectory() as folder:
                frozen = frozen_of(run, folder)
            context |= {"frozen": frozen, "rows": frozen.table.rows[:ROWS_SHOWN]}
        return super().get_context_data(
            **context,
            may_change=self.request.user.has_perm("reports.change_reportrun", run),
            poll_url=reverse("reportrun-progress", args=[run.pk]),
            **kwargs,
        )


class ReportRunProgress(RunPage, View):
    """The part of the page that watches; when the report is made, the whole page is read anew."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        run = self.find_run(pk)
        if not run.is_unfinished:
            response = HttpResponse(status=204)
            response["HX-Refresh"] = "true"
            return response
        context = {"run": run, "poll_url": reverse("reportrun-progress", args=[pk])}
        return render(request, "components/progress.html", context)


class ReportRunChart(RunPage, View):
    """The chart of a report, as a picture."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        run = self.find_run(pk)
        if not run.frozen:
            raise Http404
        with tempfile.TemporaryDirectory() as folder:
            return svg_response(chart_of(frozen_of(run, folder)))


class ReportRunDownload(RunPage, View):
    """One file of a report."""

    def get(self, request: Any, pk: int, kind: str) -> FileResponse:
        run = self.find_run(pk)
        file = getattr(run, kind, None) if kind in TYPES else None
        if not file:
            raise Http404
        name = f"{run.code}-{run.as_of:%Y%m%d}.{kind}"
        return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=TYPES[kind])


class ReportRunAgain(RunPage, View):
    """As of the same day from the frozen tables, or afresh."""

    def post(self, request: Any, pk: int) -> HttpResponse:
        run = self.find_run(pk)
        again = actions.order_report_again(run, by=request.user, afresh="afresh" in request.POST)
        return redirect(again.get_absolute_url())


class ReportRunCancel(RunPage, View):
    """Stop waiting for it."""

    def post(self, request: Any, pk: int) -> HttpResponse:
        run = self.find_run(pk)
        actions.cancel_report(run, by=request.user)
        return redirect(run.get_absolute_url())


class ReportRunSchedule(RunPage, FormView):
    """Have it made again and again."""

    template_name = "reports/reportschedule_form.html"
    form_class = ScheduleForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.run = self.find_run(kwargs["pk"])
        if not request.user.has_perm("reports.add_reportschedule"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        actions.schedule_report(self.run, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("It will be made by itself, and you will be told by e-mail."))
        return redirect("reports-desk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            run=self.run,
            report=REPORTS[self.run.code],
            submit_label=_("Have it made by itself"),
            cancel_url=self.run.get_absolute_url(),
            **kwargs,
        )


class ReportScheduleStop(Guarded, View):
    """Have it made no more."""

    def post(self, request: Any, pk: int) -> HttpResponse:
        schedule = get_object_or_404(ReportSchedule.objects.visible_to(request.user), pk=pk)
        actions.stop_schedule(schedule, by=request.user)
        messages.success(request, _("It is not made by itself any more."))
        return redirect("reports-desk")
