"""A rule is proposed, then adopted by the director."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from training.models import Rule

S = Rule.Status

RULE_FLOW = Flow(
    Rule,
    Step(
        "adopt",
        {S.DRAFT},
        S.ADOPTED,
        _("Adopt the rule"),
        decides=True,
        help=_("It counts from its first day on; the version before it ends the day before."),
    ),
    Step("discard", {S.DRAFT}, S.DISCARDED, _("Discard the proposed rule"), needs_note=True, tone="danger"),
)
