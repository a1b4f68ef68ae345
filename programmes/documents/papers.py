"""The papers of programmes: application form, letter of nomination, form of recognised credits."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.utils import timezone, translation

from core.dates import printed_date
from core.models import Snapshot
from core.pdf import render_template_pdf
from programmes.documents.wording import check_lines
from programmes.models import Application, CreditRecognition, Nomination, StudentProfile

LANGUAGES = ("zh-hans", "en")


def frame(address: str, number: str, title_zh: str, title_en: str) -> dict[str, Any]:
    """What every paper of the office shows: house, number, day, a code that leads back to the record."""
    today = timezone.localdate()
    return {
        "document": {
            "number": number,
            "date": printed_date(today, "zh-hans"),
            "title_zh": title_zh,
            "title_en": title_en,
            "qr_svg": segno.make(settings.SITE_URL + address, error="m").svg_inline(scale=2, border=0),
            "issuer_zh": settings.OFFICE_NAME_ZH,
            "issuer_en": settings.OFFICE_NAME_EN,
        },
        "university": {"zh": settings.UNIVERSITY_NAME_ZH, "en": settings.UNIVERSITY_NAME_EN},
        "days": {language: printed_date(today, language) for language in LANGUAGES},
        "languages": LANGUAGES,
    }


def application_form(application: Application) -> bytes:
    """The application as a form to print and sign (申请表)."""
    profile = StudentProfile.objects.filter(user=application.student_id).first()
    last = Snapshot.objects.of(application).last()
    blocks = []
    for language in LANGUAGES:
        with translation.override(language):
            choices = [
                {
                    "choice": choice,
                    "lines": check_lines(check) if (check := choice.checks.first()) else [],
                }
                for choice in application.choices.select_related("offering__programme__partner")
            ]
            blocks.append({"language": language, "choices": choices})
    context = frame(application.get_absolute_url(), application.number, "学生国(境)外学习项目申请表",
                    "Application for a Programme Abroad")  # fmt: skip
    context |= {
        "application": application,
        "profile": profile,
        "scores": list(profile.language_scores.all()) if profile else [],
        "files": list(
            application.verdicts.filter(attachment__replaced_by=None).select_related("kind", "attachment")
        ),
        "blocks": blocks,
        "fingerprint": last.sha256 if last else "",
    }
    return render_template_pdf("programmes/pdf/application_form.html", context, language="zh-hans")


def nomination_letter(nomination: Nomination) -> bytes:
    """The letter that proposes a student to the host, English first for the reader abroad."""
    profile = StudentProfile.objects.filter(user=nomination.application.student_id).first()
    offering = nomination.offering
    context = frame(nomination.get_absolute_url(), nomination.number, "学生提名函", "Letter of Nomination")
    context |= {
        "nomination": nomination,
        "profile": profile,
        "programme": offering.programme,
        "partner": offering.programme.partner,
        "stays": {
            language: (printed_date(offering.starts_on, language), printed_date(offering.ends_on, language))
            for language in LANGUAGES
        },
        "nominated_on": {language: printed_date(nomination.nominated_on, language) for language in LANGUAGES},
        "languages": ("en", "zh-hans"),
    }
    return render_template_pdf("programmes/pdf/nomination_letter.html", context, language="en")


def recognition_form(paper: CreditRecognition) -> bytes:
    """The form of the recognised credits (学分认定表)."""
    stay = paper.mobility
    context = frame(paper.get_absolute_url(), paper.number, "学生国(境)外学习学分认定表",
                    "Recognition of Credits Earned Abroad")  # fmt: skip
    context |= {
        "paper": paper,
        "stay": stay,
        "lines": list(stay.credit_plan.lines.all()),
        "profile": StudentProfile.objects.filter(user=stay.student_id).first(),
    }
    return render_template_pdf("programmes/pdf/recognition_form.html", context, language="zh-hans")
