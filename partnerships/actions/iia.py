"""Agreement files of European partners: compared, taken over into a draft, their ids noted (§3.2)."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.flow import remember
from core.policy import policy
from partnerships.iia import Difference, Iia, agreement_as_iia, differences, read_iias
from partnerships.iia.document import NS, text_of
from partnerships.iia.writer import hei_id_of
from partnerships.models import Agreement, CooperationCondition, Direction, StudyLevel

LEVELS = {"6": StudyLevel.BACHELOR, "7": StudyLevel.MASTER, "8": StudyLevel.DOCTOR}
STUDIES = f"{{{NS}}}student-studies-mobility-spec"


def iia_for(agreement: Agreement, content: bytes) -> Iia:
    """The agreement of the file that is between us and this partner; ValidationError where there is none."""
    sides = {policy("partnerships.hei_id"), *(hei_id_of(partner) for partner in agreement.partners.all())}
    listed = read_iias(content)
    for iia in listed:
        if set(iia.hei_ids) == sides:
            return iia
    named = "; ".join(" – ".join(iia.hei_ids) for iia in listed)
    raise ValidationError(
        _("The file holds no agreement between these two sides; it names %(sides)s.")
        % {"sides": named or "–"},
        code="other_sides",
    )


def compare_iia(agreement: Agreement, content: bytes, *, by: Any) -> tuple[Iia, list[Difference]]:
    """Where the partner's file and our agreement differ; that it was compared is kept."""
    if not by.has_perm("partnerships.exchange_agreement", agreement):
        raise PermissionDenied
    theirs = iia_for(agreement, content)
    ours = Iia(agreement_as_iia(agreement).find(f"{{{NS}}}iia"))
    found = differences(ours, theirs)
    payload = {"sha256": hashlib.sha256(content).hexdigest(), "differences": len(found)}
    remember(agreement, "compare_iia", by=by, payload=payload)
    return theirs, found


@transaction.atomic
def adopt_iia(agreement: Agreement, content: bytes, *, by: Any) -> int:
    """The partner's ids, and while ours is a draft also the partner's conditions, become the agreement's own.

    Only students for studies are conditions of the portal; other movements are counted and told.
    """
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not by.has_perm("partnerships.exchange_agreement", locked):
        raise PermissionDenied
    iia = iia_for(locked, content)
    ours = policy("partnerships.hei_id")
    for partner in iia.partners:
        if text_of(partner, "hei-id") != ours:
            locked.partner_iia_id = text_of(partner, "iia-id")[:64]
            locked.partner_iia_code = text_of(partner, "iia-code")[:64]
    locked.save(update_fields=["partner_iia_id", "partner_iia_code", "updated_at"])
    left_out = 0
    if locked.is_editable:
        locked.conditions.all().delete()
        specs = [spec for spec in iia.conditions if spec.tag == STUDIES]
        left_out = len(iia.conditions) - len(specs)
        CooperationCondition.objects.bulk_create(
            condition
            for number, spec in enumerate(specs)
            for condition in _conditions(locked, spec, ours, number)
        )
    remember(locked, "adopt_iia", by=by, payload={"sha256": hashlib.sha256(content).hexdigest()})
    return left_out


def _conditions(agreement: Agreement, spec: Any, ours: str, position: int) -> list[CooperationCondition]:
    """A condition of the file as a condition of the portal; each level of study of its own would be another quota."""
    skill = spec.find(f"{{{NS}}}recommended-language-skill")
    subject = spec.find(f"{{{NS}}}subject-area")
    levels = [_text(one) for one in spec.findall(f"{{{NS}}}eqf-level")]
    months = text_of(spec, "total-months-per-year")
    return [
        CooperationCondition(
            agreement=agreement,
            direction=Direction.OUT if text_of(spec, "sending-hei-id") == ours else Direction.IN,
            level=LEVELS.get(levels[0], "") if len(levels) == 1 else "",
            places=int(text_of(spec, "mobilities-per-year")),
            months=Decimal(months) if months else None,
            isced_code=text_of(subject, "isced-f-code") if subject is not None else "",
            isced_text=(text_of(subject, "isced-clarification") if subject is not None else "")[:150],
            language=(text_of(skill, "language") if skill is not None else "")[:12],
            language_level=text_of(skill, "cefr-level") if skill is not None else "",
            is_blended=text_of(spec, "blended") in {"true", "1"},
            position=position,
        )
    ]


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip()
