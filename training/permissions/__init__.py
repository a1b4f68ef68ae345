"""Who may do what in training."""

from training.permissions import duties, proposal, training_class

__all__ = ["duties", "proposal", "training_class"]
