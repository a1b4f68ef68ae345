"""A partner is vetted: registers, relations, conclusion, validity (TR-09, R-08)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.attachments import attach
from core.dates import add_months
from core.history import save_with_history, take_snapshot
from core.policy import policy
from core.text import field_label
from notifications.actions import notify
from training.actions.desks import admins_of, pass_on
from training.flow import VETTING_FLOW
from training.models import PartnerVetting

S = PartnerVetting.Status
# Words of a business scope that speak of training.
TRAINING_WORDS = ("培训", "教育", "教学", "training", "education")


def faults_of(vetting: PartnerVetting, day: date | None = None) -> Iterator[str]:
    """What the registers and dates say against the partner (R-08)."""
    day = day or timezone.localdate()
    for register in PartnerVetting.REGISTERS:
        if getattr(vetting, register) == PartnerVetting.Listing.LISTED:
            label = field_label(PartnerVetting, register)
            yield _("listed in: %(register)s") % {"register": label}
    if vetting.founded_on and add_months(vetting.founded_on, 12) > day:
        yield _("founded less than a year ago")
    scope = vetting.business_scope.lower()
    if not any(word in scope for word in TRAINING_WORDS):
        yield _("its business scope names neither training nor education")
    if vetting.licence_expires_on and vetting.licence_expires_on < day:
        yield _("its training licence has expired")


def missing_of(vetting: PartnerVetting) -> list[str]:
    """The screenshots and old looks into registers that stand against submission."""
    have = set(vetting.attachments.filter(replaced_by=None).values_list("category", flat=True))
    oldest = timezone.localdate() - timedelta(days=policy("training.credit_check_days"))
    missing = []
    for register in PartnerVetting.REGISTERS:
        label = field_label(PartnerVetting, register)
        if register not in have:
            missing.append(_("Attach the screenshot: %(register)s.") % {"register": label})
        if getattr(vetting, f"{register}_on") < oldest:
            missing.append(_("Look again, the last look is too old: %(register)s.") % {"register": label})
    return missing


@transaction.atomic
def save_vetting(
    vetting: PartnerVetting,
    *,
    by: Any,
    version: int | None = None,
    related_people: Any = (),
    uploads: dict[str, Any] | None = None,
) -> PartnerVetting:
    """The unit writes down what it found out about a partner."""
    if vetting.pk is None:
        if not by.has_perm("training.add_partnervetting"):
            raise PermissionDenied
        vetting.author = by
    if not by.has_perm("training.change_partnervetting", vetting):
        raise PermissionDenied
    save_with_history(vetting, by=by, version=version)
    vetting.related_people.set(related_people)
    for category, upload in (uploads or {}).items():
        attach(vetting, upload, category=category, by=by)
    return vetting


@transaction.atomic
def submit_partnervetting(
    vetting: PartnerVetting, *, by: Any, note: str = "", version: int | None = None
) -> PartnerVetting:
    """Complete with its screenshots; kept as a version, and with the head of the unit."""
    missing = missing_of(vetting)
    snapshot = take_snapshot(vetting, _content_of(vetting), by=by)
    VETTING_FLOW.move(vetting, "submit", by=by, note=note, version=version, snapshot_sha256=snapshot.sha256)
    if missing:
        raise ValidationError(missing)
    same = PartnerVetting.objects.of_partner(vetting.uscc, vetting.name).filter(
        status__in=PartnerVetting.IN_REVIEW
    )
    if same.exclude(pk=vetting.pk).exists():
        raise ValidationError(_("This partner is being vetted already."))
    pass_on(vetting, "vetting_waits", submitted_at=timezone.now())
    return vetting


def _content_of(vetting: PartnerVetting) -> dict[str, Any]:
    names = [field.name for field in vetting._meta.concrete_fields if field.editable and field.name != "id"]
    return {name: str(getattr(vetting, name)) for name in names}


@transaction.atomic
def endorse_partnervetting(
    vetting: PartnerVetting, *, by: Any, note: str = "", version: int | None = None
) -> PartnerVetting:
    """The unit stands behind the partner."""
    VETTING_FLOW.move(vetting, "endorse", by=by, note=note, version=version)
    pass_on(vetting, "vetting_waits")
    return vetting


@transaction.atomic
def accept_partnervetting(
    vetting: PartnerVetting, *, by: Any, note: str = "", version: int | None = None
) -> PartnerVetting:
    """The governing office finds nothing against it; legal affairs concludes."""
    VETTING_FLOW.move(vetting, "accept", by=by, note=note, version=version)
    pass_on(vetting, "vetting_waits")
    return vetting


@transaction.atomic
def conclude_partnervetting(
    vetting: PartnerVetting,
    *,
    by: Any,
    note: str = "",
    version: int | None = None,
    conclusion: str = S.PASSED,
    conditions: str = "",
    legal_opinion: str = "",
) -> PartnerVetting:
    """Passed, passed with conditions, or not; what stands against it by rule cannot pass (R-08)."""
    if conclusion not in {S.PASSED, S.CONDITIONAL, S.FAILED}:
        raise ValidationError({"conclusion": _("Choose a conclusion.")})
    faults = list(faults_of(vetting))
    VETTING_FLOW.move(
        vetting, "conclude", by=by, note=note, to=conclusion, version=version, payload={"faults": faults}
    )
    if faults and conclusion != S.FAILED:
        raise ValidationError(_("It cannot pass: %(faults)s.") % {"faults": "; ".join(faults)})
    if conclusion == S.CONDITIONAL and not conditions.strip():
        raise ValidationError({"conditions": _("Name the conditions.")})
    today = timezone.localdate()
    months = policy("training.vetting_months")
    pass_on(
        vetting,
        conditions=conditions,
        legal_opinion=legal_opinion,
        decided_on=today,
        valid_until=add_months(today, months) if conclusion != S.FAILED else None,
    )
    if conclusion != S.FAILED:
        older = PartnerVetting.objects.of_partner(vetting.uscc, vetting.name).exclude(pk=vetting.pk)
        VETTING_FLOW.move_many(older, "replace")
    notify([vetting.author, *admins_of(vetting)], "training.vetting_concluded", about=vetting)
    return vetting


@transaction.atomic
def return_partnervetting(
    vetting: PartnerVetting, *, by: Any, note: str = "", version: int | None = None
) -> PartnerVetting:
    """Something is missing."""
    VETTING_FLOW.move(vetting, "return", by=by, note=note, version=version)
    pass_on(vetting)
    notify([vetting.author], "training.record_returned", about=vetting, note=note)
    return vetting


@transaction.atomic
def renew_partnervetting(
    vetting: PartnerVetting, *, by: Any, note: str = "", version: int | None = None
) -> PartnerVetting:
    """A new legal representative or a validity that ends: the partner is vetted anew (§1.7)."""
    VETTING_FLOW.move(vetting, "renew", by=by, note=note, version=version)
    pass_on(vetting, valid_until=None)
    return vetting
