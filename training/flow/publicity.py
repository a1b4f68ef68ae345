"""Publicity from draft to publication and back (§1.6)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from training.models import PublicityItem

S = PublicityItem.Status

PUBLICITY_FLOW = Flow(
    PublicityItem,
    Step(
        "submit",
        {S.DRAFT, S.RETURNED},
        S.UNIT_REVIEW,
        _("Submit for review"),
        help=_("The head of the unit checks it first, then the training desk."),
    ),
    Step(
        "endorse",
        {S.UNIT_REVIEW},
        S.OFFICE_REVIEW,
        _("Endorse"),
        decides=True,
        help=_("The unit answers for what it says."),
    ),
    # Media outside the university want the publicity department too.
    Step(
        "approve",
        {S.OFFICE_REVIEW},
        {S.COSIGN, S.APPROVED},
        _("Approve the publicity"),
        decides=True,
        help=_("Exactly this text and these files are approved; any edit needs approval again."),
    ),
    Step(
        "cosign",
        {S.COSIGN},
        S.APPROVED,
        _("Cosign"),
        decides=True,
        help=_("The publicity department agrees to the use in media outside the university."),
    ),
    Step(
        "return",
        {S.UNIT_REVIEW, S.OFFICE_REVIEW, S.COSIGN},
        S.RETURNED,
        _("Return for changes"),
        needs_note=True,
        decides=True,
        tone="secondary",
    ),
    Step(
        "publish",
        {S.APPROVED},
        S.PUBLISHED,
        _("Publish"),
        help=_(
            "It appears in the public catalogue at once; give the address if it is published elsewhere too."
        ),
    ),
    Step(
        "take_down",
        {S.APPROVED, S.PUBLISHED},
        S.TAKEN_DOWN,
        _("Take down"),
        needs_note=True,
        tone="danger",
        help=_("It disappears from the public catalogue at once."),
    ),
    # PB-3
    Step(
        "revise",
        {S.RETURNED, S.APPROVED, S.PUBLISHED, S.EXPIRED},
        S.DRAFT,
        _("Edited: approval needed again"),
        automatic=True,
    ),
    # PB-4
    Step("expire", {S.APPROVED, S.PUBLISHED}, S.EXPIRED, _("Expired"), automatic=True),
    # The project ended or was suspended.
    Step("remove", {S.APPROVED, S.PUBLISHED}, S.TAKEN_DOWN, _("Taken down with its project"), automatic=True),
)
