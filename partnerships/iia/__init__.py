"""Agreements as European partners exchange them: IIA, version 7, of Erasmus Without Paper."""

from partnerships.iia.compare import Difference, differences
from partnerships.iia.document import Iia, IiaRefused, read_iias, schema_errors, schema_errors_of
from partnerships.iia.fingerprint import fingerprint
from partnerships.iia.writer import Incomplete, agreement_as_iia, response_of

__all__ = [
    "Difference",
    "Iia",
    "IiaRefused",
    "Incomplete",
    "agreement_as_iia",
    "differences",
    "fingerprint",
    "read_iias",
    "response_of",
    "schema_errors",
    "schema_errors_of",
]
