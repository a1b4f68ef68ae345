"""The life of a laboratory (§3.3) and of a cooperative programme (§3.6)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from partnerships.models import CooperativeProgramme, Laboratory

S = Laboratory.Status

LABORATORY_FLOW = Flow(
    Laboratory,
    Step("open", {S.PREPARING}, S.ACTIVE, _("The laboratory opens")),
    Step("review", {S.ACTIVE, S.RENEWED}, S.UNDER_REVIEW, _("Begin a review"), tone="secondary"),
    Step(
        "renew",
        {S.UNDER_REVIEW},
        S.RENEWED,
        _("Passed: go on"),
        needs_note=True,
        help=_("Write the result of the review."),
    ),
    Step(
        "close",
        {S.PREPARING, S.ACTIVE, S.UNDER_REVIEW, S.RENEWED},
        S.ENDED,
        _("End the laboratory"),
        needs_note=True,
        tone="danger",
    ),
)

P = CooperativeProgramme.Status

PROGRAMME_FLOW = Flow(
    CooperativeProgramme,
    Step(
        "start",
        {P.PREPARING},
        P.ACTIVE,
        _("Admission begins"),
        help=_("The approval number and its period are needed."),
    ),
    Step("pause", {P.ACTIVE}, P.SUSPENDED, _("Stop admission"), needs_note=True, tone="secondary"),
    Step("resume", {P.SUSPENDED}, P.ACTIVE, _("Admit again")),
    Step(
        "finish",
        {P.PREPARING, P.ACTIVE, P.SUSPENDED},
        P.ENDED,
        _("End the programme"),
        needs_note=True,
        tone="danger",
    ),
)
