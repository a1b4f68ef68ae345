"""Trainees register themselves; the unit admits, the fee completes the registration (§1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import IdentityDocument, Person, Role, User
from core.fields import keyed_hash
from core.flow import remember
from core.identity_numbers import CheckedNumber, check_identity
from core.policy import policy
from core.text import search_key
from notifications.actions import notify
from training.actions.money import register_if_paid
from training.flow import TRAINEE_FLOW
from training.models import Category, Trainee, TrainingClass

GENDERS = {"female": "F", "male": "M"}


@dataclass(frozen=True)
class Applicant:
    """What somebody typed on the public page."""

    name_zh: str
    name_latin: str
    doc_type: str
    number: str
    phone: str
    email: str = ""
    employer: str = ""
    position: str = ""
    education: str = ""
    emergency_contact: str = ""
    is_leading_cadre: bool | None = None


@transaction.atomic
def register_online(training_class: TrainingClass, applicant: Applicant, *, by: Any = None) -> Trainee:
    """Somebody asks for a place in an enrolling class, with real name and consent; twice is once.

    Raises ValidationError when the class takes nobody, is full, or a rule stands against it (R-01).
    """
    locked = TrainingClass.objects.select_for_update().select_related("proposal").get(pk=training_class.pk)
    if locked.status != TrainingClass.Status.ENROLLING:
        raise ValidationError(_("This class is not enrolling."))
    if locked.proposal.category == Category.OPEN and applicant.is_leading_cadre:
        raise ValidationError(
            {"is_leading_cadre": _("Leading cadres may not attend open training at their own wish (R-01).")}
        )
    document, note, checked = document_of(applicant)
    before = locked.trainees.filter(person=document.person_id).first()
    if before:
        return before
    if locked.trainees.filter(status__in=Trainee.HOLDING_A_PLACE).count() >= locked.quota:
        raise ValidationError(_("All places of this class are taken."))
    trainee = new_trainee(locked, applicant, document, checked, note, Trainee.Status.APPLIED)
    remember(trainee, "apply", by=by)
    notify(
        User.objects.holding(Role.DEPARTMENT_ADMIN, unit=locked.proposal.unit),
        "training.trainee_applied",
        about=trainee,
    )
    return trainee


def new_trainee(
    training_class: TrainingClass,
    applicant: Applicant,
    document: IdentityDocument,
    checked: CheckedNumber,
    note: str,
    status: str,
) -> Trainee:
    """The row on the roster, with what the person told and what the number tells."""
    texts = (
        "name_zh", "name_latin", "employer", "position", "education", "phone", "email", "emergency_contact",
        "is_leading_cadre",
    )  # fmt: skip
    return Trainee.objects.create(
        training_class=training_class,
        person=document.person,
        identity=document,
        status=status,
        gender=GENDERS.get(checked.gender, ""),
        dob=checked.dob,
        consent_version=policy("training.consent_version"),
        consent_at=timezone.now(),
        applied_at=timezone.now(),
        real_name=Trainee.RealName.DOUBTFUL if note else Trainee.RealName.MATCHED,
        real_name_note=note,
        **{name: getattr(applicant, name) for name in texts},
    )


def document_of(applicant: Applicant) -> tuple[IdentityDocument, str, CheckedNumber]:
    """The document of this number, made if unknown; and what a person should look at (real-name check)."""
    checked = check_identity(applicant.doc_type, applicant.number)
    found = (
        IdentityDocument.objects.filter(number_hash=keyed_hash(checked.number), doc_type=applicant.doc_type)
        .select_related("person")
        .first()
    )
    notes = [str(text) for text in checked.warnings]
    if found is None:
        person = Person.objects.create(
            name_zh=applicant.name_zh,
            passport_name=applicant.name_latin,
            gender=GENDERS.get(checked.gender, ""),
            dob=checked.dob,
            kind=Person.Kind.TRAINEE,
        )
        found = IdentityDocument.objects.create(
            person=person,
            doc_type=applicant.doc_type,
            number=checked.number,
            number_hash=keyed_hash(checked.number),
            last4=checked.number[-4:],
        )
    elif search_key(applicant.name_zh) != search_key(found.person.name_zh) and found.person.name_zh:
        notes.append(_("This number is known under another name."))
    return found, " ".join(notes)[:300], checked


@transaction.atomic
def admit_trainee(trainee: Trainee, *, by: Any, note: str = "", version: int | None = None) -> Trainee:
    """The unit takes the person; without a fee the registration is complete at once."""
    if trainee.real_name == Trainee.RealName.DOUBTFUL and not note.strip():
        raise ValidationError({"note": _("The real-name check found something: say what you looked at.")})
    TRAINEE_FLOW.move(trainee, "admit", by=by, note=note, version=version)
    trainee.fee_due = trainee.training_class.proposal.fee_per_person or 0
    trainee.save(update_fields=["fee_due"])
    register_if_paid(trainee)
    return trainee


@transaction.atomic
def decline_trainee(trainee: Trainee, *, by: Any, note: str = "", version: int | None = None) -> Trainee:
    """The unit does not take the person, and says why."""
    TRAINEE_FLOW.move(trainee, "decline", by=by, note=note, version=version)
    return trainee


@transaction.atomic
def waive_fee_trainee(trainee: Trainee, *, by: Any, note: str = "", version: int | None = None) -> Trainee:
    """The head of the unit lets the person take part without paying."""
    TRAINEE_FLOW.move(trainee, "waive_fee", by=by, note=note, version=version)
    trainee.fee_waiver = note[:300]
    trainee.save(update_fields=["fee_waiver"])
    return trainee


@transaction.atomic
def admit_all(training_class: TrainingClass, *, by: Any) -> int:
    """Everybody whose name and number agree is admitted."""
    if not by.has_perm("training.admit_trainee", training_class):
        raise PermissionDenied
    waiting = training_class.trainees.filter(
        status=Trainee.Status.APPLIED, real_name=Trainee.RealName.MATCHED
    ).select_related("training_class__proposal")
    count = 0
    for trainee in waiting.order_by("pk"):
        admit_trainee(trainee, by=by)
        count += 1
    return count
