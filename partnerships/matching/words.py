"""Names of institutions as bags of words that mean the same in every language."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from core.text import is_han, search_key

STOP = frozenset(
    "of the and at in on for de la le les los las el du des del della dello delle degli dei di da do dos das der die "
    "den dem des das fur zu zur zum im am an und et y e i a o u w z ve van voor het een en og och ja es si "
    "din na te ne pa od al au aux "
    "l d s n na ve za in un una uns az eta nad pri dell nell sull all dr prof"
    " gmbh ggmbh mbh ag ev eingetragener verein sa sas sarl srl spa ltd limited plc llc inc asbl vzw bv nv aps as ab oy "
    "ry sp zoo tc t.c c t kft zrt doo ou kg foundation fundacion fundacao fundacio fondation fondazione stiftung stichting "
    "alapitvany fundacja association asociacion associazione asociatia associacao organisme ogec lda eood ad sro vos ops "
    "zu kozhasznu nonprofit common interest tuzelkisi ltda cooperativa coop scrl".split()
)
BRACKETS = re.compile("[(\uff08\\[\u3010][^)\uff09\\]\u3011]*[)\uff09\\]\u3011]")
APOSTROPHES = re.compile(r"['’‘`´ʼ\"“”„«»]")
ELISION = re.compile(r"\b(dell|nell|sull|all|d|l|s|n|qu)['’‘`´]", re.IGNORECASE)
UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ss", "s"))
ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
}
# Compounds of German, Dutch and Nordic names come apart at these ends.
ENDS = (
    "universitat", "universitet", "universiteit", "hochschule", "akademie", "hogeschool", "hogskola", "hogskolan",
    "hojskole", "hogskole", "institut", "schule", "egyetem", "ulikool", "yliopisto", "korkeakoulu", "kunstakademie",
)  # fmt: skip
# What a word already says: a university of applied sciences is a Fachhochschule, a polytechnic a technical university.
IMPLIED = (
    ("applied", "sciences", "university", "hochschule"),
    ("polytechnic", "university", "institute"),
    ("school", "higher"),
)


@lru_cache(maxsize=1)
def synonyms() -> dict[str, str]:
    """For each word in any language the one it is counted as."""
    path = Path(settings.BASE_DIR) / "data" / "institutions" / "words.csv"
    found: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for variant in [row["word"], *row["variants"].split()]:
                for key in {fold(variant), plain(variant)}:
                    found.setdefault(key, row["word"])
    return found


def plain(word: str) -> str:
    """The word in small letters without accents."""
    text = unicodedata.normalize("NFKD", search_key(word).replace("ß", "ss"))
    return "".join(char for char in text if not unicodedata.combining(char))


def fold(word: str) -> str:
    """The word without accents and without the ways German writes its umlauts."""
    text = plain(word)
    for double, single in UMLAUTS:
        text = text.replace(double, single)
    return text


@lru_cache(maxsize=65_536)
def canonical(word: str) -> tuple[str, ...]:
    """What a word counts as; a compound counts as its parts."""
    known = synonyms()
    key = fold(word)
    if found := known.get(key) or known.get(plain(word)):
        return (found,)
    if key.isdigit():
        return (key.lstrip("0") or "0",)
    for end in ENDS:
        if key.endswith(end) and len(key) > len(end) + 2:
            head = key.removesuffix(end)
            for stem in (head, head.removesuffix("s"), head.removesuffix("er")):
                if stem in known:
                    return (known[stem], known.get(end, end))
            return (head.removesuffix("s"), known.get(end, end))
    return (ROMAN.get(key, key),)


@lru_cache(maxsize=65_536)
def words_of(name: str) -> frozenset[str]:
    """The words of a name that tell it from others; Chinese names fall into pairs of characters."""
    text = ELISION.sub(" ", name)
    inside = BRACKETS.sub(" ", text)
    words = _words(inside if re.search(r"\w", inside) else text)
    return words or _words(text)


def _words(text: str) -> frozenset[str]:
    found: set[str] = set()
    for part in re.findall(r"[^\W_]+", APOSTROPHES.sub("", unicodedata.normalize("NFKC", text))):
        if any(is_han(char) for char in part):
            found.update(part[at : at + 2] for at in range(max(1, len(part) - 1)))
        elif fold(part) not in STOP:
            found.update(canonical(part))
    for sign, *implied in IMPLIED:
        if sign in found:
            found.difference_update(implied)
    return frozenset(found)


def exact_key(name: str) -> str:
    """What two spellings of one name share: every letter, nothing else."""
    return re.sub(r"[\W_]", "", fold(APOSTROPHES.sub("", name)))


def initials(name: str) -> str:
    """The first letters of the words of a name."""
    parts = re.findall(r"[^\W_]+", plain(ELISION.sub(" ", name)))
    return "".join(part[0] for part in parts if part not in STOP)


def domain_key(website: str) -> str:
    """The host of a web address without www; free hosts and portals tell nothing and give none."""
    text = (website or "").strip().lower()
    text = re.sub(r"^(https?:?/*)+", "", text)
    if not text or " " in text.strip():
        text = text.split(" ")[0]
    try:
        host = urlsplit(f"//{text}").hostname or ""
    except ValueError:
        return ""
    host = re.sub(r"^(www\d?|ww|web)\.", "", host).strip(".")
    return host if "." in host and len(host) <= 200 else ""


def code_key(value: str) -> str:
    """A code without spaces and in capitals: "A  WIEN01" and "A WIEN01" are one."""
    return re.sub(r"[\s\-/]", "", (value or "").upper().removeprefix("HTTPS://ROR.ORG/"))
