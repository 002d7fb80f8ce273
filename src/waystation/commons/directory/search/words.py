"""Words of texts and of queries: folded, without stop words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from ..languages import fold

TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def stop_words() -> frozenset[str]:
    data = tomllib.loads((DATA / "stopwords.toml").read_text(encoding="utf-8"))
    return frozenset(fold(word) for language in data.values() for word in language)


def tokens(text: str) -> list[str]:
    """All words, folded, in order."""
    return [t.split("'")[0] for t in TOKEN.findall(fold(text))]


def meaningful(text: str) -> list[str]:
    """Words that are worth searching; all of them when there are only stop words."""
    found = tokens(text)
    return [t for t in found if t not in stop_words()] or found
