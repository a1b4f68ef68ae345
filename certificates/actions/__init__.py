"""Every change to certificates."""

from certificates.actions.batch import (
    approve_batch,
    cancel_batch,
    check_batch,
    checksum_of,
    resubmit_batch,
    return_batch,
)
from certificates.actions.certificate import (
    correct_certificate,
    days_of_link,
    deliver_certificate,
    open_link,
    record_download,
    record_paper_returned,
    reissue_certificate,
    share_certificate,
    strike_certificate,
)
from certificates.actions.files import make_batch_file, request_batch_file
from certificates.actions.issue import certificate_number, issue_batch, render_batch, retry_batch
from certificates.actions.reference import load_reference
from certificates.actions.request import Holder, Subject, request_batch
from certificates.actions.revocation import (
    approve_revocation,
    decline_revocation,
    request_revocation,
    withdraw_revocation,
)
from certificates.actions.template import approve_template, return_template, revise_template, submit_template
from certificates.actions.verification import (
    Verdict,
    address_key,
    compare_file,
    state_of,
    verify_number,
    verify_token,
)

__all__ = [
    "Holder",
    "Subject",
    "Verdict",
    "address_key",
    "approve_batch",
    "approve_revocation",
    "approve_template",
    "cancel_batch",
    "certificate_number",
    "check_batch",
    "checksum_of",
    "compare_file",
    "correct_certificate",
    "days_of_link",
    "decline_revocation",
    "deliver_certificate",
    "issue_batch",
    "load_reference",
    "make_batch_file",
    "open_link",
    "record_download",
    "record_paper_returned",
    "reissue_certificate",
    "render_batch",
    "request_batch",
    "request_batch_file",
    "request_revocation",
    "resubmit_batch",
    "retry_batch",
    "return_batch",
    "return_template",
    "revise_template",
    "share_certificate",
    "state_of",
    "strike_certificate",
    "submit_template",
    "verify_number",
    "verify_token",
    "withdraw_revocation",
]
