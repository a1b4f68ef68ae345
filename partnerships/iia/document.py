"""Reading an IIA file: bounded, without network or entities, checked against the official schema."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from lxml import etree

NS = "https://github.com/erasmus-without-paper/ewp-specs-api-iias/blob/stable-v7/endpoints/get-response.xsd"
CONTACT = "https://github.com/erasmus-without-paper/ewp-specs-types-contact/tree/stable-v1"
MOST_BYTES = 5 * 1024 * 1024
MOST_ERRORS = 50
SCHEMA = Path("data") / "ewp" / "ewp-specs-api-iias-v7.0.0" / "endpoints" / "get-response.xsd"


class IiaRefused(ValidationError):
    """The file is no IIA that can be read."""


def parser() -> Any:
    """A parser that loads nothing, resolves nothing and stops at a bound."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_pis=True,
    )


@lru_cache(maxsize=1)
def schema() -> Any:
    """The official schema, from the project's own files only."""
    path = Path(settings.BASE_DIR) / SCHEMA
    return etree.XMLSchema(etree.parse(str(path), parser()))


def root_of(content: bytes) -> Any:
    """The document; refused when it is too large, not XML, or carries a document type."""
    if len(content) > MOST_BYTES:
        raise IiaRefused(_("The file is too large for an agreement."), code="too_large")
    try:
        root = etree.fromstring(content, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise IiaRefused(
            _("The file is not well-formed XML: %(reason)s"),
            code="not_xml",
            params={"reason": str(error)[:200]},
        ) from None
    if root.getroottree().docinfo.doctype:
        raise IiaRefused(_("A document type declaration is not accepted."), code="doctype")
    return root


def schema_errors(content: bytes) -> list[str]:
    """What the official schema finds wrong, each with its line; nothing when the file is valid."""
    return schema_errors_of(root_of(content))


def schema_errors_of(root: Any) -> list[str]:
    """The same for a document already read."""
    checker = schema()
    if checker.validate(root):
        return []
    found = []
    for error in list(checker.error_log)[:MOST_ERRORS]:
        found.append(
            f"{error.line}: {error.message.replace('{' + NS + '}', '').replace('{' + CONTACT + '}', 'c:')}"
        )
    return found


@dataclass(frozen=True)
class Iia:
    """One agreement of the file."""

    element: Any

    def text(self, path: str) -> str:
        """The text at the path, names without their namespace."""
        steps = "/".join(f"*[local-name()='{name}']" for name in path.split("/"))
        found = self.element.xpath(f"string({steps})")
        return str(found).strip()

    @property
    def partners(self) -> list[Any]:
        return self.element.findall(f"{{{NS}}}partner")

    @property
    def conditions(self) -> list[Any]:
        held = self.element.find(f"{{{NS}}}cooperation-conditions")
        return [] if held is None else [child for child in held if isinstance(child.tag, str)]

    @property
    def is_terminated(self) -> bool:
        held = self.element.find(f"{{{NS}}}cooperation-conditions")
        return held is not None and held.get("terminated-as-a-whole", "false") in {"true", "1"}

    @property
    def hash(self) -> str:
        """The fingerprint the file carries."""
        return self.text("iia-hash")

    @property
    def hei_ids(self) -> list[str]:
        return [text_of(partner, "hei-id") for partner in self.partners]


def text_of(element: Any, name: str) -> str:
    """The text of the first child of that name."""
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).localname == name:
            return "".join(child.itertext()).strip()
    return ""


def read_iias(content: bytes) -> list[Iia]:
    """The agreements of a file that the schema accepts; IiaRefused tells what it does not."""
    root = root_of(content)
    if errors := schema_errors_of(root):
        raise IiaRefused([IiaRefused(message, code="schema") for message in errors])
    return [Iia(element) for element in root.findall(f"{{{NS}}}iia")]
