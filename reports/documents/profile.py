"""The profile of the office in words: clauses around figures, in both languages from the same values (§6.3, ST-07)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.history import canonical
from core.models import Region
from core.policy import policy
from reports.documents.profile_words import CHIP, SKELETON, WORD_CHIPS
from reports.figures import FIGURES, Figure, Reading
from reports.models import ProfileStatement

LANGUAGES = ("zh", "en")
WITH_ARTICLE = re.compile(
    "United |Netherlands|Philippines|Maldives|Bahamas|Gambia|Russian |Czech R|Dominican R|Islamic R"
)
NUMERALS = {
    "zh": "零一二三四五六七八九十",
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}
REGIONS_NAMED = 6
LABS_NAMED = 3
TYPES = (
    ("F03a", "本硕博学位", "degree"),
    ("F03b", "交换生", "exchange"),
    ("F03c", "访学", "visiting"),
    ("F03d", "游学", "study-tour"),
)


@dataclass
class Speaker:
    """What each chip says as of a day, from the live records."""

    as_of: date
    readings: dict[str, Reading] = field(default_factory=dict)

    def reading(self, figure_id: str) -> Reading | None:
        """The figure on that day, counted once."""
        if figure_id not in self.readings and figure_id in FIGURES:
            self.readings[figure_id] = FIGURES[figure_id].read(self.as_of)
        return self.readings.get(figure_id)

    def say(self, chip: str, language: str) -> str:
        """The words of the chip; empty for nought."""
        if chip in WORD_CHIPS:
            return str(getattr(self, f"_{chip}")(language))
        reading = self.reading(chip)
        return reading.phrase(language) if reading else ""

    def has(self, chip: str) -> bool:
        reading = self.reading(chip)
        return bool(reading and reading.value)

    def _years(self, language: str) -> str:
        return numeral(int(policy("stats.profile_years")), language)

    def _mobility_years(self, language: str) -> str:
        return numeral(int(policy("stats.mobility_years")), language)

    def _types(self, language: str) -> str:
        held = [zh if language == "zh" else en for figure, zh, en in TYPES if self.has(figure)]
        return joined(held, language)

    def _regions(self, language: str) -> str:
        names = [
            region.name_zh if language == "zh" else with_article(region.name_en) for region in self.regions
        ]
        if len(self.regions) <= REGIONS_NAMED:
            return joined(names, language)
        first = names[:REGIONS_NAMED]
        if language == "zh":
            return "、".join(first) + "等国家和地区"
        return ", ".join(first) + " and other countries and regions"

    @cached_property
    def regions(self) -> list[Region]:
        """Where the partners are, those with most of them first; foreign countries before others."""
        reading = self.reading("F01")
        if reading is None:
            return []
        count: dict[int, int] = {}
        for pk in reading.rows.order_by().values_list("region", flat=True):
            count[pk] = count.get(pk, 0) + 1
        found = Region.objects.filter(pk__in=count)
        return sorted(found, key=lambda region: (region.kind != "foreign", -count[region.pk], region.name_en))

    def _labs(self, language: str) -> str:
        reading = self.reading("F13")
        partners: dict[int, Any] = {}
        for lab in reading.rows if reading else ():
            for partner in partners_of(lab):
                partners.setdefault(partner.pk, partner)
        names = [
            row.name_zh if language == "zh" else (row.name_en or row.name_zh) for row in partners.values()
        ]
        if len(names) <= LABS_NAMED:
            return joined(names, language)
        first = names[:LABS_NAMED]
        return "、".join(first) + "等" if language == "zh" else ", ".join(first) + " and others"


def partners_of(lab: Any) -> Iterable[Any]:
    """The institutions a laboratory is run with."""
    partners = getattr(lab, "partners", None)
    return partners.all() if partners is not None else [lab.partner]


class FrozenSpeaker:
    """What each chip said when the director approved."""

    def __init__(self, statement: ProfileStatement) -> None:
        self.words: Mapping[str, Mapping[str, str]] = statement.frozen_words

    def say(self, chip: str, language: str) -> str:
        return self.words[language][chip]


def numeral(number: int, language: str) -> str:
    """五 or five; beyond ten, figures."""
    return str(NUMERALS[language][number]) if number <= 10 else str(number)  # noqa: PLR2004


def with_article(name: str) -> str:
    """The country's name as it stands in an English sentence."""
    return f"the {name}" if WITH_ARTICLE.match(name) else name


def joined(names: list[str], language: str) -> str:
    """A、B、C, or A, B and C."""
    if language == "zh":
        return "、".join(names)
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1] if names else ""]))


def draft_texts(speaker: Speaker) -> dict[str, str]:
    """The statement with its chips in both languages, without the clauses that have nothing to say."""
    zh: list[str] = []
    en: list[str] = []
    recent_begun = False
    for sentence in SKELETON:
        told = [clause for clause in sentence.clauses if all(speaker.has(chip) for chip in clause.figures)]
        if not told:
            continue
        begins = sentence.is_recent and not recent_begun
        recent_begun = recent_begun or sentence.is_recent
        zh.append(("近{years}年来，" if begins else "") + "，".join(clause.zh for clause in told))
        recent = "In the past {years} years it has " if begins else "It has "
        lead = recent if sentence.is_recent else "The university "
        en.append(lead + _listed([clause.en for clause in told]))
    return {"zh": "；".join(zh) + "。" if zh else "", "en": " ".join(f"{text}." for text in en)}


def _listed(clauses: list[str]) -> str:
    if len(clauses) < 3:  # noqa: PLR2004
        return " and ".join(clauses)
    return ", ".join(clauses[:-1]) + ", and " + clauses[-1]


def spoken(text: str, speaker: Any, language: str) -> str:
    """The text as people read it."""
    return CHIP.sub(lambda match: speaker.say(match[1], language), text)


@dataclass(frozen=True)
class Piece:
    """A piece of the text: plain words, or a chip with the figure it says."""

    text: str
    figure: Figure | None = None
    is_number: bool = False

    @property
    def is_chip(self) -> bool:
        return self.figure is not None


def pieces(text: str, speaker: Any, language: str) -> list[Piece]:
    """The text cut at its chips, each knowing its figure and definition."""
    found, end = [], 0
    for match in CHIP.finditer(text):
        found.append(Piece(text[end : match.start()]))
        chip = match[1]
        found.append(
            Piece(speaker.say(chip, language), FIGURES.get(WORD_CHIPS.get(chip, chip)), chip in FIGURES)
        )
        end = match.end()
    return [piece for piece in [*found, Piece(text[end:])] if piece.text]


def chips_of(text: str) -> set[str]:
    """The chips that stand in the text."""
    return set(CHIP.findall(text))


def check_texts(zh: str, en: str) -> None:
    """Only known chips, and the same figures in both languages (ST-07)."""
    for text in (zh, en):
        unknown = sorted(chip for chip in chips_of(text) if chip not in WORD_CHIPS and chip not in FIGURES)
        if unknown or "{" in CHIP.sub("", text) or "}" in CHIP.sub("", text):
            raise ValidationError(
                _("This is no figure: %(chips)s. A figure stands in braces, such as {F01}.")
                % {"chips": ", ".join(unknown) or "{ }"}
            )
    apart = sorted((chips_of(zh) ^ chips_of(en)) - set(WORD_CHIPS))
    if apart:
        raise ValidationError(
            _("Both languages say the same figures; these stand in one only: %(chips)s.")
            % {"chips": ", ".join(apart)}
        )


def fingerprint(zh: str, en: str) -> str:
    """The mark of the two texts as people read them."""
    return hashlib.sha256(canonical({"zh": zh, "en": en}).encode()).hexdigest()


def speaker_of(statement: ProfileStatement) -> Any:
    """The frozen words once approved, the live records before."""
    return FrozenSpeaker(statement) if statement.is_frozen else Speaker(statement.as_of)


def words_of(statement: ProfileStatement, language: str, speaker: Any = None) -> str:
    """The statement as people read it."""
    return spoken(statement.text(language), speaker or speaker_of(statement), language)
