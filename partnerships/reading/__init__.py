"""Reading lists of institutions, whatever their layout: which column means what, and what each row says."""

from partnerships.reading.columns import COLUMNS, LEFT_OUT, header_key_of, label_of
from partnerships.reading.reader import Entry, InstitutionReader, Layout, layout_of

__all__ = [
    "COLUMNS",
    "LEFT_OUT",
    "Entry",
    "InstitutionReader",
    "Layout",
    "header_key_of",
    "label_of",
    "layout_of",
]
