"""The workflows of training."""

from training.flow.filing import FILING_FLOW
from training.flow.money import EXPENSE_FLOW, PAYMENT_FLOW, REFUND_FLOW
from training.flow.proposal import COSIGN_FLOW, PROPOSAL_FLOW
from training.flow.publicity import PUBLICITY_FLOW
from training.flow.quality import COMPLAINT_FLOW, INSPECTION_FLOW, TICKET_FLOW
from training.flow.training_class import CLASS_FLOW, TRAINEE_FLOW

__all__ = [
    "CLASS_FLOW",
    "COMPLAINT_FLOW",
    "COSIGN_FLOW",
    "EXPENSE_FLOW",
    "FILING_FLOW",
    "INSPECTION_FLOW",
    "PAYMENT_FLOW",
    "PROPOSAL_FLOW",
    "PUBLICITY_FLOW",
    "REFUND_FLOW",
    "TICKET_FLOW",
    "TRAINEE_FLOW",
]
