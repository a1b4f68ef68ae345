"""Who may do what in training."""

from training.permissions import proposal, training_class

__all__ = ["proposal", "training_class"]
