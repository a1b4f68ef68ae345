"""How the lists of training can be narrowed."""

from training.filters.proposal import ProposalFilter

__all__ = ["ProposalFilter"]
