"""Nominations, objections, stays and incidents (A12–A23)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from programmes.models import Incident, Mobility, Nomination, Objection

N = Nomination.Status
O = Objection.Status  # noqa: E741 - short as the others
M = Mobility.Status
I = Incident.Status  # noqa: E741

NOMINATION_FLOW = Flow(
    Nomination,
    Step("send", {N.NOMINATED}, N.SENT, _("Sent to the host"), automatic=True),
    Step("admit", {N.NOMINATED, N.SENT}, N.ADMITTED, _("Admitted"), automatic=True),
    Step("reject", {N.NOMINATED, N.SENT}, N.REJECTED, _("Not admitted"), automatic=True),
    Step("withdraw", {N.NOMINATED, N.SENT, N.ADMITTED}, N.WITHDRAWN, _("Withdrawn"), automatic=True),
)

OBJECTION_FLOW = Flow(
    Objection,
    Step("uphold", {O.OPEN}, O.UPHELD, _("Uphold the objection"), needs_note=True, decides=True, tone="danger",
         help=_("The student loses the place and returns to the ranking.")),
    Step("dismiss", {O.OPEN}, O.DISMISSED, _("Dismiss the objection"), needs_note=True, decides=True),
)  # fmt: skip

MOBILITY_FLOW = Flow(
    Mobility,
    # A17
    Step("report_departure", {M.PRE_DEPARTURE}, M.PRE_DEPARTURE, _("Report my departure")),
    Step("depart", {M.PRE_DEPARTURE}, M.ABROAD, _("Confirm the departure"),
         help=_("All mandatory items of the checklist are done; the stay counts from now on.")),
    # A22
    Step("cut_short", {M.ABROAD}, M.EARLY_RETURN, _("Return early"), needs_note=True, tone="secondary",
         help=_("Whoever left and comes back early has not withdrawn: the days abroad count.")),
    Step("extend", {M.ABROAD}, M.ABROAD, _("Extend the stay"), needs_note=True, tone="secondary",
         help=_("Host and college agree, and the agreement covers the longer stay.")),
    # A18
    Step("report_return", {M.ABROAD, M.EARLY_RETURN}, {M.ABROAD, M.EARLY_RETURN}, _("Report my return")),
    Step("return", {M.ABROAD, M.EARLY_RETURN}, M.RETURNED, _("Confirm the return")),
    # A19, A20
    Step("begin_credits", {M.RETURNED}, M.CREDIT_REVIEW, _("Credits under review"), automatic=True),
    Step("recognise", {M.CREDIT_REVIEW}, M.CREDIT_RECOGNISED, _("Credits recognised"), automatic=True),
    Step("close", {M.RETURNED, M.CREDIT_RECOGNISED}, M.COMPLETED, _("Complete"),
         help=_("Nothing is open any more.")),
    # A21, A23
    Step("withdraw", {M.PRE_DEPARTURE}, M.WITHDRAWN, _("Withdraw"), needs_note=True, tone="danger"),
    Step("cancel", {M.PRE_DEPARTURE}, M.CANCELLED, _("Cancelled with the programme"), automatic=True),
)  # fmt: skip

INCIDENT_FLOW = Flow(
    Incident,
    Step("close", {I.OPEN}, I.CLOSED, _("Close the case"), needs_note=True),
)
