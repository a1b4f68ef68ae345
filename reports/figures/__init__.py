"""Every figure of the office: one definition and one queryset, from which page, report, chart and text are made."""

from reports.figures import meetings, partnerships, programmes, training, visitors
from reports.figures.phrases import money_phrase, round_phrase
from reports.figures.registry import FIGURES, Cell, Figure, Reading, Words, figures_for, phrase_of
from reports.figures.windows import CALENDAR, MODES, ROLLING, Change, Period, Window, window_of, years_before

__all__ = [
    "CALENDAR",
    "FIGURES",
    "MODES",
    "ROLLING",
    "Cell",
    "Change",
    "Figure",
    "Period",
    "Reading",
    "Window",
    "Words",
    "figures_for",
    "money_phrase",
    "phrase_of",
    "round_phrase",
    "meetings",
    "partnerships",
    "programmes",
    "training",
    "visitors",
    "window_of",
    "years_before",
]
