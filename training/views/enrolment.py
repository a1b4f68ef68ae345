"""Trainees register, look after themselves, and check in; public pages made for a phone."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from certificates.views.verify import PublicPage, address_of
from core.models import Event
from core.policy import policy
from core.text import search_key
from training.actions import check_in as check_in_actions
from training.actions.enrolment import register_online
from training.actions.feedback import survey_code_of
from training.forms.duties import CheckInForm, RegistrationForm
from training.models import ClassSession, Trainee, TrainingClass

# So often may one address send a public form within ten minutes; a classroom shares one address.
MOST_SENT = 120
MOST_WRONG = 30
WINDOW_SECONDS = 600


def too_often(request: Any, what: str, most: int) -> bool:
    """Whether this address has done this too often lately; each call counts."""
    key = f"training:{what}:{address_of(request)}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return cache.incr(key) > most
    except ValueError:
        return False


def wait(request: Any) -> HttpResponse:
    """Asks for patience."""
    return render(request, "training/wait.html", status=429)


@method_decorator(login_not_required, name="dispatch")
class Register(PublicPage):
    """A stranger asks for a place in an enrolling class."""

    template = "training/register.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        classes = TrainingClass.objects.filter(status=TrainingClass.Status.ENROLLING)
        classes = classes.filter(proposal__status__in=["approved", "executing"])
        self.training_class = get_object_or_404(classes.select_related("proposal__unit"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Any, pk: int) -> HttpResponse:
        form = RegistrationForm(training_class=self.training_class, initial={"form_token": uuid.uuid4()})
        return self.page(form)

    def post(self, request: Any, pk: int) -> HttpResponse:
        if too_often(request, "register", MOST_SENT):
            return wait(request)
        token = request.POST.get("form_token", "")
        sent = cache.get(f"training:sent:{token}") if token else None
        if sent:
            return redirect("training-registration", sent)
        form = RegistrationForm(request.POST, training_class=self.training_class)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            trainee = register_online(self.training_class, form.applicant)
        except ValidationError as error:
            form.add_error(None, error)
            return self.page(form, status=422)
        if search_key(trainee.name_zh) != search_key(form.cleaned_data["name_zh"]):
            # Somebody knows a number that is registered already, but not to whom it belongs.
            form.add_error("number", _("This document is registered already. Please ask the unit."))
            return self.page(form, status=422)
        cache.set(f"training:sent:{token}", str(trainee.code), WINDOW_SECONDS * 6)
        return redirect("training-registration", trainee.code)

    def page(self, form: RegistrationForm, status: int = 200) -> HttpResponse:
        one = self.training_class
        taken = one.trainees.filter(status__in=Trainee.HOLDING_A_PLACE).count()
        context = {
            "form": form,
            "training_class": one,
            "places_left": max(one.quota - taken, 0),
            "consent_version": policy("training.consent_version"),
        }
        return render(self.request, self.template, context, status=status)


class MyRegistration(PublicPage):
    """What becomes of a registration; known by its code alone, so it shows no number and no other person."""

    def get(self, request: Any, code: uuid.UUID) -> HttpResponse:
        trainees = Trainee.objects.select_related("training_class__proposal__unit")
        trainee = get_object_or_404(trainees, code=code)
        one = trainee.training_class
        marks = {row.session_id: row for row in trainee.attendance.all()}
        lessons = list(one.sessions.all())
        for lesson in lessons:
            lesson.mark_row = marks.get(lesson.pk)
        survey_code = survey_code_of(trainee)
        context = {
            "trainee": trainee,
            "training_class": one,
            "lessons": lessons,
            "survey_url": reverse("training-survey", args=[survey_code]) if survey_code else "",
            "decline_note": decline_note(trainee),
        }
        return render(request, "training/registration.html", context)


def decline_note(trainee: Trainee) -> str:
    """Why somebody was not admitted."""
    last = Event.objects.of(trainee).filter(verb="decline").last()
    return last.note if last else ""


@method_decorator(login_not_required, name="dispatch")
class CheckIn(PublicPage):
    """The page behind the code on the wall; one phone checks one person in."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        sessions = ClassSession.objects.select_related("training_class__proposal")
        self.session = get_object_or_404(sessions, pk=kwargs["pk"])
        self.cookie = f"check-in-{self.session.pk}"
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Any, pk: int, token: str) -> HttpResponse:
        done = request.get_signed_cookie(self.cookie, default="", salt="training.check-in")
        trainee = Trainee.objects.filter(pk=done).first() if done.isdigit() else None
        if trainee is not None:
            return self.page(trainee=trainee)
        if not check_in_actions.is_open(self.session) or not check_in_actions.is_current(self.session, token):
            return self.page(is_stale=True, status=410)
        return self.page(form=CheckInForm())

    def post(self, request: Any, pk: int, token: str) -> HttpResponse:
        done = request.get_signed_cookie(self.cookie, default="", salt="training.check-in")
        if done:
            return redirect(request.path)
        form = CheckInForm(request.POST)
        if not form.is_valid():
            return self.page(form=form, status=422)
        if too_often(request, f"check-in-{pk}", MOST_SENT * 5) or too_often(
            request, "check-in-wrong", 10_000
        ):
            return wait(request)
        try:
            trainee = check_in_actions.check_in(self.session, token=token, **form.cleaned_data)
        except ValidationError as error:
            if too_often(request, f"check-in-wrong-{pk}", MOST_WRONG):
                return wait(request)
            form.add_error(None, error)
            return self.page(form=form, status=422)
        response = self.page(trainee=trainee)
        response.set_signed_cookie(
            self.cookie,
            str(trainee.pk),
            salt="training.check-in",
            max_age=86_400,
            httponly=True,
            samesite="Lax",
        )
        return response

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        context |= {"session": self.session, "training_class": self.session.training_class}
        return render(self.request, "training/check_in.html", context, status=status)


@method_decorator(login_not_required, name="dispatch")
class Consent(View):
    """What happens with the data of trainees."""

    def get(self, request: Any) -> HttpResponse:
        context = {"version": policy("training.consent_version"), "phone": policy("training.complaint_phone")}
        return render(request, "training/consent.html", context)


def told(request: Any, error: ValidationError) -> None:
    """Every reason as a message."""
    for text in error.messages:
        messages.error(request, text)
