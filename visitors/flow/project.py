"""A foreign-expert project from application to closing, and changes of its budget (§4.2)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from visitors.models import Adjustment, ExpertProject

S = ExpertProject.Status

PROJECT_FLOW = Flow(
    ExpertProject,
    Step("approve", {S.APPLIED}, S.APPROVED, _("Record the approval"), decides=True,
         help=_("With the number, the amount and the day of the authority that funds it.")),
    Step("reject", {S.APPLIED}, S.REJECTED, _("Record the rejection"), decides=True, needs_note=True,
         tone="danger"),
    Step("start", {S.APPROVED}, S.EXECUTING, _("Start"),
         help=_("The budget must come to the approved amount; from now on spending is written.")),
    Step("complete", {S.EXECUTING}, S.COMPLETED, _("Complete"),
         help=_("With the summary report. Unspent funds are settled at closing.")),
    Step("close", {S.COMPLETED}, S.CLOSED, _("Close"), decides=True,
         help=_("The report is accepted and the accounts are settled.")),
    Step("return_funds", {S.APPROVED, S.EXECUTING, S.COMPLETED}, S.RETURNED_FUNDS, _("Return the funds"),
         decides=True, needs_note=True, tone="danger", help=_("The project ends and unspent money goes back.")),
)  # fmt: skip

A = Adjustment.Status

ADJUSTMENT_FLOW = Flow(
    Adjustment,
    Step("approve", {A.ASKED}, A.APPROVED, _("Approve the adjustment"), decides=True,
         help=_("The amount moves from one budget line to the other.")),
    Step("refuse", {A.ASKED}, A.REFUSED, _("Refuse the adjustment"), decides=True, needs_note=True,
         tone="danger"),
)  # fmt: skip
