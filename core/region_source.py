"""Countries and regions as the university names them, and the spellings files use for them (GN-20 to GN-22, EC-72)."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import search_key

THE = re.compile(r"\bthe\b", re.IGNORECASE)
# The wording of these three is not a matter of data (GN-21).
FORCED_NAMES = {
    "HK": ("中国香港", "Hong Kong, China"),
    "MO": ("中国澳门", "Macao, China"),
    "TW": ("中国台湾", "Taiwan, China"),
}


@dataclass(frozen=True)
class RegionRow:
    """One country or region."""

    alpha2: str
    alpha3: str
    numeric: str
    name_zh: str
    name_en: str
    un_name_zh: str
    un_name_en: str
    kind: str
    continent: str
    has_diplomatic_relations: bool


class UnknownRegion(ValidationError):
    """No country or region is spelled like this."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“%(text)s” is not a known country or region."),
            code="unknown_region",
            params={"text": text[:60]},
        )


class AmbiguousRegion(ValidationError):
    """More than one country or region may be meant."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“%(text)s” may mean several countries or regions. Please write the full name."),
            code="ambiguous_region",
            params={"text": text[:60]},
        )


def region_rows(folder: Path | None = None) -> list[RegionRow]:
    """Every country and region, with the forced names."""
    rows = []
    for row in _read("regions.csv", folder):
        related = row.pop("has_diplomatic_relations") != "no"
        row["name_zh"], row["name_en"] = FORCED_NAMES.get(row["alpha2"], (row["name_zh"], row["name_en"]))
        rows.append(RegionRow(**row, has_diplomatic_relations=related))
    return rows


def alias_rows(folder: Path | None = None) -> list[tuple[str, str]]:
    """Other spellings with the code they mean; an ambiguous one has no code."""
    return [(row["alias"], row["alpha2"]) for row in _read("aliases.csv", folder)]


def match_region(text: str, extra: Mapping[str, str] | None = None) -> str:
    """The two-letter code of the country or region; `extra` are spellings the office added, decided first."""
    key = region_key(text)
    codes = {region_key(alias): code for alias, code in (extra or {}).items()}
    code = codes.get(key, _codes().get(key)) if key else None
    if code is None:
        raise UnknownRegion(text)
    if not code:
        raise AmbiguousRegion(text)
    return code


def region_key(text: str) -> str:
    """A spelling without case, dots, spaces and articles."""
    return re.sub(r"[\W_]", "", search_key(THE.sub(" ", str(text or ""))))


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    codes = {
        region_key(name): row.alpha2
        for row in region_rows()
        for name in (row.alpha2, row.alpha3, row.un_name_zh, row.un_name_en, row.name_zh, row.name_en)
    }
    return codes | {region_key(alias): code for alias, code in alias_rows()}


def _read(name: str, folder: Path | None) -> list[dict[str, str]]:
    source = folder or Path(settings.BASE_DIR) / "data" / "regions"
    with (source / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
