"""The addresses of certificates."""

from django.urls import path

from certificates import actions
from certificates.flow import BATCH_FLOW, CERTIFICATE_FLOW, REVOCATION_FLOW, TEMPLATE_FLOW
from certificates.forms import DeliveryForm
from certificates.views import batch, certificate, revocation, template, verify
from core.views import step

BATCHES = {"plural": "certificates/batches"}
ROWS = {"plural": "certificates"}
TEMPLATES = {"plural": "certificates/templates"}
REVOCATIONS = {"plural": "certificates/revocations"}

urlpatterns = [
    path("certificates/", certificate.CertificateList.as_view(), name="certificate-list"),
    path("certificates/batches/", batch.CertificateBatchList.as_view(), name="certificatebatch-list"),
    path(
        "certificates/batches/<int:pk>/",
        batch.CertificateBatchDetail.as_view(),
        name="certificatebatch-detail",
    ),
    path(
        "certificates/batches/<int:pk>/progress/",
        batch.BatchProgress.as_view(),
        name="certificatebatch-progress",
    ),
    path("certificates/batches/<int:pk>/retry/", batch.BatchRetry.as_view(), name="certificatebatch-retry"),
    path("certificates/batches/<int:pk>/files/", batch.BatchFileCreate.as_view(), name="batchfile-create"),
    path("certificates/files/<int:pk>/", batch.BatchFileDownload.as_view(), name="batchfile-download"),
    path(
        "certificates/batches/<int:pk>/check/",
        batch.BatchCheck.as_view(flow=BATCH_FLOW, verb="check", action=actions.check_batch),
        name="certificatebatch-check",
    ),
    step(BATCH_FLOW, "approve", actions.approve_batch, **BATCHES),
    step(BATCH_FLOW, "return", actions.return_batch, **BATCHES),
    step(BATCH_FLOW, "resubmit", actions.resubmit_batch, **BATCHES),
    step(BATCH_FLOW, "cancel", actions.cancel_batch, **BATCHES),
    step(BATCH_FLOW, "issue", actions.issue_batch, needs_fresh=True, **BATCHES),
    path("certificates/<int:pk>/", certificate.CertificateDetail.as_view(), name="certificate-detail"),
    path("certificates/<int:pk>/pdf/", certificate.CertificatePdf.as_view(), name="certificate-pdf"),
    path("certificates/<int:pk>/share/", certificate.CertificateShare.as_view(), name="certificate-share"),
    path(
        "certificates/<int:pk>/correct/", certificate.CertificateCorrect.as_view(), name="certificate-correct"
    ),
    path(
        "certificates/<int:pk>/reissue/", certificate.CertificateReissue.as_view(), name="certificate-reissue"
    ),
    path("certificates/<int:pk>/paper/", certificate.CertificatePaper.as_view(), name="certificate-paper"),
    path(
        "certificates/<int:pk>/revocation/", revocation.RevocationCreate.as_view(), name="revocation-create"
    ),
    path("certificates/link/<str:signed>/", certificate.LinkDownload.as_view(), name="certificate-link"),
    step(CERTIFICATE_FLOW, "strike", actions.strike_certificate, **ROWS),
    step(CERTIFICATE_FLOW, "deliver", actions.deliver_certificate, DeliveryForm, **ROWS),
    path("certificates/revocations/", revocation.RevocationList.as_view(), name="revocation-list"),
    path(
        "certificates/revocations/<int:pk>/", revocation.RevocationDetail.as_view(), name="revocation-detail"
    ),
    step(REVOCATION_FLOW, "approve", actions.approve_revocation, needs_fresh=True, **REVOCATIONS),
    step(REVOCATION_FLOW, "decline", actions.decline_revocation, **REVOCATIONS),
    step(REVOCATION_FLOW, "withdraw", actions.withdraw_revocation, **REVOCATIONS),
    path(
        "certificates/templates/",
        template.CertificateTemplateList.as_view(),
        name="certificatetemplate-list",
    ),
    path(
        "certificates/templates/<int:pk>/",
        template.CertificateTemplateDetail.as_view(),
        name="certificatetemplate-detail",
    ),
    path(
        "certificates/templates/<int:pk>/edit/",
        template.CertificateTemplateEdit.as_view(),
        name="certificatetemplate-edit",
    ),
    path(
        "certificates/templates/<int:pk>/revise/",
        template.CertificateTemplateRevise.as_view(),
        name="certificatetemplate-revise",
    ),
    path(
        "certificates/templates/<int:pk>/proof/",
        template.CertificateTemplateProof.as_view(),
        name="certificatetemplate-proof",
    ),
    step(TEMPLATE_FLOW, "submit", actions.submit_template, **TEMPLATES),
    step(TEMPLATE_FLOW, "approve", actions.approve_template, **TEMPLATES),
    step(TEMPLATE_FLOW, "return", actions.return_template, **TEMPLATES),
    path("verify/", verify.Verify.as_view(), name="verify"),
    path("verify/t/<str:token>/", verify.VerifyToken.as_view(), name="verify-token"),
    path("verify/t/<str:token>/file/", verify.VerifyFile.as_view(), name="verify-file"),
    path("v/<str:token>", verify.VerifyToken.as_view(), name="verify-short"),
]
