"""The addresses of statistics and of the profile."""

from django.urls import path

from core.views import step
from reports import actions
from reports.flow import STATEMENT_FLOW
from reports.views import dashboards, figures, home, runs, statement

STATEMENTS = {"plural": "reports/profile"}

urlpatterns = [
    path("home/", home.Home.as_view(), name="home"),
    path("search/", home.Search.as_view(), name="search"),
    path("reports/dashboard/", dashboards.Dashboard.as_view(), name="dashboard"),
    path("reports/dashboard/trend/<slug:code>.svg", dashboards.TrendChart.as_view(), name="trend-chart"),
    path(
        "reports/dashboard/by/<slug:code>/<slug:by>.svg",
        dashboards.BreakdownChart.as_view(),
        name="breakdown-chart",
    ),
    path("reports/", runs.ReportsDesk.as_view(), name="reports-desk"),
    path("reports/new/<slug:code>/", runs.ReportOrder.as_view(), name="reportrun-create"),
    path("reports/made/<int:pk>/", runs.ReportRunDetail.as_view(), name="reportrun-detail"),
    path("reports/made/<int:pk>/progress/", runs.ReportRunProgress.as_view(), name="reportrun-progress"),
    path("reports/made/<int:pk>/chart.svg", runs.ReportRunChart.as_view(), name="reportrun-chart"),
    path("reports/made/<int:pk>/again/", runs.ReportRunAgain.as_view(), name="reportrun-again"),
    path("reports/made/<int:pk>/cancel/", runs.ReportRunCancel.as_view(), name="reportrun-cancel"),
    path("reports/made/<int:pk>/schedule/", runs.ReportRunSchedule.as_view(), name="reportrun-schedule"),
    path(
        "reports/made/<int:pk>/report.<slug:kind>",
        runs.ReportRunDownload.as_view(),
        name="reportrun-download",
    ),
    path("reports/schedules/<int:pk>/stop/", runs.ReportScheduleStop.as_view(), name="reportschedule-stop"),
    path("reports/figures/", figures.FigureList.as_view(), name="figure-list"),
    path("reports/figures/<slug:code>/", figures.FigureDetail.as_view(), name="figure-detail"),
    path("reports/profile/", statement.ProfileStatementList.as_view(), name="profilestatement-list"),
    path("reports/profile/new/", statement.ProfileStatementCreate.as_view(), name="profilestatement-create"),
    path(
        "reports/profile/<int:pk>/",
        statement.ProfileStatementDetail.as_view(),
        name="profilestatement-detail",
    ),
    path(
        "reports/profile/<int:pk>/edit/",
        statement.ProfileStatementEdit.as_view(),
        name="profilestatement-edit",
    ),
    path(
        "reports/profile/<int:pk>/<slug:language>.<slug:kind>",
        statement.ProfileStatementExport.as_view(),
        name="profilestatement-export",
    ),
    step(STATEMENT_FLOW, "submit", actions.submit_profilestatement, **STATEMENTS),
    step(STATEMENT_FLOW, "withdraw", actions.withdraw_profilestatement, **STATEMENTS),
    step(STATEMENT_FLOW, "return", actions.return_profilestatement, **STATEMENTS),
    step(STATEMENT_FLOW, "approve", actions.approve_profilestatement, **STATEMENTS),
    step(STATEMENT_FLOW, "publish", actions.publish_profilestatement, **STATEMENTS),
]
