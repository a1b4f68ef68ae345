"""Agreements: the list people filter, the form, one agreement with its whole way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import cosign_areas_of
from core.history import difference
from core.models import Attachment, Snapshot
from core.templatetags.portal import badge, tone_of
from core.text import bilingual
from core.views import Column, CreatePage, DetailPage, EditPage, ListPage
from partnerships import actions
from partnerships.actions.agreement import problems_of
from partnerships.actions.content import overlapping
from partnerships.actions.telling import holders_of
from partnerships.filters import AgreementFilter
from partnerships.flow import AGREEMENT_FLOW, AMENDMENT_FLOW, CORRECTION_FLOW, COSIGN_FLOW, TERMINATION_FLOW
from partnerships.forms.agreement import CATEGORIES, AgreementForm, FileForm
from partnerships.models import Agreement, AgreementCosign, AgreementPartner, BalanceEntry
from partnerships.views.asking import TakesUser
from partnerships.views.versions import labels


def partner_names(agreement: Agreement) -> str:
    """The partners in the reader's language."""
    return "、".join(bilingual(party.institution, "name") for party in agreement.parties.all())


def badge_now(agreement: Any) -> Any:
    """The status that the dates give today."""
    return badge(str(Agreement.Status(agreement.status_now).label), tone_of(agreement, agreement.status_now))


class AgreementList(ListPage):
    """Every agreement the person may see; the status is reckoned today (AG-01)."""

    model = Agreement
    filterset_class = AgreementFilter
    order_by = ("-created_at", "-pk")
    title = _("Agreements")
    create_url_name = "agreement-create"
    create_permission = "partnerships.add_agreement"
    create_label = _("New agreement")
    empty_title = _("No agreement here")
    empty_text = _("Change the filter, or begin a draft.")
    export_permission = "partnerships.export_agreement"
    columns = [  # noqa: RUF012
        Column(
            "label", _("Number"), value=lambda row: format_html('<span class="nowrap">{}</span>', row.label)
        ),
        Column("title", _("Title"), link=True, kind="bilingual"),
        Column("partners", _("Partners"), value=partner_names),
        Column("get_kind_display", _("Kind")),
        Column("status_now", _("Status"), value=badge_now),
        Column("effective_on", _("In force from")),
        Column("holds_until", _("Until")),
    ]
    export_columns = [  # noqa: RUF012
        Column("number", _("Number")),
        Column("title_zh", _("title (Chinese)")),
        Column("title_en", _("title (English)")),
        Column("partners", _("Partners"), value=partner_names),
        Column("get_kind_display", _("Kind")),
        Column("get_level_display", _("Level")),
        Column("unit__name_zh", _("Unit")),
        Column("status_now", _("Status"), value=lambda row: str(Agreement.Status(row.status_now).label)),
        Column("signed_on_our", _("signed by us on")),
        Column("effective_on", _("In force from")),
        Column("holds_until", _("Until")),
        Column("places_out", _("places a year, outgoing")),
        Column("places_in", _("places a year, incoming")),
    ]

    def get_queryset(self) -> QuerySet:
        parties = Prefetch("parties", AgreementPartner.objects.select_related("institution"))
        return (
            super()
            .get_queryset()
            .with_status_on(timezone.localdate())
            .select_related("unit")
            .prefetch_related(parties)
        )


class KeepsAgreement(TakesUser):
    """Saves through the action; an overlap is a warning, never a refusal (AG-04)."""

    model = Agreement
    form_class = AgreementForm

    def save(self, form: Any) -> Agreement:
        agreement = actions.save_agreement(
            form.instance,
            by=self.request.user,  # type: ignore[attr-defined]  # mixed into a page
            partners=form.cleaned_data["partners"],
            version=form.cleaned_data.get("version"),
        )
        found = overlapping(agreement, form.cleaned_data["partners"])
        if found:
            names = "、".join(str(other.label) for other in found)
            text = ngettext(
                "Another agreement of this kind with the same partner runs at the same time: %(names)s (AG-04).",
                "Other agreements of this kind with the same partner run at the same time: %(names)s (AG-04).",
                len(found),
            )
            messages.warning(self.request, text % {"names": names})  # type: ignore[attr-defined]  # as above
        return agreement

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]  # mixed into a page
        except (ValidationError, PermissionDenied) as error:
            texts = getattr(error, "messages", None) or [
                str(error) or gettext("Your role does not include this step.")
            ]
            form.add_error(None, texts)
            return self.form_invalid(form)  # type: ignore[attr-defined]  # as above


class AgreementCreate(KeepsAgreement, CreatePage):
    """Begins a draft, empty or as the renewal of another agreement."""

    extra_context = {"page_title": _("New agreement")}  # noqa: RUF012

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        user = self.request.user
        renews = self.request.GET.get("renews", "")
        old = (
            Agreement.objects.visible_to(user).binding().filter(pk=renews).first()
            if renews.isdigit()
            else None
        )
        if old is not None:
            copied = (
                "title_zh",
                "title_en",
                "kind",
                "level",
                "unit",
                "places_out",
                "places_in",
                "count_unit",
                "summary",
            )
            initial = {name: getattr(old, name) for name in copied}
            initial |= {
                "predecessor": old.pk,
                "partners": [party.institution_id for party in old.parties.all()],
            }
        partner = self.request.GET.get("partner", "")
        if partner.isdigit():
            initial["partners"] = [int(partner)]
        return initial


class AgreementEdit(KeepsAgreement, EditPage):
    """Changing a draft."""


class AgreementDetail(DetailPage):
    """One agreement: what was agreed, where it stands today, its files, cosigns, addenda, balance, history."""

    model = Agreement
    flow = AGREEMENT_FLOW

    def get_queryset(self) -> QuerySet:
        related = ("unit", "author", "predecessor", "successor", "root")
        return super().get_queryset().with_status_on(timezone.localdate()).select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreement, user, today = self.object, self.request.user, timezone.localdate()
        may = {
            verb: user.has_perm(f"partnerships.{verb}_agreement", agreement)
            for verb in (
                "change", "attach", "submit", "record_notice", "archive", "amend", "end", "keep_balance",
                "order_statement", "waive_imbalance", "read_confidential", "exchange", "order_dossier",
            )
        }  # fmt: skip
        cosigns = list(agreement.cosigns.select_related("answered_by"))
        snapshots = list(Snapshot.objects.of(agreement).select_related("by"))
        binding = agreement.status in Agreement.BINDING
        return super().get_context_data(
            page_title=bilingual(agreement, "title"),
            today=today,
            may=may,
            is_binding=binding,
            is_external=not user.has_perm("partnerships.read_internal_agreement", agreement),
            badge_now=badge_now(agreement),
            parties=list(agreement.parties.select_related("institution__region")),
            holder=self.holder(),
            problems=problems_of(agreement) if agreement.is_editable and may["submit"] else [],
            overlaps=overlapping(agreement),
            files=self.files(may["read_confidential"]),
            file_form=FileForm() if may["attach"] else None,
            cosigns=cosigns,
            my_cosigns=self.answerable(cosigns),
            amendments=self.with_steps(AMENDMENT_FLOW, agreement.amendments.select_related("author")),
            terminations=self.with_steps(TERMINATION_FLOW, agreement.terminations.select_related("author")),
            periods=list(agreement.periods.all()),
            period=agreement.term.period_on(today) if agreement.term and binding else None,
            chain=self.chain(),
            balance=actions.balance_of(agreement) if agreement.counts_mobility and binding else None,
            corrections=self.with_steps(CORRECTION_FLOW, self.corrections()),
            statements=agreement.statements.prefetch_related("attachments")[:5]
            if may["order_statement"]
            else [],
            laboratories=list(agreement.laboratories.all()),
            snapshots=snapshots,
            last_changes=difference(snapshots[-2].content, snapshots[-1].content, labels())
            if len(snapshots) > 1
            else [],
            rank_differs=self.rank_differs(),
            edit_url=reverse("agreement-edit", args=[agreement.pk]) if may["change"] else "",
            **kwargs,
        )

    def files(self, confidential: bool) -> list[tuple[Any, Attachment]]:
        rows = self.object.attachments.filter(replaced_by=None).order_by("pk")
        return [
            (CATEGORIES.get(file.category, file.category), file)
            for file in rows
            if confidential or file.visibility != Attachment.Visibility.CONFIDENTIAL
        ]

    def corrections(self) -> QuerySet:
        rows = BalanceEntry.objects.all().of_chain(self.object).filter(kind=BalanceEntry.Kind.CORRECTION)
        return rows.select_related("author", "agreement").prefetch_related("attachments")

    def with_steps(self, flow: Any, records: Any) -> list[dict[str, Any]]:
        """Records with the steps open to this person."""
        found = []
        for record in records:
            found.append({"record": record, "steps": flow.open_to(self.request.user, record)})
        return found

    def answerable(self, cosigns: list[AgreementCosign]) -> list[dict[str, Any]]:
        """The cosign tasks this person can answer, with the answers open."""
        areas = cosign_areas_of(self.request.user)
        mine = [
            task for task in cosigns if task.status == AgreementCosign.Status.WAITING and task.area in areas
        ]
        for task in mine:
            task.agreement = self.object
        return self.with_steps(COSIGN_FLOW, mine)

    def chain(self) -> list[Agreement]:
        """The agreements of the renewal chain, the first one first."""
        root = self.object.chain_id
        visible = Agreement.objects.visible_to(self.request.user)
        rows = visible.filter(pk=root) | visible.filter(root=root)
        found = list(rows.distinct().order_by("effective_on", "pk"))
        return found if len(found) > 1 else []

    def rank_differs(self) -> bool:
        """Signatories should be of the same rank; only a warning."""
        ours, theirs = self.object.our_signatory_level.strip(), self.object.their_signatory_level.strip()
        return bool(ours and theirs and ours.casefold() != theirs.casefold())

    def holder(self) -> dict[str, Any] | None:
        """Who has it now, since when and until when."""
        names = [str(user) for user in holders_of(self.object)[:3]]
        if not names or self.object.status == Agreement.Status.DRAFTING:
            return None
        return {"who": "、".join(names), "since": self.object.waiting_since, "until": self.object.due_on}
