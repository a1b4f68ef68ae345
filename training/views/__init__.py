"""The pages of training."""

from training.views.form import ProposalBegin, ProposalCheck, ProposalSection, WordCheck
from training.views.proposal import (
    ProposalDetail,
    ProposalList,
    ProposalVersions,
)
from training.views.remarks import ProposalComment, ProposalNameFields, ProposalUnlockStart

__all__ = [
    "ProposalBegin",
    "ProposalCheck",
    "ProposalComment",
    "ProposalDetail",
    "ProposalList",
    "ProposalNameFields",
    "ProposalSection",
    "ProposalUnlockStart",
    "ProposalVersions",
    "WordCheck",
]
