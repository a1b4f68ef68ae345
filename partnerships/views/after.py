"""What happens to an agreement after its signature: files, notices, addenda, terminations, the balance."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.fields import keyed_hash
from core.views import Column, ListPage
from partnerships import actions
from partnerships.forms import agreement as forms
from partnerships.models import Agreement, BalanceEntry, CalendarFeed
from partnerships.views.asking import AskPage, DoPage


class AboutAgreement(AskPage):
    """A form about one agreement."""

    model = Agreement

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("unit", "author")


class AgreementAttach(AboutAgreement):
    """A file takes its slot."""

    permission = "partnerships.attach_agreement"
    form_class = forms.FileForm
    title = _("Attach a file")
    action = staticmethod(actions.attach_to_agreement)


class AgreementNotice(AboutAgreement):
    """Notice of non-renewal (AG-02)."""

    permission = "partnerships.record_notice_agreement"
    form_class = forms.NoticeForm
    title = _("Record a notice of non-renewal")
    lead = _("The period in which the notice comes in time is the last one.")
    action = staticmethod(actions.record_notice_agreement)


class AgreementArchive(AboutAgreement):
    """The originals go to the archives."""

    permission = "partnerships.archive_agreement"
    form_class = forms.ArchiveForm
    title = _("Archive the originals")
    action = staticmethod(actions.archive_agreement)

    def get_initial(self) -> dict[str, Any]:
        return {"archived_on": timezone.localdate(), "originals_at": self.object.originals_at}


class AgreementAmend(AboutAgreement):
    """Proposes an addendum."""

    permission = "partnerships.amend_agreement"
    form_class = forms.AmendmentForm
    title = _("Propose an addendum")
    lead = _("The director decides; after the signature a new last day takes effect.")
    action = staticmethod(actions.propose_amendment)


class AgreementEnd(AboutAgreement):
    """Proposes a termination."""

    permission = "partnerships.end_agreement"
    form_class = forms.TerminationForm
    title = _("Propose a termination")
    lead = _("The director confirms it. Students who are away may finish (AG-07).")
    action = staticmethod(actions.propose_termination)


class BalanceAdd(AboutAgreement):
    """A stay written by hand."""

    permission = "partnerships.keep_balance_agreement"
    form_class = forms.EntryForm
    title = _("Enter a stay")
    action = staticmethod(actions.add_entry)


class BalanceCorrect(AboutAgreement):
    """A correction with its reason."""

    permission = "partnerships.keep_balance_agreement"
    form_class = forms.CorrectionForm
    title = _("Propose a correction")
    lead = _("It counts once the director has confirmed it with the partner's confirmation at hand.")
    action = staticmethod(actions.propose_correction)


class BalanceWaive(AboutAgreement):
    """The director tolerates an imbalance for a time."""

    permission = "partnerships.waive_imbalance_agreement"
    form_class = forms.WaiverForm
    title = _("Tolerate the imbalance")
    action = staticmethod(actions.waive_imbalance_agreement)


class StatementOrder(DoPage):
    """Orders the statement for the partner."""

    model = Agreement
    permission = "partnerships.order_statement_agreement"
    action = staticmethod(actions.order_statement)
    done = _("The statement is being made; it appears here in a moment.")


class BalanceLedger(ListPage):
    """Every row of the balance of one chain."""

    model = BalanceEntry
    order_by = ("-academic_year", "-pk")
    title = _("Rows of the exchange balance")
    empty_title = _("No row yet")
    columns = [  # noqa: RUF012
        Column("academic_year", _("Academic year")),
        Column("agreement__label", _("Agreement")),
        Column("get_direction_display", _("Direction")),
        Column("semesters", _("Student-semesters"), kind="number"),
        Column("get_kind_display", _("Kind")),
        Column("is_planned", _("Planned only")),
        Column("person_name", _("Student")),
        Column("reason", _("Reason")),
        Column("status", _("Status")),
    ]
    export_columns = columns
    export_permission = "partnerships.export_agreement"

    def get_queryset(self) -> QuerySet:
        agreement = Agreement.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if agreement is None or not self.request.user.has_perm(
            "partnerships.read_internal_agreement", agreement
        ):
            raise Http404
        return super().get_queryset().of_chain(agreement).select_related("agreement")


class CalendarAddress(View):
    """The calendar address of a person: made anew, shown once, or given up."""

    def get(self, request: HttpRequest) -> HttpResponse:
        feed = CalendarFeed.objects.filter(user=request.user).first()
        return render(request, "partnerships/calendar_address.html", {"feed": feed})

    def post(self, request: HttpRequest) -> HttpResponse:
        if "drop" in request.POST:
            actions.drop_calendar_address(by=request.user)
            return redirect("calendar-address")
        token = actions.make_calendar_address(by=request.user)
        address = request.build_absolute_uri(reverse("calendar-feed", args=[token]))
        feed = CalendarFeed.objects.get(user=request.user)
        response = render(request, "partnerships/calendar_address.html", {"feed": feed, "address": address})
        response["Cache-Control"] = "no-store"
        return response


@method_decorator(login_not_required, name="dispatch")
class CalendarFile(View):
    """The calendar itself; whoever holds the address reads what its person may see, and nothing else."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        feed = CalendarFeed.objects.select_related("user").filter(token_hash=keyed_hash(token)).first()
        if feed is None or not feed.user.is_active:
            raise Http404
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=timezone.now())
        with translation.override(feed.user.language):
            content = actions.calendar_of(feed.user)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Cache-Control"] = "private, max-age=3600"
        response["X-Robots-Tag"] = "noindex"
        return response
