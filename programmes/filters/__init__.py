"""How lists of programmes are narrowed."""

from programmes.filters.application import ApplicationFilter, InterviewFilter
from programmes.filters.mobility import InboundFilter, MobilityFilter, PaperFilter
from programmes.filters.programme import CatalogueFilter, ProgrammeFilter, RoundFilter

__all__ = [
    "ApplicationFilter",
    "CatalogueFilter",
    "InboundFilter",
    "InterviewFilter",
    "MobilityFilter",
    "PaperFilter",
    "ProgrammeFilter",
    "RoundFilter",
]
