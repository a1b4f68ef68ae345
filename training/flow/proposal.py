"""From draft to approval (P1–P13), and the answers of cosigners."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from training.models import Cosign, Proposal

S = Proposal.Status

# Where a resubmitted proposal may come back to, once the unit has endorsed it again (P11).
BEYOND_THE_UNIT = {S.OFFICE_REVIEW, S.COSIGN, S.DIRECTOR_REVIEW, S.LEADER_REVIEW}

PROPOSAL_FLOW = Flow(
    Proposal,
    # P1
    Step(
        "submit",
        {S.DRAFT},
        S.UNIT_REVIEW,
        _("Submit for review"),
        help=_("A fixed version is kept, and the head of the unit is told."),
    ),
    # P2; after a resubmission it goes on to where it was returned from.
    Step(
        "endorse",
        {S.UNIT_REVIEW},
        BEYOND_THE_UNIT,
        _("Endorse"),
        needs_note=True,
        decides=True,
        help=_("The project goes on to the office."),
    ),
    # P4
    Step(
        "accept",
        {S.OFFICE_REVIEW},
        S.COSIGN,
        _("Accept for decision"),
        decides=True,
        help=_("The offices concerned are asked to cosign; if there are none, the director decides next."),
    ),
    # P6
    Step("clear_cosign", {S.COSIGN}, S.DIRECTOR_REVIEW, _("All cosigned"), automatic=True),
    # P7: the portal returns it as soon as one office objects.
    Step(
        "object",
        {S.COSIGN},
        S.RETURNED,
        _("Returned after an objection"),
        automatic=True,
    ),
    # P8
    Step(
        "approve",
        {S.DIRECTOR_REVIEW},
        S.APPROVED,
        _("Approve"),
        decides=True,
        help=_("The approval number is given and the approval sheet is made."),
    ),
    # P9
    Step(
        "escalate",
        {S.DIRECTOR_REVIEW},
        S.LEADER_REVIEW,
        _("Pass on to the school leader"),
        decides=True,
        help=_("The school leader decides on this project."),
    ),
    # P10
    Step(
        "authorise",
        {S.LEADER_REVIEW},
        S.APPROVED,
        _("Authorise"),
        decides=True,
        help=_("The approval number is given and the approval sheet is made."),
    ),
    # P3, P5, P10; the director too may send back what he is asked to approve.
    Step(
        "return",
        {S.UNIT_REVIEW, S.OFFICE_REVIEW, S.DIRECTOR_REVIEW, S.LEADER_REVIEW},
        S.RETURNED,
        _("Return for changes"),
        needs_note=True,
        decides=True,
        tone="secondary",
        help=_("The author changes or answers each field you name, then sends it again."),
    ),
    # P5, P10
    Step(
        "reject",
        {S.OFFICE_REVIEW, S.DIRECTOR_REVIEW, S.LEADER_REVIEW},
        S.REJECTED,
        _("Do not approve"),
        needs_note=True,
        decides=True,
        tone="danger",
        help=_("This ends the procedure; a new proposal is needed to try again."),
    ),
    # P11
    Step(
        "resubmit",
        {S.RETURNED},
        {S.UNIT_REVIEW} | BEYOND_THE_UNIT,
        _("Submit again"),
        help=_("Reviewers see what has changed since the last version."),
    ),
    # P12
    Step(
        "withdraw",
        {S.DRAFT, S.RETURNED, S.UNIT_REVIEW, S.OFFICE_REVIEW},
        S.WITHDRAWN,
        _("Withdraw"),
        needs_note=True,
        tone="danger",
        help=_("The proposal is closed and stays readable."),
    ),
    # P13
    Step("start", {S.APPROVED}, S.EXECUTING, _("First class runs"), automatic=True),
    # P14
    Step("lapse", {S.APPROVED}, S.LAPSED, _("No class began in time"), automatic=True),
    # P15 to P17 follow a decision of the same director or leader: see AFTER_APPROVAL.
    Step(
        "suspend",
        {S.APPROVED, S.EXECUTING},
        S.SUSPENDED,
        _("Suspend"),
        needs_note=True,
        tone="danger",
        help=_("Enrolment and new certificates stop at once; the unit has to put things right by a day."),
    ),
    # P16
    Step(
        "resume",
        {S.SUSPENDED},
        {S.APPROVED, S.EXECUTING},
        _("Let it go on"),
        needs_note=True,
        help=_("The faults are put right and somebody else has confirmed it."),
    ),
    # P17: the leader, once the director has agreed to the settlement plan.
    Step(
        "terminate",
        {S.APPROVED, S.EXECUTING, S.SUSPENDED},
        S.TERMINATED,
        _("Terminate the project"),
        needs_note=True,
        tone="danger",
        help=_("Publicity is taken down, remaining classes are cancelled, refunds are asked for."),
    ),
    # P18 to P20: the desks decide on the closing package; the project follows it.
    Step("begin_closing", {S.EXECUTING}, S.CLOSING, _("Closing package handed in"), automatic=True),
    Step("reopen", {S.CLOSING}, S.EXECUTING, _("Closing package sent back"), automatic=True),
    Step("close", {S.CLOSING}, S.CLOSED, _("Closed and archived"), automatic=True),
)

C = Cosign.Status

COSIGN_FLOW = Flow(
    Cosign,
    Step("agree", {C.WAITING}, C.AGREED, _("Agree"), decides=True),
    Step(
        "agree_with_conditions",
        {C.WAITING},
        C.CONDITIONAL,
        _("Agree with conditions"),
        needs_note=True,
        decides=True,
        tone="secondary",
        help=_("The conditions become tasks of the unit."),
    ),
    Step(
        "object",
        {C.WAITING},
        C.OBJECTED,
        _("Object"),
        needs_note=True,
        decides=True,
        tone="danger",
        help=_("The proposal goes back; the training desk says what has to change."),
    ),
    Step("cancel", {C.WAITING}, C.CANCELLED, _("No longer needed"), automatic=True),
)
