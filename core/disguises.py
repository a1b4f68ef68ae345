"""Seeing through spaces, full width, traditional characters and look-alike letters, with the way back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from confusable_homoglyphs.confusables import confusables_data

from core.text import is_han, simplified_characters

WORDS_AND_GAPS = re.compile(r"([^\W_]+)|([\W_]+)")
SPELLED_OUT = re.compile(r"(?<![a-z0-9])(?:[a-z][\s.·\-_*|]{1,2}){2,}[a-z](?![a-z0-9])")
SENTENCE_ENDS = frozenset("。!?;\n")
LOOSE_JOIN = 1  # a single character on one side of a full stop is spacing out, not a sentence
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("’‘ʼ＇`´", "'"))


@dataclass(frozen=True)
class Plain:
    """A text without its disguises; positions lead back to the text as typed."""

    text: str
    positions: list[int]


def plain(text: str) -> Plain:
    """The text as a reader understands it: simplified, half width, lower case, nothing between Chinese characters."""
    letters: list[str] = []
    positions: list[int] = []
    for position, char in enumerate(text):
        for letter in fold(char):
            letters.append(letter)
            positions.append(position)
    kept = _without_gaps("".join(letters))
    return Plain("".join(char for char, __ in kept), [positions[index] for __, index in kept])


@lru_cache(maxsize=65_536)
def fold(char: str) -> str:
    """One character as it is read: Ｍ, Cyrillic М and м are m, 總 is 总, an invisible one is nothing."""
    if char in " \n" or "a" <= char <= "z":
        return char
    if char in "\r\t\u00a0\u3000\u2028\u2029":
        return "\n" if char in "\r\u2028\u2029" else " "
    parts = unicodedata.normalize("NFKD", char).translate(DASHES)
    seen = "".join(_look_alike(part) for part in parts if unicodedata.category(part)[0] not in "MC")
    return seen.lower().translate(simplified_characters())


def _look_alike(char: str) -> str:
    """The Latin letter or the common ideograph a foreign character is drawn like."""
    if char.isascii() or "\u4e00" <= char <= "\u9fff":
        return char
    for form in (char, char.upper()):
        for likeness in confusables_data.get(form, ()):
            drawn = likeness["c"]
            if len(drawn) == 1 and ((drawn.isascii() and drawn.isalpha()) or is_han(drawn)):
                return drawn
    return char


def _without_gaps(text: str) -> list[tuple[str, int]]:
    """The characters to keep with their indexes: gaps beside Chinese characters go, sentence ends stay."""
    tokens = [(found.group(), found.start(), found.lastindex == 2) for found in WORDS_AND_GAPS.finditer(text)]
    kept: list[tuple[str, int]] = []
    for number, (token, start, is_gap) in enumerate(tokens):
        if not is_gap:
            kept.extend((char, start + offset) for offset, char in enumerate(token))
            continue
        before = tokens[number - 1][0] if number else ""
        after = tokens[number + 1][0] if number + 1 < len(tokens) else ""
        if not before or not after:
            continue
        if not (is_han(before[-1]) or is_han(after[0])):
            kept.extend((char, start + offset) for offset, char in enumerate(token))
        elif SENTENCE_ENDS.intersection(token) and min(len(before), len(after)) > LOOSE_JOIN:
            kept.append(("\n", start))
    return _without_spelling(kept)


def _without_spelling(kept: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """M.B.A. and M B A are MBA."""
    text = "".join(char for char, __ in kept)
    spelled = [found.span() for found in SPELLED_OUT.finditer(text)]
    if not spelled:
        return kept
    inside = {index for start, end in spelled for index in range(start, end) if not text[index].isalnum()}
    return [pair for index, pair in enumerate(kept) if index not in inside]
