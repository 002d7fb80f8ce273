"""Language names and codes, read out of the words that directories use for them. The list is that of `core/codes`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from waystation.core import codes

ANOTHER = "other"
"""A person may speak one that is not on the list; nobody can look for it."""


def fold(text: str) -> str:
    """Small letters without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()


@cache
def _table() -> tuple[dict[str, tuple[str, str]], re.Pattern[str], dict[str, str]]:
    """({word: (code, English name)}, pattern of all words, {any code: ISO 639-3})."""
    words: dict[str, tuple[str, str]] = {}
    known: dict[str, str] = {}
    for one in codes.get("language"):
        if one.code == ANOTHER:
            continue
        known |= dict.fromkeys([one.code, *_codes(one)], one.code)
        for word in [one.en, one.es, *one.extra.get("also", [])]:
            words.setdefault(fold(word), (one.code, one.en))
    longest = sorted(words, key=len, reverse=True)
    return words, re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)"), known


def _codes(one: codes.Code) -> list[str]:
    """Other codes of the same language: two letters, and three-letter codes of the wider one."""
    return [*filter(None, [one.extra.get("iso1", "")]), *one.extra.get("codes", [])]


def in_words(text: str) -> list[tuple[str, str]]:
    """[(ISO 639-3 code, English name)] of each language named in a text, in order, once each."""
    words, pattern, _ = _table()
    return list(dict.fromkeys(words[m] for m in pattern.findall(fold(text))))


def code_of(text: str) -> str:
    """ISO 639-3 code of a name or a two- or three-letter code; '' when it is not known."""
    words, _, known = _table()
    folded = fold(text.strip())
    return known.get(folded) or words.get(folded, ("", ""))[0]


@cache
def serving(code: str) -> tuple[str, ...]:
    """Every code under which a service may be listed that serves speakers of this language, its own first."""
    known = codes.get("language")
    if code not in known:
        return (code,)
    one = known[code]
    return (code, *one.extra.get("codes", []), *one.extra.get("served_by", []))


@cache
def choices(language: str = "en") -> list[tuple[str, str]]:
    """[(code, name)] in a language of the interface (en, es), sorted by name."""
    found = ((one.code, one.label(language)) for one in codes.get("language") if one.code != ANOTHER)
    return sorted(found, key=lambda pair: fold(pair[1]))


@lru_cache(maxsize=1024)
def name_of(code: str, language: str = "en") -> str:
    return dict(choices(language)).get(code_of(code) or code, code)
