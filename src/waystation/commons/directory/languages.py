"""Language names and codes, read out of the words that directories use for them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path


def fold(text: str) -> str:
    """Small letters without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()


@cache
def _table() -> tuple[dict[str, tuple[str, str]], re.Pattern[str], dict[str, str]]:
    """({word: (code, English name)}, pattern of all words, {any code: ISO 639-3})."""
    data = tomllib.loads((Path(__file__).parent / "data" / "languages.toml").read_text(encoding="utf-8"))["language"]
    words: dict[str, tuple[str, str]] = {}
    codes: dict[str, str] = {}
    for code, entry in data.items():
        codes |= dict.fromkeys([code, entry.get("short", code)], code)
        for word in [entry["en"], entry["es"], *entry.get("also", [])]:
            words.setdefault(fold(word), (code, entry["en"]))
    longest = sorted(words, key=len, reverse=True)
    return words, re.compile(r"\b(" + "|".join(map(re.escape, longest)) + r")\b"), codes


def in_words(text: str) -> list[tuple[str, str]]:
    """[(ISO 639-3 code, English name)] of each language named in a text, in order, once each."""
    words, pattern, _ = _table()
    return list(dict.fromkeys(words[m] for m in pattern.findall(fold(text))))


def code_of(text: str) -> str:
    """ISO 639-3 code of a name or a two- or three-letter code; '' when it is not known."""
    words, _, codes = _table()
    folded = fold(text.strip())
    return codes.get(folded) or words.get(folded, ("", ""))[0]


@cache
def choices(language: str = "en") -> list[tuple[str, str]]:
    """[(code, name)] in a language of the interface (en, es), sorted by name."""
    data = tomllib.loads((Path(__file__).parent / "data" / "languages.toml").read_text(encoding="utf-8"))["language"]
    return sorted(((code, e.get(language, e["en"])) for code, e in data.items()), key=lambda pair: fold(pair[1]))


@lru_cache(maxsize=1024)
def name_of(code: str, language: str = "en") -> str:
    return dict(choices(language)).get(code_of(code) or code, code)
