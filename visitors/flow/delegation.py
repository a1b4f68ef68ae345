"""A visit from draft to close (§4.1)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from visitors.models import Delegation

S = Delegation.Status
REVIEWS = {S.UNIT_REVIEW, S.IO_REVIEW}

DELEGATION_FLOW = Flow(
    Delegation,
    Step(
        "submit",
        {S.DRAFT},
        REVIEWS,
        _("Submit the visit"),
        help=_("A fixed version is kept, and the head of the unit is told."),
    ),
    Step(
        "endorse",
        {S.UNIT_REVIEW},
        S.IO_REVIEW,
        _("Endorse"),
        needs_note=True,
        decides=True,
        help=_("The visit goes on to the international office."),
    ),
    # Three answers that the office collects before anybody approves; the status stays.
    Step(
        "check",
        {S.IO_REVIEW},
        S.IO_REVIEW,
        _("Checked by the desk"),
        needs_note=True,
        decides=True,
        help=_(
            "Guests, programme, counterpart and budget are in order; the director or the leader decides next."
        ),
    ),
    Step(
        "confirm_money",
        {S.IO_REVIEW},
        S.IO_REVIEW,
        _("Confirm the budget"),
        decides=True,
        help=_("The money is there and within the caps."),
    ),
    Step(
        "clear_talks",
        {S.IO_REVIEW},
        S.IO_REVIEW,
        _("Clear the talks"),
        needs_note=True,
        decides=True,
        help=_("The content of the public talks has been reviewed."),
    ),
    Step(
        "approve",
        {S.IO_REVIEW},
        S.APPROVED,
        _("Approve the visit"),
        decides=True,
        help=_("The number is given, and the papers of the reception are made."),
    ),
    Step(
        "escalate",
        {S.IO_REVIEW},
        S.LEADER_REVIEW,
        _("Pass on to the school leader"),
        help=_("The school leader decides on this visit."),
    ),
    Step(
        "authorise",
        {S.LEADER_REVIEW},
        S.APPROVED,
        _("Authorise the visit"),
        decides=True,
        help=_("The number is given, and the papers of the reception are made."),
    ),
    Step(
        "return",
        {S.UNIT_REVIEW, S.IO_REVIEW, S.LEADER_REVIEW},
        S.RETURNED,
        _("Return for changes"),
        needs_note=True,
        decides=True,
        tone="secondary",
        help=_("Whoever wrote it changes it and sends it again."),
    ),
    Step("resubmit", {S.RETURNED}, REVIEWS, _("Submit the visit again")),
    Step(
        "reject",
        {S.IO_REVIEW, S.LEADER_REVIEW},
        S.REJECTED,
        _("Do not approve the visit"),
        needs_note=True,
        decides=True,
        tone="danger",
        help=_("The visit does not take place."),
    ),
    # GN-06: dates, level and money were decided; changing them means deciding again.
    Step(
        "reopen",
        {S.APPROVED},
        S.RETURNED,
        _("Change what was approved"),
        needs_note=True,
        tone="secondary",
        help=_("Dates, level and budget can be changed again; the visit goes through the review once more."),
    ),
    Step("begin", {S.APPROVED}, S.HOSTING, _("Guests are here"), automatic=True),
    Step("finish", {S.HOSTING}, S.SUMMARY_DUE, _("The visit is over"), automatic=True),
    Step(
        "close",
        {S.SUMMARY_DUE},
        S.CLOSED,
        _("Hand in the summary and close"),
        help=_("The number of guests who came is what the statistics count."),
    ),
    Step(
        "cancel",
        {S.DRAFT, S.RETURNED, S.UNIT_REVIEW, S.IO_REVIEW, S.LEADER_REVIEW, S.APPROVED},
        S.CANCELLED,
        _("Cancel the visit"),
        needs_note=True,
        tone="danger",
        help=_("The visit does not take place; it stays readable."),
    ),
)
