"""The documents made for visitors."""

from visitors.documents.contents import fingerprint, inputs_of, letter_number, valid_until
from visitors.documents.parts import Contents
from visitors.documents.rendering import PDF_MIME, ZIP_MIME, qr_of, render_archive, render_paper
from visitors.documents.rendering import render_single_badge as _render_single_badge
from visitors.models import DelegationMember, PaperKind


def render_single_badge(member: DelegationMember) -> bytes:
    """The badge of one guest, as it stands on the sheet of all."""
    contents = Contents(member.delegation)
    inputs = inputs_of(PaperKind.BADGES, contents)
    return _render_single_badge(inputs, contents.members.index(member))


__all__ = [
    "PDF_MIME",
    "ZIP_MIME",
    "Contents",
    "fingerprint",
    "inputs_of",
    "letter_number",
    "qr_of",
    "render_archive",
    "render_paper",
    "render_single_badge",
    "valid_until",
]
