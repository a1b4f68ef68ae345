"""What the public reads: the catalogue, one programme, and the lists in publicity."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, TemplateView

from accounts.roles import is_student
from core.flow import FlowError
from core.paging import page_of
from programmes.actions.conditions import answers_for, facts_of
from programmes.actions.hosts import make_objection
from programmes.documents.wording import condition_line, summary_of
from programmes.filters import CatalogueFilter
from programmes.forms.programme import ObjectionForm
from programmes.models import Application, Offering, Programme, RegionRisk, Round, StudentProfile

A_PAGE = 24


def open_offerings() -> QuerySet:
    """The places one can apply for at this moment, the first to close first."""
    return (
        Offering.objects.open_to_apply(timezone.now())
        .select_related("round")
        .order_by("round__close_at", "pk")
    )


def own_profile(user: Any) -> StudentProfile | None:
    """The student's facts, if a student is looking and has told them."""
    if not user.is_authenticated or not is_student(user):
        return None
    return (
        StudentProfile.objects.select_related("user__unit")
        .prefetch_related("language_scores")
        .filter(user=user)
        .first()
    )


@method_decorator(login_not_required, name="dispatch")
class ProgrammeDirectory(TemplateView):
    """The programmes open to students: filters, places, deadlines, and for a student the own eligibility."""

    template_name = "programmes/programme_directory.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programmes = (
            Programme.objects.published()
            .filter(direction="outbound")
            .select_related("partner__region")
            .prefetch_related(Prefetch("offerings", open_offerings(), to_attr="open_now"), "rules")
        )
        found = CatalogueFilter(self.request.GET or None, queryset=programmes, request=self.request)
        page = page_of(found.qs, ("title_zh", "pk"), self.request.GET.get("page", ""), A_PAGE)
        self.tell_eligibility(page.rows)
        query = self.request.GET.copy()

        def address(key: str) -> str:
            query["page"] = key
            return f"?{query.urlencode()}"

        return super().get_context_data(
            programmes=page.rows,
            count_text=f"{page.count:,}+" if page.is_capped else f"{page.count:,}",
            filter=found,
            newer_url=address(page.newer) if page.newer else "",
            older_url=address(page.older) if page.older else "",
            **kwargs,
        )

    def tell_eligibility(self, programmes: list[Programme]) -> None:
        """ "You meet 5 of 6 conditions" beside each open programme."""
        profile = own_profile(self.request.user)
        if profile is None:
            return
        facts = facts_of(profile)
        for programme in programmes:
            for offering in programme.open_now[:1]:
                offering.programme = programme
                answers = [answer.as_dict() for answer in answers_for(profile, offering, facts)]
                programme.my_summary = summary_of(answers) if answers else ""
                programme.my_missing = [condition_line(row) for row in answers if row["result"] != "pass"]


@method_decorator(login_not_required, name="dispatch")
class ProgrammePublic(DetailView):
    """One programme for whoever is interested."""

    model = Programme
    template_name = "programmes/programme_public.html"

    def get_queryset(self) -> QuerySet:
        return Programme.objects.published().select_related("partner__region", "agreement")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme, user = self.object, self.request.user
        offerings = list(open_offerings().filter(programme=programme))
        profile = own_profile(user)
        answers: list[dict[str, Any]] = []
        if profile is not None and offerings:
            offerings[0].programme = programme
            answers = [
                row.as_dict() | {"text": condition_line(row.as_dict())}
                for row in answers_for(profile, offerings[0])
            ]
        return super().get_context_data(
            programme=programme,
            offerings=offerings,
            rules=list(programme.rules.all()),
            slots=list(programme.document_slots.select_related("kind")),
            colleges=list(programme.colleges.all()),
            risk=RegionRisk.objects.filter(region=programme.partner.region).first(),
            answers=answers,
            summary=summary_of(answers) if answers else "",
            may_apply=user.is_authenticated and user.has_perm("programmes.add_application"),
            login_url=f"{reverse('account_login')}?next={self.request.path}",
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class PublicityList(TemplateView):
    """The placed students of a round in its publicity period: name, college, programme, nothing else (A12)."""

    template_name = "programmes/publicity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rounds = list(
            Round.objects.filter(publicity_from__lte=today, publicity_until__gte=today).order_by(
                "-publicity_until", "pk"
            )
        )
        for round_ in rounds:
            round_.listed = listed_in(round_)
        return super().get_context_data(rounds=rounds, **kwargs)


def listed_in(round_: Round) -> list[Application]:
    """Who stands on the public list."""
    rows = round_.applications.filter(status=Application.Status.PUBLICISED)
    return list(
        rows.select_related("student", "unit", "placed__offering__programme").order_by("unit__code", "pk")
    )


@method_decorator(login_not_required, name="dispatch")
class ObjectionCreate(FormView):
    """Anybody may object while the list is public."""

    form_class = ObjectionForm
    template_name = "programmes/objection_form.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.round = get_object_or_404(Round, pk=kwargs["pk"], publicity_from__isnull=False)
        today = timezone.localdate()
        if not self.round.publicity_from <= today <= self.round.publicity_until:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        applications = Application.objects.filter(
            round=self.round, status=Application.Status.PUBLICISED
        ).select_related("student")
        return super().get_form_kwargs() | {"applications": applications}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            make_objection(self.round, **form.cleaned_data)
        except FlowError as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Your objection has reached the director of the office."))
        return redirect("publicity")

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, **kwargs)
