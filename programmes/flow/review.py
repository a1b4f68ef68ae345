"""Interviews and allocations (A8–A10)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from programmes.models import AllocationRun, Interview

I = Interview.Status  # noqa: E741 - short as the others
A = AllocationRun.Status

INTERVIEW_FLOW = Flow(
    Interview,
    Step("complete", {I.SCHEDULED}, I.COMPLETE, _("Complete the interview"),
         help=_("Possible once every assessor has scored or is excused, and three have scored.")),
    Step("miss", {I.SCHEDULED}, I.MISSED, _("Did not come"), needs_note=True, tone="danger",
         help=_("The application is not selected.")),
)  # fmt: skip

ALLOCATION_FLOW = Flow(
    AllocationRun,
    Step("propose", {A.TRIAL}, A.PROPOSED, _("Propose to the director"),
         help=_("The director confirms this what-if, or discards it.")),
    Step("confirm", {A.PROPOSED}, A.CONFIRMED, _("Confirm the allocation"), decides=True,
         help=_("The run is recomputed and compared to the byte. Nothing is told to students yet.")),
    Step("publish", {A.CONFIRMED}, A.PUBLISHED, _("Publish the result"),
         help=_("Places are offered, waiting lists open, and every student is told.")),
    Step("discard", {A.TRIAL, A.PROPOSED, A.CONFIRMED}, A.DISCARDED, _("Discard"), tone="danger"),
)  # fmt: skip
