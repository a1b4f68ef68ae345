"""The types of certificates the university gives out (§5.1)."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record

SCHOOL_CODE = "10621"
PLACES = ("{year}", "{seq}")


def check_face_pattern(pattern):
    """CT-02: a number on a certificate must never look like that of a degree certificate."""
    if not pattern:
        return
    if re.sub(r"\{year\}|\{seq\}", "", pattern).count("{") or any(place not in pattern for place in PLACES):
        raise ValidationError(
            _("Write {year} and {seq} once each, and no other placeholder."), code="placeholders"
        )
    sample = pattern.replace("{year}", "2026").replace("{seq}", "000123")
    if sample.startswith(SCHOOL_CODE) or re.fullmatch(r"\d{15,18}", sample):
        raise ValidationError(
            _(
                "Such a number looks like that of a degree certificate: 15 to 18 digits, or starting with 10621."
            ),
            code="looks_like_degree",
        )


class CertificateTypeQuerySet(models.QuerySet):
    """Finds types."""

    def active(self):
        return self.filter(is_active=True)

    def requestable_by(self, roles):
        """The types that somebody with these roles may ask for."""
        return [kind for kind in self.active() if set(kind.request_roles) & set(roles)]


class CertificateType(Record):
    """A type of certificate: who issues it, who may ask for it, and how its numbers look."""

    class Issuer(models.TextChoices):
        OFFICE = "office", _("International Office")
        SCHOOL = "school", _("University")
        UNIT_AND_OFFICE = "unit_and_office", _("Unit and International Office")
        HOST = "host", _("Conference host")

    class Desk(models.TextChoices):
        TRAINING = "training", _("Training desk")
        VISITORS = "visitors", _("Visitors desk")
        STUDENTS = "students", _("Student desk")

    class Approver(models.TextChoices):
        DIRECTOR = "director", _("Office director")
        LEADER = "leader", _("School leader")

    code = models.CharField(
        _("code"),
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters."))],
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=120)
    issuer = models.CharField(_("issuer"), max_length=20, choices=Issuer, default=Issuer.OFFICE)
    desk = models.CharField(_("checked and issued by"), max_length=10, choices=Desk, default=Desk.TRAINING)
    approver = models.CharField(_("approved by"), max_length=10, choices=Approver, default=Approver.DIRECTOR)
    request_roles = models.JSONField(_("roles that may request it"), default=list)
    is_non_degree = models.BooleanField(
        _("non-degree education"),
        default=False,
        help_text=_(
            "The title carries “(非学历教育)”, the disclaimer is printed, and the wording is checked."
        ),
    )
    face_pattern = models.CharField(
        _("pattern of the Chinese number"),
        max_length=60,
        blank=True,
        validators=[check_face_pattern],
        help_text=_(
            "With {year} and {seq}, for example 成信非学结〔{year}〕第{seq}号; empty: the number itself."
        ),
    )
    valid_months = models.PositiveSmallIntegerField(_("valid for (months)"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = CertificateTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate type")
        verbose_name_plural = _("certificate types")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.name_zh}"

    def face_number(self, year, sequence):
        """The number as it stands on the Chinese side, or nothing when the type has none."""
        return self.face_pattern.replace("{year}", str(year)).replace("{seq}", f"{sequence:06d}")
