"""Suspensions, settlement plans and closing packages (P15–P20)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from training.models import Closing, SettlementPlan, Suspension

U = Suspension.Status

SUSPENSION_FLOW = Flow(
    Suspension,
    # The director's order and its end are steps of the project itself.
    Step("order", {U.PROPOSED}, U.IN_FORCE, _("Ordered"), automatic=True),
    Step("lift", {U.IN_FORCE}, U.LIFTED, _("Lifted"), automatic=True),
    Step("end", {U.PROPOSED, U.IN_FORCE}, U.ENDED, _("Ended by termination"), automatic=True),
    Step(
        "drop",
        {U.PROPOSED},
        U.DROPPED,
        _("Do not suspend"),
        needs_note=True,
        decides=True,
        tone="secondary",
        help=_("The project goes on; the comment is kept."),
    ),
)

P = SettlementPlan.Status

SETTLEMENT_FLOW = Flow(
    SettlementPlan,
    Step(
        "submit", {P.DRAFT}, P.SUBMITTED, _("Submit the plan"), help=_("The office director decides first.")
    ),
    Step(
        "agree",
        {P.SUBMITTED},
        P.AGREED,
        _("Agree to the plan"),
        decides=True,
        help=_("The school leader then terminates the project."),
    ),
    Step(
        "return",
        {P.SUBMITTED, P.AGREED},
        P.DRAFT,
        _("Return the plan"),
        needs_note=True,
        decides=True,
        tone="secondary",
    ),
    Step(
        "withdraw",
        {P.DRAFT, P.SUBMITTED},
        P.WITHDRAWN,
        _("Withdraw the plan"),
        needs_note=True,
        tone="danger",
    ),
    Step("carry_out", {P.AGREED}, P.CARRIED_OUT, _("Project terminated"), automatic=True),
)

C = Closing.Status

CLOSING_FLOW = Flow(
    Closing,
    # P18
    Step(
        "submit",
        {C.DRAFT, C.RETURNED},
        C.FINANCE,
        _("Hand in the package"),
        help=_(
            "Finance confirms the settlement, the training desk checks the package, the director accepts it."
        ),
    ),
    Step(
        "confirm_settlement",
        {C.FINANCE},
        C.OFFICE,
        _("Confirm the settlement"),
        decides=True,
        help=_("Income and expenses are kept as they are shown here."),
    ),
    # P19
    Step("check", {C.OFFICE}, C.DIRECTOR, _("Package is complete"), decides=True),
    Step(
        "accept",
        {C.DIRECTOR},
        C.ACCEPTED,
        _("Accept and archive"),
        decides=True,
        help=_("The project is closed, the archive number is given and the archive file is made."),
    ),
    # P20
    Step(
        "return",
        {C.FINANCE, C.OFFICE, C.DIRECTOR},
        C.RETURNED,
        _("Return the package"),
        needs_note=True,
        decides=True,
        tone="secondary",
        help=_("The project is being carried out again until the package comes back."),
    ),
)
