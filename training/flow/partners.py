"""The vetting of a partner, and the way of a contract (§1.7)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from training.models import Contract, PartnerVetting

V = PartnerVetting.Status

VETTING_FLOW = Flow(
    PartnerVetting,
    Step("submit", {V.DRAFT, V.RETURNED}, V.UNIT_REVIEW, _("Submit for vetting")),
    Step("endorse", {V.UNIT_REVIEW}, V.OFFICE_REVIEW, _("Endorse"), decides=True),
    Step(
        "accept",
        {V.OFFICE_REVIEW},
        V.LEGAL_REVIEW,
        _("Nothing stands against it"),
        decides=True,
        help=_("Legal affairs concludes."),
    ),
    Step(
        "conclude",
        {V.LEGAL_REVIEW},
        {V.PASSED, V.CONDITIONAL, V.FAILED},
        _("Conclude the vetting"),
        decides=True,
        help=_("It counts for the months the office has set; then the partner is vetted anew."),
    ),
    Step(
        "return",
        {V.UNIT_REVIEW, V.OFFICE_REVIEW, V.LEGAL_REVIEW},
        V.RETURNED,
        _("Return for changes"),
        needs_note=True,
        decides=True,
        tone="secondary",
    ),
    # A new legal representative, or a validity that runs out (§1.7).
    Step(
        "renew",
        {V.PASSED, V.CONDITIONAL, V.FAILED, V.EXPIRED},
        V.DRAFT,
        _("Vet anew"),
        needs_note=True,
        tone="secondary",
        help=_("The vetting counts no more until it is concluded again. The earlier version is kept."),
    ),
    Step("expire", {V.PASSED, V.CONDITIONAL}, V.EXPIRED, _("Validity is over"), automatic=True),
    Step(
        "replace",
        {V.PASSED, V.CONDITIONAL, V.EXPIRED},
        V.REPLACED,
        _("Replaced by a newer one"),
        automatic=True,
    ),
)

C = Contract.Status

CONTRACT_FLOW = Flow(
    Contract,
    Step("submit", {C.DRAFT, C.RETURNED}, C.UNIT_REVIEW, _("Submit the contract")),
    Step("endorse", {C.UNIT_REVIEW}, C.LEGAL, _("Endorse"), decides=True),
    Step(
        "clear_legal",
        {C.LEGAL},
        C.FINANCE,
        _("Legally sound"),
        decides=True,
        help=_("Go through the clauses no contract may hold (K-4)."),
    ),
    Step(
        "clear_finance",
        {C.FINANCE},
        C.OFFICE,
        _("Financially sound"),
        decides=True,
        help=_("Amount, terms of payment and payee are right (K-3)."),
    ),
    Step(
        "sign",
        {C.OFFICE},
        C.SIGNED,
        _("Record the signature"),
        decides=True,
        help=_("The project must be approved; the seal is that of the university (K-1, K-2)."),
    ),
    Step("perform", {C.SIGNED}, C.PERFORMING, _("Being performed"), automatic=True),
    Step("finish", {C.SIGNED, C.PERFORMING}, C.COMPLETED, _("Closed with its project"), automatic=True),
    Step("complete", {C.SIGNED, C.PERFORMING}, C.COMPLETED, _("Performed on both sides")),
    Step(
        "terminate",
        {C.SIGNED, C.PERFORMING},
        C.TERMINATED,
        _("End the contract"),
        needs_note=True,
        tone="danger",
    ),
    Step("end", {C.SIGNED, C.PERFORMING}, C.TERMINATED, _("Ended with its project"), automatic=True),
    Step(
        "return",
        {C.UNIT_REVIEW, C.LEGAL, C.FINANCE, C.OFFICE},
        C.RETURNED,
        _("Return for changes"),
        needs_note=True,
        decides=True,
        tone="secondary",
    ),
)
