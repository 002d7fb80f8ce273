"""Spelling against the index's own words, and synonyms in English and Spanish."""

from __future__ import annotations

import threading
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from ..languages import fold
from ..models import Document, IndexState, Word
from ..vocabulary import phrases, services
from .words import stop_words, tokens

DATA = Path(__file__).resolve().parent.parent / "data"
MAX_PHRASE = 5
Phrase = tuple[str, ...]


@cache
def synonyms() -> dict[Phrase, tuple[Phrase, ...]]:
    """{what people say: what to look for as well}, both as folded words without stop words at their ends."""
    found: dict[Phrase, dict[Phrase, None]] = defaultdict(dict)
    entries = tomllib.loads((DATA / "synonyms.toml").read_text(encoding="utf-8"))["entry"]
    for entry in entries:
        wanted = [_phrase(text) for text in entry["find"]]
        for said in map(_phrase, [*entry["en"], *entry["es"]]):
            found[said] |= dict.fromkeys(wanted)
    for code in services().values():
        label = _phrase(code.en)
        for said in map(_phrase, phrases(code)):
            if said and said not in found and len(label) <= 3:
                found[said] |= {label: None}
    return {said: tuple(p for p in ways if p != said) for said, ways in found.items() if said}


def _phrase(text: str) -> Phrase:
    words = tokens(text)
    while len(words) > 1 and words[0] in stop_words():
        words = words[1:]
    return tuple(words)


@cache
def longest_phrase() -> int:
    return min(MAX_PHRASE, max(len(said) for said in synonyms()))


class Lexicon:
    """The words and marks of one version of the index; the words by length, with how many entries hold them."""

    def __init__(self, words: Iterable[tuple[str, int]], marks: Iterable[str] = ()) -> None:
        self.counts = dict(words)
        self.marks = frozenset(mark for line in marks for mark in line.split())
        for said in synonyms():
            for word in said:
                if len(word) > 3:
                    self.counts.setdefault(word, 1)
        self.by_length: dict[int, list[str]] = defaultdict(list)
        for word in self.counts:
            self.by_length[len(word)].append(word)
        self.starts = sorted(self.counts)
        self.correct = lru_cache(maxsize=8192)(self._correct)

    def knows(self, word: str) -> bool:
        return word in self.counts or (word.endswith("s") and word[:-1] in self.counts) or not word.isalpha()

    def begins(self, word: str) -> bool:
        """Some longer word begins like this."""
        from bisect import bisect_left

        at = bisect_left(self.starts, word)
        return at < len(self.starts) and self.starts[at].startswith(word)

    def count(self, word: str) -> int:
        return self.counts.get(word, 0)

    def _correct(self, word: str, most: int) -> str:
        """The likeliest known word within `most` edits (optimal string alignment), '' when there is none."""
        near: list[str] = []
        for length in range(len(word) - most, len(word) + most + 1):
            near += self.by_length.get(length, [])
        best = extract(word, near, scorer=OSA.distance, score_cutoff=most, limit=12)
        if not best:
            return ""
        return min(
            best, key=lambda hit: (hit[1], hit[0][:1] != word[:1], (hit[0],) not in synonyms(), -self.count(hit[0]))
        )[0]


_lock = threading.Lock()
_held: tuple[int, Lexicon] | None = None


def lexicon() -> Lexicon:
    """The lexicon of the index as it is now, kept until the index changes."""
    global _held
    state = IndexState.objects.filter(pk=1).values_list("version", flat=True).first() or 0
    with _lock:
        if _held is None or _held[0] != state:
            _held = (
                state,
                Lexicon(
                    Word.objects.values_list("text", "documents"),
                    Document.objects.values_list("marks", flat=True).distinct(),
                ),
            )
        return _held[1]


def edits_allowed(word: str) -> int:
    return 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) < 6 else 2


__all__ = ["Lexicon", "Phrase", "edits_allowed", "fold", "lexicon", "longest_phrase", "synonyms"]
