"""How a list of institutions gets from the file into the register."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from partnerships.models import ImportBatch

S = ImportBatch.Status

IMPORT_FLOW = Flow(
    ImportBatch,
    Step("map", {S.UPLOADED, S.MAPPED, S.MATCHED}, S.MAPPED, _("Assign the columns")),
    Step("match", {S.UPLOADED, S.MAPPED}, S.MATCHED, _("Rows matched"), automatic=True),
    Step(
        "apply",
        {S.MATCHED},
        S.APPLIED,
        _("Take over"),
        help=_(
            "All rows enter the register at once, or none does. The whole import can be undone afterwards."
        ),
    ),
    Step(
        "undo",
        {S.APPLIED},
        S.UNDONE,
        _("Undo the import"),
        tone="danger",
        help=_("The register becomes what it was before the import, to the last field."),
    ),
    # The same from the command line, where nobody is signed in.
    Step("take_in", {S.MATCHED}, S.APPLIED, _("Taken over from the command line"), automatic=True),
    Step("take_back", {S.APPLIED}, S.UNDONE, _("Undone from the command line"), automatic=True),
    Step("discard", {S.UPLOADED, S.MAPPED, S.MATCHED}, S.DISCARDED, _("Discard"), tone="danger"),
)
