"""Course-match plans and the recognition of credits (§2.7, A19)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from programmes.models import CreditPlan, CreditRecognition

P = CreditPlan.Status

PLAN_FLOW = Flow(
    CreditPlan,
    Step("submit", {P.DRAFT, P.RETURNED}, P.SUBMITTED, _("Submit the plan")),
    Step("endorse", {P.SUBMITTED}, P.COLLEGE_APPROVED, _("Approve for the college"), decides=True),
    Step("approve", {P.COLLEGE_APPROVED}, P.APPROVED, _("Approve for academic affairs"), decides=True),
    Step("return", {P.SUBMITTED, P.COLLEGE_APPROVED}, P.RETURNED, _("Return the plan"), needs_note=True,
         decides=True, tone="secondary"),
    Step("reopen", {P.APPROVED}, P.DRAFT, _("Change the plan"), needs_note=True, tone="secondary",
         help=_("Within two weeks after registration at the host; the plan is approved anew.")),
)  # fmt: skip

R = CreditRecognition.Status

RECOGNITION_FLOW = Flow(
    CreditRecognition,
    Step("submit", {R.DRAFT, R.RETURNED}, R.SUBMITTED, _("Apply for recognition"),
         help=_("With the official transcript of the host.")),
    Step("endorse", {R.SUBMITTED}, R.COLLEGE_APPROVED, _("Approve for the college"), decides=True,
         help=_("Marks and credits are taken from the conversion table; change single lines first if needed.")),
    Step("approve", {R.COLLEGE_APPROVED}, R.APPROVED, _("Recognise the credits"), decides=True),
    Step("return", {R.SUBMITTED, R.COLLEGE_APPROVED}, R.RETURNED, _("Return the application"), needs_note=True,
         decides=True, tone="secondary"),
)  # fmt: skip
