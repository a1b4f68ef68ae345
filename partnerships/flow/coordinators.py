"""What becomes of a change that a partner's coordinator proposes."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from partnerships.models import ProfileProposal

S = ProfileProposal.Status

PROFILE_FLOW = Flow(
    ProfileProposal,
    Step("accept", {S.PROPOSED}, S.ACCEPTED, _("Accept the change"), decides=True),
    Step(
        "reject", {S.PROPOSED}, S.REJECTED, _("Do not accept"), needs_note=True, decides=True, tone="danger"
    ),
)
