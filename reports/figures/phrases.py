"""Figures in round words: 30多所, nearly 40 (ST-06)."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

# From here on a value counts as nearly the next round number.
NEARLY = Decimal("0.7")
MILLION_IN_WAN = 100
SMALL = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def is_english(language: str) -> bool:
    """Whether the language is English, by its code."""
    return language.startswith("en")


def plain(value: Decimal | float, *, grouped: bool = False) -> str:
    """The number without noughts that say nothing; English groups its thousands."""
    number = Decimal(str(value)).quantize(Decimal("0.01")).normalize()
    return f"{number:,f}" if grouped else f"{number:f}"


def rounded(value: Decimal | float, step: Decimal | float) -> tuple[str, Decimal]:
    """How the value reads by the step: "exact", "nearly" or "more", and the number that is said."""
    number, size = Decimal(str(value)), Decimal(str(step))
    base = (number / size).to_integral_value(ROUND_FLOOR) * size
    if number < size or number == base:
        return "exact", number
    if (number - base) / size >= NEARLY:
        return "nearly", base + size
    return "more", base


def round_phrase(
    value: Decimal | float, step: Decimal | float, language: str, *, more: str = "多", unit: str = ""
) -> str:
    """The value in round words; nothing at all for nought, whose clause is left out (ST-06).

    `more` is the Chinese word of the noun, 多 or 余; `unit` stands after it (所, 万元) and is not said in English.
    """
    if not value:
        return ""
    kind, said = rounded(value, step)
    if is_english(language):
        if said < len(SMALL) and said == int(said):
            return SMALL[int(said)]
        words = {"exact": "", "nearly": "nearly ", "more": "more than "}
        return words[kind] + plain(said, grouped=True)
    if kind == "more":
        return f"{plain(said)}{more}{unit}"
    return f"{'近' if kind == 'nearly' else ''}{plain(said)}{unit}"


def money_phrase(wan: Decimal | float, step: Decimal | float, language: str) -> str:
    """Money counted in 万元: 180多万元, more than RMB 1.8 million (§6.3: never without the currency)."""
    if not is_english(language):
        return round_phrase(wan, step, language, unit="万元")
    if not wan:
        return ""
    kind, said = rounded(wan, step)
    words = {"exact": "", "nearly": "nearly ", "more": "more than "}
    if said >= MILLION_IN_WAN:
        return f"{words[kind]}RMB {plain(said / MILLION_IN_WAN, grouped=True)} million"
    return f"{words[kind]}RMB {plain(said * 10_000, grouped=True)}"
