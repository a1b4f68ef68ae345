"""Personal names: how they are kept, printed, masked and compared."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.text import DOTS, ZERO_WIDTH, clean_text, is_han, search_key

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_NAME = 100
MIDDLE_DOT = "·"
SURNAME_FIRST = "surname_first"
GIVEN_FIRST = "given_first"
DOTS_BETWEEN_HAN = re.compile(rf"\s*[{DOTS}.．]\s*")
# Characters read lü, nü, lüe, nüe that occur in names: the passport prints YU or YUE for the vowel.
READ_WITH_U_UMLAUT = frozenset("吕呂闾闾律绿綠旅履侣侶缕縷率虑慮铝驴女钕略掠虐疟")


@dataclass(frozen=True)
class CleanName:
    """A name as it may be stored, and what the person should know about the changes."""

    value: str
    notices: list[str | _StrPromise] = field(default_factory=list)

    def __str__(self) -> str:
        return self.value


def clean_person_name(value: Any, *, max_length: int = LONGEST_NAME) -> CleanName:
    """The name with its middle dots and spaces put right (EC-01, EC-05) and every character left alone (EC-04).

    "Null", "None" and "N/A" are names like any other (EC-12).
    """
    notices: list[str | _StrPromise] = []
    text = ZERO_WIDTH.sub("", clean_text(value, max_length=None))
    dotted = DOTS_BETWEEN_HAN.sub(lambda found: _dot_or_same(found, text), text)
    spaced = " ".join(dotted.split())
    letters = spaced.replace(" ", "")
    if " " in spaced and letters and all(is_han(char) for char in letters):
        if 2 <= len(letters) <= 4:
            spaced = letters
            notices.append(_("The space inside the Chinese name was removed."))
        else:
            notices.append(
                _("The Chinese name holds a space; if a middle dot (·) is meant, please enter it.")
            )
    return CleanName(clean_text(spaced, max_length=max_length), notices)


def _dot_or_same(found: re.Match[str], text: str) -> str:
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    return MIDDLE_DOT if before and after and is_han(before) and is_han(after) else found.group()


def latin_name_notices(latin: str, name_zh: str = "") -> list[str | _StrPromise]:
    """Hints about ü in a Latin name; the spelling itself comes from the passport and nowhere else (EC-06)."""
    words = re.findall(r"[A-Z]+", latin.upper().replace("Ü", "V"))
    has_letter_v = any(re.fullmatch(r"[LN]VE?", word) for word in words)
    reads_umlaut = any(char in READ_WITH_U_UMLAUT for char in name_zh)
    looks_unconverted = any(re.search(r"[LN]V", word) for word in words)
    if has_letter_v or (reads_umlaut and looks_unconverted):
        return [
            _("Passports print ü as YU (LÜ is LYU, NÜ is NYU, LÜE is LUE). Please compare with the passport.")
        ]
    if reads_umlaut and not any("YU" in word or "UE" in word for word in words):
        return [_("This Chinese name is usually printed with LYU or NYU. Please compare with the passport.")]
    return []


def format_latin_name(surname: str, given: str, order: str = SURNAME_FIRST) -> str:
    """The Latin name in the person's own order (TY-05, EC-10); one name alone is shown alone (EC-07)."""
    surname, given = " ".join(surname.split()), " ".join(given.split())
    if not surname or not given:
        return surname or given
    if order == SURNAME_FIRST:
        return f"{surname.upper()} {_as_written(given)}"
    return f"{given} {surname}"


def _as_written(given: str) -> str:
    """XIAOMING, as the passport prints it, becomes Xiaoming; mixed case is left as the person writes it."""
    if not (given.isupper() or given.islower()):
        return given
    return re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), given)


def mask_name(value: str) -> str:
    """The name as strangers may see it: 李*明, Li X*** (§5.7)."""
    words = value.split()
    if not words:
        return ""
    if any(is_han(char) for char in value):
        return " ".join(_mask_han(word) if is_han(word[0]) else f"{word[0]}***" for word in words)
    if len(words) == 1:
        return f"{words[0][0]}***"
    return " ".join([words[0], *(f"{word[0]}***" for word in words[1:])])


def _mask_han(word: str) -> str:
    if len(word) < 2:
        return "*"
    if len(word) == 2:
        return f"{word[0]}*"
    hidden = "***" if MIDDLE_DOT in word else "*" * (len(word) - 2)
    return f"{word[0]}{hidden}{word[-1]}"


def names_match(printed: str, typed: str) -> bool:
    """Whether a stranger typed the name as printed; case, spaces and diacritics do not matter (§5.7)."""
    wanted, given = _comparable(printed), _comparable(typed)
    return bool(wanted) and hmac.compare_digest(wanted.encode(), given.encode())


def _comparable(name: str) -> str:
    return re.sub(r"[\W_]", "", search_key(name))
