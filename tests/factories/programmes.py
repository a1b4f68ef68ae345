"""Makes programmes with places, complete applications in any status, stays and international students."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from core.attachments import attach
from programmes import actions
from programmes.actions.inbound_papers import wanted_papers
from programmes.models import (
    Application,
    Assessor,
    Choice,
    DocumentKind,
    DocumentVerdict,
    EligibilityRule,
    InboundStudent,
    Interview,
    LanguageScore,
    Mobility,
    Nomination,
    Offering,
    Programme,
    Round,
    StudentProfile,
)
from tests.factories.accounts import UnitFactory, person_with
from tests.factories.partnerships import AgreementFactory, InstitutionFactory, region
from tests.factories.training import PDF_FILE

S = Application.Status
counter = itertools.count(1)


class ProgrammeFactory(factory.django.DjangoModelFactory):
    """An open student exchange on an agreement in force."""

    class Meta:
        model = Programme

    type = "exchange"
    title_zh = factory.Sequence(lambda number: f"交换生项目{number}")
    title_en = factory.Sequence(lambda number: f"Student exchange {number}")
    partner = factory.SubFactory(InstitutionFactory)
    agreement = factory.LazyAttribute(lambda made: AgreementFactory(partners=[made.partner], places_out=20))
    level = "ug"
    duration_weeks = 20
    semesters = Decimal(1)
    tuition_waived = True
    yearly_cost = Decimal(60000)
    description_zh = "在合作院校学习一学期。"
    description_en = "One semester at the partner university."
    status = Programme.Status.OPEN
    opened_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=400))


class RoundFactory(factory.django.DjangoModelFactory):
    """A round that takes applications now."""

    class Meta:
        model = Round

    name_zh = factory.Sequence(lambda number: f"第{number}批选拔")
    name_en = factory.Sequence(lambda number: f"Round {number}")
    academic_year = "2027-2028"
    open_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=5))
    close_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=20))
    college_deadline = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    status = Round.Status.OPEN


class OfferingFactory(factory.django.DjangoModelFactory):
    """Two places."""

    class Meta:
        model = Offering

    programme = factory.SubFactory(ProgrammeFactory)
    round = factory.SubFactory(RoundFactory)
    quota = 2
    host_deadline = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=90))
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=200))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=340))


def student(unit=None, **facts):
    """A student of the college with facts, language and phone."""
    number = next(counter)
    user = person_with(
        "STU", unit or UnitFactory(), student_number=f"2026{number:06d}", phone="+8613800000000"
    )
    profile = StudentProfile.objects.create(
        **{
            "user": user, "year_of_study": 2, "major_zh": "软件工程", "major_en": "Software Engineering",
            "gpa": Decimal("86.5"), "gpa_scale": "100", "failed_courses": 0, "born_on": date(2006, 5, 1),
            "gender": "F", "phone": "+8613800000000", "passport_name": f"ZHANG SAN {number}",
            "passport_expires_on": timezone.localdate() + timedelta(days=3000), "has_discipline": False,
            "has_arrears": False,
        } | facts
    )  # fmt: skip
    LanguageScore.objects.create(profile=profile, test="cet6", score=520, taken_on=date(2026, 6, 13))
    return user


def document_kind(code="transcript"):
    return DocumentKind.objects.get_or_create(
        code=code, defaults={"name_zh": "成绩单", "name_en": "Transcript", "max_age_months": None}
    )[0]


def with_conditions(programme):
    """Year, average and language conditions, and a transcript."""
    EligibilityRule.objects.create(programme=programme, kind="gpa", minimum=80, scale="100")
    EligibilityRule.objects.create(programme=programme, kind="language", options="IELTS 6.0\nCET6 425")
    EligibilityRule.objects.create(programme=programme, kind="discipline")
    programme.document_slots.create(kind=document_kind())
    return programme


def file(name="transcript.pdf"):
    return ContentFile(PDF_FILE, name=name)


def draft(unit=None, offering=None, **facts):
    """A complete draft, ready to be sent."""
    offering = offering or OfferingFactory(programme=with_conditions(ProgrammeFactory()))
    user = student(unit, **facts)
    application = Application.objects.create(
        round=offering.round, student=user, unit=user.unit, motivation="希望拓展国际视野。"
    )
    Choice.objects.create(application=application, offering=offering, rank=1)
    for slot in offering.programme.document_slots.all():
        actions.attach_document(application, slot.kind, file(), by=user)
    actions.give_consents(
        application, {"processing-0", "sensitive-0", f"cross_border-{offering.programme.partner_id}"}, by=user
    )
    return application


SEATED = set(Application.SEAT_HOLDING)


def application_at(status, unit=None, offering=None, **fields):
    """An application standing at the status, with what it has there; the way it came is left out."""
    application = draft(unit, offering)
    choice = application.choices.get()
    changes = {"status": status, "submitted_at": timezone.now(), "number": f"SP{application.pk:06d}"}
    if status == S.DRAFT:
        changes = {"status": status}
    if status in SEATED:
        changes["placed"] = choice
        Offering.objects.filter(pk=choice.offering_id).update(seats_taken=1)
        Choice.objects.filter(pk=choice.pk).update(state="offered")
    if status == S.WAITLISTED:
        Choice.objects.filter(pk=choice.pk).update(state="waitlisted", waitlist_position=1)
    if status == S.OFFERED:
        changes["offer_until"] = timezone.localdate() + timedelta(days=3)
    Application.objects.filter(pk=application.pk).update(**(changes | fields))
    if status in {S.INTERVIEW_SCHEDULED, S.INTERVIEWED}:
        interview_of(application, complete=status == S.INTERVIEWED)
    if status in {S.NOMINATED, S.HOST_REVIEW, S.HOST_ADMITTED}:
        nomination_of(
            application,
            choice.offering,
            {"nominated": "nominated", "host_review": "sent"}.get(status, "admitted"),
        )
    if status == S.HOST_REJECTED:
        nomination_of(application, choice.offering, "rejected")
    return Application.objects.get(pk=application.pk)


def nomination_of(application, offering, status="nominated"):
    return Nomination.objects.create(
        number=f"NM2026-{application.pk:04d}", application=application, offering=offering, status=status,
        nominated_on=timezone.localdate(), passport_name="ZHANG SAN",
    )  # fmt: skip


def interview_of(application, complete=False, scores=(80, 85, 90)):
    interview = Interview.objects.create(
        application=application, starts_at=timezone.now() + timedelta(days=1),
        ends_at=timezone.now() + timedelta(days=1, hours=1), place="航空港校区1101",
        status="complete" if complete else "scheduled",
    )  # fmt: skip
    for score in scores:
        Assessor.objects.create(
            interview=interview, user=person_with("TEA", application.unit), score=score if complete else None
        )
    return interview


def judged(application):
    """Every document found in order."""
    DocumentVerdict.objects.filter(application=application).update(verdict="ok")
    return application


def stay_at(status, unit=None, **fields):
    """A stay standing at the status, with checklist and plan."""
    application = application_at(S.HOST_ADMITTED, unit)
    desk = person_with("IOS")
    actions.open_departure_application(application, by=desk)
    stay = application.mobility
    today = timezone.localdate()
    changes = {"status": status}
    if status not in {Mobility.Status.PRE_DEPARTURE, Mobility.Status.WITHDRAWN, Mobility.Status.CANCELLED}:
        changes |= {
            "departed_on": today - timedelta(days=140),
            "planned_from": today - timedelta(days=140),
            "planned_until": today + timedelta(days=1),
        }
    if status in {"returned", "credit_review", "credit_recognised", "completed"}:
        changes["returned_on"] = today
    Mobility.objects.filter(pk=stay.pk).update(**(changes | fields))
    return Mobility.objects.get(pk=stay.pk)


def ready(stay):
    """Everything of the checklist done."""
    today = timezone.localdate()
    Mobility.objects.filter(pk=stay.pk).update(
        insurer="平安", policy_number="P1", insured_from=today - timedelta(days=200),
        insured_until=today + timedelta(days=900),
    )  # fmt: skip
    stay.contacts.create(place="china", name="张父", relation="父", phone="+8613900000000")
    stay.contacts.create(place="abroad", name="Anna", relation="tutor", phone="+491700000000")
    stay.credit_plan.lines.create(
        host_course="Algorithms", host_credits=6, home_code="CS201", home_course="算法", home_credits=3
    )
    type(stay.credit_plan).objects.filter(pk=stay.credit_plan.pk).update(status="approved")
    stay.checklist.update(done_at=timezone.now())
    stay.refresh_from_db()
    return stay


def inbound(status="draft", unit=None, **fields):
    """An applicant from abroad."""
    unit = unit or UnitFactory()
    applicant = person_with("APP")
    sent = {} if status == "draft" else {"submitted_at": timezone.now(), "number": f"IS{next(counter):05d}"}
    today = timezone.localdate()
    return InboundStudent.objects.create(
        **{
            "applicant": applicant, "surname": "BELLO", "given_names": "Amina", "gender": "F",
            "born_on": date(2004, 3, 2), "nationality": region("RS"), "email": applicant.email,
            "highest_education": "Secondary school", "school_attended": "Lagos High School", "level": "ug",
            "unit": unit, "major": "Software Engineering", "taught_in": "en", "english_proof": "IELTS 6.5",
            "starts_on": today + timedelta(days=200), "ends_on": today + timedelta(days=1600), "source": "website",
            "study_plan": "I want to study software.", "consent_at": timezone.now(), "status": status,
        } | sent | fields
    )  # fmt: skip


def with_papers(student):
    """Every paper and a passport on file."""
    for paper in wanted_papers(student):
        attach(student, file(f"{paper}.pdf"), category=paper, by=student.applicant)
    actions.save_passport(
        student, by=student.applicant, number=f"A{student.pk:07d}", issuing_region=student.nationality,
        expires_on=student.starts_on + timedelta(days=900),
    )  # fmt: skip
    return student
