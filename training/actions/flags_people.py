"""Flags from who takes part: R-07, R-09, R-13, R-14, R-16."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.models import Region
from core.policy import policy
from training.actions.figures import Figures
from training.actions.flags import MOE_2021, Flag
from training.models import Audience, Category, Proposal, RiskItem

C = RiskItem.Category
MUCH, TOO_MUCH = 30, 50
SINGLE_ORGANISATION = 40


def people_flags(proposal: Proposal, figures: Figures) -> Iterator[Flag]:
    """What follows from partners, instructors, trainees and relations."""
    yield from _partners(proposal, figures)
    yield from _instructors(figures)
    if proposal.related_party_declared:
        message = _("A related party is involved.")
        yield Flag("R-14", "high", "related_party_declared", message, C.LEGAL, MOE_2021)
    foreign = Region.Kind.FOREIGN
    lecturers = any(
        person.nationality and person.nationality.kind == foreign for person in figures.instructors
    )
    if lecturers or proposal.audience == Audience.FOREIGNERS or proposal.category == Category.INTERNATIONAL:
        yield Flag(
            "R-16", "medium", "instructors", _("Foreign lecturers or foreign trainees take part."), C.IDEOLOGY
        )


def _partners(proposal: Proposal, figures: Figures) -> Iterator[Flag]:
    if not proposal.has_partner:
        return
    message = _("A partner takes part: background and qualification are reviewed.")
    yield Flag("R-07", "high", "has_partner", message, C.PARTNER, MOE_2021)
    if figures.partner_share > TOO_MUCH or figures.partner_does_everything:
        message = _("This looks like outsourcing as a whole: the partner's share or its parts are too large.")
        yield Flag("R-09", "high", "partners", message, C.PARTNER, MOE_2021)
    elif figures.partner_share > MUCH:
        message = _("Payments to partners are %(share)d %% of the income.") % {"share": figures.partner_share}
        yield Flag("R-09", "medium", "budget", message, C.PARTNER)


def _instructors(figures: Figures) -> Iterator[Flag]:
    least_own = policy("training.min_own_faculty_share")
    if figures.external_share > 100 - least_own:
        message = _("People from outside teach %(share)d %% of the hours.") % {
            "share": figures.external_share
        }
        yield Flag("R-13", "medium", "instructors", message, C.CAPACITY)
    elif figures.largest_employer_share > SINGLE_ORGANISATION:
        message = _("One outside organisation teaches %(share)d %% of the hours.") % {
            "share": figures.largest_employer_share
        }
        yield Flag("R-13", "medium", "instructors", message, C.CAPACITY)
