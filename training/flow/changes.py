"""A change goes as far as its class demands: minor to the desk, medium to the director, major the full way."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from training.models import ChangeRequest

S = ChangeRequest.Status

CHANGE_FLOW = Flow(
    ChangeRequest,
    Step(
        "submit",
        {S.DRAFT, S.RETURNED},
        S.UNIT_REVIEW,
        _("Submit the change"),
        help=_("A fixed version is kept. The project stays as approved until the change is."),
    ),
    Step("endorse", {S.UNIT_REVIEW}, S.OFFICE_REVIEW, _("Endorse"), decides=True),
    Step(
        "accept",
        {S.OFFICE_REVIEW},
        {S.APPLIED, S.DIRECTOR_REVIEW, S.COSIGN},
        _("Accept this change"),
        decides=True,
        help=_("A minor change is in force at once; the others go on."),
    ),
    Step("clear_cosign", {S.COSIGN}, S.DIRECTOR_REVIEW, _("All cosigned"), automatic=True),
    Step("object", {S.COSIGN}, S.RETURNED, _("Returned after an objection"), automatic=True),
    Step(
        "approve",
        {S.DIRECTOR_REVIEW},
        S.APPLIED,
        _("Approve the change"),
        decides=True,
        help=_("It is in force at once."),
    ),
    Step("escalate", {S.DIRECTOR_REVIEW}, S.LEADER_REVIEW, _("Pass on to the school leader"), decides=True),
    Step(
        "authorise",
        {S.LEADER_REVIEW},
        S.APPLIED,
        _("Authorise the change"),
        decides=True,
        help=_("It is in force at once."),
    ),
    Step(
        "return",
        {S.UNIT_REVIEW, S.OFFICE_REVIEW, S.DIRECTOR_REVIEW, S.LEADER_REVIEW},
        S.RETURNED,
        _("Return for changes"),
        needs_note=True,
        decides=True,
        tone="secondary",
    ),
    Step(
        "reject",
        {S.OFFICE_REVIEW, S.DIRECTOR_REVIEW, S.LEADER_REVIEW},
        S.REJECTED,
        _("Do not approve"),
        needs_note=True,
        decides=True,
        tone="danger",
        help=_("The project stays as it was approved."),
    ),
    Step(
        "withdraw",
        {S.DRAFT, S.RETURNED, S.UNIT_REVIEW, S.OFFICE_REVIEW},
        S.WITHDRAWN,
        _("Withdraw"),
        needs_note=True,
        tone="danger",
    ),
    Step("lapse", set(ChangeRequest.OPEN), S.WITHDRAWN, _("Ended with its project"), automatic=True),
)
