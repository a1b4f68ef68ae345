"""What may be repaired in training."""

from training.admin import proposal, training_class

__all__ = ["proposal", "training_class"]
