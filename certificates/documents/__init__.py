"""What is printed on a certificate, and whether it may be."""

from certificates.documents.preflight import DryRun, RowProblem, dry_run
from certificates.documents.printing import check_template, finished_pdf, printer_for, proof_of
from certificates.documents.public import Fact, public_facts
from certificates.documents.register import REGISTER_COLUMNS, register_row
from certificates.documents.values import PLACEHOLDERS, printed_values, sample_values, verification_url
from certificates.documents.wording import template_problems, wording_hits, wording_problems

__all__ = [
    "PLACEHOLDERS",
    "REGISTER_COLUMNS",
    "DryRun",
    "Fact",
    "RowProblem",
    "check_template",
    "dry_run",
    "finished_pdf",
    "printed_values",
    "printer_for",
    "proof_of",
    "public_facts",
    "register_row",
    "sample_values",
    "template_problems",
    "verification_url",
    "wording_hits",
    "wording_problems",
]
