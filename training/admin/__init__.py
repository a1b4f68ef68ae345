"""What may be repaired in training."""

from training.admin import life, proposal, training_class

__all__ = ["life", "proposal", "training_class"]
