"""The way of a contract, with the checks K-1 to K-6."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.attachments import attach
from core.dates import add_months
from core.flow import StepNotAllowed, remember
from core.history import save_with_history
from core.policy import policy
from core.text import search_key
from notifications.actions import notify
from training.actions.desks import admins_of, pass_on
from training.flow import CONTRACT_FLOW
from training.models import Contract, Proposal

S = Contract.Status


def check_contract(contract: Contract) -> Iterator[tuple[str, str]]:
    """What stands against the contract as it is written: rule and words (K-3, K-4, K-5)."""
    proposal = contract.proposal
    if search_key(settings.UNIVERSITY_NAME_ZH) not in search_key(contract.payee):
        yield (
            "K-3",
            _("The money has to go to the university (%(name)s).") % {"name": settings.UNIVERSITY_NAME_ZH},
        )
    clauses = [Contract.Clause(code).label for code in contract.forbidden_clauses]
    if clauses:
        names = "; ".join(str(label) for label in clauses)
        yield "K-4", _("It holds clauses no contract may hold: %(names)s.") % {"names": names}
    if proposal.start_on and proposal.end_on:
        months = policy("training.contract_margin_months")
        first = add_months(proposal.start_on, -months)
        last = add_months(proposal.end_on, months)
        if contract.start_on < first or contract.end_on > last:
            yield "K-5", _("It runs beyond the project.")
    if contract.end_on > add_months(contract.start_on, 12 * policy("training.contract_years")):
        years = policy("training.contract_years")
        yield "K-5", _("It runs for more than %(years)s years.") % {"years": years}
    if contract.vetting and not contract.vetting.is_valid_on(timezone.localdate()):
        yield "R-08", _("The vetting of the partner is not valid.")


@transaction.atomic
def save_contract(
    contract: Contract, *, by: Any, version: int | None = None, uploads: dict[str, Any] | None = None
) -> Contract:
    """The unit writes the contract down and attaches its text."""
    if contract.pk is None:
        if not by.has_perm("training.add_contract"):
            raise PermissionDenied
        contract.author = by
    if not by.has_perm("training.change_contract", contract):
        raise PermissionDenied
    save_with_history(contract, by=by, version=version)
    for category, upload in (uploads or {}).items():
        attach(contract, upload, category=category, by=by)
    return contract


@transaction.atomic
def submit_contract(contract: Contract, *, by: Any, note: str = "", version: int | None = None) -> Contract:
    """With its text attached it goes to the head of the unit."""
    CONTRACT_FLOW.move(contract, "submit", by=by, note=note, version=version)
    problems = [f"{rule} {words}" for rule, words in check_contract(contract) if rule != "K-4"]
    if not contract.attachments.filter(category="contract_text", replaced_by=None).exists():
        problems.append(_("Attach the text of the contract."))
    if problems:
        raise ValidationError(problems)
    pass_on(contract, "contract_waits", submitted_at=timezone.now())
    return contract


@transaction.atomic
def endorse_contract(contract: Contract, *, by: Any, note: str = "", version: int | None = None) -> Contract:
    """The unit stands behind it."""
    CONTRACT_FLOW.move(contract, "endorse", by=by, note=note, version=version)
    pass_on(contract, "contract_waits")
    return contract


@transaction.atomic
def clear_legal_contract(
    contract: Contract,
    *,
    by: Any,
    note: str = "",
    version: int | None = None,
    forbidden_clauses: list[str] | None = None,
    legal_opinion: str = "",
) -> Contract:
    """Legal affairs went through the forbidden clauses; with one of them it goes no further (K-4, TR-10)."""
    CONTRACT_FLOW.move(contract, "clear_legal", by=by, note=note, version=version)
    contract.forbidden_clauses = sorted(set(forbidden_clauses or []) & set(Contract.Clause.values))
    problems = [words for rule, words in check_contract(contract) if rule == "K-4"]
    if problems:
        raise ValidationError([*problems, _("Return the contract so that they are taken out.")])
    if not contract.is_template and not legal_opinion.strip():
        raise ValidationError({"legal_opinion": _("A contract outside the template needs a legal opinion.")})
    pass_on(
        contract, "contract_waits", forbidden_clauses=contract.forbidden_clauses, legal_opinion=legal_opinion
    )
    return contract


@transaction.atomic
def clear_finance_contract(
    contract: Contract, *, by: Any, note: str = "", version: int | None = None
) -> Contract:
    """Finance finds amount, terms and payee right (K-3, TR-11)."""
    CONTRACT_FLOW.move(contract, "clear_finance", by=by, note=note, version=version)
    problems = [f"{rule} {words}" for rule, words in check_contract(contract) if rule == "K-3"]
    if problems:
        raise ValidationError(problems)
    pass_on(contract, "contract_waits")
    return contract


@transaction.atomic
def sign_contract(
    contract: Contract,
    *,
    by: Any,
    note: str = "",
    version: int | None = None,
    signed_on: date | None = None,
    signed_by: str = "",
    authorisation_no: str = "",
    seal: str = "",
) -> Contract:
    """Signed after the approval, with the seal of the university (K-1, K-2, TR-06)."""
    if signed_on is None:
        raise ValidationError({"signed_on": _("Give the day of the signature.")})
    if contract.status == S.OFFICE:
        # The table holds nothing signed without its day: written first, undone with the rest if it is refused.
        Contract.objects.filter(pk=contract.pk).update(signed_on=signed_on)
    CONTRACT_FLOW.move(contract, "sign", by=by, note=note, version=version)
    problems = [f"{rule} {words}" for rule, words in check_contract(contract)]
    proposal = contract.proposal
    if proposal.status not in Proposal.IN_FORCE or proposal.approved_at is None:
        problems.append(_("TR-06 The project is not approved: no contract may be signed."))
    elif signed_on < timezone.localdate(proposal.approved_at):
        problems.append(_("K-1 Signed before the project was approved."))
    if signed_on > timezone.localdate():
        problems.append(_("The day of the signature cannot lie in the future."))
    if seal not in {Contract.Seal.SCHOOL, Contract.Seal.CONTRACT}:
        problems.append(_("K-2 Only the seal of the university may be used, never that of a college."))
    if not (signed_by.strip() and authorisation_no.strip()):
        problems.append(_("Say who signed, and by which authorisation."))
    if problems:
        raise ValidationError(problems)
    pass_on(contract, signed_on=signed_on, signed_by=signed_by, authorisation_no=authorisation_no, seal=seal)
    notify([contract.author, *admins_of(contract)], "training.contract_signed", about=contract)
    return contract


@transaction.atomic
def scan_contract(contract: Contract, *, by: Any, file: Any) -> Contract:
    """The signed original is scanned and kept (K-6)."""
    if not by.has_perm("training.scan_contract", contract):
        raise PermissionDenied
    if contract.signed_on is None:
        raise StepNotAllowed(_("Only a signed contract has a signed original."))
    attach(contract, file, category="signed_original", by=by)
    remember(contract, "scan", by=by)
    return contract


@transaction.atomic
def complete_contract(contract: Contract, *, by: Any, note: str = "", version: int | None = None) -> Contract:
    """Both sides have done what they owed; the signed original must be on file (K-6)."""
    CONTRACT_FLOW.move(contract, "complete", by=by, note=note, version=version)
    if not contract.is_scanned:
        raise ValidationError(_("K-6 The signed original has not been scanned yet."))
    pass_on(contract)
    return contract


@transaction.atomic
def terminate_contract(
    contract: Contract, *, by: Any, note: str = "", version: int | None = None
) -> Contract:
    """The contract ends early."""
    CONTRACT_FLOW.move(contract, "terminate", by=by, note=note, version=version)
    pass_on(contract)
    notify([contract.author, *admins_of(contract)], "training.record_returned", about=contract, note=note)
    return contract


@transaction.atomic
def return_contract(contract: Contract, *, by: Any, note: str = "", version: int | None = None) -> Contract:
    """Something has to change in it."""
    CONTRACT_FLOW.move(contract, "return", by=by, note=note, version=version)
    pass_on(contract)
    notify([contract.author], "training.record_returned", about=contract, note=note)
    return contract
