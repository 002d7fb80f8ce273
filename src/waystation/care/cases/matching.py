"""Fuzzy search over opened header capsules, in memory: nothing typed here is stored, sent in a URL or journaled."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

from rapidfuzz import fuzz, process

Row = TypeVar("Row")
CUTOFF = 62.0


def fold(text: str) -> str:
    """Lower case without marks, hyphens as spaces: `José` -> `jose`, `KESTREL-41` -> `kestrel 41`."""
    if not text.isascii():
        text = "".join(ch for ch in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(ch))
    return text.lower().replace("-", " ").strip()


def ranked(query: str, rows: Sequence[tuple[Row, Iterable[str]]], limit: int = 50) -> list[Row]:
    """Rows whose best text is near to `query`, best first. `rows`: (row, its texts). An empty query finds nothing."""
    wanted = fold(query)
    if not wanted:
        return []
    owners: dict[str, list[int]] = {}
    for index, (_, words) in enumerate(rows):
        for word in words:
            if word:
                owners.setdefault(word, []).append(index)
    said = list(owners)  # many rows share the words of a stage: each text is compared once
    texts = [fold(word) for word in said]
    best: dict[int, float] = {}
    for _, score, at in process.extract(wanted, texts, scorer=fuzz.WRatio, limit=limit * 4, score_cutoff=CUTOFF):
        for index in owners[said[at]]:
            best[index] = max(score, best.get(index, 0.0))
    order = sorted(best, key=lambda index: (-best[index], index))
    return [rows[index][0] for index in order[:limit]]
