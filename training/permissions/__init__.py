"""Who may do what in training."""

from training.permissions import duties, life, proposal, training_class

__all__ = ["duties", "life", "proposal", "training_class"]
