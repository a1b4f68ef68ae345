"""The teaching contest from its call to the awards, and what becomes of an entry (§4.5)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from visitors.models import ContestEdition, ContestEntry

S = ContestEdition.Status

EDITION_FLOW = Flow(
    ContestEdition,
    Step("open", {S.DRAFT}, S.OPEN, _("Open for entries"),
         help=_("The weights of the criteria must come to 100 per cent.")),
    Step("judge", {S.OPEN}, S.PRELIMINARY, _("Begin the preliminary round"),
         help=_("No further entries; judges see the entries without names.")),
    Step("advance", {S.PRELIMINARY}, S.FINAL, _("Go to the final"),
         help=_("Scores are computed; the best of each group go on.")),
    Step("propose", {S.FINAL}, S.DECIDING, _("Propose the awards"),
         help=_("Scores of the final are computed and awards given within their quotas.")),
    Step("award", {S.DECIDING}, S.AWARDED, _("Confirm the awards"), decides=True,
         help=_("Certificates can be asked for in one batch.")),
    Step("judge_again", {S.DECIDING}, S.FINAL, _("Back to the final"), needs_note=True, tone="secondary"),
    Step("close", {S.AWARDED}, S.CLOSED, _("Close")),
)  # fmt: skip

E = ContestEntry.Status

ENTRY_FLOW = Flow(
    ContestEntry,
    Step("submit", {E.DRAFT}, E.SUBMITTED, _("Enter the contest"),
         help=_("The entry gets its number; judges see it without your name and college.")),
    Step("withdraw", {E.DRAFT, E.SUBMITTED}, E.WITHDRAWN, _("Withdraw"), needs_note=True, tone="danger"),
    Step("promote", {E.SUBMITTED}, E.FINALIST, _("Goes to the final"), automatic=True),
    Step("eliminate", {E.SUBMITTED}, E.ELIMINATED, _("Not in the final"), automatic=True),
    Step("honour", {E.FINALIST}, E.AWARDED, _("Awarded"), automatic=True),
    Step("pass_over", {E.FINALIST}, E.UNPLACED, _("No award"), automatic=True),
)  # fmt: skip
