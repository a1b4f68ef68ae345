"""Patterns of forbidden wording, made safe: an officer's regular expression can never stall the portal."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import simplified_characters

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_PATTERN = 200
MOST_REPEATS = 30
DEAREST_PATTERN = 2000
CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
BRACES = re.compile(r"\{(\d*)(,?)(\d*)\}")
SAFE_GROUPS = ("(?:", "(?!", "(?=", "(?<!", "(?<=")
JOINTS = r"[·\-_*|.]?"
SHORT_WORD = re.compile(r"[a-z]{2,5}")
LATIN_WORDS = re.compile(r"[a-z0-9' -]+")


def compile_literal(key: str) -> re.Pattern[str]:
    """A term in plain form as a pattern: M-B-A for MBA, a plural s, any space between words."""
    if SHORT_WORD.fullmatch(key):
        return re.compile(JOINTS.join(key) + r"(?:'?s)?")
    if LATIN_WORDS.fullmatch(key):
        return re.compile(r"[\s-]+".join(re.escape(word) for word in key.split()) + r"(?:'?s(?![a-z]))?")
    return re.compile(re.escape(key))


def compile_regex(pattern: str) -> re.Pattern[str]:
    """An officer's regular expression, checked; it sees simplified characters in lower case."""
    check_regex(pattern)
    return re.compile(pattern.translate(simplified_characters()), re.IGNORECASE)


def check_regex(pattern: str) -> None:
    """Refuse, with the reason, a regular expression that is wrong, matches nothing, or could run for ever."""
    if not pattern or len(pattern) > LONGEST_PATTERN:
        raise _refusal(_("A pattern has 1 to 200 characters."), "pattern_length")
    outside = CLASS.sub("x", re.sub(r"\\[^1-9bB]", "x", pattern))
    if re.search(r"\\[1-9]", outside):
        raise _refusal(_("A pattern cannot refer back to a group."), "pattern_reference")
    if any(not outside.startswith(SAFE_GROUPS, found.start()) for found in re.finditer(r"\(\?", outside)):
        raise _refusal(
            _("Only plain groups, (?:…) and look-arounds can be used in a pattern."), "pattern_group"
        )
    if re.search(r"[*+]", outside) or any(count[2] and not count[3] for count in BRACES.finditer(outside)):
        raise _refusal(
            _("A pattern cannot repeat without end: write {0,10} instead of * and {1,10} instead of +."),
            "pattern_endless",
        )
    _check_cost(outside)
    _check_syntax(pattern)


def _check_cost(outside: str) -> None:
    """Every repeat and every choice multiplies the ways to try; the product is bounded."""
    cost = 1 + outside.count("|")
    for low, comma, high in BRACES.findall(outside):
        most = int(high or low or 1)
        if most > MOST_REPEATS:
            raise _refusal(_("A pattern can repeat something at most 30 times."), "pattern_repeats")
        cost *= most - int(low or 0) + 1 if comma else 1
    cost *= 2 ** len(re.findall(r"(?<!\()\?", outside))
    if re.search(r"\)\{", outside) or cost > DEAREST_PATTERN:
        raise _refusal(_("The pattern is too complicated; please split it into several."), "pattern_cost")


def _check_syntax(pattern: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        raise ValidationError(
            _("The pattern is not a regular expression: %(reason)s"),
            code="pattern_syntax",
            params={"reason": str(error)},
        ) from None
    if compiled.search(""):
        raise _refusal(_("The pattern would match everywhere."), "pattern_empty")


def _refusal(message: str | _StrPromise, code: str) -> ValidationError:
    return ValidationError(message, code=code)
