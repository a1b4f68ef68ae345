"""Where two IIAs say different things: field by field, whichever order their parts stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from lxml import etree

from partnerships.iia.document import Iia, text_of

# What each side may say differently without meaning anything else.
OWN = {"iia-hash", "pdf-file"}
KINDS = {
    "student-studies-mobility-spec": gettext_lazy("Students for studies"),
    "student-traineeship-mobility-spec": gettext_lazy("Students for traineeships"),
    "staff-teacher-mobility-spec": gettext_lazy("Staff for teaching"),
    "staff-training-mobility-spec": gettext_lazy("Staff for training"),
}
FIELDS = {
    "hei-id": gettext_lazy("Institution"),
    "ounit-id": gettext_lazy("Unit"),
    "iia-id": gettext_lazy("Id of the agreement"),
    "iia-code": gettext_lazy("Number of the agreement"),
    "signing-date": gettext_lazy("Signed on"),
    "sending-ounit-id": gettext_lazy("Unit that sends"),
    "receiving-ounit-id": gettext_lazy("Unit that receives"),
    "receiving-first-academic-year-id": gettext_lazy("First academic year"),
    "receiving-last-academic-year-id": gettext_lazy("Last academic year"),
    "mobilities-per-year": gettext_lazy("Places a year"),
    "language": gettext_lazy("Language"),
    "cefr-level": gettext_lazy("Level of language"),
    "isced-f-code": gettext_lazy("Field of education (ISCED-F)"),
    "isced-clarification": gettext_lazy("Subject"),
    "other-info-terms": gettext_lazy("Other terms"),
    "total-months-per-year": gettext_lazy("Months in all a year"),
    "total-days-per-year": gettext_lazy("Days in all a year"),
    "blended": gettext_lazy("Partly online"),
    "eqf-level": gettext_lazy("Level of study (EQF)"),
    "in-effect": pgettext_lazy("of an agreement", "In force"),
}


@dataclass(frozen=True)
class Difference:
    """One field: where it stands, what each side says."""

    place: str
    field: str
    ours: str
    theirs: str


def differences(ours: Iia, theirs: Iia) -> list[Difference]:
    """Every field in which the two differ; contacts are each side's own and are not compared."""
    found = list(_partners(ours, theirs))
    found += _pair(_("Agreement"), "in-effect", ours.text("in-effect"), theirs.text("in-effect"))
    if ours.is_terminated != theirs.is_terminated:
        label = _("Ended as a whole")
        found.append(Difference(_("Agreement"), label, _yes(ours.is_terminated), _yes(theirs.is_terminated)))
    for mine, other in _matched(ours.conditions, theirs.conditions):
        found += _condition(mine, other)
    return found


def _partners(ours: Iia, theirs: Iia) -> Iterator[Difference]:
    """The sides are compared by their ids: each file names its own side first."""
    left = {text_of(partner, "hei-id"): partner for partner in ours.partners}
    right = {text_of(partner, "hei-id"): partner for partner in theirs.partners}
    for hei_id in dict.fromkeys([*left, *right]):
        if hei_id not in left or hei_id not in right:
            yield Difference(
                _("Partner"),
                str(FIELDS["hei-id"]),
                hei_id if hei_id in left else "",
                hei_id if hei_id in right else "",
            )
            continue
        for name in ("ounit-id", "iia-id", "iia-code", "signing-date"):
            mine, other = text_of(left[hei_id], name), text_of(right[hei_id], name)
            # What one side does not know yet is no disagreement.
            if mine and other:
                yield from _pair(hei_id, name, mine, other)


def _matched(ours: list[Any], theirs: list[Any]) -> list[tuple[Any | None, Any | None]]:
    """Conditions that speak of the same movement, the most alike first; the rest stand alone."""
    pairs: list[tuple[Any | None, Any | None]] = []
    left = list(theirs)
    for mine in ours:
        alike = [other for other in left if _same_movement(mine, other)]
        best = max(alike, key=lambda other: _shared(mine, other), default=None)  # noqa: B023 - used at once
        if best is not None:
            left.remove(best)
        pairs.append((mine, best))
    return pairs + [(None, other) for other in left]


def _same_movement(mine: Any, other: Any) -> bool:
    ids = ("sending-hei-id", "receiving-hei-id")
    return mine.tag == other.tag and all(text_of(mine, name) == text_of(other, name) for name in ids)


def _shared(mine: Any, other: Any) -> int:
    return len(set(_facts(mine).items()) & set(_facts(other).items()))


def _facts(condition: Any | None) -> dict[tuple[str, int], str]:
    """The fields of a condition; what may stand there several times is counted in its sorted order."""
    if condition is None:
        return {}
    grouped: dict[str, list[str]] = {}
    for element in condition.iterdescendants():
        if not isinstance(element.tag, str) or len(element) or _is_contact(element):
            continue
        name = etree.QName(element).localname
        path = (
            name
            if element.getparent() is condition
            else f"{etree.QName(element.getparent()).localname}/{name}"
        )
        grouped.setdefault(path, []).append(_plain(name, "".join(element.itertext())))
    return {
        (path, index): value
        for path, values in grouped.items()
        for index, value in enumerate(_ordered(path, values))
    }


def _ordered(path: str, values: list[str]) -> list[str]:
    # Languages and their levels belong together and keep their order.
    return sorted(values) if path in {"eqf-level", "subject-area/isced-f-code"} else values


def _is_contact(element: Any) -> bool:
    names = {"sending-contact", "receiving-contact"}
    return any(etree.QName(one).localname in names for one in [element, *element.iterancestors()])


def _plain(name: str, text: str) -> str:
    """The value as it is meant: 5 and 5.00 are the same, so are true and 1."""
    value = text.strip()
    if name in {"blended", "in-effect"}:
        return _yes(value in {"true", "1"})
    if name.startswith("total-") or name == "mobilities-per-year":
        try:
            return f"{Decimal(value).normalize():f}"
        except InvalidOperation:
            return value
    return value


def _condition(mine: Any | None, other: Any | None) -> Iterator[Difference]:
    place = _place(mine if mine is not None else other)
    if mine is None or other is None:
        yield Difference(
            place, _("Condition"), "" if mine is None else _("present"), "" if other is None else _("present")
        )
        return
    left, right = _facts(mine), _facts(other)
    for path, index in dict.fromkeys([*left, *right]):
        yield from _pair(
            place, path.split("/")[-1], left.get((path, index), ""), right.get((path, index), "")
        )


def _place(condition: Any) -> str:
    kind = KINDS.get(etree.QName(condition).localname, etree.QName(condition).localname)
    return f"{kind}: {text_of(condition, 'sending-hei-id')} → {text_of(condition, 'receiving-hei-id')}"


def _pair(place: str, name: str, ours: str, theirs: str) -> list[Difference]:
    mine, other = _plain(name, ours), _plain(name, theirs)
    return [] if mine == other else [Difference(place, str(FIELDS.get(name, name)), mine, other)]


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
