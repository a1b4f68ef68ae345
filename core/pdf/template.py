"""The language of officers' templates: HTML with slots, and plain {{ names }} inside the slots only."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from core.pdf.errors import ValueRefused

PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of a slot's text in one style; `owner` is the place of its element in the slot."""

    owner: int
    text: str
    breaks_line: bool = False


@dataclass
class Slot:
    """One frame of the page that takes a person's own text, or a code."""

    name: str
    pieces: list[Piece] = field(default_factory=list)
    code_field: str | None = None
    smallest: float = 0.7

    @property
    def fields(self) -> list[str]:
        if self.code_field:
            return [self.code_field]
        return [name for piece in self.pieces for name in PLACEHOLDER.findall(piece.text)]

    def filled(self, values: Mapping[str, Any]) -> list[Piece]:
        """The pieces with the values in place and white space collapsed as HTML does."""
        result: list[Piece] = []
        at_start = True
        for piece in self.pieces:
            text = SPACES.sub(" ", fill(piece.text, values))
            if at_start:
                text = text.removeprefix(" ")
            if piece.breaks_line or text:
                result.append(Piece(piece.owner, text, piece.breaks_line))
                at_start = piece.breaks_line or text.endswith(" ")
        return result


def fill(text: str, values: Mapping[str, Any]) -> str:
    """The text with each {{ name }} replaced by its value, as text and nothing else."""
    return PLACEHOLDER.sub(lambda match: value_of(match[1], values), text)


def value_of(name: str, values: Mapping[str, Any]) -> str:
    """The value as text; a name without a value is an error, never an empty gap."""
    if values.get(name) is None:
        raise ValueRefused(name, _("“%(field)s” has no value.") % {"field": name})
    return str(values[name])


def owners(element: Element) -> list[Element]:
    """The element of a slot and its inline descendants, in document order."""
    return list(element.iter())


def slots_of(root: Element) -> dict[str, Slot]:
    """The slots of the template by name."""
    found = {}
    for element in root.iter():
        if "data-slot" in element.attrib:
            slot = Slot(element.get("data-slot", ""), code_field=element.get("data-qr"))
            slot.smallest = _number(element.get("data-min", "0.7"))
            order = {id(part): place for place, part in enumerate(owners(element))}
            slot.pieces = [] if slot.code_field else list(_pieces(element, order))
            found[slot.name] = slot
    return found


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.3), 1.0)
    except ValueError:
        return 0.7


def _pieces(element: Element, order: Mapping[int, int]) -> Iterator[Piece]:
    owner = order[id(element)]
    if element.text:
        yield Piece(owner, element.text)
    for child in element:
        if child.tag == "br":
            yield Piece(order[id(child)], "", breaks_line=True)
        else:
            yield from _pieces(child, order)
        if child.tail:
            yield Piece(owner, child.tail)


def fill_tree(root: Element, values: Mapping[str, Any]) -> None:
    """Put the values into the tree itself: text stays text whatever it holds."""
    _repeat_rows(root, values)
    for element in root.iter():
        if "data-slot" in element.attrib or element.tag == "title":
            for part in element.iter():
                part.text = fill(part.text, values) if part.text else part.text
                if part is not element and part.tail:
                    part.tail = fill(part.tail, values)


def _repeat_rows(root: Element, values: Mapping[str, Any]) -> None:
    """A row marked data-each="name" stands once for every entry of that list (TY-07)."""
    for parent in list(root.iter()):
        for place, row in reversed(list(enumerate(parent))):
            if "data-each" in row.attrib:
                parent.remove(row)
                for entry in reversed(list(values.get(row.get("data-each", "")) or [])):
                    parent.insert(place, _copied(row, entry))


def _copied(element: Element, entry: Mapping[str, Any]) -> Element:
    attributes = {key: value for key, value in element.attrib.items() if key != "data-each"}
    copy = Element(element.tag, attributes)
    copy.text = fill(element.text, entry) if element.text else element.text
    copy.tail = element.tail
    for child in element:
        child_copy = _copied(child, entry)
        child_copy.tail = fill(child.tail, entry) if child.tail else child.tail
        copy.append(child_copy)
    return copy


def has_rows(root: Element) -> bool:
    """Whether the template repeats rows, so that its pages cannot be fixed in advance."""
    return any("data-each" in element.attrib for element in root.iter())
