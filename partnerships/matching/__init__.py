"""Which known institution a name in a file means: by code, name in any language, former name or web domain."""

from partnerships.matching.matcher import Known, Match, Matcher, Query
from partnerships.matching.words import code_key, domain_key, words_of

__all__ = ["Known", "Match", "Matcher", "Query", "code_key", "domain_key", "words_of"]
