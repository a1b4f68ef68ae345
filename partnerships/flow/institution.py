"""From first contact to cooperation and its end (§3.1), and the follow-ups of the log (§3.5)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from partnerships.models import FollowUp, Institution

S = Institution.Status

INSTITUTION_FLOW = Flow(
    Institution,
    Step("negotiate", {S.PROSPECT}, S.NEGOTIATING, _("Talks have begun")),
    Step(
        "activate",
        {S.PROSPECT, S.NEGOTIATING, S.DORMANT, S.ENDED},
        S.ACTIVE,
        _("Cooperation begins"),
        help=_("The partner counts as cooperating; at least one current contact is needed."),
    ),
    Step(
        "rest",
        {S.ACTIVE},
        S.DORMANT,
        _("Mark as dormant"),
        needs_note=True,
        tone="secondary",
        help=_("Nothing has happened for a long time; agreements stay as they are."),
    ),
    Step(
        "end",
        {S.PROSPECT, S.NEGOTIATING, S.ACTIVE, S.DORMANT},
        S.ENDED,
        _("End the cooperation"),
        needs_note=True,
        tone="danger",
        help=_("The record stays readable; agreements in force are ended by a termination of their own."),
    ),
    Step(
        "suspend",
        {S.PROSPECT, S.NEGOTIATING, S.ACTIVE, S.DORMANT, S.ENDED},
        S.BLACKLISTED,
        _("Suspend the cooperation"),
        needs_note=True,
        tone="danger",
        help=_("Nothing new is agreed with this partner until you lift the suspension."),
    ),
    # A merged record that cooperated hands its standing to the record that is kept.
    Step(
        "take_over",
        {S.PROSPECT, S.NEGOTIATING, S.DORMANT, S.ENDED},
        S.ACTIVE,
        _("Taken over from the merged record"),
        automatic=True,
    ),
    Step(
        "readmit",
        {S.BLACKLISTED},
        S.NEGOTIATING,
        _("Lift the suspension"),
        needs_note=True,
        tone="secondary",
    ),
)

F = FollowUp.Status

FOLLOWUP_FLOW = Flow(
    FollowUp,
    Step("finish", {F.OPEN}, F.DONE, _("Done")),
    Step("drop", {F.OPEN}, F.DROPPED, _("Drop it"), needs_note=True, tone="secondary"),
)
