"""The workflows of training."""

from training.flow.changes import CHANGE_FLOW
from training.flow.filing import FILING_FLOW
from training.flow.life import CLOSING_FLOW, SETTLEMENT_FLOW, SUSPENSION_FLOW
from training.flow.money import EXPENSE_FLOW, PAYMENT_FLOW, REFUND_FLOW
from training.flow.partners import CONTRACT_FLOW, VETTING_FLOW
from training.flow.proposal import COSIGN_FLOW, PROPOSAL_FLOW
from training.flow.publicity import PUBLICITY_FLOW
from training.flow.quality import COMPLAINT_FLOW, INSPECTION_FLOW, TICKET_FLOW
from training.flow.rules import RULE_FLOW
from training.flow.training_class import CLASS_FLOW, TRAINEE_FLOW

__all__ = [
    "CHANGE_FLOW",
    "CLASS_FLOW",
    "CLOSING_FLOW",
    "COMPLAINT_FLOW",
    "CONTRACT_FLOW",
    "COSIGN_FLOW",
    "EXPENSE_FLOW",
    "FILING_FLOW",
    "INSPECTION_FLOW",
    "PAYMENT_FLOW",
    "PROPOSAL_FLOW",
    "PUBLICITY_FLOW",
    "REFUND_FLOW",
    "RULE_FLOW",
    "SETTLEMENT_FLOW",
    "SUSPENSION_FLOW",
    "TICKET_FLOW",
    "TRAINEE_FLOW",
    "VETTING_FLOW",
]
