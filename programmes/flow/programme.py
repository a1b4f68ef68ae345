"""From a drafted programme to a running one, and from a planned round to a finished one."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from programmes.models import Programme, Round

P = Programme.Status
R = Round.Status

PROGRAMME_FLOW = Flow(
    Programme,
    Step("publish", {P.DRAFT, P.DORMANT}, P.OPEN, _("Open the programme"),
         help=_("It appears in the public catalogue, and places of it can be offered.")),
    Step("rest", {P.OPEN}, P.DORMANT, _("Mark as dormant"), tone="secondary",
         help=_("It stays readable, but no places are offered.")),
    Step("end", {P.DRAFT, P.OPEN, P.DORMANT}, P.ENDED, _("End the programme"), needs_note=True, tone="danger",
         help=_("It leaves the catalogue. Students who are abroad are not touched.")),
)  # fmt: skip

ROUND_FLOW = Flow(
    Round,
    Step("announce", {R.PLANNED}, R.OPEN, _("Open the round"),
         help=_("Students can apply from the opening moment until the closing moment.")),
    Step("shut", {R.OPEN}, R.CLOSED, _("Close the round"), automatic=True),
    Step("rank", {R.CLOSED, R.RANKED}, R.RANKED, _("Compute the ranking"),
         help=_("Totals with the frozen weights; ties are broken by language, average, time, then a recorded draw.")),
    Step("place", {R.RANKED}, R.PLACED, _("Places given"), automatic=True),
    Step("publicise", {R.PLACED}, R.PLACED, _("Begin the publicity period"),
         help=_("The list shows name, college and programme only. Anybody may object until its last day.")),
    Step("finish", {R.PLACED}, R.FINISHED, _("Finish the round"), tone="secondary",
         help=_("Waiting lists end; whoever still waits is not selected.")),
    Step("cancel", {R.PLANNED, R.OPEN, R.CLOSED, R.RANKED, R.PLACED}, R.CANCELLED, _("Cancel the round"),
         needs_note=True, decides=True, tone="danger",
         help=_("Every application of it is cancelled and every place is given back.")),
)  # fmt: skip
