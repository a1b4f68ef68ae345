"""From a student's draft to the host's answer (§2.5, A1–A16, A21, A23)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from programmes.models import Application, EligibilityException

S = Application.Status
BEFORE_HOST = {
    S.DRAFT, S.SUBMITTED, S.COLLEGE_RECOMMENDED, S.RETURNED_FOR_CORRECTION, S.IO_SCREENED,
    S.INTERVIEW_SCHEDULED, S.INTERVIEWED, S.RANKED, S.OFFERED, S.WAITLISTED, S.ACCEPTED, S.PUBLICISED,
    S.NOMINATED, S.HOST_REVIEW, S.HOST_ADMITTED, S.HOST_REJECTED,
}  # fmt: skip

APPLICATION_FLOW = Flow(
    Application,
    # A2, A3
    Step("submit", {S.DRAFT}, S.SUBMITTED, _("Submit the application"),
         help=_("Your college reads it next. You can take it back until the deadline or the college's decision.")),
    Step("recall", {S.SUBMITTED}, S.DRAFT, _("Take back"), tone="secondary",
         help=_("The application is a draft again; submit it anew before the deadline.")),
    # A4, A5: two persons of the college
    Step("check", {S.SUBMITTED}, S.SUBMITTED, _("Check for the college"), decides=True,
         help=_("Confirm the standing and rank the student; the head of the college then recommends.")),
    Step("recommend", {S.SUBMITTED}, S.COLLEGE_RECOMMENDED, _("Recommend"), decides=True,
         help=_("The application goes to the student desk.")),
    Step("decline", {S.SUBMITTED}, S.COLLEGE_REJECTED, _("Do not recommend"), needs_note=True, decides=True,
         tone="danger", help=_("The student is told why and may appeal within three working days.")),
    Step("appeal", {S.COLLEGE_REJECTED}, S.SUBMITTED, _("Appeal"), needs_note=True, tone="secondary",
         help=_("The college must decide anew, and the student desk sees your reasons.")),
    # A6
    Step("return", {S.SUBMITTED, S.COLLEGE_RECOMMENDED}, S.RETURNED_FOR_CORRECTION, _("Return for correction"),
         needs_note=True, decides=True, tone="secondary", help=_("Name what has to be corrected and until when.")),
    Step("resubmit", {S.RETURNED_FOR_CORRECTION}, {S.SUBMITTED, S.COLLEGE_RECOMMENDED}, _("Send the correction")),
    Step("lapse_correction", {S.RETURNED_FOR_CORRECTION}, S.NOT_SELECTED, _("Correction not sent in time"),
         automatic=True),
    # A7–A9
    Step("screen", {S.COLLEGE_RECOMMENDED}, S.IO_SCREENED, _("Pass screening"), decides=True,
         help=_("Every document is in order; the conditions are checked once more.")),
    Step("schedule_interview", {S.IO_SCREENED}, S.INTERVIEW_SCHEDULED, _("Schedule the interview"),
         help=_("At least three assessors; the student is told time and place.")),
    Step("complete_interview", {S.INTERVIEW_SCHEDULED}, S.INTERVIEWED, _("Interview complete"), automatic=True),
    Step("miss_interview", {S.INTERVIEW_SCHEDULED}, S.NOT_SELECTED, _("Did not come to the interview"),
         needs_note=True, tone="danger"),
    Step("rank", {S.IO_SCREENED, S.INTERVIEWED, S.RANKED}, S.RANKED, _("Ranked"), automatic=True),
    # A10
    Step("place", {S.RANKED}, S.OFFERED, _("Place offered"), automatic=True),
    Step("wait", {S.RANKED}, S.WAITLISTED, _("Put on the waiting list"), automatic=True),
    Step("pass_over", {S.RANKED, S.WAITLISTED}, S.NOT_SELECTED, _("Not selected"), automatic=True),
    Step("promote", {S.WAITLISTED}, S.OFFERED, _("Promoted from the waiting list"), automatic=True),
    Step("offer_place", {S.RANKED, S.WAITLISTED}, S.OFFERED, _("Offer a place out of turn"), needs_note=True,
         decides=True, tone="secondary", help=_("Past the waiting list: say why. Only where a place is free.")),
    # A11
    Step("accept", {S.OFFERED}, S.ACCEPTED, _("Accept the place"),
         help=_("You leave every waiting list. The list of the placed is then made public for some days.")),
    Step("turn_down", {S.OFFERED}, S.DECLINED, _("Decline the place"), tone="danger",
         help=_("The place goes to the next on the waiting list.")),
    Step("lapse_offer", {S.OFFERED}, S.DECLINED, _("Not answered in time"), automatic=True),
    # A12–A16
    Step("publicise", {S.ACCEPTED}, S.PUBLICISED, _("In publicity"), automatic=True),
    Step("uphold_objection", {S.PUBLICISED}, S.RANKED, _("Objection upheld"), automatic=True),
    Step("sign_off", {S.PUBLICISED}, S.PUBLICISED, _("Sign off the nomination"), decides=True,
         help=_("The desk can then nominate the student to the host.")),
    Step("nominate", {S.PUBLICISED}, S.NOMINATED, _("Nominate to the host"),
         help=_("The conditions are checked a last time, and the nomination letter is made.")),
    Step("send_to_host", {S.NOMINATED}, S.HOST_REVIEW, _("Sent to the host"),
         help=_("The nomination appears on the page of the host's coordinator.")),
    Step("admit", {S.NOMINATED, S.HOST_REVIEW}, S.HOST_ADMITTED, _("The host admits"),
         help=_("Attach the letter of admission.")),
    Step("host_reject", {S.NOMINATED, S.HOST_REVIEW}, S.HOST_REJECTED, _("The host does not admit"),
         needs_note=True, tone="danger", help=_("The place is given back; the student can be placed anew.")),
    Step("replace", {S.HOST_REJECTED}, {S.RANKED, S.WAITLISTED}, _("Place anew"), tone="secondary",
         help=_("The student returns to the ranking or to the waiting lists of other choices.")),
    Step("open_departure", {S.HOST_ADMITTED}, S.PRE_DEPARTURE, _("Open the checklist"),
         help=_("The student gets the list of what to do before leaving.")),
    # A21, A23
    Step("withdraw", BEFORE_HOST, S.WITHDRAWN, _("Withdraw"), needs_note=True, tone="danger",
         help=_("This cannot be undone. After accepting a place it may bar you from the next rounds.")),
    Step("cancel", BEFORE_HOST | {S.PRE_DEPARTURE}, S.CANCELLED, _("Cancelled with the programme"), automatic=True),
    Step("leave_preparation", {S.PRE_DEPARTURE}, S.WITHDRAWN, _("Withdrawn before departure"), automatic=True),
)  # fmt: skip

E = EligibilityException.Status

EXCEPTION_FLOW = Flow(
    EligibilityException,
    Step("grant", {E.ASKED}, E.GRANTED, _("Grant the exception"), needs_note=True, decides=True),
    Step("refuse", {E.ASKED}, E.REFUSED, _("Refuse the exception"), needs_note=True, decides=True, tone="danger"),
)  # fmt: skip
