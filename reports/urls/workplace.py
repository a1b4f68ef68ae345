"""The addresses of statistics and of the profile."""

from django.urls import path

from core.views import step
from reports import actions
from reports.flow import STATEMENT_FLOW
from reports.views import figures, home, statement

STATEMENTS = {"plural": "reports/profile"}

urlpatterns = [
    path("home/", home.Home.as_view(), name="home"),
    path("search/", home.Search.as_view(), name="search"),
    path("reports/figures/", figures.FigureList.as_view(), name="figure-list"),
    path("reports/figures/<slug:code>/", figures.FigureDetail.as_view(), name="figure-detail"),
    path("reports/profile/", statement.ProfileStatementList.as_view(), name="profilestatement-list"),
    path("reports/profile/new/", statement.ProfileStatementCreate.as_view(), name="profilestatement-create"),
    path(
        "reports/profile/<int:pk>/", statement.ProfileStatementDetail.as_view(), name="profilestatement-detail"
    ),
    path(
        "reports/profile/<int:pk>/edit/", statement.ProfileStatementEdit.as_view(), name="profilestatement-edit"
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
