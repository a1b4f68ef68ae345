"""Rounds under way: one open, one under review, one with places just given; made so that every desk has work."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import Role, RoleGrant, User
from programmes import actions
from programmes.actions.departure import items_of
from programmes.actions.missing import slots_of
from programmes.models import (
    Application,
    Assessor,
    Choice,
    CreditPlan,
    Interview,
    Mobility,
    Nomination,
    Offering,
    Round,
)
from reports.demo.programme_past import write_applications

PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
REVIEW = (
    ["submitted"] * 6 + ["college_recommended"] * 6 + ["returned_for_correction"] * 2 + ["io_screened"] * 4
    + ["interview_scheduled"] * 4 + ["interviewed"] * 4
)  # fmt: skip
PLACED = (
    ["offered"] * 4 + ["accepted"] * 4 + ["publicised"] * 4 + ["nominated"] * 3 + ["host_review"] * 3
    + ["host_admitted"] * 2 + ["pre_departure"] * 4 + ["waitlisted"] * 3
)  # fmt: skip


def load(rounds: dict[str, Any], people: list[User], chance: Random, today: date) -> None:
    """Fill the rounds under way."""
    review, placed = people[: len(REVIEW)], people[len(REVIEW) : len(REVIEW) + len(PLACED)]
    _review(rounds["review"], review, chance)
    _placed(rounds["placed"], placed, chance, today)
    _open(rounds["open"])


def _offerings(round_: Round) -> list[Offering]:
    related = ("programme__agreement", "programme__partner__region")
    return list(Offering.objects.filter(round=round_).select_related(*related).order_by("pk"))


def _review(round_: Round, people: list[User], chance: Random) -> None:
    applications = write_applications(round_, people, _offerings(round_), REVIEW[: len(people)], chance)
    Choice.objects.filter(application__in=applications).update(state="open")
    Application.objects.filter(round=round_).update(score=None, rank=None)
    fresh = Application.objects.filter(round=round_, status__in=["submitted", "returned_for_correction"])
    fresh.update(college_checked_at=None, college_comment="", due_on=timezone.localdate() + timedelta(days=4))
    panel = list(
        User.objects.filter(email__in=["staff@demo.example", "staff2@demo.example", "students@demo.example"])
    )
    starts = timezone.now() + timedelta(days=2)
    for application in applications:
        if application.status in {"interview_scheduled", "interviewed"}:
            done = application.status == "interviewed"
            interview = Interview.objects.create(
                application=application, starts_at=starts, ends_at=starts + timedelta(minutes=20), place="航空港校区1101",
                status="complete" if done else "scheduled",
            )  # fmt: skip
            Assessor.objects.bulk_create(
                Assessor(interview=interview, user=person, score=chance.randint(70, 95) if done else None)
                for person in panel
            )
            starts += timedelta(minutes=30)


def _placed(round_: Round, people: list[User], chance: Random, today: date) -> None:
    offerings = _offerings(round_)
    applications = write_applications(round_, people, offerings, PLACED[: len(people)], chance)
    by_pk = {offering.pk: offering for offering in offerings}
    round_.publicity_from, round_.publicity_until = today - timedelta(days=1), today + timedelta(days=2)
    round_.weights_frozen_at = timezone.now()
    round_.save()
    Application.objects.filter(round=round_, status="offered").update(offer_until=today + timedelta(days=3))
    states = {
        "nominated": "nominated",
        "host_review": "sent",
        "host_admitted": "admitted",
        "pre_departure": "admitted",
    }
    for application in applications:
        offering = by_pk[application.placed.offering_id] if application.placed else None
        if application.status in states:
            Nomination.objects.create(
                number=f"NM{today.year}-{application.pk:05d}", application=application, offering=offering,
                status=states[application.status], nominated_on=today - timedelta(days=20),
                passport_name=application.student.name_en.upper(),
            )  # fmt: skip
        if application.status == "pre_departure":
            _preparing(application, offering)
        if application.status == "waitlisted":
            wish = application.choices.order_by("rank").first()
            Choice.objects.filter(pk=wish.pk).update(state="waitlisted", waitlist_position=1)


def _preparing(application: Application, offering: Any) -> None:
    programme = offering.programme
    stay = Mobility.objects.create(
        application=application, offering=offering, programme=programme, agreement=programme.agreement,
        student=application.student, unit=application.unit, region=programme.partner.region, type=programme.type,
        level=programme.level, academic_year=f"{offering.starts_on.year - 1}-{offering.starts_on.year}",
        planned_from=offering.starts_on, planned_until=offering.ends_on,
    )  # fmt: skip
    stay.checklist.bulk_create(items_of(stay, None))
    if programme.type != "study_tour":
        CreditPlan.objects.create(mobility=stay)


def _open(round_: Round) -> None:
    """The student who can sign in has begun an application; another has sent one."""
    for name, sends in (("student", False), ("student2", True)):
        user = User.objects.get(email=f"{name}@demo.example")
        if not RoleGrant.objects.filter(user=user, role=Role.STUDENT).exists():
            continue
        offering = _offerings(round_)[0]
        application = actions.begin_application(round_, by=user, offering=offering)
        profile = user.student_profile
        for field, value in {
            "year_of_study": 2, "major_zh": "软件工程", "major_en": "Software Engineering", "gpa": "86.5",
            "gpa_scale": "100", "failed_courses": 0, "born_on": date(2006, 5, 1), "gender": "F", "phone": "+8613800000001",
            "passport_expires_on": timezone.localdate() + timedelta(days=2600),
        }.items():  # fmt: skip
            setattr(profile, field, value)
        profile.save()
        profile.language_scores.create(test="cet6", score=520, taken_on=date(2026, 6, 13))
        if sends:
            _send(application, user)


def _send(application: Application, user: User) -> None:
    application.motivation = "演示:希望学习数值天气预报并体验不同的课堂。"
    application.save()
    for slot in slots_of(application):
        file = ContentFile(PAPER, name=f"{slot.kind.code}.pdf")
        actions.attach_document(application, slot.kind, file, by=user, dated_on=timezone.localdate())
    partner = application.choices.get().offering.programme.partner_id
    actions.give_consents(application, {"processing-0", "sensitive-0", f"cross_border-{partner}"}, by=user)
    actions.submit_application(application, by=user)
