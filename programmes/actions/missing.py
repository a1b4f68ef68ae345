"""What stands between a draft and its submission, in the student's words (§2.4, A2)."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Attachment
from core.text import bilingual
from programmes.actions.consents import wanted_consents
from programmes.models import Application, Choice, DocumentSlot, StudentProfile, Verdict


@dataclass(frozen=True)
class Missing:
    """One thing to do before the application can be sent."""

    section: str
    text: str
    application: int

    @property
    def url(self) -> str:
        return reverse("application-section", args=[self.application, self.section])


def slots_of(application: Application) -> list[DocumentSlot]:
    """The documents its choices ask for, each kind once; those for minors only from minors."""
    profile = StudentProfile.objects.filter(user=application.student_id).first()
    slots = DocumentSlot.objects.filter(
        programme__offerings__choices__application=application
    ).select_related("kind").order_by("kind_id", "-is_required")  # fmt: skip
    minor = profile is not None and profile.is_minor_on(timezone.localdate())
    chosen: dict[int, DocumentSlot] = {}
    for slot in slots:
        if not slot.kind.only_minors or minor:
            chosen.setdefault(slot.kind_id, slot)
    return list(chosen.values())


FACTS_WANTED = (
    "year_of_study",
    "major_zh",
    "gpa",
    "gpa_scale",
    "born_on",
    "gender",
    "phone",
    "passport_name",
)


def missing_of(application: Application) -> list[Missing]:
    """Everything that stands between the draft and its submission, in the student's words."""
    pk = application.pk
    profile = StudentProfile.objects.filter(user=application.student_id).first()
    missing = []
    for name in FACTS_WANTED:
        if profile is None or getattr(profile, name) in (None, ""):
            label = StudentProfile._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            missing.append(Missing("facts", _("Fill in: %(field)s.") % {"field": label}, pk))
    choices = list(application.choices.select_related("offering__programme"))
    if not choices:
        missing.append(Missing("choices", _("Choose at least one programme."), pk))
    if not application.motivation.strip():
        missing.append(Missing("choices", _("Say why you want to go."), pk))
    for choice in choices:
        missing += _blocking(choice, pk)
    present = set(Attachment.objects.of(application).current().values_list("category", flat=True))
    for slot in slots_of(application):
        if slot.is_required and slot.kind.code not in present:
            name = bilingual(slot.kind, "name")
            missing.append(Missing("documents", _("Upload: %(document)s.") % {"document": name}, pk))
    replace = application.verdicts.filter(verdict=Verdict.REPLACE, attachment__replaced_by=None)
    for verdict in replace.select_related("kind"):
        missing.append(
            Missing(
                "documents", _("Replace: %(document)s.") % {"document": bilingual(verdict.kind, "name")}, pk
            )
        )
    given = {
        (consent.purpose, consent.recipient_id) for consent in application.consents.filter(withdrawn_at=None)
    }
    open_ones = [
        wanted
        for wanted in wanted_consents(application)
        if wanted.is_required and (wanted.purpose, wanted.recipient_id) not in given
    ]
    if open_ones:
        count = len(open_ones)
        text = ngettext("%(count)s consent is missing.", "%(count)s consents are missing.", count)
        missing.append(Missing("consents", text % {"count": count}, pk))
    return missing


def _blocking(choice: Choice, pk: int) -> list[Missing]:
    check = choice.checks.first()
    if check is None or not check.blocks:
        return []
    name = bilingual(choice.offering.programme, "title")
    return [
        Missing(
            "choices",
            _("You do not meet a condition of “%(programme)s”: remove this choice or ask the desk.")
            % {"programme": name},
            pk,
        )
    ]
