"""Numbers of identity documents, organisations, certificates, telephones and e-mail addresses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OLDEST_AGE = 120
EXACT_DIGITS = 15  # a spreadsheet keeps no more in a number cell
QUOTES_AND_SPACES = re.compile(r"[\s'’‘`\u00ad\u200b-\u200f\u2060\ufeff]")
SCIENTIFIC = re.compile(r"^\d(\.\d+)?E\+?\d+$")
CHINESE_ID = re.compile(r"^\d{17}[\dX]$")
USCC = re.compile(r"^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$")
CHINESE_PASSPORT = re.compile(r"^(E[A-Z0-9]\d{7}|G\d{8})$")
HKMT_PREFIXES = ("810000", "820000", "830000")


class DocType(TextChoices):
    """The kinds of identity document; each has its own rules (EC-24, EC-25)."""

    CN_ID = "cn_id", _("Chinese identity card")
    HKMT_RESIDENCE = "hkmt_residence", _("Residence permit for Hong Kong, Macao and Taiwan residents")
    FOREIGN_PERMANENT_RESIDENCE = "foreign_permanent_residence", _("Foreign permanent resident identity card")
    PASSPORT = "passport", _("Passport")
    HK_MO_PERMIT = "hk_mo_permit", _("Mainland travel permit for Hong Kong and Macao residents")
    TW_PERMIT = "tw_permit", _("Mainland travel permit for Taiwan residents")
    OTHER = "other", _("Other document")


@dataclass(frozen=True)
class CheckedNumber:
    """A number as it may be stored, what it tells, and what a person should look at."""

    number: str
    dob: date | None = None
    gender: str = ""
    kind: str = ""
    warnings: list[str | _StrPromise] = field(default_factory=list)


@dataclass(frozen=True)
class CheckedPhone:
    """A telephone number in the international form, and as it was typed (EC-33)."""

    e164: str
    raw: str
    extension: str = ""


def plain_number(value: Any) -> str:
    """The number without the traces of keyboards and spreadsheets (EC-21); what they destroyed is refused (EC-23)."""
    if isinstance(value, bool):
        raise _wrong_form()
    if isinstance(value, int | float | Decimal):
        if not abs(value) < 10**EXACT_DIGITS or value != int(value):
            raise _lost_digits()
        return str(int(value))
    text = unicodedata.normalize("NFKC", str(value or ""))
    text = QUOTES_AND_SPACES.sub("", text).upper()
    if SCIENTIFIC.match(text):
        raise _lost_digits()
    return text


def has_lost_digits(number: str) -> bool:
    """Whether a spreadsheet replaced the last three of eighteen digits by noughts (EC-23)."""
    return bool(re.fullmatch(r"\d{15}000", number)) and not mod_11_2.is_valid(number)


def check_identity(
    doc_type: str,
    number: Any,
    *,
    gender: str | None = None,
    on: date | None = None,
    country: str | None = None,
) -> CheckedNumber:
    """The number of an identity document, checked by the rules of its kind (EC-20 to EC-26)."""
    plain = plain_number(number)
    if not plain:
        raise ValidationError(_("The number is missing."), code="required")
    if doc_type in {DocType.CN_ID, DocType.HKMT_RESIDENCE}:
        return _check_citizen(doc_type, plain, gender, on or timezone.localdate())
    if doc_type == DocType.FOREIGN_PERMANENT_RESIDENCE:
        return _check_permanent_residence(plain)
    if doc_type == DocType.PASSPORT:
        return check_passport(plain, country=country)
    if doc_type == DocType.HK_MO_PERMIT:
        return _check_pattern(plain, r"[HM]\d{8}(\d{2})?", "hkmt", _("H or M and 8 digits"))
    if doc_type == DocType.TW_PERMIT:
        return _check_pattern(plain, r"\d{8}|\d{10}[A-Z]?", "hkmt", _("8 digits"))
    return _check_pattern(plain, r"[\w/().-]{3,40}", "", _("3 to 40 letters and digits"))


def _check_citizen(doc_type: str, number: str, gender: str | None, on: date) -> CheckedNumber:
    _check_eighteen(number)
    is_hkmt = number.startswith(HKMT_PREFIXES)
    if doc_type == DocType.HKMT_RESIDENCE and not is_hkmt:
        raise ValidationError(
            _("The number of this residence permit begins with 810000, 820000 or 830000."),
            code="wrong_prefix",
        )
    if number.startswith("9"):
        raise ValidationError(
            _(
                "A number beginning with 9 belongs to a foreign permanent resident card: please choose that document."
            ),
            code="wrong_document",
        )
    born = _birth_date(number, on)
    sex = "male" if int(number[16]) % 2 else "female"
    warnings: list[str | _StrPromise] = []
    if gender and _gender(gender) not in {"", sex}:
        warnings.append(_("The gender does not fit the number of the document."))
    if is_hkmt and doc_type == DocType.CN_ID:
        warnings.append(
            _("This is the number of a residence permit for Hong Kong, Macao and Taiwan residents.")
        )
    return CheckedNumber(number, born, sex, "hkmt" if is_hkmt else "china", warnings)


def _check_eighteen(number: str) -> None:
    if re.fullmatch(r"\d{15}", number):
        raise ValidationError(
            _(
                "This is an old number of 15 digits. Please enter the 18 characters printed on the present card."
            ),
            code="fifteen_digits",
        )
    if not CHINESE_ID.match(number):
        raise _wrong_form(_("18 digits, the last of which may be X"))
    if not mod_11_2.is_valid(number):
        raise _lost_digits() if has_lost_digits(number) else _wrong_check_character()


def _birth_date(number: str, on: date) -> date:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ValidationError(
            _("The number holds a date of birth that does not exist."), code="no_such_date"
        ) from None
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if not 0 <= age <= OLDEST_AGE:
        raise ValidationError(
            _("By this number the person was born on %(born)s, which cannot be right."),
            code="implausible_age",
            params={"born": born.isoformat()},
        )
    return born


def _gender(value: str) -> str:
    key = str(value).strip().lower()
    return {"m": "male", "male": "male", "男": "male", "f": "female", "female": "female", "女": "female"}.get(
        key, ""
    )


def _check_permanent_residence(number: str) -> CheckedNumber:
    """The card of 2023 has eighteen digits beginning with 9; the one before three letters and twelve digits (EC-25)."""
    if re.fullmatch(r"[A-Z]{3}\d{12}", number):
        return CheckedNumber(number, kind="foreign")
    if not re.fullmatch(r"9\d{16}[\dX]", number):
        raise _wrong_form(_("18 digits beginning with 9, or 3 letters and 12 digits"))
    if not mod_11_2.is_valid(number):
        raise _lost_digits() if has_lost_digits(number) else _wrong_check_character()
    return CheckedNumber(number, kind="foreign")


def check_passport(number: Any, *, country: str | None = None) -> CheckedNumber:
    """A passport number; one of China that does not look like an ordinary one is only pointed out (EC-26)."""
    checked = _check_pattern(plain_number(number), r"[A-Z0-9]{5,20}", "", _("5 to 20 letters and digits"))
    is_unusual = (country or "").upper() in {"CN", "CHN"} and not CHINESE_PASSPORT.match(checked.number)
    if is_unusual:
        checked.warnings.append(
            _("Ordinary Chinese passports have E or G and 8 characters; please compare with the passport.")
        )
    return checked


def _check_pattern(number: str, pattern: str, kind: str, form: str | _StrPromise) -> CheckedNumber:
    if not re.fullmatch(pattern, number):
        raise _wrong_form(form)
    return CheckedNumber(number, kind=kind)


def check_uscc(value: Any) -> str:
    """A unified social credit code of 18 characters with its check character (EC-32)."""
    number = plain_number(value).replace("-", "")
    if not USCC.match(number):
        raise _wrong_form(_("18 digits and capital letters, without I, O, S, V and Z"))
    if number[-1] != uscc.calc_check_digit(number[:-1]):
        raise _lost_digits() if re.fullmatch(r"\d{15}000", number) else _wrong_check_character()
    return number


def check_character(digits: str) -> str:
    """The check character of a certificate number, over year and sequence (§5.2)."""
    return mod_11_2.calc_check_digit(digits)


def check_phone(value: Any, *, region: str = "CN") -> CheckedPhone:
    """A telephone number in the international form; what was typed is kept beside it (EC-33)."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        value = plain_number(value)
    raw = " ".join(unicodedata.normalize("NFKC", str(value or "")).split()).strip("'‘’`")
    try:
        parsed = phonenumbers.parse(re.sub(r"\s*(转|轉|分机)\s*", " ext. ", raw)[:250], region)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        raise ValidationError(
            _("This is not a telephone number. Numbers abroad begin with + and the country code."),
            code="invalid_phone",
        )
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return CheckedPhone(e164, raw, parsed.extension or "")


def check_email(value: Any) -> str:
    """An e-mail address whose form is right (EC-34); whether it exists only a message to it tells."""
    text = unicodedata.normalize("NFKC", str(value or "")).strip()
    validate_email(text)
    name, __, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"


def expires_too_soon(expires_on: date | datetime | None, needed_until: date, months: int = 6) -> bool:
    """Whether a document ends less than the given months after it is last needed (EC-29); none ends never (EC-31)."""
    if expires_on is None:
        return False
    last = expires_on.date() if isinstance(expires_on, datetime) else expires_on
    month = needed_until.month - 1 + months
    year, month = needed_until.year + month // 12, month % 12 + 1
    wanted = min(needed_until.day, 28) if month == 2 else min(needed_until.day, 30)
    return last < date(year, month, wanted)


def _lost_digits() -> ValidationError:
    return ValidationError(
        _(
            "The spreadsheet has changed this number and lost digits. Please format the cell as text and enter it again."
        ),
        code="lost_digits",
    )


def _wrong_check_character() -> ValidationError:
    return ValidationError(
        _("The check character of this number is wrong; a character was probably mistyped."),
        code="wrong_check_character",
    )


def _wrong_form(form: str | _StrPromise = "") -> ValidationError:
    form = form or _("letters and digits")
    return ValidationError(
        _("The number does not have the right form (%(form)s)."), code="wrong_form", params={"form": form}
    )
