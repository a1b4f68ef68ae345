"""The words of student programmes that more than one model uses (§2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeType(models.TextChoices):
    """What kind of programme it is (§2.1)."""

    DEGREE_UG = "degree_ug", _("Undergraduate degree programme")
    DEGREE_MASTER = "degree_master", _("Master's degree programme")
    DEGREE_PHD = "degree_phd", _("Doctoral degree programme")
    EXCHANGE = "exchange", _("Student exchange")
    VISITING = "visiting", _("Visiting (fee-paying)")
    STUDY_TOUR = "study_tour", _("Study tour or camp")
    RESEARCH_VISIT = "research_visit", _("Research internship")
    CSC = "csc", _("Government-sponsored (CSC)")
    COOP = "coop", _("Sino-foreign cooperative programme")


# The types counted as programmes with other universities (F03); government sponsored and cooperative ones are not.
COUNTED_TYPES = (
    ProgrammeType.DEGREE_UG,
    ProgrammeType.DEGREE_MASTER,
    ProgrammeType.DEGREE_PHD,
    ProgrammeType.EXCHANGE,
    ProgrammeType.VISITING,
    ProgrammeType.STUDY_TOUR,
)


class Direction(models.TextChoices):
    """Which way students move."""

    OUTBOUND = "outbound", _("Outbound")
    INBOUND = "inbound", _("Inbound")


class StudyLevel(models.TextChoices):
    """The level of study of a student."""

    UG = "ug", _("Undergraduate")
    MASTER = "master", _("Master")
    PHD = "phd", _("Doctorate")


class DegreeMode(models.TextChoices):
    """How two universities share a degree."""

    NONE = "", _("Not a degree programme")
    DUAL = "dual", _("Dual degree")
    JOINT = "joint", _("Joint degree")
    TWO_TWO = "2+2", "2+2"
    THREE_ONE = "3+1", "3+1"
    THREE_ONE_ONE = "3+1+1", "3+1+1"
    THREE_TWO = "3+2", "3+2"
    FOUR_ONE = "4+1", "4+1"
    SUPERVISION = "supervision", _("Joint supervision")


class RiskLevel(models.TextChoices):
    """How safe a country is to travel to, as the office judges from the advisories."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Raised")
    HIGH = "high", _("High")
    STOP = "stop", _("Do not travel")


class LanguageTest(models.TextChoices):
    """The proofs of language hosts accept (§2.3)."""

    IELTS = "ielts", "IELTS"
    TOEFL = "toefl", "TOEFL iBT"
    CET4 = "cet4", "CET-4"
    CET6 = "cet6", "CET-6"
    DUOLINGO = "duolingo", "Duolingo"
    PTE = "pte", "PTE"
    JLPT = "jlpt", "JLPT"
    TOPIK = "topik", "TOPIK"
    DELF = "delf", "DELF/DALF"
    DELE = "dele", "DELE"
    GOETHE = "goethe", "Goethe"
    TESTDAF = "testdaf", "TestDaF"
    HSK = "hsk", "HSK"


class GpaScale(models.TextChoices):
    """The scale a grade point average stands on; averages of two scales are never compared (EC-50)."""

    FOUR = "4.0", "4.0"
    FIVE = "5.0", "5.0"
    HUNDRED = "100", "100"


class Verdict(models.TextChoices):
    """What a reviewer says of a document."""

    OPEN = "open", _("Not looked at")
    OK = "ok", _("In order")
    REPLACE = "replace", _("To be replaced")
