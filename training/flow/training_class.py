"""From a planned class to a closed one, and what becomes of a trainee."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from training.models import Trainee, TrainingClass

S = TrainingClass.Status

CLASS_FLOW = Flow(
    TrainingClass,
    Step(
        "open_enrolment",
        {S.PLANNED},
        S.ENROLLING,
        _("Open enrolment"),
        help=_("From now on trainees can be put on the roster."),
    ),
    Step(
        "confirm",
        {S.ENROLLING},
        S.CONFIRMED,
        _("Confirm the class"),
        help=_(
            "The class will take place: the least intake is reached, or you say why it runs all the same."
        ),
    ),
    Step(
        "start",
        {S.CONFIRMED},
        S.RUNNING,
        _("Start the class"),
        help=_("Trainees on the roster are attending; attendance and results can be entered."),
    ),
    Step(
        "finish",
        {S.RUNNING},
        S.FINISHED,
        _("Finish the class"),
        help=_("Completion is computed for every trainee from attendance and results."),
    ),
    Step(
        "complete",
        {S.FINISHED},
        S.FINISHED,
        _("Compute completion again"),
        tone="secondary",
        help=_("Whoever meets the rule by now, after a make-up or a late check, has completed."),
    ),
    # The office alone opens the attendance again once it is locked (§1.3).
    Step(
        "reopen_attendance",
        {S.RUNNING, S.FINISHED},
        {S.RUNNING, S.FINISHED},
        _("Reopen attendance"),
        needs_note=True,
        tone="secondary",
        help=_("The unit can correct the attendance for some more working days."),
    ),
    Step(
        "close",
        {S.FINISHED},
        S.CLOSED,
        _("Close the class"),
        help=_("Nothing can be changed any more."),
    ),
    Step(
        "cancel",
        {S.PLANNED, S.ENROLLING, S.CONFIRMED},
        S.CANCELLED,
        _("Cancel the class"),
        needs_note=True,
        tone="danger",
        help=_("The class will not take place. The roster stays on record."),
    ),
    Step("archive", {S.FINISHED}, S.CLOSED, _("Closed with its project"), automatic=True),
    # P17: its project ends.
    Step(
        "abandon",
        {S.PLANNED, S.ENROLLING, S.CONFIRMED, S.RUNNING},
        S.CANCELLED,
        _("Cancelled with its project"),
        automatic=True,
    ),
)

T = Trainee.Status

TRAINEE_FLOW = Flow(
    Trainee,
    Step(
        "admit",
        {T.APPLIED},
        T.ADMITTED,
        _("Admit"),
        help=_("The trainee is told and asked to pay; without a fee the registration is complete at once."),
    ),
    Step(
        "decline",
        {T.APPLIED},
        T.DECLINED,
        _("Do not admit"),
        needs_note=True,
        tone="danger",
        help=_("The reason is shown to whoever applied."),
    ),
    Step("register", {T.ADMITTED}, T.REGISTERED, _("Registered"), automatic=True),
    Step(
        "waive_fee",
        {T.ADMITTED},
        T.REGISTERED,
        _("Waive the fee"),
        needs_note=True,
        decides=True,
        tone="secondary",
        help=_("The trainee takes part without paying; say on what ground."),
    ),
    Step("attend", {T.REGISTERED}, T.ATTENDING, _("Attends"), automatic=True),
    Step("complete", {T.ATTENDING, T.NOT_COMPLETED}, T.COMPLETED, _("Completed"), automatic=True),
    Step("fail", {T.ATTENDING}, T.NOT_COMPLETED, _("Not completed"), automatic=True),
    Step(
        "withdraw",
        {T.APPLIED, T.ADMITTED, T.REGISTERED, T.ATTENDING},
        T.WITHDREW,
        _("Record the withdrawal"),
        needs_note=True,
        tone="secondary",
        help=_("The trainee leaves the class and gets no certificate."),
    ),
    Step(
        "expel",
        {T.REGISTERED, T.ATTENDING},
        T.EXPELLED,
        _("Record the expulsion"),
        needs_note=True,
        tone="danger",
        help=_("The trainee is excluded from the class and gets no certificate."),
    ),
    Step(
        "override",
        {T.NOT_COMPLETED},
        T.COMPLETED,
        _("Approve completion against the rule"),
        needs_note=True,
        decides=True,
        help=_("The unit has asked for it and said why; the governing office decides."),
    ),
)
