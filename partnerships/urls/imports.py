"""The addresses of the import of institutions."""

from django.urls import path

from core.views import step
from partnerships.actions import imports as actions
from partnerships.flow.imports import IMPORT_FLOW
from partnerships.views import import_rows, imports

PLURAL = {"plural": "partnerships/imports"}

urlpatterns = [
    path("partnerships/imports/", imports.ImportList.as_view(), name="importbatch-list"),
    path("partnerships/imports/new/", imports.ImportUpload.as_view(), name="importbatch-create"),
    path("partnerships/imports/<int:pk>/", imports.ImportDetail.as_view(), name="importbatch-detail"),
    path("partnerships/imports/<int:pk>/columns/", imports.ImportColumns.as_view(), name="importbatch-map"),
    path("partnerships/imports/<int:pk>/rows/", imports.ImportDecide.as_view(), name="importbatch-decide"),
    path(
        "partnerships/imports/<int:pk>/rows/<int:number>/",
        import_rows.ImportRowEdit.as_view(),
        name="importrow-edit",
    ),
    path(
        "partnerships/imports/<int:pk>/problems/",
        import_rows.ImportProblems.as_view(),
        name="importbatch-problems",
    ),
    step(IMPORT_FLOW, "apply", actions.order_apply, **PLURAL),
    step(IMPORT_FLOW, "undo", actions.order_undo, **PLURAL),
    step(IMPORT_FLOW, "discard", actions.discard_import, **PLURAL),
]
