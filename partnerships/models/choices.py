"""The words of partnerships that more than one model uses (§3, §8)."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    """What an agreement is about (§3.2)."""

    MOU = "mou", _("Memorandum of Understanding")
    EXCHANGE = "exchange_agreement", _("General exchange agreement")
    STUDENT_EXCHANGE = "student_exchange", _("Student exchange agreement")
    VISITING = "visiting_agreement", _("Visiting student agreement")
    DUAL_DEGREE = "dual_degree", _("Dual-degree agreement")
    ARTICULATION = "articulation", _("Articulation agreement")
    JOINT_PHD = "joint_phd", _("Joint doctoral supervision (cotutelle)")
    STAFF_EXCHANGE = "staff_exchange", _("Staff exchange agreement")
    RESEARCH = "research", _("Research agreement")
    JOINT_LAB = "joint_lab", _("Joint-laboratory agreement")
    COOP_PROJECT = "coop_project", _("Cooperative programme agreement")
    COOP_INSTITUTION = "coop_institution", _("Cooperative institution agreement")


# The kinds under which students move and are counted in the balance (§3.4).
MOBILITY_KINDS = (
    AgreementKind.EXCHANGE,
    AgreementKind.STUDENT_EXCHANGE,
    AgreementKind.VISITING,
    AgreementKind.DUAL_DEGREE,
    AgreementKind.ARTICULATION,
)
DEGREE_KINDS = (
    AgreementKind.DUAL_DEGREE,
    AgreementKind.ARTICULATION,
    AgreementKind.JOINT_PHD,
    AgreementKind.COOP_PROJECT,
    AgreementKind.COOP_INSTITUTION,
)
LABORATORY_KINDS = (AgreementKind.JOINT_LAB, AgreementKind.RESEARCH)


class Level(models.TextChoices):
    """Who stands behind an agreement."""

    SCHOOL = "school", _("University level")
    COLLEGE = "college", _("College level")


class StudyLevel(models.TextChoices):
    """The level of study."""

    BACHELOR = "bachelor", _("Bachelor")
    MASTER = "master", _("Master")
    DOCTOR = "doctor", _("Doctor")
    NON_DEGREE = "non_degree", _("Non-degree")


class Direction(models.TextChoices):
    """Which way people move."""

    OUT = "out", _("Outgoing")
    IN = "in", _("Incoming")


class Side(models.TextChoices):
    """Who acts."""

    OURS = "ours", _("Our side")
    THEIRS = "theirs", _("The partner")
    MUTUAL = "mutual", _("Both sides")


class TaughtBy(models.TextChoices):
    """Who teaches a course."""

    FOREIGN = "foreign", _("Teachers of the partner")
    JOINT = "joint", _("Both together")
    OWN = "own", _("Own teachers")


def check_academic_year(value: str) -> None:
    """Two years in a row, such as 2026-2027."""
    found = re.fullmatch(r"(\d{4})-(\d{4})", value or "")
    if not found or int(found[2]) != int(found[1]) + 1:
        raise ValidationError(_("Write the academic year as 2026-2027."), code="academic_year")
