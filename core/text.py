"""The one gate every text passes, the key texts are searched by, and bilingual fields."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 20_000
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]"
)
ZERO_WIDTH = re.compile("[\u200c\u200d\ufe00-\ufe0f]")
# Nothing in these can be wrong or change: most texts need no closer look.
PLAIN_TEXT = re.compile("[ -~\n\u4e00-\u9fff\u3002\uff0c]*")
LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
# Tags and shorthand controls: invisible, used only to smuggle; direction overrides show a text other than it is.
FORBIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\U0001bca0-\U0001bca3]")
DOTS = "·•‧・･﹒∙⋅"
# GB 18030-2022 gave these a code point of their own; the bytes of old fonts still say private use (EC-03).
MOVED_IN_2022 = dict(
    zip(
        [
            0xE7C7,
            *range(0xE78D, 0xE797),
            *range(0xE816, 0xE819),
            0xE81E,
            0xE826,
            0xE82B,
            0xE82C,
            0xE831,
            0xE832,
        ]
        + [0xE83B, 0xE843, 0xE854, 0xE855, 0xE864],
        "\u1e3f\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19"
        "\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7\U000215d7\u9fb8"
        "\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
        strict=True,
    )
)
LETTERS_WITHOUT_PARTS = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t"})
LETTERS_WITHOUT_PARTS |= str.maketrans({"æ": "ae", "œ": "oe", "þ": "th", "ə": "e"})


def is_han(char: str) -> bool:
    """Whether the character is a Chinese ideograph, rare and compatibility ones included (EC-02, EC-04)."""
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U0003fffd"
        or char == "〇"
    )


def is_private(char: str) -> bool:
    """Whether the character means something on one machine only."""
    return unicodedata.category(char) == "Co"


def is_forbidden(char: str) -> bool:
    """Whether no honest text holds the character: controls, halves of characters, non-characters, overrides.

    A code point this Python does not know yet may be a rare character of a name (EC-02) and passes.
    """
    code = ord(char)
    is_noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return unicodedata.category(char) in {"Cc", "Cs"} or is_noncharacter or bool(FORBIDDEN.match(char))


def clean_text(value: Any, *, max_length: int | None = LONGEST_TEXT, multiline: bool = False) -> str:
    """The text as it may be stored: NFC, trimmed, nothing invisible or disguised, counted in code points (EC-02).

    Raises ValidationError for what cannot be repaired without guessing.
    """
    text = LINE_ENDS.sub("\n", "" if value is None else str(value))
    if not PLAIN_TEXT.fullmatch(text):
        for position, char in enumerate(text, start=1):
            _refuse_bad(char, position)
        text = unicodedata.normalize("NFC", INVISIBLE.sub("", text)).replace("\t", " ")
    text = (
        "\n".join(line.rstrip() for line in text.split("\n")).strip()
        if multiline
        else text.replace("\n", " ").strip()
    )
    if max_length is not None and len(text) > max_length:
        raise ValidationError(
            _("At most %(limit)s characters are allowed here; this text has %(length)s."),
            code="too_long",
            params={"limit": max_length, "length": len(text)},
        )
    return text


def _refuse_bad(char: str, position: int) -> None:
    if char in "\n\t" or " " <= char <= "~" or "\u4e00" <= char <= "\u9fff":
        return
    if is_private(char):
        refuse_private(char, position)
    if is_forbidden(char):
        raise ValidationError(
            _("Character %(position)s is a control character (%(code_point)s), which is not allowed."),
            code="control_character",
            params={"position": position, "code_point": f"U+{ord(char):04X}"},
        )


def refuse_private(char: str, position: int) -> None:
    """Name the place of a private character and the standard one, where the standard gives it one (EC-03)."""
    standard = standard_character(char)
    params = {"position": position, "code_point": f"U+{ord(char):04X}"}
    if not standard:
        raise ValidationError(
            _(
                "Character %(position)s (%(code_point)s) exists only on some computers. "
                "Please enter the standard character with an up-to-date input method."
            ),
            code="private_use",
            params=params,
        )
    raise ValidationError(
        _(
            "Character %(position)s (%(code_point)s) exists only on some computers. "
            "The standard character is probably %(standard)s (%(standard_code_point)s); please enter that."
        ),
        code="private_use",
        params=params | {"standard": standard, "standard_code_point": f"U+{ord(standard):04X}"},
    )


def standard_character(char: str) -> str:
    """The standard character an old input tool meant, or nothing."""
    code = ord(char)
    if code in MOVED_IN_2022:
        return MOVED_IN_2022[code]
    if 0xE815 <= code <= 0xE864:  # the rows FE50-FE7E and FE80-FEA0 of GBK, in order
        trail = 0x50 + code - 0xE815
        meant = bytes([0xFE, trail + (trail >= 0x7F)]).decode("gb18030")
        return "" if is_private(meant) else meant
    return ""


@cache
def simplified_characters() -> dict[int, str]:
    """Traditional to simplified, one character for one, so that a part of a text stays a part of its key."""
    listing = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in listing.splitlines() if "\t" in line)
    # Of several readings the first is the usual one; a reading that leaves the character alone changes nothing.
    return {ord(old): new.split()[0] for old, new in pairs if len(old) == 1}


def search_key(value: Any) -> str:
    """What a text is found by: width, case, diacritics, traditional forms, dots and spaces do not matter.

    Only for search; a stored name keeps every stroke it was written with (EC-04, EC-08).
    """
    text = INVISIBLE.sub("", ZERO_WIDTH.sub("", str(value or "")))
    folded = unicodedata.normalize("NFKC", text).casefold()
    parts = unicodedata.normalize("NFKD", folded)
    plain = "".join(char for char in parts if not unicodedata.combining(char))
    plain = plain.translate(LETTERS_WITHOUT_PARTS).translate(simplified_characters())
    return "".join(char for char in plain if not char.isspace() and char not in DOTS)


def bilingual(record: Any, field: str, language: str | None = None) -> str:
    """The field in the reader's language; the other language where that one is empty (GN-01)."""
    chinese = getattr(record, f"{field}_zh", "") or ""
    english = getattr(record, f"{field}_en", "") or ""
    is_english = (language or get_language() or "zh-hans").startswith("en")
    return (english or chinese) if is_english else (chinese or english)


def field_label(model: Any, name: str) -> Any:
    """What a field of a record or of its model is called, in the reader's language."""
    return model._meta.get_field(name).verbose_name
