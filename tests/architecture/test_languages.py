"""Both languages are complete: every text of the code has its Chinese, and no page says anything untranslated."""

import ast
import gettext
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
APPS = [
    "config",
    "core",
    "accounts",
    "notifications",
    "partnerships",
    "certificates",
    "programmes",
    "training",
    "visitors",
    "reports",
]
# What the functions are called here, and where in their arguments the text and its plural stand.
MARKERS = {
    "_": (0,),
    "_now": (0,),
    "_n": (0, 1),
    "gettext": (0,),
    "gettext_lazy": (0,),
    "gettext_noop": (0,),
    "ngettext": (0, 1),
    "ngettext_lazy": (0, 1),
    "pgettext": (1,),
    "pgettext_lazy": (1,),
    "npgettext": (1, 2),
}
# Certificates, the approval sheet and other printed papers are bilingual by themselves.
PRINTED = ("pdf",)
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w*)\}")


def text_of(node):
    """The text of a literal; None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@cache
def texts_in_code():
    """Every text marked for translation in Python, with the file that says it."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                for position in MARKERS.get(name, ())[:1]:
                    text = text_of(node.args[position]) if len(node.args) > position else None
                    if text:
                        found.setdefault(text, str(path.relative_to(ROOT)))
    return found


def templates():
    return [path for pattern in ("*.html", "*.txt") for path in sorted((ROOT / "templates").rglob(pattern))]


STRING = r"""u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*{STRING}(?:\s*,\s*{STRING})?")


@cache
def texts_in_templates():
    """Every text marked for translation in a template, with the file that says it."""
    found = {}
    for path in templates():
        source = templatize(path.read_text("utf-8"), origin=str(path))
        for name, first, second in CALL.findall(source):
            literal = second if "pgettext" in name else first
            text = ast.literal_eval(literal) if literal else ""
            if text:
                found.setdefault(text, str(path.relative_to(ROOT)))
    return found


@cache
def chinese():
    path = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def is_translated(text):
    catalog = chinese()
    return any(catalog.get(key) for key in (text, (text, 0))) or any(
        isinstance(key, str) and key.endswith(f"\x04{text}") and value for key, value in catalog.items()
    )


def test_every_text_of_the_code_has_its_chinese():
    missing = {text: path for text, path in texts_in_code().items() if not is_translated(text)}

    assert missing == {}


def test_every_text_of_a_template_has_its_chinese():
    missing = {text: path for text, path in texts_in_templates().items() if not is_translated(text)}

    assert missing == {}


def test_translations_keep_their_placeholders():
    broken = []
    for key, value in chinese().items():
        text = key[0] if isinstance(key, tuple) else key
        if text and set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(value)):
            broken.append(text)

    assert broken == []


def untranslated(path):
    """Words that stand in a template outside any translation."""
    inside = False
    for token in Lexer(path.read_text("utf-8")).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            if name in {"blocktranslate", "blocktrans", "comment"}:
                inside = True
            elif name in {"endblocktranslate", "endblocktrans", "endcomment"}:
                inside = False
        elif token.token_type == TokenType.TEXT and not inside:
            yield token.contents


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_says_nothing_untranslated(path):
    if any(part in PRINTED for part in path.parts) or path.name in IN_BOTH_LANGUAGES:
        return
    source = "\x00".join(untranslated(path))
    source = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", source, flags=re.DOTALL)
    spoken = re.sub(r"<[^>]*>", " ", source)
    labels = re.findall(r'\b(?:aria-label|placeholder|title|alt)="([^"]*)"', source)
    words = re.findall(r"[A-Za-z\u4e00-\u9fff]{2,}", re.sub(r"&\w+;", " ", " ".join([spoken, *labels])))

    assert [word for word in words if word not in KNOWN] == []


# The name of each language in itself, and names of formats.
# Pages that say everything in both languages at once: a verdict for whoever reads it, a failure without a language.
IN_BOTH_LANGUAGES = {"500.html", "verify.html"}
KNOWN = {"JSON", "SHA", "English", "中文", "PDF", "ZIP", "CSV", "XLSX", "QR"}
