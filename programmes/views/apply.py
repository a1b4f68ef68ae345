"""A student applies: begin, section by section, documents from the phone, consents, check and submit."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.flow import FlowError, StaleVersion
from core.views import EditPage, Scoped
from programmes import actions
from programmes.actions.apply import profile_of
from programmes.actions.missing import missing_of
from programmes.documents.wording import check_lines
from programmes.forms.application import ChoicesForm, FactsForm, ScoreRow
from programmes.models import Application, LanguageScore, Offering, Round, StudentProfile
from programmes.views.public import open_offerings
from programmes.views.shapes import PressPage, RowsPage

SECTIONS = [
    ("facts", gettext_lazy("Facts about you")),
    ("choices", gettext_lazy("Choices")),
    ("documents", gettext_lazy("Documents")),
    ("consents", gettext_lazy("Consents")),
    ("check", gettext_lazy("Check and submit")),
]


class MyApplications(TemplateView):
    """The student's own applications, and the rounds that are open."""

    template_name = "programmes/application_mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mine = Application.objects.filter(student=user).select_related("round", "placed__offering__programme")
        taken = {application.round_id for application in mine}
        rounds = Round.objects.taking_applications().order_by("close_at")
        return super().get_context_data(
            applications=mine.order_by("-pk")[:50],
            rounds=[round_ for round_ in rounds if round_.pk not in taken],
            stays=user.mobilities.select_related("programme").order_by("-planned_from")[:20],
            **kwargs,
        )


class ApplicationBegin(PressPage):
    """Begins a draft in a round, with the programme the student was reading as a choice."""

    model = Round

    def act(self, record: Round) -> Application:
        key = self.request.POST.get("offering", "")
        offering = open_offerings().filter(pk=int(key), round=record).first() if key.isdecimal() else None
        return actions.begin_application(record, by=self.request.user, offering=offering)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_object()
        try:
            made = self.act(record)
        except (ValidationError, FlowError) as refused:
            text = " ".join(getattr(refused, "messages", None) or [str(refused)])
            return render(
                request,
                "core/message.html",
                {"page_title": _("This is not possible now"), "message": text},
                status=409,
            )
        return redirect(reverse("application-section", args=[made.pk, "facts"]))


def wizard_of(application: Application, current: str) -> list[dict[str, Any]]:
    """The sections as steps, each complete or with something missing."""
    wanting = {one.section for one in missing_of(application)}
    return [
        {
            "label": label,
            "url": reverse("application-section", args=[application.pk, key]),
            "state": "current" if key == current else "todo" if key in wanting or key == "check" else "done",
        }
        for key, label in SECTIONS
    ]


def next_section(application: Application, current: str) -> str:
    """Where one goes on after saving."""
    keys = [key for key, _label in SECTIONS]
    return reverse("application-section", args=[application.pk, keys[keys.index(current) + 1]])


class OwnDraft(Scoped):
    """A page about an application its student may still change."""

    model: Any = Application
    section = ""

    def application(self) -> Application:
        found = get_object_or_404(
            Application.objects.visible_to(self.request.user).select_related("round", "student", "unit"),  # type: ignore[attr-defined]
            pk=self.kwargs["pk"],  # type: ignore[attr-defined]
        )
        if not self.request.user.has_perm("programmes.change_application", found):  # type: ignore[attr-defined]
            raise PermissionDenied
        return found

    def frame(self, application: Application) -> dict[str, Any]:
        """What every section shows."""
        label = dict(SECTIONS)[self.section]
        return {
            "record": application,
            "page_title": label,
            "steps": wizard_of(application, self.section),
            "closes_at": application.round.close_at,
            "submit_label": _("Save and continue"),
            "cancel_url": application.get_absolute_url(),
        }


def autosaved(version: int) -> JsonResponse:
    """What the page says when it saved by itself."""
    now = date_format(timezone.localtime(), "TIME_FORMAT")
    return JsonResponse(
        {"saved": True, "version": version, "message": _("Saved at %(time)s") % {"time": now}}
    )


def not_saved(message: str = "") -> JsonResponse:
    """Nothing was saved yet, and why."""
    return JsonResponse(
        {"saved": False, "message": message or _("Not saved yet: something has to be corrected.")}
    )


class FactsSection(OwnDraft, RowsPage):
    """The facts, and the proofs of language."""

    section = "facts"
    form_class = FactsForm
    template_name = "programmes/application_section.html"
    row_model = LanguageScore
    row_form = ScoreRow
    row_title = gettext_lazy("Proofs of language")
    row_help = gettext_lazy("IELTS and TOEFL count for two years, CET without end.")

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_object(self, queryset: Any = None) -> StudentProfile:
        self.draft = self.application()
        return profile_of(self.request.user)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "autosave" not in request.GET:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object()
        form, self.rows = self.get_form(), self.make_rows(request.POST)
        # New rows wait for the button: saved by themselves they would be saved twice.
        if not form.is_valid():
            return not_saved()
        try:
            profile = actions.save_facts(
                self.draft, form.instance, by=request.user, version=form.cleaned_data.get("version")
            )
        except StaleVersion as stale:
            return not_saved(stale.message)
        return autosaved(profile.version)

    def save(self, form: Any) -> StudentProfile:
        kept, removed = self.changed_rows(self.rows)
        return actions.save_facts(
            self.draft, form.instance, by=self.request.user, version=form.cleaned_data.get("version"),
            scores=kept, removed=removed,
        )  # fmt: skip

    def get_success_url(self) -> str:
        return next_section(self.draft, self.section)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.object.get_absolute_url = self.draft.get_absolute_url  # type: ignore[attr-defined]
        context = super().get_context_data(**kwargs)
        here = reverse("application-section", args=[self.draft.pk, self.section])
        return context | self.frame(self.draft) | {"autosave_url": f"{here}?autosave"}


class ChoicesSection(OwnDraft, EditPage):
    """The choices in order, what each asks for, and why."""

    section = "choices"
    form_class = ChoicesForm
    template_name = "programmes/application_section.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_object(self, queryset: Any = None) -> Application:
        return self.application()

    def offerings(self) -> QuerySet:
        here = Offering.objects.filter(round=self.object.round_id, is_cancelled=False)
        return here.select_related("programme__partner").order_by("programme__title_zh", "pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"offerings": self.offerings()}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "autosave" not in request.GET:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object()
        form = self.get_form()
        if not form.is_valid():
            return not_saved()
        try:
            application = self.save(form)
        except (StaleVersion, ValidationError) as refused:
            return not_saved(getattr(refused, "message", "") or str(refused))
        return autosaved(application.version)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def save(self, form: Any) -> Application:
        return actions.save_choices(
            form.instance, form.cleaned_data["offerings"], by=self.request.user,
            version=form.cleaned_data.get("version"),
        )  # fmt: skip

    def get_success_url(self) -> str:
        return next_section(self.object, self.section)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = reverse("application-section", args=[self.object.pk, self.section])
        context = super().get_context_data(**kwargs)
        checks = [
            (choice, check, check_lines(check))
            for choice in self.object.choices.select_related("offering__programme").prefetch_related("checks")
            if (check := next(iter(choice.checks.all()), None)) is not None
        ]
        return context | self.frame(self.object) | {"autosave_url": f"{here}?autosave", "checks": checks}
