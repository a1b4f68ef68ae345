"""A staff trip from application to report, and changes asked for on the way (§4.3)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from visitors.models import StaffTrip, TripChange

S = StaffTrip.Status

TRIP_FLOW = Flow(
    StaffTrip,
    Step("submit", {S.DRAFT}, S.UNIT_REVIEW, _("Submit"), help=_("The head of the unit is asked to agree.")),
    Step("endorse", {S.UNIT_REVIEW}, {S.PUBLICITY, S.IO_REVIEW}, _("Agree"), decides=True,
         help=_("An official short trip is put up for public notice from today.")),
    Step("end_notice", {S.PUBLICITY}, S.IO_REVIEW, _("End the public notice"),
         help=_("Possible once the notice has been up for the working days asked for.")),
    Step("accept", {S.IO_REVIEW}, S.LEADER_REVIEW, _("Accept"), decides=True,
         help=_("Finance and human resources have given the opinions that are needed.")),
    Step("authorise", {S.LEADER_REVIEW}, {S.EXTERNAL_REVIEW, S.APPROVED}, _("Approve"), decides=True,
         help=_("Official short trips go on to the province; the others are approved.")),
    Step("record_permit", {S.EXTERNAL_REVIEW}, S.APPROVED, _("Record the trip approval"),
         help=_("With its number and day. A trip that has begun cannot be approved any more.")),
    Step("return", {S.UNIT_REVIEW, S.PUBLICITY, S.IO_REVIEW, S.LEADER_REVIEW}, S.DRAFT, _("Return for changes"),
         needs_note=True, decides=True, tone="secondary"),
    Step("refuse", {S.IO_REVIEW, S.LEADER_REVIEW, S.EXTERNAL_REVIEW}, S.CANCELLED, _("Refuse"), needs_note=True,
         decides=True, tone="danger"),
    Step("amend", {S.APPROVED}, S.DRAFT, _("Change route or dates"), needs_note=True, tone="secondary",
         help=_("The approval ends: the changed trip is reviewed again.")),
    Step("depart", {S.APPROVED}, S.ABROAD, _("Record the departure")),
    Step("come_back", {S.ABROAD}, {S.RETURNED, S.REPORT_DUE, S.CLOSED}, _("Record the return"),
         help=_("The passport for official trips is handed in within seven days.")),
    Step("take_passport", {S.RETURNED}, S.REPORT_DUE, _("Passport handed in")),
    Step("hand_in", {S.RETURNED, S.REPORT_DUE}, {S.RETURNED, S.REPORT_DUE}, _("Hand in the report"),
         help=_("The report is put up for public notice within the school.")),
    Step("close", {S.REPORT_DUE}, S.CLOSED, _("Close"),
         help=_("Report, public notice and, for scholars, the talk are done.")),
    Step("cancel", set(StaffTrip.BEFORE_APPROVAL), S.CANCELLED, _("Cancel"), needs_note=True, tone="danger"),
    Step("stay_home", {S.APPROVED}, S.NOT_TRAVELLED, _("Did not travel"), needs_note=True, tone="danger",
         help=_("Say what was refunded.")),
)  # fmt: skip

C = TripChange.Status

CHANGE_FLOW = Flow(
    TripChange,
    Step("approve", {C.ASKED}, C.APPROVED, _("Approve the change"), decides=True),
    Step("refuse", {C.ASKED}, C.REFUSED, _("Refuse the change"), decides=True, needs_note=True, tone="danger"),
)  # fmt: skip
