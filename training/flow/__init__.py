"""The workflows of training."""

from training.flow.proposal import COSIGN_FLOW, PROPOSAL_FLOW
from training.flow.training_class import CLASS_FLOW, TRAINEE_FLOW

__all__ = ["CLASS_FLOW", "COSIGN_FLOW", "PROPOSAL_FLOW", "TRAINEE_FLOW"]
