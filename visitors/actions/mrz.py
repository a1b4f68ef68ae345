"""Passports read from their machine-readable zone, pasted or typed; every check digit is verified (EC-26)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from mrz.checker.td3 import TD3CodeChecker

from core.models import Region
from core.text import search_key

LINE = 44
NAME_LENGTH = 39
# Codes of the passport standard that are no country: stateless, refugees, the United Nations (EC-30).
NO_COUNTRY = {"XXA", "XXB", "XXC", "XXX", "UNO", "UNA", "UNK", "XPO", "XOM", "XCC", "XCE", "EUE"}
# The passport standard writes these in its own way.
OWN_CODES = {"D": "DEU", "GBD": "GBR", "GBN": "GBR", "GBO": "GBR", "GBP": "GBR", "GBS": "GBR", "RKS": "XKX"}
PARTS = {
    "document number hash": _("the passport number"),
    "birth date hash": _("the date of birth"),
    "expiry date hash": _("the day of expiry"),
    "optional data hash": _("the optional field"),
    "final hash": _("the whole second line"),
}
WRONG_DIGIT = _("The check digit of %(part)s is wrong; a character was probably mistyped.")


@dataclass(frozen=True)
class PassportData:
    """What the two lines of a passport say."""

    number: str
    surname: str
    given: str
    issuing_code: str
    nationality_code: str
    dob: date
    gender: str
    expires_on: date
    is_name_truncated: bool = False
    warnings: list[str | Promise] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name as the passport prints it: the surname, then the given names."""
        return " ".join(part for part in (self.surname, self.given) if part)


def clean_zone(text: str) -> list[str]:
    """The lines of the zone: full-width letters, small letters and spaces from copying are put right."""
    plain = unicodedata.normalize("NFKC", text).upper().replace("«", "<<").replace("‹", "<")
    lines = [re.sub(r"\s", "", line) for line in plain.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) == 1 and len(lines[0]) == 2 * LINE:
        lines = [lines[0][:LINE], lines[0][LINE:]]
    return lines


def read_zone(text: str, today: date | None = None) -> PassportData:
    """What the machine-readable zone of a passport says; refused unless every check digit is right (EC-26)."""
    lines = clean_zone(text)
    if len(lines) != 2 or any(len(line) != LINE for line in lines):
        raise ValidationError(
            _("The zone has two lines of %(length)s characters; these have %(found)s."),
            code="wrong_form",
            params={"length": LINE, "found": " + ".join(str(len(line)) for line in lines) or "0"},
        )
    if not all(re.fullmatch(r"[A-Z0-9<]+", line) for line in lines):
        raise ValidationError(_("The zone holds capital letters, digits and < only."), code="wrong_character")
    if not lines[0].startswith("P"):
        raise ValidationError(_("This is not the zone of a passport: it begins with P."), code="no_passport")
    fields: Any = _checked(lines)
    today = today or timezone.localdate()
    surname, given = _names(lines[0][5:])
    data = PassportData(
        number=fields.document_number.rstrip("<"),
        surname=surname,
        given=given,
        issuing_code=lines[0][2:5].rstrip("<"),
        nationality_code=lines[1][10:13].rstrip("<"),
        dob=_birth(lines[1][13:19], today),
        gender={"M": "M", "F": "F"}.get(lines[1][20], "X"),
        expires_on=_expiry(lines[1][21:27], today),
        is_name_truncated=not lines[0].endswith("<<"),
    )
    _warn(data, today)
    return data


def _checked(lines: list[str]) -> object:
    checker = TD3CodeChecker("\n".join(lines))
    false = [name for name, _result in checker.report.falses]
    wrong = [PARTS[name] for name in false if name in PARTS]
    if len(wrong) > 1:
        # The composite digit fails whenever another does: it says nothing of its own then.
        wrong = [part for part in wrong if part != PARTS["final hash"]]
    if wrong:
        raise ValidationError(
            [ValidationError(WRONG_DIGIT, code="check_digit", params={"part": part}) for part in wrong]
        )
    return checker.fields()


def _names(name: str) -> tuple[str, str]:
    """Surname and given names; some people have one name only (EC-07)."""
    surname, _separator, given = name.partition("<<")
    return surname.replace("<", " ").strip(), " ".join(given.replace("<", " ").split())


def _birth(text: str, today: date) -> date:
    """Two digits of a year: nobody is born in the future."""
    day = _day(text, 2000)
    return day if day <= today else _day(text, 1900)


def _expiry(text: str, today: date) -> date:
    """Passports end within some decades of today: the year lies nearer to this century."""
    day = _day(text, 2000)
    return day if day.year <= today.year + 50 else _day(text, 1900)


def _day(text: str, century: int) -> date:
    try:
        return date(century + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        raise ValidationError(
            _("The date “%(value)s” does not exist."), code="no_such_date", params={"value": text}
        ) from None


def _warn(data: PassportData, today: date) -> None:
    if data.expires_on < today:
        data.warnings.append(_("This passport has expired."))
    if data.is_name_truncated:
        data.warnings.append(
            _(
                "The zone has room for 39 characters of the name: please complete the name by the printed page."
            )
        )
    if data.nationality_code != data.issuing_code:
        data.warnings.append(_("Nationality and issuing country differ: please compare with the passport."))
    if data.nationality_code in NO_COUNTRY:
        data.warnings.append(_("The zone names no country: choose the nationality by hand."))


def region_of(code: str) -> Region | None:
    """The country or region of a code in a zone; codes that are no country have none (EC-30)."""
    return Region.objects.filter(alpha3=OWN_CODES.get(code, code)).first() if code else None


GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ñ": "n", "ß": "ss"})


def zone_name(surname: str, given: str, *, spelt_out: bool = False) -> str:
    """A name as a zone would write it: capitals, hyphens as fillers, no apostrophes, cut after 39 characters."""
    written = []
    for part in (surname, given):
        plain = re.sub(r"['’‘`.]", "", part.lower().translate(GERMAN) if spelt_out else part)
        words = [re.sub(r"[^A-Z]", "", search_key(word).upper()) for word in re.split(r"[\s\-‐–<]+", plain)]
        written.append("<".join(word for word in words if word))
    return "<<".join(part for part in written if part)[:NAME_LENGTH].rstrip("<")


def is_same_name(data: PassportData, surname: str, given: str) -> bool:
    """Whether a name is the one in the zone, as far as its 39 characters go (EC-08, EC-09)."""
    zone = zone_name(data.surname, data.given)
    return zone in {zone_name(surname, given), zone_name(surname, given, spelt_out=True)}
