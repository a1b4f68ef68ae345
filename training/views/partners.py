"""Pages about partners and contracts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from accounts.models import Role, Unit
from accounts.roles import units_of
from core.flow import FlowError
from core.views import Column, CreatePage, DetailPage, EditPage, ListPage, Scoped
from core.views.guard import Guarded
from training import actions
from training.actions.contracts import check_contract
from training.actions.partners import faults_of, missing_of
from training.filters.life import ContractFilter, VettingFilter
from training.flow import CONTRACT_FLOW, VETTING_FLOW
from training.forms.life import CONTRACT_FILES, ContractForm, ScanForm, VettingForm
from training.models import Contract, PartnerVetting
from training.views.life import facts_of


class VettingList(ListPage):
    """All partners the person may see, with the state of their vetting."""

    model = PartnerVetting
    filterset_class = VettingFilter
    order_by = ("-pk",)
    title = gettext_lazy("Vetting of partners")
    columns = [
        Column("name", gettext_lazy("Partner"), link=True),
        Column("uscc", gettext_lazy("Credit code")),
        Column("get_kind_display", gettext_lazy("Kind")),
        Column("unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("status", gettext_lazy("Status")),
        Column("valid_until", gettext_lazy("Valid until")),
    ]
    export_columns = columns
    export_permission = "training.export_partnervetting"
    create_url_name = "partnervetting-create"
    create_permission = "training.add_partnervetting"
    create_label = gettext_lazy("Vet a partner")
    empty_title = gettext_lazy("No partner has been vetted")
    empty_text = gettext_lazy("A partner is vetted before it takes part in a project.")

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("unit")


class SavesVetting:
    """Both pages that write a vetting."""

    model = PartnerVetting
    form_class = VettingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        units = Unit.objects.filter(pk__in=units_of(self.request.user, Role.DEPARTMENT_ADMIN))
        return super().get_form_kwargs() | {"units": units}

    def save(self, form: Any) -> PartnerVetting:
        return actions.save_vetting(
            form.instance,
            by=self.request.user,
            version=form.cleaned_data.get("version") if form.instance.pk else None,
            related_people=form.cleaned_data["related_people"],
            uploads=form.uploads,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)


class VettingCreate(SavesVetting, CreatePage):
    """Writing down who a partner is."""

    extra_context = {"page_title": gettext_lazy("Vet a partner")}

    def get_initial(self) -> dict[str, Any]:
        return {"unit": next(iter(units_of(self.request.user, Role.DEPARTMENT_ADMIN)), None)}


class VettingEdit(SavesVetting, EditPage):
    """Correcting it."""

    extra_context = {"page_title": gettext_lazy("Vet a partner")}


class VettingDetail(DetailPage):
    """One partner: what is known, what stands against it, who has it."""

    model = PartnerVetting
    flow = VETTING_FLOW
    FACTS = (
        "name", "uscc", "kind", "legal_representative", "registered_capital", "founded_on", "business_scope",
        "licence_no", "licence_expires_on", "company_register", "company_register_on", "credit_china",
        "credit_china_on", "enforcement", "enforcement_on", "past_cooperation", "related_party",
        "related_party_detail", "bank_account", "legal_opinion", "conditions", "decided_on", "valid_until",
    )  # fmt: skip

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("unit", "author")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vetting, user = self.object, self.request.user
        may_edit = user.has_perm("training.change_partnervetting", vetting)
        return super().get_context_data(
            page_title=vetting.name,
            facts=facts_of(vetting, *self.FACTS),
            faults=list(faults_of(vetting)),
            missing=missing_of(vetting) if may_edit else [],
            may_edit=may_edit,
            contracts=vetting.contracts.filter(pk__in=Contract.objects.visible_to(user)),
            **kwargs,
        )


class ContractList(ListPage):
    """All contracts the person may see."""

    model = Contract
    filterset_class = ContractFilter
    order_by = ("-pk",)
    title = gettext_lazy("Contracts of training")
    columns = [
        Column("title", gettext_lazy("Contract"), link=True),
        Column("proposal__title", gettext_lazy("Project title"), kind="bilingual"),
        Column("counterparty", gettext_lazy("Other party")),
        Column("amount", gettext_lazy("Amount, CNY"), kind="number"),
        Column("status", gettext_lazy("Status")),
        Column("signed_on", gettext_lazy("Signed on")),
        Column("end_on", gettext_lazy("Last day")),
    ]
    export_columns = columns
    export_permission = "training.export_contract"
    create_url_name = "contract-create"
    create_permission = "training.add_contract"
    create_label = gettext_lazy("New contract")
    empty_title = gettext_lazy("No contract")
    empty_text = gettext_lazy(
        "A commissioned or partnered project needs a contract before its classes begin."
    )

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("proposal")


class SavesContract:
    """Both pages that write a contract."""

    model = Contract
    form_class = ContractForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: Any) -> Contract:
        return actions.save_contract(
            form.instance,
            by=self.request.user,
            version=form.cleaned_data.get("version") if form.instance.pk else None,
            uploads=form.uploads,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)


class ContractCreate(SavesContract, CreatePage):
    """Writing a contract down."""

    extra_context = {"page_title": gettext_lazy("New contract")}

    def get_initial(self) -> dict[str, Any]:
        return {"proposal": self.request.GET.get("proposal")}


class ContractEdit(SavesContract, EditPage):
    """Correcting it."""

    extra_context = {"page_title": gettext_lazy("Contract")}


class ContractDetail(DetailPage):
    """One contract with its checks K-1 to K-6."""

    model = Contract
    flow = CONTRACT_FLOW
    FACTS = (
        "kind", "counterparty", "counterparty_uscc", "amount", "payment_terms", "payee", "start_on", "end_on",
        "is_template", "legal_opinion", "signed_on", "signed_by", "authorisation_no", "seal",
    )  # fmt: skip

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("proposal__unit", "vetting", "author")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contract, user = self.object, self.request.user
        files = contract.attachments.filter(replaced_by=None).order_by("pk")
        labels = CONTRACT_FILES | {"signed_original": _("Signed original")}
        is_signed = contract.signed_on is not None
        return super().get_context_data(
            page_title=contract.title,
            facts=facts_of(contract, *self.FACTS),
            problems=list(check_contract(contract)) if not is_signed else [],
            files=[(labels.get(file.category, file.category), file) for file in files],
            wants_scan=is_signed and not contract.is_scanned,
            may_scan=is_signed and user.has_perm("training.scan_contract", contract),
            may_edit=user.has_perm("training.change_contract", contract),
            **kwargs,
        )


class ContractScan(Guarded, Scoped, SingleObjectMixin, FormView):
    """The signed original is scanned and kept."""

    model = Contract
    permission = "training.scan_contract"
    form_class = ScanForm
    template_name = "training/proposal_remark.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        self.check_permission(self.object)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            actions.scan_contract(self.object, by=self.request.user, file=form.cleaned_data["file"])
        except (FlowError, ValidationError) as refused:
            form.add_error(None, refused if isinstance(refused, ValidationError) else refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.object.get_absolute_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=self.object,
            kicker=self.object.title,
            page_title=_("Signed original"),
            help=_("Scan all pages of the signed contract, with signatures and seal."),
            submit_label=_("Keep the scan"),
            cancel_url=self.object.get_absolute_url(),
            **kwargs,
        )
