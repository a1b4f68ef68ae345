"""Every change to visitors."""

from visitors.actions.drafts import (
    begin_delegation,
    save_budget,
    save_delegation,
    save_gifts,
    save_guests,
    save_programme,
)
from visitors.actions.hosting import (
    advance_all,
    advance_delegation,
    check_in_member,
    close_delegation,
    register_lodging,
)
from visitors.actions.papers import make_paper, print_paper, refresh_papers, request_papers, work_on_pack
from visitors.actions.passports_of_guests import enter_passport
from visitors.actions.reference import load_reference
from visitors.actions.review import (
    approve_delegation,
    authorise_delegation,
    check_delegation,
    clear_talks_delegation,
    confirm_money_delegation,
    endorse_delegation,
    escalate_delegation,
    note_province_reply,
    reject_delegation,
    return_delegation,
)
from visitors.actions.submit import (
    cancel_delegation,
    findings_of,
    reopen_delegation,
    resubmit_delegation,
    submit_delegation,
)

__all__ = [
    "advance_all",
    "advance_delegation",
    "approve_delegation",
    "authorise_delegation",
    "begin_delegation",
    "cancel_delegation",
    "check_delegation",
    "check_in_member",
    "clear_talks_delegation",
    "close_delegation",
    "confirm_money_delegation",
    "endorse_delegation",
    "enter_passport",
    "escalate_delegation",
    "findings_of",
    "load_reference",
    "make_paper",
    "note_province_reply",
    "print_paper",
    "refresh_papers",
    "register_lodging",
    "reject_delegation",
    "reopen_delegation",
    "request_papers",
    "resubmit_delegation",
    "return_delegation",
    "save_budget",
    "save_delegation",
    "save_gifts",
    "save_guests",
    "save_programme",
    "submit_delegation",
    "work_on_pack",
]
