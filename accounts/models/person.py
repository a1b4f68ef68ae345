"""Persons and their identity documents, which outlive any one course or visit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from core.models import Record, Region


class Person(Record):
    """A human being the office deals with; the same identity document means the same person (ST-02)."""

    class Kind(models.TextChoices):
        STUDENT = "student", _("Student")
        STAFF = "staff", _("Staff")
        FOREIGNER = "foreigner", _("Foreigner")
        TRAINEE = "trainee", _("Trainee")

    class Gender(models.TextChoices):
        FEMALE = "F", _("Female")
        MALE = "M", _("Male")
        OTHER = "X", _("Other or not stated")

    class NameOrder(models.TextChoices):
        SURNAME_FIRST = "surname_first", _("Surname first")
        GIVEN_FIRST = "given_first", _("Given name first")

    name_zh = models.CharField(_("name (Chinese)"), max_length=100, blank=True)
    surname_latin = models.CharField(_("surname (Latin letters)"), max_length=100, blank=True)
    given_latin = models.CharField(_("given name (Latin letters)"), max_length=100, blank=True)
    name_local = models.CharField(_("name in own script"), max_length=100, blank=True)
    passport_name = models.CharField(_("name as in the passport"), max_length=100, blank=True)
    name_order = models.CharField(
        _("order of names"), max_length=14, choices=NameOrder, default=NameOrder.SURNAME_FIRST
    )
    gender = models.CharField(_("gender"), max_length=1, choices=Gender, blank=True)
    dob = models.DateField(_("date of birth"), null=True, blank=True)
    nationality = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nationality"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self):
        return self.name_zh or self.passport_name or f"{self.surname_latin} {self.given_latin}".strip()


class IdentityDocument(Record):
    """An identity document: the number is encrypted, found by its keyed hash, shown by its last four."""

    class DocType(models.TextChoices):
        CN_ID = "cn_id", _("Resident identity card")
        HKMT_RESIDENCE = ("hkmt_residence", _("Residence permit for HK, Macao and Taiwan residents"))
        FOREIGN_PR = ("foreign_permanent_residence", _("Foreign permanent residence card"))
        PASSPORT = "passport", _("Passport")
        HK_MO_PERMIT = ("hk_mo_permit", _("Mainland travel permit for HK and Macao residents"))
        TW_PERMIT = "tw_permit", _("Mainland travel permit for Taiwan residents")
        OTHER = "other", _("Other document")

    class State(models.TextChoices):
        CURRENT = "current", _("Current")
        SUPERSEDED = "superseded", _("Superseded")
        LOST = "lost", _("Lost")

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="documents", verbose_name=_("person")
    )
    doc_type = models.CharField(_("kind of document"), max_length=30, choices=DocType)
    issuing_region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issued by")
    )
    number = EncryptedTextField(_("number"))
    number_hash = models.CharField(_("look-up key"), max_length=64)
    last4 = models.CharField(_("last four"), max_length=4)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    is_long_term = models.BooleanField(_("without expiry"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CURRENT)

    class Meta:
        verbose_name = _("identity document")
        verbose_name_plural = _("identity documents")
        constraints = [
            # EC-27: one number of one issuer belongs to one person.
            models.UniqueConstraint(
                fields=["number_hash", "doc_type", "issuing_region"], name="identity_number_once_per_issuer"
            ),
            models.UniqueConstraint(
                fields=["number_hash", "doc_type"],
                condition=Q(issuing_region=None),
                name="identity_number_once",
            ),
            models.CheckConstraint(
                condition=Q(is_long_term=False) | Q(expires_on__isnull=True), name="long_term_has_no_expiry"
            ),
        ]

    def __str__(self):
        return self.masked

    @property
    def masked(self):
        """The number as people may see it: the last four."""
        return f"····{self.last4}"
