"""A conference from the forecast of the year before to its summary (§4.4)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from visitors.models import Conference

S = Conference.Status

CONFERENCE_FLOW = Flow(
    Conference,
    Step("apply", {S.FORECAST, S.POSTPONED}, S.DRAFT, _("Begin the application"),
         help=_("The forecast becomes an application; the portal shows the last day to file it.")),
    Step("submit", {S.DRAFT}, S.UNIT_REVIEW, _("Submit"), help=_("The head of the unit is asked to agree.")),
    Step("endorse", {S.UNIT_REVIEW}, S.IO_REVIEW, _("Agree"), decides=True),
    Step("accept", {S.IO_REVIEW}, S.LEADER_REVIEW, _("Accept"), decides=True,
         help=_("The grade, general or major, is fixed by the rules.")),
    Step("authorise", {S.LEADER_REVIEW}, S.EXTERNAL_REVIEW, _("Agree and report to the province"), decides=True),
    Step("approve", {S.EXTERNAL_REVIEW}, S.APPROVED, _("Record the approval"),
         help=_("All replies that are needed are on file and agree.")),
    Step("announce", {S.APPROVED}, S.ANNOUNCED, _("Announce"),
         help=_("Nothing is announced before approval.")),
    Step("hold", {S.APPROVED, S.ANNOUNCED}, S.HELD, _("Record that it was held"),
         help=_("Enter who came, by nationality, before you close.")),
    Step("ask_summary", {S.HELD}, S.SUMMARY_DUE, _("Summary is due"), automatic=True),
    Step("close", {S.HELD, S.SUMMARY_DUE}, S.CLOSED, _("Close with the summary")),
    Step("return", {S.UNIT_REVIEW, S.IO_REVIEW, S.LEADER_REVIEW}, S.DRAFT, _("Return for changes"),
         needs_note=True, decides=True, tone="secondary"),
    Step("postpone", {S.APPROVED, S.ANNOUNCED}, S.POSTPONED, _("Postpone"), needs_note=True, tone="secondary",
         help=_("Possible until a month before; the new dates are approved again.")),
    Step("cancel", {S.FORECAST, S.DRAFT, S.UNIT_REVIEW, S.IO_REVIEW, S.LEADER_REVIEW, S.EXTERNAL_REVIEW, S.APPROVED,
                    S.ANNOUNCED, S.POSTPONED}, S.CANCELLED, _("Cancel"), needs_note=True, tone="danger"),
)  # fmt: skip
