"""What happens in training."""

from training.actions.certificates import request_certificates_trainingclass
from training.actions.cosign import (
    agree_cosign,
    agree_with_conditions_cosign,
    object_cosign,
)
from training.actions.decide import (
    approve_proposal,
    authorise_proposal,
    escalate_proposal,
    reject_proposal,
    return_proposal,
    start_proposal,
)
from training.actions.results import (
    ask_override_trainee,
    check_results,
    expel_trainee,
    override_trainee,
    record_attendance,
    record_results,
    withdraw_trainee,
)
from training.actions.review import (
    accept_proposal,
    comment_proposal,
    endorse_proposal,
    name_fields_proposal,
    unlock_start_proposal,
)
from training.actions.roster import apply_roster, check_roster_again, take_over_roster, upload_roster
from training.actions.submit import (
    resubmit_proposal,
    submit_proposal,
    withdraw_proposal,
)
from training.actions.training_class import (
    add_class,
    cancel_trainingclass,
    close_trainingclass,
    complete_trainingclass,
    confirm_trainingclass,
    finish_trainingclass,
    open_enrolment_trainingclass,
    reopen_attendance_trainingclass,
    start_trainingclass,
)

__all__ = [
    "accept_proposal",
    "add_class",
    "agree_cosign",
    "agree_with_conditions_cosign",
    "apply_roster",
    "approve_proposal",
    "ask_override_trainee",
    "authorise_proposal",
    "cancel_trainingclass",
    "check_results",
    "check_roster_again",
    "close_trainingclass",
    "comment_proposal",
    "complete_trainingclass",
    "confirm_trainingclass",
    "endorse_proposal",
    "escalate_proposal",
    "expel_trainee",
    "finish_trainingclass",
    "name_fields_proposal",
    "object_cosign",
    "open_enrolment_trainingclass",
    "override_trainee",
    "record_attendance",
    "record_results",
    "reject_proposal",
    "reopen_attendance_trainingclass",
    "request_certificates_trainingclass",
    "resubmit_proposal",
    "return_proposal",
    "start_proposal",
    "start_trainingclass",
    "submit_proposal",
    "take_over_roster",
    "unlock_start_proposal",
    "upload_roster",
    "withdraw_proposal",
    "withdraw_trainee",
]
