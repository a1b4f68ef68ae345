"""Which column of a list of institutions means what: by its heading, else by what stands in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.region_source import match_region
from core.spreadsheets import Column
from core.spreadsheets.header import label_key
from partnerships.matching import domain_key, words_of

LEFT_OUT = "left_out_"
HOUSES = frozenset(
    "university college hochschule academy institute school polytechnic applied secondary center".split()
)
# Each column: its words for people, the headings it is known under, and a pattern for the headings nobody foresaw.
COLUMNS: dict[str, tuple[Any, tuple[str, ...], str]] = {
    "name": (
        gettext_lazy("Name"),
        (
            "Legal Name",
            "name",
            "Institution name",
            "机构名称",
            "学校名称",
            "院校名称",
            "合作院校",
            "大学",
            "University",
        ),
        r"name|organi[sz]ation|institution$|university|hei$|学校|院校|机构|名称|单位",
    ),
    "name_zh": (
        gettext_lazy("Name in Chinese"),
        ("name_zh", "中文名称", "学校中文名", "院校中文名称", "中文名", "Chinese name", "Name (Chinese)"),
        r"中文|chinese",
    ),
    "name_en": (
        gettext_lazy("Name in English"),
        (
            "name_en",
            "英文名称",
            "学校英文名",
            "院校英文名称",
            "英文名",
            "外文名称",
            "English name",
            "Name (English)",
        ),
        r"英文|外文|english|name.?en$",
    ),
    "name_local": (
        gettext_lazy("Name in its own language"),
        ("name_local", "本地名称", "原文名称", "Local name", "Native name", "Original name"),
        r"local.?name|native|original.?name|原文|本地",
    ),
    "former_names": (
        gettext_lazy("Former names"),
        ("former_names", "曾用名", "原名", "Former name", "Former names", "Previous name", "Old name"),
        r"former|previous|old.?name|formerly|曾用|旧名|原名",
    ),
    "aliases": (
        gettext_lazy("Other spellings"),
        ("aliases", "别名", "简称", "缩写", "Acronym", "Alias", "Short name", "Other names"),
        r"alias|acronym|abbrev|short.?name|other.?name|also.?known|别名|简称|缩写",
    ),
    "region_code": (
        gettext_lazy("Code of the country or region"),
        ("region_code", "Country Cd", "alpha_two_code", "Country code", "国家代码", "国别代码", "ISO code"),
        r"country.?(cd|code|id|iso)|alpha.?(2|two)|iso.?3166|国家.*代码|国别码",
    ),
    "region": (
        gettext_lazy("Country or region"),
        (
            "region",
            "country",
            "国家",
            "国家/地区",
            "国家或地区",
            "国别",
            "地区",
            "国家(地区)",
            "Country/Region",
            "Nation",
        ),
        r"^country|^nation$|pays|国家|国别|地区",
    ),
    "city": (
        gettext_lazy("City"),
        ("city", "城市", "所在城市", "Town"),
        r"^city|^town|ville$|城市",
    ),
    "website": (
        gettext_lazy("Website"),
        (
            "website",
            "Website Url",
            "web_pages",
            "网址",
            "网站",
            "官网",
            "官方网站",
            "学校网址",
            "主页",
            "Homepage",
            "URL",
        ),
        r"web.?(site|page|address)|url|home.?page|www|internet|网址|网站|官网|主页",
    ),
    "domains": (
        gettext_lazy("Web domain"),
        ("domains", "domain", "域名", "Web domain"),
        r"domain|域名",
    ),
    "erasmus_code": (
        gettext_lazy("Erasmus code"),
        ("erasmus_code", "Erasmus Code", "Erasmus ID", "Erasmus ID code", "Institution code", "Erasmus代码"),
        r"erasmus.?(id)?.?code|eche.?code|^institution.?(code|id)",
    ),
    "pic": (gettext_lazy("PIC"), ("pic", "PIC", "PIC number", "PIC code"), r"^pic\b"),
    "oid": (gettext_lazy("OID"), ("oid", "OID", "Organisation ID"), r"^oid\b|organi[sz]ation.?id"),
    "schac": (gettext_lazy("SCHAC code"), ("schac", "SCHAC", "HEI ID"), r"schac|hei.?id"),
    "ror_id": (gettext_lazy("ROR id"), ("ror_id", "ROR", "ROR id"), r"\bror\b"),
    "kind": (
        gettext_lazy("Kind"),
        ("kind", "机构类型", "类型", "Institution type"),
        r"institution.?type|机构类型",
    ),
}
# Read on purpose by nobody: known headings of known files.
IGNORED = re.compile(
    r"proposal|application|street|address|post|zip|start|end$|valid|state.?province|phone|fax|remark|备注|序号|^no\.?$|^#$|^id$"
    r"|nuts|category|date|邮编|地址|电话|日期|联系人|contact|e.?mail|邮箱",
    re.IGNORECASE,
)
CODES = ("erasmus_code", "pic", "oid", "schac", "ror_id")
NAMES = ("name", "name_zh", "name_en", "name_local")
LONGEST = {"name": 300, "name_zh": 300, "name_en": 300, "name_local": 300, "website": 300, "city": 100}


def label_of(key: str) -> str:
    """What people call the column."""
    return str(COLUMNS[key][0])


def header_key_of(headings: Iterable[str]) -> str:
    """The same for every file of one layout."""
    return hashlib.sha256("|".join(sorted(map(label_key, headings))).encode()).hexdigest()


def by_heading(headings: Sequence[str]) -> dict[str, str]:
    """For each heading the column its words name; nothing is named twice."""
    exact: dict[str, str] = {}
    for key, (_words, labels, _pattern) in COLUMNS.items():
        for label in labels:
            exact.setdefault(label.lower(), key)
            if "(" not in label:
                exact.setdefault(label_key(label), key)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for heading in headings:
        key = exact.get(heading.lower()) or exact.get(label_key(heading), "")
        if key and key not in taken and not (key == "name" and _is_of_a_language(heading)):
            found[heading] = key
            taken.add(key)
    # The more telling columns are asked first: "English name" is no mere "name".
    for key in (*[key for key in COLUMNS if key != "name"], "name"):
        for heading in headings:
            if key not in taken and heading not in found and _fits(heading, key):
                found[heading] = key
                taken.add(key)
    return found


def _is_of_a_language(heading: str) -> bool:
    return any(re.search(COLUMNS[key][2], heading.lower()) for key in ("name_zh", "name_en", "name_local"))


def _fits(heading: str, key: str) -> bool:
    text = heading.strip().lower().replace("_", " ")
    if IGNORED.search(text) and key in {"name", "region", "city"}:
        return False
    return bool(re.search(COLUMNS[key][2], text))


def by_content(
    headings: Sequence[str], rows: Sequence[Sequence[Any]], found: Mapping[str, str]
) -> dict[str, str]:
    """The columns no heading names, told by what stands in them; for what every list must have, and the website."""
    guessed = dict(found)
    taken = set(found.values())
    tests = {"name": _is_name, "region": _is_region, "website": _is_website}
    for key, test in tests.items():
        if (
            key in taken
            or (key == "name" and taken & set(NAMES))
            or (key == "region" and "region_code" in taken)
        ):
            continue
        shares = {}
        for place, heading in enumerate(headings):
            cells = [str(row[place]) for row in rows if place < len(row) and row[place] not in (None, "")]
            if heading and heading not in guessed and cells:
                shares[heading] = sum(map(test, cells)) / len(cells)
        best = max(shares, key=lambda heading: shares[heading], default="")
        if best and shares[best] >= 0.5:
            guessed[best] = key
            taken.add(key)
    return guessed


def _is_name(cell: str) -> bool:
    return bool(words_of(cell) & HOUSES) or bool(re.search("大学|学院|学校|研究", cell))


def _is_region(cell: str) -> bool:
    try:
        return bool(match_region(cell))
    except ValidationError:
        return False


def _is_website(cell: str) -> bool:
    return bool(domain_key(cell)) and "@" not in cell


def table_columns(headings: Sequence[str], assigned: Mapping[str, str]) -> list[Column]:
    """The columns for the reader of tables; a heading assigned to none is left out on purpose."""
    columns = []
    for index, heading in enumerate(headings):
        key = assigned.get(heading) or ""
        if not heading:
            continue
        columns.append(Column(key or f"{LEFT_OUT}{index}", [heading], max_length=LONGEST.get(key, 2_000)))
    return columns


def check_assigned(assigned: Mapping[str, str]) -> None:
    """A list must name the institutions and say where they are; no column twice."""
    used = [key for key in assigned.values() if key]
    if twice := sorted({key for key in used if used.count(key) > 1}):
        raise ValidationError(
            _("Two headings mean the same column: %(columns)s.")
            % {"columns": "、".join(map(label_of, twice))},
            code="assigned_twice",
        )
    if not set(used) & set(NAMES):
        raise ValidationError(_("No column holds the names of the institutions."), code="no_name")
    if not set(used) & {"region", "region_code"}:
        raise ValidationError(_("No column says in which country or region they are."), code="no_region")
