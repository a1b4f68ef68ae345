"""Finding the institution that a row means among all that are known, with a confidence and its ground."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from partnerships.matching.words import code_key, domain_key, exact_key, initials, words_of

MOST_CANDIDATES = 40
MOST_OTHERS = 4
LEAST = 0.4
SURE = 0.985  # letter for letter
BY_CODE, BY_DOMAIN, BY_NAME, BY_FORMER, BY_LIKENESS = "code", "domain", "name", "former", "likeness"
NEITHER_KIND = frozenset(
    {"university", "college", "hochschule", "academy", "institute", "school", "polytechnic"}
)
# Words that tell one kind of house, or one subject, from another: a name that lacks it is not the same name.
TELLING = frozenset(
    "applied sciences college academy hochschule technical polytechnic medicine health nursing economics business arts "
    "fine music theatre design film architecture agriculture life veterinary education sport law theology social catholic "
    "protestant open free european international royal private military navy police engineering tourism mining transport "
    "north south east west new vocational secondary".split()
)


@dataclass(frozen=True)
class Known:
    """An institution that is known: all its names, codes and domains."""

    pk: Any
    names: tuple[str, ...]
    region: str = ""
    former: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    city: str = ""


@dataclass(frozen=True)
class Query:
    """A row of a file that means some institution."""

    names: tuple[str, ...]
    region: str = ""
    codes: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    city: str = ""


@dataclass(frozen=True)
class Match:
    """What a row means: the institution, how sure that is, from 0 to 1, and by what."""

    pk: Any
    confidence: float
    by: str
    name: str
    others: tuple[tuple[Any, str, float], ...] = ()


@dataclass
class _Names:
    """Every name of the institutions of one region, found by its words."""

    entries: list[tuple[Any, str, frozenset[str], bool]] = field(default_factory=list)
    by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_key: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)
    size: int = 0

    def add(self, pk: Any, name: str, *, former: bool) -> None:
        words = words_of(name)
        place = len(self.entries)
        self.entries.append((pk, name, words, former))
        self.by_key[exact_key(name)].append(place)
        for word in words:
            self.by_word[word].append(place)
        self.reckon(words)

    def reckon(self, words: frozenset[str]) -> None:
        """Count the words of a name: common ones tell little."""
        self.counts.update(words)
        self.size += 1


class Matcher:
    """Holds what is known and finds in it; one region is searched at a time, so large files stay quick."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.regions: dict[str, _Names] = defaultdict(_Names)
        self.codes: dict[str, set[Any]] = defaultdict(set)
        self.domains: dict[str, set[Any]] = defaultdict(set)
        self.cities: dict[Any, frozenset[str]] = {}
        self.names: dict[Any, str] = {}
        self.homes: dict[Any, str] = {}
        self.common = _Names()  # the words of every region together
        for one in known:
            self.add(one)

    def add(self, one: Known) -> None:
        """Make one more institution known."""
        self.names[one.pk] = one.names[0] if one.names else ""
        self.homes[one.pk] = one.region
        if one.city:
            self.cities[one.pk] = words_of(one.city)
        for code in filter(None, map(code_key, one.codes)):
            self.codes[code].add(one.pk)
        for domain in filter(None, map(domain_key, one.domains)):
            self.domains[domain].add(one.pk)
        for former, names in ((False, one.names), (True, one.former)):
            for name in dict.fromkeys(filter(None, names)):
                self.regions[one.region].add(one.pk, name, former=former)
                self.common.reckon(words_of(name))

    def reckon(self, queries: Iterable[Query]) -> None:
        """Learn from a file which words are common in it, so that they count for little."""
        for query in queries:
            for name in query.names:
                self.common.reckon(words_of(name))
                if query.region in self.regions:
                    self.regions[query.region].reckon(words_of(name))

    def match(self, query: Query) -> Match | None:
        """The institution a row most likely means, or None."""
        if found := self._by_code(query):
            return found
        ranked = self._by_names(query)
        return self._by_domain(query, ranked) or self._best(ranked)

    def _by_code(self, query: Query) -> Match | None:
        shared = Counter(pk for code in map(code_key, query.codes) if code for pk in self.codes.get(code, ()))
        if not shared:
            return None
        most = max(shared.values())
        held = sorted((pk for pk, count in shared.items() if count == most), key=str)
        others = tuple(
            (other, self.names[other], 0.9) for other in sorted(shared, key=str) if other != held[0]
        )
        return Match(
            held[0], 1.0 if len(held) == 1 else 0.6, BY_CODE, self.names[held[0]], others[:MOST_OTHERS]
        )

    def _by_domain(self, query: Query, ranked: list[tuple[float, Any, str, str]]) -> Match | None:
        """The one at the same web address; where several share it, their names decide."""
        held = {
            pk for domain in map(domain_key, query.domains) if domain for pk in self.domains.get(domain, ())
        }
        held = {pk for pk in held if not query.region or self.homes[pk] in ("", query.region)}
        if not held:
            return None
        likeness = {pk: score for score, pk, _by, _name in ranked if pk in held}
        pk = max(held, key=lambda one: (likeness.get(one, 0), str(one)))
        score = likeness.get(pk, 0.0)
        rival = max((other for other, one, _by, _name in ranked if one not in held), default=0.0)
        confidence = 0.99 if score >= 0.85 else 0.93 if len(held) == 1 else 0.7
        if rival > 0.95 > score:  # another one bears the very name: somebody must look
            confidence = 0.6
        others = [(one, name, round(other, 2)) for other, one, _by, name in ranked if one != pk]
        others += [(one, self.names[one], 0.7) for one in sorted(held - {pk}, key=str) if one not in likeness]
        return Match(pk, confidence, BY_DOMAIN, self.names[pk], tuple(others[:MOST_OTHERS]))

    def _best(self, ranked: list[tuple[float, Any, str, str]]) -> Match | None:
        if not ranked or ranked[0][0] < LEAST:
            return None
        score, pk, by, name = ranked[0]
        if len(ranked) > 1:  # a close second makes the first doubtful
            margin = score - ranked[1][0]
            if margin < 0.04 and not score >= SURE > ranked[1][0]:
                score = min(score, 0.72)
        else:
            margin = score - LEAST
        if score < 0.9:
            score = min(score + 0.4 * min(max(margin, 0.0), 0.35), 0.9)
        others = tuple(
            (one, label, round(other, 2)) for other, one, _by, label in ranked[1 : MOST_OTHERS + 1]
        )
        return Match(pk, round(score, 3), by, name, others)

    def _by_names(self, query: Query) -> list[tuple[float, Any, str, str]]:
        """Each candidate once, the most alike first."""
        homes = [query.region, ""] if query.region else list(self.regions)
        best: dict[Any, tuple[float, Any, str, str]] = {}
        city = words_of(query.city) if query.city else frozenset()
        for home in homes:
            if home not in self.regions:
                continue
            block = self.regions[home]
            for name, worth in _variants(query.names):
                for score, place in self._alike(block, name, city):
                    score *= worth
                    pk, known, _words, former = block.entries[place]
                    by = (BY_FORMER if former else BY_NAME) if score >= 0.97 else BY_LIKENESS
                    if pk not in best or score > best[pk][0]:
                        best[pk] = (score, pk, by, known)
        return sorted(best.values(), key=lambda row: (-row[0], str(row[1])))

    def _alike(self, block: _Names, name: str, city: frozenset[str]) -> list[tuple[float, int]]:
        words = words_of(name)
        exact = block.by_key.get(exact_key(name), [])
        found = [(0.99, place) for place in exact]
        weights = {word: self._weight(word, block) for word in words | city}
        shared: dict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            places = block.by_word.get(word, ())
            if len(places) <= 2000 or len(words) < 3:
                for place in places:
                    shared[place] += weight * (1 if word in words else 0.6)
        for place in sorted(shared, key=shared.__getitem__, reverse=True)[:MOST_CANDIDATES]:
            if place not in exact:
                pk, known, other, _former = block.entries[place]
                city_known = self.cities.get(pk, frozenset())
                score = self._likeness(block, name, words, city, known, other, city_known)
                if score >= LEAST:
                    found.append((score, place))
        return found

    def _weight(self, word: str, block: _Names) -> float:
        """How much a word tells: little when it is common everywhere or in this region."""
        common, here = self.common, block
        everywhere = math.log((common.size + 1) / (common.counts.get(word, 0) + 1))
        return 0.3 + min(everywhere, math.log((here.size + 30) / (here.counts.get(word, 0) + 1)))

    def _likeness(
        self,
        block: _Names,
        name: str,
        words: frozenset[str],
        city: frozenset[str],
        known: str,
        other: frozenset[str],
        city_known: frozenset[str],
    ) -> float:
        """How alike two names are: the weight of the words they share over the weight of all their words."""
        mine, theirs = _paired(words, other)
        common = mine & theirs
        only_mine, only_theirs = mine - common - city_known, theirs - common - city
        weigh: Mapping[str, float] = {word: self._weight(word, block) for word in mine | theirs}
        both = sum(weigh[word] for word in common) + 0.5 * sum(
            weigh[word] for word in (theirs & city) - common
        )
        apart = sum(weigh[word] for word in only_mine) + sum(weigh[word] for word in only_theirs)
        kinds = (only_mine | only_theirs) & NEITHER_KIND
        apart -= 0.6 * sum(weigh[word] for word in kinds)
        apart -= 0.7 * sum(weigh[word] for word in only_mine & city)
        score = both / (both + apart) if both else 0.0
        if (only_mine | only_theirs) & TELLING:
            score -= 0.06
        letters = fuzz.ratio(exact_key(name), exact_key(known)) / 100
        score = max(score * 0.97, 0.55 * score + 0.45 * letters if letters > 0.8 else 0)
        short, long = sorted((name, known), key=len)
        if 2 < len(short) <= 8 and short.isalpha() and initials(long) == short.lower():
            score = max(score, 0.8)
        return min(score, 0.98)


def _variants(names: Iterable[str]) -> list[tuple[str, float]]:
    """Each name, and its halves where two languages stand side by side: "Universidad X / X Unibertsitatea"."""
    found = {}
    for name in filter(None, names):
        found[name] = 1.0
        for part in re.split(r"\s[-–—|]\s|\s?/\s?", name):
            if len(words_of(part)) > 1 and len(part) > 8:
                found.setdefault(part, 0.97)
    return list(found.items())


def _paired(words: frozenset[str], other: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Both sets of words, with those that differ by a letter or an ending made the same."""
    left, right = words - other, other - words
    if not left or not right:
        return words, other
    swap: dict[str, str] = {}
    for mine in left:
        for theirs in right:
            if len(mine) > 3 and len(theirs) > 3 and theirs not in swap.values() and _same_stem(mine, theirs):
                swap[mine] = theirs
                break
    return frozenset(swap.get(word, word) for word in words), other


def _same_stem(mine: str, theirs: str) -> bool:
    if mine[:4] == theirs[:4] and fuzz.ratio(mine, theirs) >= 72:
        return True
    return len(mine) > 5 and fuzz.ratio(mine, theirs) >= 86
