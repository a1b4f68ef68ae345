"""An international student from application to leaving (§2.9)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from programmes.models import InboundStudent

S = InboundStudent.Status

INBOUND_FLOW = Flow(
    InboundStudent,
    Step("submit", {S.DRAFT}, S.SUBMITTED, _("Submit the application")),
    Step("return", {S.SUBMITTED, S.ACADEMIC_REVIEW, S.IO_REVIEW}, S.RETURNED, _("Return for correction"),
         needs_note=True, decides=True, tone="secondary"),
    Step("resubmit", {S.RETURNED}, S.SUBMITTED, _("Send the correction")),
    Step("forward", {S.SUBMITTED}, S.ACADEMIC_REVIEW, _("Forward to the college"), decides=True,
         help=_("Papers are complete; the college judges the academic side.")),
    Step("endorse", {S.ACADEMIC_REVIEW}, S.IO_REVIEW, _("Academic review passed"), decides=True),
    Step("admit", {S.IO_REVIEW, S.DEFERRED}, S.ADMITTED, _("Admit"), decides=True),
    Step("admit_on_condition", {S.IO_REVIEW, S.DEFERRED}, S.CONDITIONAL, _("Admit on condition"),
         needs_note=True, decides=True, tone="secondary", help=_("Name the condition in the comment.")),
    Step("defer", {S.IO_REVIEW, S.ADMITTED, S.CONDITIONAL}, S.DEFERRED, _("Defer to a later intake"), needs_note=True,
         decides=True, tone="secondary"),
    Step("reject", {S.SUBMITTED, S.ACADEMIC_REVIEW, S.IO_REVIEW, S.DEFERRED}, S.REJECTED, _("Reject"),
         needs_note=True, decides=True, tone="danger"),
    Step("accept_offer", {S.ADMITTED, S.CONDITIONAL}, S.OFFER_ACCEPTED, _("Accept the offer")),
    Step("issue_jw", {S.OFFER_ACCEPTED}, S.JW_ISSUED, _("Issue the visa paper"),
         help=_("JW201 for scholarships, JW202 for self-funded students.")),
    Step("obtain_visa", {S.JW_ISSUED}, S.VISA_OBTAINED, _("Visa obtained")),
    Step("arrive", {S.VISA_OBTAINED, S.JW_ISSUED}, S.ARRIVED, _("Record the arrival"),
         help=_("The lodging must be registered within 24 hours; the residence permit applied for within 30 days.")),
    Step("register", {S.ARRIVED}, S.REGISTERED, _("Register"),
         help=_("Counts as enrolled from this day.")),
    Step("begin", {S.REGISTERED, S.LEAVE, S.SUSPENDED}, S.STUDYING, _("Studying")),
    Step("grant_leave", {S.REGISTERED, S.STUDYING}, S.LEAVE, _("Leave of absence"), needs_note=True, tone="secondary",
         help=_("The exit-entry authority is told within ten days.")),
    Step("suspend", {S.REGISTERED, S.STUDYING}, S.SUSPENDED, _("Suspend"), needs_note=True, tone="danger"),
    Step("graduate", {S.STUDYING}, S.GRADUATED, _("Graduated or completed")),
    Step("withdraw", {S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACADEMIC_REVIEW, S.IO_REVIEW, S.ADMITTED, S.CONDITIONAL,
         S.DEFERRED, S.OFFER_ACCEPTED, S.JW_ISSUED, S.VISA_OBTAINED, S.ARRIVED, S.REGISTERED, S.STUDYING, S.LEAVE,
         S.SUSPENDED}, S.WITHDRAWN, _("Withdraw"), needs_note=True, tone="danger"),
    Step("expel", {S.REGISTERED, S.STUDYING, S.SUSPENDED}, S.EXPELLED, _("Expel"), needs_note=True, decides=True,
         tone="danger"),
)  # fmt: skip
