"""Letters of appointment and of invitation, contest certificates: asked for through the certificates (§5.1)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions import Holder, Subject, request_batch
from certificates.models import CertificateBatch
from core.flow import remember
from visitors.actions.expert import region_names
from visitors.models import ContestEdition, ContestEntry, Engagement

# A letter of appointment is for whoever takes up a post; an invitation for whoever comes.
APPOINTMENT, INVITATION, AWARD = "EXP", "INV", "CON"
LETTER_STATUSES = {
    APPOINTMENT: Engagement.WATCHED,
    INVITATION: (Engagement.Status.APPROVED, Engagement.Status.INVITED, Engagement.Status.VISA),
}


def source_of(record: Any) -> str:
    """The name under which the certificates know this record."""
    return f"{record._meta.label_lower}:{record.pk}"


@transaction.atomic
def request_letter_engagement(engagement: Engagement, *, letter: str, by: Any) -> CertificateBatch:
    """Ask for the letter of appointment or of invitation; asking twice gives the same one."""
    locked = Engagement.objects.select_for_update().get(pk=engagement.pk)
    if not by.has_perm("visitors.request_letter_engagement", locked):
        raise PermissionDenied
    if letter not in LETTER_STATUSES or locked.status not in LETTER_STATUSES[letter]:
        raise ValidationError(_("This letter can be asked for once the engagement is approved."))
    batch = request_batch(
        type_code=letter,
        unit=locked.unit,
        subject=Subject(
            title_zh=locked.position_zh,
            title_en=locked.position_en,
            unit_zh=locked.unit.name_zh,
            unit_en=locked.unit.name_en,
            start_on=locked.start_on,
            end_on=locked.end_on,
            extra={"purpose": locked.purpose, "number": locked.number},
        ),
        holders=[_expert_holder(locked)],
        source=source_of(locked),
        by=by,
    )
    remember(locked, "request_letter", by=by, payload={"batch": batch.pk, "letter": letter})
    return batch


def _expert_holder(engagement: Engagement) -> Holder:
    person, passport = engagement.expert.person, engagement.expert.passport
    zh, en = region_names(person.nationality)
    latin = person.passport_name or f"{person.surname_latin} {person.given_latin}".strip()
    return Holder(
        source_key=source_of(engagement),
        name_zh=person.name_zh,
        name_latin=latin,
        identity_number=passport.number if passport else "",
        last4=passport.last4 if passport else "",
        dob=person.dob,
        nationality_zh=zh,
        nationality_en=en,
    )


@transaction.atomic
def request_certificates_contestedition(edition: ContestEdition, *, by: Any) -> CertificateBatch:
    """One batch with the certificates of everybody who was awarded."""
    locked = ContestEdition.objects.select_for_update().get(pk=edition.pk)
    if not by.has_perm("visitors.request_certificates_contestedition", locked):
        raise PermissionDenied
    if locked.status not in {ContestEdition.Status.AWARDED, ContestEdition.Status.CLOSED}:
        raise ValidationError(_("Certificates can be asked for once the awards are confirmed."))
    awarded = locked.entries.filter(status=ContestEntry.Status.AWARDED).select_related("teacher", "unit")
    batch = request_batch(
        type_code=AWARD,
        unit=locked.unit,
        subject=Subject(title_zh=locked.title_zh, title_en=locked.title_en, end_on=locked.final_on),
        holders=[
            Holder(
                source_key=source_of(entry),
                name_zh=entry.teacher.name_zh,
                name_latin=entry.teacher.name_en,
                extra={
                    "award": entry.award,
                    "award_zh": AWARDS_ZH[entry.award],
                    "award_en": AWARDS_EN[entry.award],
                    "course_zh": entry.course_zh,
                    "course_en": entry.course_en,
                },
            )
            for entry in awarded.order_by("group", "-final_score", "pk")
        ],
        source=source_of(locked),
        by=by,
    )
    remember(locked, "request_certificates", by=by, payload={"batch": batch.pk})
    return batch


# As printed: certificates carry both languages, whoever asks for them.
AWARDS_ZH = {"first": "一等奖", "second": "二等奖", "third": "三等奖", "merit": "优秀奖"}
AWARDS_EN = {
    "first": "First Prize",
    "second": "Second Prize",
    "third": "Third Prize",
    "merit": "Award of Merit",
}
