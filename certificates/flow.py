"""The workflows of batches, certificates, templates and revocations."""

from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate, CertificateBatch, CertificateTemplate, Revocation
from core.flow import Flow, Step

B = CertificateBatch.Status
C = Certificate.Status
T = CertificateTemplate.Status
R = Revocation.Status

BATCH_FLOW = Flow(
    CertificateBatch,
    Step("check", {B.REQUESTED}, B.CHECKED, _("Confirm the check"), decides=True),
    Step("approve", {B.CHECKED}, B.APPROVED, _("Approve the batch"), decides=True),
    Step("issue", {B.APPROVED}, B.ISSUING, _("Issue the certificates")),
    Step("finish", {B.ISSUING}, B.ISSUED, _("All certificates made"), automatic=True),
    Step(
        "return",
        {B.REQUESTED, B.CHECKED},
        B.RETURNED,
        _("Return for changes"),
        needs_note=True,
        decides=True,
        tone="secondary",
    ),
    Step("resubmit", {B.RETURNED}, B.REQUESTED, _("Submit again")),
    Step(
        "cancel",
        {B.REQUESTED, B.RETURNED, B.CHECKED, B.APPROVED, B.ISSUING},
        B.CANCELLED,
        _("Cancel the batch"),
        needs_note=True,
        tone="danger",
        help=_(
            "Certificates already made stay issued; the others are void, and their numbers stay in the register."
        ),
    ),
)

CERTIFICATE_FLOW = Flow(
    Certificate,
    Step("check", {C.REQUESTED}, C.CHECKED, _("Checked with its batch"), automatic=True),
    Step("approve", {C.CHECKED}, C.APPROVED, _("Approved with its batch"), automatic=True),
    Step("reopen", {C.CHECKED}, C.REQUESTED, _("Returned with its batch"), automatic=True),
    Step("issue", {C.APPROVED}, C.ISSUED, _("PDF made and stored"), automatic=True),
    Step(
        "strike",
        {C.REQUESTED},
        C.VOID,
        _("Strike from the batch"),
        needs_note=True,
        tone="danger",
        help=_("The row leaves the batch before it has a number; the reason is kept."),
    ),
    Step("void", {C.REQUESTED, C.CHECKED, C.APPROVED}, C.VOID, _("Void with its batch"), automatic=True),
    Step("deliver", {C.ISSUED}, C.DELIVERED, _("Record the delivery")),
    Step("revoke", {C.ISSUED, C.DELIVERED}, C.REVOKED, _("Revoked"), automatic=True),
    Step(
        "supersede", {C.ISSUED, C.DELIVERED}, C.SUPERSEDED, _("Replaced by a new certificate"), automatic=True
    ),
)

TEMPLATE_FLOW = Flow(
    CertificateTemplate,
    Step("submit", {T.DRAFT, T.RETURNED}, T.IN_REVIEW, _("Submit for approval")),
    Step("approve", {T.IN_REVIEW}, T.APPROVED, _("Put into force"), decides=True),
    Step(
        "return",
        {T.IN_REVIEW},
        T.RETURNED,
        _("Return for changes"),
        needs_note=True,
        decides=True,
        tone="secondary",
    ),
    Step("retire", {T.APPROVED}, T.RETIRED, _("Replaced by a newer version"), automatic=True),
)

REVOCATION_FLOW = Flow(
    Revocation,
    Step(
        "approve",
        {R.REQUESTED},
        R.APPROVED,
        _("Revoke the certificate"),
        decides=True,
        tone="danger",
        help=_("The public page says from today that the certificate is revoked. This cannot be undone."),
    ),
    Step("decline", {R.REQUESTED}, R.DECLINED, _("Decline"), needs_note=True, decides=True, tone="secondary"),
    Step("withdraw", {R.REQUESTED}, R.WITHDRAWN, _("Withdraw the request"), tone="secondary"),
)
