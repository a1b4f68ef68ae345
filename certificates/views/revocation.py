"""Pages about revocations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from certificates import actions
from certificates.flow import REVOCATION_FLOW
from certificates.forms import RevocationForm
from certificates.models import Revocation
from certificates.views.certificate import CertificateFormPage
from core.views import Column, DetailPage, ListPage


class RevocationList(ListPage):
    """All revocations asked for."""

    model = Revocation
    columns = [
        Column("certificate__number", gettext_lazy("Certificate"), link=True),
        Column("reason", gettext_lazy("Reason"), value=lambda row: row.get_reason_display()),
        Column("status", gettext_lazy("Status")),
        Column("requested_by", gettext_lazy("Requested by"), value=lambda row: row.requested_by),
        Column("created_at", gettext_lazy("Requested")),
    ]
    empty_title = gettext_lazy("No revocation")
    empty_text = gettext_lazy("A revocation is asked for on the page of the certificate.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("certificate", "requested_by")


class RevocationDetail(DetailPage):
    """One revocation with the certificate it is about."""

    model = Revocation
    flow = REVOCATION_FLOW

    def get_queryset(self) -> Any:
        related = ("certificate__batch", "certificate__certificate_type", "certificate__unit", "requested_by")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        facts = [
            (gettext_lazy("Certificate"), record.certificate.number),
            (gettext_lazy("Holder"), record.certificate.holder),
            (gettext_lazy("Title"), record.certificate.batch.title_zh),
            (gettext_lazy("Unit"), record.certificate.unit),
            (gettext_lazy("Reason"), record.get_reason_display()),
            (gettext_lazy("Explanation"), record.explanation),
            (gettext_lazy("Requested by"), record.requested_by),
        ]
        return super().get_context_data(facts=facts, **kwargs)


class RevocationCreate(CertificateFormPage):
    """Asks the director to revoke a certificate (CT-12)."""

    needs_fresh = True
    form_class = RevocationForm
    permission = "certificates.add_revocation"
    page_title = gettext_lazy("Ask for revocation")
    submit_label = gettext_lazy("Ask the director to revoke")
    what_happens = gettext_lazy("The certificate stays valid until the director decides.")

    action = staticmethod(actions.request_revocation)
