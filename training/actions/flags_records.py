"""Flags from what the portal knows of the unit and its partners: R-08, R-18 and the unit's past of R-19."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import add_months
from training.actions.figures import Figures
from training.actions.flags import MOE_2021, Flag
from training.actions.partners import faults_of
from training.models import (
    Closing,
    PartnerVetting,
    Proposal,
    RectificationTicket,
    RiskItem,
    Suspension,
    TrainingClass,
)

C = RiskItem.Category
SUSPENSIONS_TOO_MANY = 2
MONTHS_LOOKED_BACK = 24
TIMES_LARGER = (3, 2)  # one and a half times


def record_of_unit_flags(proposal: Proposal, figures: Figures) -> Iterator[Flag]:
    """What follows from vettings, tickets, closings, suspensions and earlier classes."""
    yield from _partners(proposal, figures)
    yield from _unit(proposal)
    yield from _size(proposal)


def _partners(proposal: Proposal, figures: Figures) -> Iterator[Flag]:
    """R-08: each partner has a vetting in force with nothing against it."""
    if not proposal.has_partner:
        return
    today = timezone.localdate()
    for partner in figures.partners:
        vettings = PartnerVetting.objects.of_partner(partner.uscc, partner.name)
        valid = vettings.valid_on(today).order_by("-valid_until").first()
        if valid is None:
            if vettings.filter(status=PartnerVetting.Status.FAILED).exists():
                words = _("the vetting was not passed")
            elif vettings.filter(valid_until__lt=today).exists():
                words = _("the vetting has expired")
            else:
                words = _("it is not vetted yet")
            message = _("Partner “%(name)s”: %(faults)s.") % {"name": partner.name, "faults": words}
            yield Flag("R-08", "block", "partners", message, C.PARTNER, MOE_2021)
            continue
        faults = "; ".join(faults_of(valid, today))
        if faults:
            message = _("Partner “%(name)s”: %(faults)s.") % {"name": partner.name, "faults": faults}
            yield Flag("R-08", "block", "partners", message, C.PARTNER, MOE_2021)


def _unit(proposal: Proposal) -> Iterator[Flag]:
    """R-18: a unit with open faults gets a closer look."""
    today, faults = timezone.localdate(), []
    tickets = RectificationTicket.objects.open().filter(unit=proposal.unit_id)
    if tickets.exclude(proposal=proposal.pk).exists():
        faults.append(_("a rectification ticket of the unit is open"))
    late = Closing.objects.filter(
        proposal__unit=proposal.unit_id, status__in=Closing.EDITABLE, package_due_on__lt=today
    )
    if late.exclude(proposal=proposal.pk).exists():
        faults.append(_("a closing of the unit is overdue"))
    since = add_months(today, -MONTHS_LOOKED_BACK)
    suspended = Suspension.objects.filter(proposal__unit=proposal.unit_id, ordered_on__gte=since).count()
    if suspended >= SUSPENSIONS_TOO_MANY:
        faults.append(_("%(count)s suspensions within two years") % {"count": suspended})
    if faults:
        message = _("The record of the unit: %(faults)s.") % {"faults": "; ".join(faults)}
        yield Flag("R-18", "high", "unit", message, C.REPUTATION)


def _size(proposal: Proposal) -> Iterator[Flag]:
    """R-19: far more people than the unit has ever had in a class."""
    held = [TrainingClass.Status.RUNNING, TrainingClass.Status.FINISHED, TrainingClass.Status.CLOSED]
    largest = TrainingClass.objects.filter(proposal__unit=proposal.unit_id, status__in=held).aggregate(
        most=Max("quota")
    )["most"]
    times, by = TIMES_LARGER
    if largest and (proposal.planned_quota_max or 0) * by > largest * times:
        message = _("The intake is more than one and a half times the unit's largest class (%(most)s).") % {
            "most": largest
        }
        yield Flag("R-19", "medium", "planned_quota_max", message, C.CAPACITY)
