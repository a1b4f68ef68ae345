"""How names, web domains and ROR ids of institutions are compared."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import search_key

ROR_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
ROR_SHAPE = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
FILLERS = re.compile(r"\b(the|of|and|at|de|la|le|les|des|du|der|die|das|für|fuer|and)\b|&", re.IGNORECASE)


def name_key(name: str) -> str:
    """What two spellings of one name have in common: letters and digits, without articles and accents."""
    kept = re.sub(r"[\W_]", "", search_key(FILLERS.sub(" ", name)))
    return (kept or re.sub(r"[\W_]", "", search_key(name)))[:200]


def domain_of(website: str) -> str:
    """The host of a web address, without www."""
    text = (website or "").strip().lower()
    if not text:
        return ""
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")[:200]


def clean_ror_id(value: str) -> str:
    """The nine characters of a ROR id, its check digits right; raises ValidationError otherwise."""
    text = (value or "").strip().lower()
    text = re.sub(r"^(https?://)?(www\.)?ror\.org/", "", text).rstrip("/")
    if not text:
        return ""
    if not ROR_SHAPE.fullmatch(text):
        raise ValidationError(_("A ROR id looks like 00pjdza24."), code="ror_shape")
    if int(text[7:]) != ror_check(text[1:7]):
        raise ValidationError(_("The check digits of this ROR id are wrong."), code="ror_check")
    return text


def ror_check(letters: str) -> int:
    """98 − ((number × 100) mod 97), the number read in Crockford's base 32."""
    number = 0
    for letter in letters:
        number = number * 32 + ROR_LETTERS.index(letter)
    return 98 - (number * 100) % 97


def check_ror_id(value: str) -> None:
    """Validator of stored ROR ids."""
    clean_ror_id(value)
