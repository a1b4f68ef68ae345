"""The way of a profile statement: written, approved by the director, published."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from reports.models import ProfileStatement

S = ProfileStatement.Status

STATEMENT_FLOW = Flow(
    ProfileStatement,
    Step("submit", {S.DRAFT, S.RETURNED}, S.SUBMITTED, _("Submit to the director")),
    Step("withdraw", {S.DRAFT, S.RETURNED, S.SUBMITTED}, S.WITHDRAWN, _("Withdraw"), needs_note=True, tone="danger"),
    Step("return", {S.SUBMITTED}, S.RETURNED, _("Return for changes"), needs_note=True, decides=True, tone="secondary"),
    Step(
        "approve",
        {S.SUBMITTED},
        S.APPROVED,
        _("Approve"),
        decides=True,
        help=_("The figures are frozen as they stand for that day."),
    ),
    Step(
        "publish",
        {S.APPROVED},
        S.PUBLISHED,
        _("Publish on the public home page"),
        help=_("Takes the place of the statement published before."),
    ),
    Step("supersede", {S.PUBLISHED}, S.SUPERSEDED, _("Superseded"), automatic=True),
)  # fmt: skip
