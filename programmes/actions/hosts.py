"""Publicity, nomination, the host's answer, and the way into the stay (A12–A16)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.attachments import attach
from core.flow import StepNotAllowed
from core.models import Attachment
from core.numbers import next_number
from core.policy import policy
from core.working_days import add_working_days
from partnerships.actions import may_nominate_out
from programmes.actions.conditions import check_choice, facts_of
from programmes.actions.departure import open_stay
from programmes.actions.offers import promote_next
from programmes.actions.seats import give_back, place_of
from programmes.actions.telling import college_of, directors, hand_on, student_desk, tell
from programmes.documents.wording import condition_line
from programmes.flow import APPLICATION_FLOW, NOMINATION_FLOW, OBJECTION_FLOW, ROUND_FLOW
from programmes.models import (
    Application,
    Choice,
    EligibilityCheck,
    Nomination,
    Objection,
    Round,
    StudentProfile,
)

S = Application.Status


@transaction.atomic
def publicise_round(round_: Round, *, by: Any, note: str = "", version: int | None = None) -> Round:
    """The accepted are named in public for some working days: name, college, programme, no number (A12)."""
    accepted = round_.applications.filter(status=S.ACCEPTED)
    if round_.status == Round.Status.PLACED and not accepted.exists():
        raise StepNotAllowed(_("Nobody has accepted a place that is not in publicity yet."))
    ROUND_FLOW.move(round_, "publicise", by=by, note=note, version=version)
    today = timezone.localdate()
    round_.publicity_from = today
    round_.publicity_until = add_working_days(today, policy("programmes.publicity_workdays"))
    round_.save(update_fields=["publicity_from", "publicity_until"])
    students = list(accepted.select_related("student"))
    APPLICATION_FLOW.move_many(accepted, "publicise")
    for application in students:
        application.refresh_from_db()
        tell(application, "application_publicised", [application.student])
    tell(round_, "publicity_begun", directors())
    return round_


@transaction.atomic
def make_objection(
    round_: Round,
    *,
    text: str,
    objector_name: str,
    objector_contact: str,
    application: Application | None = None,
) -> Objection:
    """Anybody may object while the list is public; the director answers (A12)."""
    today = timezone.localdate()
    first, last = round_.publicity_from, round_.publicity_until
    if first is None or last is None or not first <= today <= last:
        raise StepNotAllowed(_("The publicity period is over."))
    objection = Objection.objects.create(
        round=round_,
        application=application,
        text=text,
        objector_name=objector_name,
        objector_contact=objector_contact,
    )
    tell(objection, "objection_made", directors(), student_desk())
    return objection


@transaction.atomic
def uphold_objection(
    objection: Objection, *, by: Any, note: str = "", version: int | None = None
) -> Objection:
    """The student loses the place and returns to the ranking (A12)."""
    OBJECTION_FLOW.move(objection, "uphold", by=by, note=note, version=version)
    objection.answer = note
    objection.save(update_fields=["answer"])
    application = objection.application
    if application is not None and application.status == S.PUBLICISED:
        APPLICATION_FLOW.move(application, "uphold_objection", by=None, note=note)
        offering = give_back(application)
        hand_on(application, signed_off_at=None)
        tell(application, "objection_upheld", [application.student], note=note)
        if offering is not None:
            promote_next(offering)
    return objection


@transaction.atomic
def dismiss_objection(
    objection: Objection, *, by: Any, note: str = "", version: int | None = None
) -> Objection:
    """The objection changes nothing."""
    OBJECTION_FLOW.move(objection, "dismiss", by=by, note=note, version=version)
    objection.answer = note
    objection.save(update_fields=["answer"])
    return objection


@transaction.atomic
def sign_off_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The director signs the nomination off, after the publicity period and with no objection open (A13)."""
    if application.status == S.PUBLICISED:
        round_ = application.round
        if round_.publicity_until and timezone.localdate() <= round_.publicity_until:
            raise StepNotAllowed(_("The publicity period is not over."))
        if application.objections.filter(status=Objection.Status.OPEN).exists():
            raise StepNotAllowed(_("An objection is still open."))
    APPLICATION_FLOW.move(application, "sign_off", by=by, note=note, version=version)
    hand_on(application, signed_off_at=timezone.now())
    tell(application, "application_signed_off", student_desk())
    return application


@transaction.atomic
def nominate_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The conditions hold a last time and the host's deadline is open; a numbered nomination exists (A13)."""
    if application.status == S.PUBLICISED and by.has_perm("programmes.nominate_application", application):
        _check_nominable(application)
    APPLICATION_FLOW.move(application, "nominate", by=by, note=note, version=version)
    today = timezone.localdate()
    place = place_of(application)
    profile = StudentProfile.objects.filter(user=application.student_id).first()
    nomination = Nomination.objects.create(
        number=f"NM{today.year}-{next_number('nomination', today.year):04d}",
        application=application,
        offering=place.offering,
        nominated_on=today,
        nominated_by=by,
        passport_name=(profile.passport_name if profile else "") or application.student.name_en,
    )
    hand_on(application, due_on=place.offering.host_deadline)
    tell(nomination, "student_nominated", [application.student])
    return application


def _check_nominable(application: Application) -> None:
    places = Choice.objects.select_related("offering__programme__agreement")
    choice = places.get(pk=place_of(application).pk)
    if choice.offering.host_deadline < timezone.localdate():
        # EC-48: no silent nomination after the host's deadline.
        raise StepNotAllowed(_("The nomination deadline of the host has passed."))
    agreement = choice.offering.programme.agreement
    if agreement is not None and not agreement.is_in_force(timezone.localdate()):
        raise StepNotAllowed(_("The agreement is not in force (AG-06)."))
    if agreement is not None and agreement.counts_mobility and not may_nominate_out(agreement):
        raise StepNotAllowed(
            _("The exchange balance is exceeded: the director has to waive it on the agreement.")
        )
    profile = StudentProfile.objects.select_related("user__unit").get(user=application.student_id)
    check = check_choice(choice, facts_of(profile), EligibilityCheck.Moment.NOMINATE)
    if check.blocks:
        lines = [condition_line(row) for row in check.results if row["blocks"]]
        raise ValidationError([_("A condition is not met:"), *lines])


def live_nomination(application: Application) -> Nomination:
    """The nomination now with the host."""
    return application.nominations.exclude(
        status__in=[Nomination.Status.REJECTED, Nomination.Status.WITHDRAWN]
    ).latest("pk")


@transaction.atomic
def send_to_host_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The host has the nomination; its coordinator sees it on the own page."""
    APPLICATION_FLOW.move(application, "send_to_host", by=by, note=note, version=version)
    nomination = live_nomination(application)
    NOMINATION_FLOW.move(nomination, "send", by=None)
    nomination.sent_on = timezone.localdate()
    nomination.save(update_fields=["sent_on"])
    hand_on(application, due_on=timezone.localdate() + timedelta(days=30))
    partner = nomination.offering.programme.partner
    coordinators = partner.coordinators.in_force(timezone.localdate()).select_related("user")
    tell(nomination, "nomination_sent", [coordinator.user for coordinator in coordinators])
    return application


@transaction.atomic
def admit_application(
    application: Application, *, by: Any, note: str = "", letter: Any = None, version: int | None = None
) -> Application:
    """The host admits, with its letter (A14)."""
    _answer(application, "admit", "admit", by, note, version)
    if letter:
        confidential = Attachment.Visibility.CONFIDENTIAL
        attach(application, letter, category="admission_letter", by=by, visibility=confidential)
    tell(application, "host_admitted", [application.student], college_of(application))
    return application


@transaction.atomic
def host_reject_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The host does not admit: the place is free again, the nomination stays on record (A14, EC-48)."""
    _answer(application, "host_reject", "reject", by, note, version)
    offering = give_back(application)
    hand_on(application, signed_off_at=None)
    tell(application, "host_rejected", [application.student], college_of(application), note=note)
    if offering is not None:
        promote_next(offering)
    return application


def _answer(
    application: Application, verb: str, nomination_verb: str, by: Any, note: str, version: int | None
) -> None:
    APPLICATION_FLOW.move(application, verb, by=by, note=note, version=version)
    nomination = live_nomination(application)
    NOMINATION_FLOW.move(nomination, nomination_verb, by=None)
    nomination.answered_on = timezone.localdate()
    nomination.save(update_fields=["answered_on"])
    hand_on(application)


@transaction.atomic
def replace_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """Back to the ranking, or to the waiting list of another choice whose host still takes names (A15)."""
    today = timezone.localdate()
    refused = application.nominations.values_list("offering", flat=True)
    other = application.choices.filter(offering__host_deadline__gte=today, offering__is_cancelled=False)
    open_ones = list(other.exclude(offering__in=refused))
    goes_to = S.WAITLISTED if open_ones else S.RANKED
    APPLICATION_FLOW.move(application, "replace", by=by, note=note, to=goes_to, version=version)
    for choice in open_ones:
        choice.state = Choice.State.WAITLISTED
        # Ahead of the list: the student had been placed before.
        choice.waitlist_position = 0
        choice.save(update_fields=["state", "waitlist_position"])
    hand_on(application)
    for choice in open_ones:
        promoted = promote_next(choice.offering)
        if promoted is not None and promoted.pk == application.pk:
            break
    application.refresh_from_db()
    return application


@transaction.atomic
def open_departure_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The stay exists with its checklist; from here on it is the living record (A16)."""
    APPLICATION_FLOW.move(application, "open_departure", by=by, note=note, version=version)
    hand_on(application, due_on=None)
    stay = open_stay(application)
    tell(stay, "checklist_opened", [application.student])
    return application
