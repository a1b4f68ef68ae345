"""What an applicant from abroad writes and hands in: form, papers, passport (§2.9)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import IdentityDocument, Person
from core.attachments import attach
from core.fields import keyed_hash
from core.history import save_with_history
from core.models import Attachment, Region
from programmes.eligibility import months_after
from programmes.models import InboundStudent, StudyLevel

CONFIDENTIAL = Attachment.Visibility.CONFIDENTIAL
# The papers of an application (§2.9).
PAPERS = ("passport", "photo", "education", "transcript", "language", "physical", "no_criminal", "financial")


@transaction.atomic
def save_inbound(student: InboundStudent, *, by: Any, version: int | None = None) -> InboundStudent:
    """The applicant's form is kept; a first save begins the application."""
    if student.pk is None:
        if not by.has_perm("programmes.add_inboundstudent"):
            raise PermissionDenied
        student.applicant = by
    elif not by.has_perm("programmes.change_inboundstudent", InboundStudent.objects.get(pk=student.pk)):
        raise PermissionDenied
    save_with_history(student, by=by, version=version)
    return student


@transaction.atomic
def attach_paper(student: InboundStudent, category: str, upload: Any, *, by: Any) -> Attachment:
    """A paper is on file; the one before is kept as replaced."""
    if not by.has_perm("programmes.change_inboundstudent", student) or category not in PAPERS:
        raise PermissionDenied
    before = Attachment.objects.of(student).current().filter(category=category).last()
    made = attach(student, upload, category=category, by=by, visibility=CONFIDENTIAL, replaces=before)
    if before is not None and made.pk == before.pk:
        Attachment.objects.filter(pk=before.pk).update(replaced_by=None)
    return made


def wanted_papers(student: InboundStudent) -> list[str]:
    """A medical check and a clean record only for stays above half a year."""
    is_long = (student.ends_on - student.starts_on).days > 180
    return [paper for paper in PAPERS if is_long or paper not in {"physical", "no_criminal"}]


def problems_of_inbound(student: InboundStudent) -> list[str]:
    """What stands between the draft and its submission."""
    problems = []
    present = set(Attachment.objects.of(student).current().values_list("category", flat=True))
    for paper in wanted_papers(student):
        if paper not in present:
            problems.append(_("Upload: %(document)s.") % {"document": paper_label(paper)})
    if student.passport is None:
        problems.append(_("Enter your passport."))
    elif student.passport.expires_on is None or student.passport.expires_on < months_after(
        student.starts_on, 6
    ):
        problems.append(_("The passport must be valid for six months after the start of the term."))
    if student.level != StudyLevel.UG and not student.referees.strip():
        problems.append(_("Name two referees."))
    if student.is_minor_at_start and not student.guardian.strip():
        problems.append(_("Name your guardian in China: you will be under 18."))
    if not student.study_plan.strip():
        problems.append(_("Write your study plan."))
    if student.consent_at is None:
        problems.append(_("Give your consent to the processing of your data."))
    return problems


def paper_label(paper: str) -> str:
    """The name of a paper in the reader's language."""
    return {
        "passport": _("Passport (page with the photo)"),
        "photo": _("Photograph"),
        "education": _("Certificate of the highest education"),
        "transcript": _("Transcript, translated"),
        "language": _("Proof of language"),
        "physical": _("Physical examination record"),
        "no_criminal": _("Certificate of no criminal record"),
        "financial": _("Financial guarantee"),
    }[paper]


@transaction.atomic
def save_passport(
    student: InboundStudent, *, by: Any, number: str, issuing_region: Region, expires_on: date
) -> IdentityDocument:
    """The passport is kept encrypted, once for each number and issuer (EC-27)."""
    if not by.has_perm("programmes.change_inboundstudent", student):
        raise PermissionDenied
    number = number.replace(" ", "").upper()
    key = keyed_hash(number)
    passport = IdentityDocument.objects.filter(
        number_hash=key, doc_type=IdentityDocument.DocType.PASSPORT, issuing_region=issuing_region
    ).first()
    if passport is not None and student.person_id not in {None, passport.person_id}:
        raise ValidationError(
            {"number": _("This passport is registered for another person. Write to the office.")}
        )
    if passport is None:
        person = student.person or Person.objects.create(
            surname_latin=student.surname,
            given_latin=student.given_names,
            passport_name=str(student).upper(),
            name_zh=student.chinese_name,
            gender=student.gender,
            dob=student.born_on,
            nationality=student.nationality,
            kind=Person.Kind.FOREIGNER,
        )
        person.documents.filter(doc_type="passport").update(state=IdentityDocument.State.SUPERSEDED)
        passport = IdentityDocument.objects.create(
            person=person,
            doc_type=IdentityDocument.DocType.PASSPORT,
            issuing_region=issuing_region,
            number=number,
            number_hash=key,
            last4=number[-4:],
            expires_on=expires_on,
        )
    elif passport.expires_on != expires_on:
        passport.expires_on = expires_on
        passport.save(update_fields=["expires_on"])
    student.passport, student.person = passport, passport.person
    student.save(update_fields=["passport", "person"])
    return passport
