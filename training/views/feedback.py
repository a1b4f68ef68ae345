"""Public pages of surveys and complaints; nobody has to sign in, nobody is followed."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from certificates.views.verify import PublicPage
from core.policy import policy
from training.actions.feedback import answer_survey, file_complaint
from training.forms.quality import CodeForm, ComplaintForm, SurveyForm
from training.models import Complaint, SurveyToken
from training.views.enrolment import MOST_SENT, MOST_WRONG, WINDOW_SECONDS, too_often, wait


class SurveyCode(PublicPage):
    """Where a code from a slip is typed."""

    def get(self, request: Any) -> HttpResponse:
        return render(request, "training/survey_code.html", {"form": CodeForm()})

    def post(self, request: Any) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return render(request, "training/survey_code.html", {"form": form}, status=422)
        return redirect("training-survey", form.cleaned_data["code"].strip().upper()[:16])


@method_decorator(login_not_required, name="dispatch")
class Answer(PublicPage):
    """The questions behind one code."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        tokens = SurveyToken.objects.select_related("survey__training_class__proposal")
        self.token = tokens.filter(code=kwargs["code"].upper()).first()
        self.problem = ""
        if self.token is None:
            if too_often(request, "survey-wrong", MOST_WRONG):
                return wait(request)
            self.problem = _("This code is not known.")
        elif self.token.is_used:
            self.problem = _("This code was used already.")
        elif not self.token.survey.is_open:
            self.problem = _("The survey is over.")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Any, code: str) -> HttpResponse:
        return self.page(SurveyForm(survey=self.token.survey) if not self.problem else None)

    def post(self, request: Any, code: str) -> HttpResponse:
        if self.problem:
            return self.page(None)
        form = SurveyForm(request.POST, survey=self.token.survey)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            answer_survey(code, form.scores)
        except ValidationError as error:
            form.add_error(None, error)
            return self.page(form, status=422)
        return render(request, "training/survey_thanks.html", {"survey": self.token.survey})

    def page(self, form: SurveyForm | None, status: int = 200) -> HttpResponse:
        context = {"form": form, "problem": self.problem}
        if self.token is not None:
            context["training_class"] = self.token.survey.training_class
        return render(
            self.request, "training/survey.html", context, status=404 if self.token is None else status
        )


class Complain(PublicPage):
    """Anybody complains."""

    def get(self, request: Any) -> HttpResponse:
        form = ComplaintForm(
            initial={"form_token": uuid.uuid4(), "project_name": request.GET.get("about", "")[:150]}
        )
        return self.page(form)

    def post(self, request: Any) -> HttpResponse:
        token = request.POST.get("form_token", "")
        sent = cache.get(f"training:complaint:{token}") if token else None
        if sent:
            return self.thanks(Complaint.objects.get(pk=sent))
        if too_often(request, "complaint", MOST_SENT // 6):
            return wait(request)
        form = ComplaintForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        data = {key: value for key, value in form.cleaned_data.items() if key != "form_token"}
        complaint = file_complaint(Complaint(**data))
        cache.set(f"training:complaint:{token}", complaint.pk, WINDOW_SECONDS)
        return self.thanks(complaint)

    def thanks(self, complaint: Complaint) -> HttpResponse:
        return render(self.request, "training/complaint_thanks.html", {"complaint": complaint})

    def page(self, form: ComplaintForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "days": policy("training.complaint_workdays"),
            "phone": policy("training.complaint_phone"),
        }
        return render(self.request, "training/complaint.html", context, status=status)


class TrackComplaint(PublicPage):
    """What became of a complaint, by its code."""

    def get(self, request: Any) -> HttpResponse:
        return render(request, "training/complaint_track.html", {"form": CodeForm()})

    def post(self, request: Any) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return render(request, "training/complaint_track.html", {"form": form}, status=422)
        if too_often(request, "track", MOST_WRONG):
            return wait(request)
        found = Complaint.objects.filter(code=form.cleaned_data["code"].strip().upper()).first()
        context = {"form": form, "complaint": found, "is_unknown": found is None}
        return render(request, "training/complaint_track.html", context)
