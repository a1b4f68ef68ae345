"""What people may type in training."""

from training.forms.proposal import BeginProposalForm, section_form
from training.forms.rows import ROW_SETS, RowSet
from training.forms.steps import (
    AcceptForm,
    AuthoriseForm,
    CommentForm,
    NameFieldsForm,
    RejectForm,
    ResubmitForm,
    ReturnForm,
    UnlockStartForm,
)

__all__ = [
    "ROW_SETS",
    "AcceptForm",
    "AuthoriseForm",
    "BeginProposalForm",
    "CommentForm",
    "NameFieldsForm",
    "RejectForm",
    "ResubmitForm",
    "ReturnForm",
    "RowSet",
    "UnlockStartForm",
    "section_form",
]
