"""The yearly filing: drafted, frozen, handed in (§1.11)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from training.models import AnnualFiling

S = AnnualFiling.Status

FILING_FLOW = Flow(
    AnnualFiling,
    Step(
        "freeze",
        {S.DRAFT},
        S.FROZEN,
        _("Freeze the list"),
        help=_("The rows are kept as they are now; what comes in later is shown as an adjustment."),
    ),
    Step(
        "file",
        {S.FROZEN},
        S.FILED,
        _("Record that it was handed in"),
        decides=True,
        help=_("The public part appears on the portal."),
    ),
)
