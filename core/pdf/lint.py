"""What in an officer's template breaks the rules of the page, in words for the officer."""

import re
from collections.abc import Collection
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from core.pdf.errors import Problem
from core.pdf.template import PLACEHOLDER, slots_of

ANY_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
SLOT_NAME = re.compile(r"[a-z][a-z0-9_]*")
INLINE = {"span", "strong", "b", "br"}
FORBIDDEN = {"script", "link", "iframe", "object", "embed", "form", "input", "base", "template", "frame"}


def lint(root: Element, allowed: Collection[str] | None = None) -> list[Problem]:
    """What in the template breaks the rules; an empty list means it may be used."""
    linter = Linter()
    linter.look_at(root, inside=False)
    used = {name for slot in slots_of(root).values() for name in slot.fields}
    for name in sorted(used - set(allowed)) if allowed is not None else ():
        linter.note(name, _("“{{ %(name)s }}” is not a field of this document.") % {"name": name})
    return linter.problems


class Linter:
    """Walks the tree once and notes every problem it meets."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.names: set[str] = set()

    def note(self, where: str, message: str) -> None:
        """Remember one problem."""
        self.problems.append(Problem("template", where, message))

    def look_at(self, element: Element, *, inside: bool) -> None:
        """Check an element and all below it; `inside` says whether it stands in a slot."""
        tag = str(element.tag)
        self._check_element(element, tag)
        is_slot = "data-slot" in element.attrib
        if is_slot:
            self._check_slot(element, inside)
        elif inside and tag not in INLINE:
            message = _("Inside a slot only bold text, spans and line breaks may stand, not <%(tag)s>.")
            self.note(tag, message % {"tag": tag})
        takes_text = inside or is_slot or tag == "title"
        self._check_braces(element.text, takes_text)
        for child in element:
            # A repeated row takes its names from its own list (TY-07).
            if "data-each" not in child.attrib:
                self.look_at(child, inside=inside or is_slot)
            self._check_braces(child.tail, takes_text)

    def _check_element(self, element: Element, tag: str) -> None:
        if tag in FORBIDDEN:
            self.note(tag, _("The element <%(tag)s> is not allowed.") % {"tag": tag})
        for key, value in element.attrib.items():
            if ANY_BRACES.search(value) or key.startswith("on"):
                self.note(tag, _("The attribute “%(key)s” may not be used so.") % {"key": key})

    def _check_slot(self, element: Element, inside: bool) -> None:
        name = element.get("data-slot", "")
        if not SLOT_NAME.fullmatch(name) or name in self.names or inside:
            message = _("The slot “%(name)s” needs a name of its own and may not stand inside another slot.")
            self.note(name, message % {"name": name})
        self.names.add(name)
        if "data-qr" in element.attrib and (len(element) or (element.text or "").strip()):
            self.note(name, _("The slot “%(name)s” holds a code and must be empty.") % {"name": name})

    def _check_braces(self, text: str | None, takes_text: bool) -> None:
        rest = PLACEHOLDER.sub("", text or "") if takes_text else text or ""
        if ANY_BRACES.search(rest):
            message = _(
                "“%(text)s”: names in double braces stand only inside slots, and nothing else in braces."
            )
            self.note("", message % {"text": (text or "").strip()[:60]})
