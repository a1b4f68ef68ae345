"""The words a proposal chooses from (§1.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What kind of training it is; tutoring for self-study examinations is not offered (TR-01)."""

    COMMISSIONED = "commissioned", _("Commissioned training")
    OPEN = "open", _("Open to the public")
    GOVERNMENT = "government", _("Government programme")
    VOCATIONAL = "vocational_cert", _("Vocational skill level")
    SEMINAR = "seminar", _("Seminar")
    EXAM = "exam_or_contest", _("Examination or contest")
    INTERNATIONAL = "international", _("For foreigners")
    OTHER = "other", _("Other kind")


class Delivery(models.TextChoices):
    """Whether people leave their work for it."""

    FULL_TIME = "full_time", _("Full-time")
    PART_TIME = "part_time", _("Spare-time")


class Mode(models.TextChoices):
    """Where teaching meets the trainees."""

    OFFLINE = "offline", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("Hybrid")


class Audience(models.TextChoices):
    """For whom the training is; own students and staff are outside the scope (TR-01)."""

    PUBLIC = "public", _("General public")
    ENTERPRISE = "enterprise", _("Enterprise staff")
    CADRES = "cadres", _("Civil servants and cadres")
    TEACHERS = "teachers", _("Teachers")
    TECHNICAL = "technical", _("Technical staff")
    MINORS = "minors", _("Minors")
    FOREIGNERS = "foreigners", _("Foreigners")
    OWN = "own_students_staff", _("Own students and staff")


class Location(models.TextChoices):
    """Where it takes place."""

    ON_CAMPUS = "on_campus", _("On campus")
    SAME_CITY = "off_campus_same_city", _("Off campus, same city")
    OTHER_CITY = "other_city", _("Another city")
    ABROAD = "abroad", _("Abroad")
    ONLINE = "online", _("Online only")


class AssessmentMethod(models.TextChoices):
    """How the result is found; without one only participation is certified."""

    EXAM = "exam", _("Examination")
    PROJECT = "project", _("Project work")
    ATTENDANCE = "attendance", _("Attendance")
    NONE = "none", _("No assessment")


class TitleRank(models.TextChoices):
    """The academic rank that caps the lecture fee."""

    FULL = "full", _("Professor or equal")
    ASSOCIATE = "associate", _("Associate professor or equal")
    INTERMEDIATE = "intermediate", _("Lecturer or equal")
    ACADEMICIAN = "academician", _("Academician or nationally known expert")
    OTHER = "other", _("Other rank")


class PartnerRole(models.TextChoices):
    """What a partner may do: never recruitment, fee collection or certificates (TR-08, TR-10)."""

    COURSE_DESIGN = "course_design", _("Course design")
    TEACHING = "teaching_delivery", _("Teaching delivery")
    VENUE = "venue", _("Venue")
    PLATFORM = "platform", _("Platform")
    LOGISTICS = "logistics", _("Logistics")


class RiskLevel(models.TextChoices):
    """How much a proposal can go wrong."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class RejectReason(models.TextChoices):
    """Why a project is not approved (P5, P10)."""

    OUT_OF_SCOPE = "out_of_scope", _("Outside non-degree education")
    AGAINST_RULES = "against_rules", _("Against a rule")
    RISK = "risk", _("Risk too high")
    QUALITY = "quality", _("Teaching plan not good enough")
    DUPLICATE = "duplicate", _("Doubles another project")
    OTHER = "other", _("Other reason")
