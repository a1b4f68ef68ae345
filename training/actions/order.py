"""The order of a project: approve, sign, publicise, enrol, run (TR-06, §1.4)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from training.flow import CONTRACT_FLOW
from training.models import Category, Contract, Proposal, PublicityItem, TrainingClass

# Whoever is sent by a client or an authority is not recruited in public.
WITHOUT_PUBLICITY = {Category.COMMISSIONED, Category.GOVERNMENT}


def needs_contract(proposal: Proposal) -> bool:
    """A commissioned or partnered project needs a signed contract."""
    return proposal.category == Category.COMMISSIONED or bool(proposal.has_partner)


def has_contract(proposal: Proposal) -> bool:
    """Whether a contract of the project is signed."""
    return proposal.contracts.signed().exists()


def needs_publicity(proposal: Proposal) -> bool:
    """Whether people are recruited in public."""
    return proposal.category not in WITHOUT_PUBLICITY


def has_publicity(proposal: Proposal) -> bool:
    """Whether anything that is said in public is approved."""
    live = [PublicityItem.Status.APPROVED, PublicityItem.Status.PUBLISHED]
    return proposal.publicity.filter(status__in=live).exists()


def check_order(training_class: TrainingClass) -> None:
    """Nothing begins before what comes before it: project in force, contract signed, publicity approved."""
    proposal = training_class.proposal
    problems = []
    if proposal.status not in Proposal.IN_FORCE:
        problems.append(_("The project is not in force: no class of it can go on."))
    if needs_contract(proposal) and not has_contract(proposal):
        problems.append(_("TR-06 The contract is not signed yet: no class of the project can go on."))
    if needs_publicity(proposal) and not has_publicity(proposal):
        problems.append(_("TR-08 No publicity of the project is approved yet: nobody can be recruited."))
    if problems:
        raise ValidationError(problems)


def perform_contracts(proposal: Proposal) -> None:
    """With the first class its contracts are being performed."""
    CONTRACT_FLOW.move_many(proposal.contracts.filter(status=Contract.Status.SIGNED), "perform")
