"""The consents an application needs, one a purpose and one a recipient, in versioned words (§9.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.flow import remember
from core.text import bilingual
from programmes.actions.telling import student_desk, tell
from programmes.models import Application, ConsentRecord

TEXT_VERSION = "2026-1"
P = ConsentRecord.Purpose


@dataclass(frozen=True)
class Wanted:
    """One consent, separate from the others."""

    purpose: str
    recipient_id: int | None = None
    recipient: str = ""
    contact: str = ""
    is_required: bool = True

    @property
    def key(self) -> str:
        return f"{self.purpose}-{self.recipient_id or 0}"


def wanted_consents(application: Application) -> list[Wanted]:
    """Processing, sensitive data, and for every host abroad its own (PIPL art. 29, 39)."""
    wanted = [Wanted(P.PROCESSING), Wanted(P.SENSITIVE)]
    hosts: dict[int, Wanted] = {}
    for choice in application.choices.select_related("offering__programme__partner"):
        programme = choice.offering.programme
        hosts.setdefault(
            programme.partner_id,
            Wanted(
                P.CROSS_BORDER,
                programme.partner_id,
                bilingual(programme.partner, "name"),
                programme.host_email,
            ),
        )
    return [*wanted, *hosts.values(), Wanted(P.ALUMNI, is_required=False)]


def consent_texts(application: Application) -> dict[str, str]:
    """The words of each consent in the reader's language, kept with the answer."""
    return {wanted.key: text_of(wanted) for wanted in wanted_consents(application)}


def text_of(wanted: Wanted) -> str:
    """What the student agrees to."""
    english = (get_language() or "").startswith("en")
    house = settings.UNIVERSITY_NAME_EN if english else settings.UNIVERSITY_NAME_ZH
    match wanted.purpose:
        case P.PROCESSING:
            return _(
                "%(university)s may process my name, contact, study and language data to examine, rank and carry "
                "out this application. Applications that come to nothing are deleted after two years, stays after ten."
            ) % {"university": house}
        case P.SENSITIVE:
            return _(
                "%(university)s may process my passport number, health statement and, if I am under 18, my guardians' "
                "data, encrypted and read only by those who need them. I can refuse, but hosts cannot be told without them."
            ) % {"university": house}
        case P.CROSS_BORDER:
            return _(
                "My name, passport data, grades, language scores and study plan may be sent abroad to %(recipient)s "
                "(contact: %(contact)s) so that it can decide on my admission. I can exercise my rights there or "
                "through this office."
            ) % {"recipient": wanted.recipient, "contact": wanted.contact or "–"}
        case _other:
            return _("After my return the university may write to me as an alumnus of the programme.")


@transaction.atomic
def withdraw_consent(application: Application, consent: int, *, by: Any) -> None:
    """The student no longer agrees; the desk is told, and nothing is sent to that host any more."""
    if application.student_id != by.pk:
        raise PermissionDenied
    live = application.consents.filter(pk=consent, withdrawn_at=None)
    if live.update(withdrawn_at=timezone.now()):
        remember(application, "withdraw_consent", by=by, payload={"consent": consent})
        tell(application, "consent_withdrawn", student_desk(), lead=f"consent:{consent}")
