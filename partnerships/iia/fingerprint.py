"""The fingerprint of an IIA (iia-hash): the terms both sides approve, written one after the other, and their SHA-256."""

from __future__ import annotations

import hashlib
from typing import Any

from lxml import etree

from partnerships.iia.document import Iia

CONTACTS = {"sending-contact", "receiving-contact"}
YEARS = ("receiving-first-academic-year-id", "receiving-last-academic-year-id")
NOT_COUNTED = {"not-yet-defined", "v6-value"}


def fingerprint(iia: Iia) -> str:
    """The fingerprint as version 7 of the specification reckons it."""
    return hashlib.sha256(text_to_hash(iia).encode()).hexdigest()


def text_to_hash(iia: Iia) -> str:
    """Terms in their order; contacts, codes and the file do not count, nor what is not yet defined."""
    parts = ["_@terminated-as-a-whole@_"] if iia.is_terminated else []
    for position, partner in enumerate(iia.partners, start=1):
        parts.append(f"_iia-id_{position}={_raw(partner, 'iia-id')}_")
    for condition in iia.conditions:
        for element in condition.iterdescendants():
            if isinstance(element.tag, str) and _counts(element):
                parts += _attributes(element)
                if not any(isinstance(child.tag, str) for child in element):
                    parts.append(
                        f"_{_name(_up(element, 2))}.{_name(_up(element, 1))}.{_name(element)}={_value(element)}_"
                    )
        parts += [f"_{year}={_raw(condition, year)}_" for year in YEARS]
    return "".join(parts)


def _counts(element: Any) -> bool:
    if _name(element) in YEARS:
        return False
    if any(_name(above) in CONTACTS for above in element.iterancestors()):
        return False
    lineage = [element, *element.iterancestors()]
    return not any(one.get("not-yet-defined") in {"true", "1"} for one in lineage)


def _attributes(element: Any) -> list[str]:
    found = []
    for key, value in element.attrib.items():
        name = etree.QName(key).localname
        if name not in NOT_COUNTED:
            path = f"{_name(_up(element, 2))}.{_name(_up(element, 1))}.{_name(element)}.{name}"
            found.append(f"_@{path}={value}@_")
    return found


def _up(element: Any, steps: int) -> Any:
    for _step in range(steps):
        element = element.getparent() if element is not None else None
    return element


def _name(element: Any) -> str:
    return "" if element is None else etree.QName(element).localname


def _value(element: Any) -> str:
    old = element.get("v6-value", "") if _name(element) == "isced-f-code" else ""
    return old or "".join(element.itertext())


def _raw(element: Any, name: str) -> str:
    for child in element:
        if isinstance(child.tag, str) and _name(child) == name:
            return "".join(child.itertext())
    return ""
