"""From draft to signature (§3.2); from then on the dates lead (AG-01)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from partnerships.models import Agreement, AgreementCosign

S = Agreement.Status
BINDING = set(Agreement.BINDING)


def by_date(verb: str, target: str, label: object) -> Step:
    """A step the portal takes when a day comes, from wherever the dates had led before."""
    return Step(verb, BINDING - {target}, target, label, automatic=True)  # type: ignore[arg-type]


AGREEMENT_FLOW = Flow(
    Agreement,
    Step(
        "submit",
        {S.DRAFTING},
        S.UNIT_REVIEW,
        _("Submit for review"),
        help=_("A fixed version is kept, and the head of the unit is told."),
    ),
    Step(
        "endorse",
        {S.UNIT_REVIEW},
        S.OFFICE_REVIEW,
        _("Endorse"),
        decides=True,
        help=_("It goes on to the office."),
    ),
    Step(
        "accept",
        {S.OFFICE_REVIEW},
        S.COSIGN,
        _("Accept for decision"),
        decides=True,
        help=_("The offices concerned are asked to cosign, all at the same time."),
    ),
    Step("clear_cosign", {S.COSIGN}, S.LEADER_APPROVAL, _("All cosigned"), automatic=True),
    Step("object", {S.COSIGN}, S.RETURNED, _("Returned after an objection"), automatic=True),
    Step(
        "approve",
        {S.LEADER_APPROVAL},
        S.APPROVED_TO_SIGN,
        _("Approve for signing"),
        decides=True,
        help=_("The agreement gets its number and may be signed."),
    ),
    Step(
        "return",
        {S.UNIT_REVIEW, S.OFFICE_REVIEW, S.LEADER_APPROVAL},
        S.RETURNED,
        _("Return for changes"),
        needs_note=True,
        decides=True,
        tone="secondary",
        help=_("The author changes the draft, then sends it again."),
    ),
    Step(
        "reject",
        {S.OFFICE_REVIEW, S.LEADER_APPROVAL},
        S.REJECTED,
        _("Do not approve"),
        needs_note=True,
        decides=True,
        tone="danger",
        help=_("This ends the procedure; a new draft is needed to try again."),
    ),
    Step("resubmit", {S.RETURNED}, S.UNIT_REVIEW, _("Submit again")),
    Step(
        "cancel",
        {S.DRAFTING, S.RETURNED, S.UNIT_REVIEW, S.OFFICE_REVIEW, S.APPROVED_TO_SIGN},
        S.CANCELLED,
        _("Cancel"),
        needs_note=True,
        tone="danger",
        help=_("It will not be signed; the record stays readable."),
    ),
    Step(
        "sign",
        {S.APPROVED_TO_SIGN},
        S.SIGNED,
        _("Register the signature"),
        help=_("From now on the dates of the agreement say where it stands."),
    ),
    Step(
        "register",
        {S.DRAFTING},
        S.SIGNED,
        _("Register as signed outside the portal"),
        needs_note=True,
        tone="secondary",
        help=_("For agreements signed on paper before. Say why, and attach the signed scan."),
    ),
    by_date("take_effect", S.EFFECTIVE, _("In force")),
    by_date("near_end", S.EXPIRING, _("Ending soon")),
    by_date("expire", S.EXPIRED, _("Expired")),
    by_date("supersede", S.SUPERSEDED, _("Superseded by its renewal")),
    by_date("renew", S.RENEWED, _("Renewed after its end")),
    by_date("terminate", S.TERMINATED, _("Terminated")),
    by_date("wait", S.SIGNED, _("Signed, not yet in force")),
)

# Which step of the portal leads to a status that the dates give.
STEP_TO = {
    S.EFFECTIVE: "take_effect",
    S.EXPIRING: "near_end",
    S.EXPIRED: "expire",
    S.SUPERSEDED: "supersede",
    S.RENEWED: "renew",
    S.TERMINATED: "terminate",
    S.SIGNED: "wait",
}

C = AgreementCosign.Status

COSIGN_FLOW = Flow(
    AgreementCosign,
    Step("agree", {C.WAITING}, C.AGREED, _("Agree"), decides=True),
    Step(
        "agree_with_conditions",
        {C.WAITING},
        C.CONDITIONAL,
        _("Agree with conditions"),
        needs_note=True,
        decides=True,
        tone="secondary",
        help=_("The conditions stand beside the agreement for everybody who decides after you."),
    ),
    Step(
        "object",
        {C.WAITING},
        C.OBJECTED,
        _("Object"),
        needs_note=True,
        decides=True,
        tone="danger",
        help=_("The draft goes back to its author."),
    ),
    Step("cancel", {C.WAITING}, C.CANCELLED, _("No longer needed"), automatic=True),
)
