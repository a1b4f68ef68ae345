"""An engagement from plan to departure, and the review of what an expert speaks about (§4.2)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from visitors.models import Engagement, Lecture

S = Engagement.Status

ENGAGEMENT_FLOW = Flow(
    Engagement,
    Step("submit", {S.PLANNED}, S.UNIT_REVIEW, _("Submit"),
         help=_("The head of the unit is asked to agree.")),
    Step("endorse", {S.UNIT_REVIEW}, S.IO_REVIEW, _("Agree"), decides=True,
         help=_("The unit wants this engagement; the visitors desk checks it.")),
    Step("approve", {S.IO_REVIEW}, S.APPROVED, _("Approve"), decides=True,
         help=_("The engagement gets its number; the invitation can be written.")),
    Step("return", {S.UNIT_REVIEW, S.IO_REVIEW}, S.PLANNED, _("Return for changes"), needs_note=True,
         decides=True, tone="secondary"),
    Step("invite", {S.APPROVED}, S.INVITED, _("Invitation sent"),
         help=_("The letter of invitation or the notice of the work permit is on its way to the expert.")),
    Step("grant_visa", {S.INVITED}, S.VISA, _("Visa in hand"),
         help=_("The passport must outlast the engagement by six months, or you say why it is accepted.")),
    Step("arrive", {S.APPROVED, S.INVITED, S.VISA}, S.ARRIVED, _("Record the arrival"),
         help=_("Residence must be registered within 24 hours; a residence permit is asked for within 30 days.")),
    Step("take_up", {S.ARRIVED}, S.ON_POST, _("Takes up the post"),
         help=_("From now on the engagement counts.")),
    Step("extend", {S.ON_POST, S.EXTENDED}, S.EXTENDED, _("Extend"), decides=True,
         help=_("A new last day; permits must be extended 30 days before they end.")),
    Step("end", {S.ARRIVED, S.ON_POST, S.EXTENDED}, S.ENDED, _("End the engagement"),
         help=_("Keys and assets are back; the work permit is cancelled within ten working days.")),
    Step("terminate", {S.ARRIVED, S.ON_POST, S.EXTENDED}, S.TERMINATED, _("End it early"), needs_note=True,
         tone="danger"),
    Step("cancel", {S.PLANNED, S.UNIT_REVIEW, S.IO_REVIEW, S.APPROVED, S.INVITED, S.VISA}, S.CANCELLED,
         _("Cancel"), needs_note=True, tone="danger", help=_("The expert does not come.")),
)  # fmt: skip

L = Lecture.Status

LECTURE_FLOW = Flow(
    Lecture,
    Step("submit", {L.DRAFT}, {L.CONTENT_REVIEW, L.CLEARED}, _("File the lecture"),
         help=_("To the public, or on social science, the publicity department reviews the content first.")),
    Step("clear", {L.CONTENT_REVIEW}, L.CLEARED, _("Clear the content"), decides=True),
    Step("refuse", {L.CONTENT_REVIEW}, L.REFUSED, _("Refuse the content"), decides=True, needs_note=True,
         tone="danger"),
    Step("revise", {L.REFUSED}, L.DRAFT, _("Revise"), tone="secondary"),
    Step("hold", {L.CLEARED}, L.HELD, _("Record that it was held")),
    Step("cancel", {L.DRAFT, L.CONTENT_REVIEW, L.CLEARED, L.REFUSED}, L.CANCELLED, _("Cancel"), needs_note=True,
         tone="danger"),
)  # fmt: skip
