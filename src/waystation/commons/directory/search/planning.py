"""From what was typed to a plan: phrases with synonyms first, then word by word with spelling."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from ..languages import code_of, serving
from .cells import MAX_KM, words_near
from .hours import minute_of_week
from .lexicon import Lexicon, Phrase, edits_allowed, lexicon, longest_phrase, synonyms
from .places import Point
from .query import Alternative, Plan, Query, Term, Why
from .words import stop_words, tokens

MAX_TERMS = 12
MAX_CHARACTERS = 400
RARE = 2


def plan(query: Query, point: Point | None, at: dt.datetime) -> Plan:
    """Understand a query at an instant (aware)."""
    corrections: dict[str, str] = {}
    words = tokens(query.words[:MAX_CHARACTERS])
    known = lexicon()
    terms = _exact(words) if query.exact else _terms(words, known, corrections)
    groups: list[tuple[str, ...]] = []
    if point is not None:
        groups.append((*words_near(point.latitude, point.longitude, min(query.within_km, MAX_KM)), "xnoplace0"))
    if query.language and (code := code_of(query.language)):
        groups.append((*(f"xl{one}0" for one in serving(code)), "xlunknown0"))
    minute = minute_of_week(timezone.localtime(at)) if query.open_now else None
    held = tuple(tuple(m for m in group if m in known.marks) or group[-1:] for group in groups)
    return Plan(tuple(terms[:MAX_TERMS]), held, corrections, at, minute)


def _exact(words: list[str]) -> list[Term]:
    return [Term(word, (Alternative((word,), Why.TERM),)) for word in words]


def _terms(words: list[str], known: Lexicon, corrections: dict[str, str]) -> list[Term]:
    read = [_read(word, known, corrections) for word in words]
    found: list[Term] = []
    at = 0
    while at < len(words):
        length = _phrase_at(read, at)
        if length:
            found.append(_phrase_term(words[at : at + length], read[at : at + length]))
            at += length
            continue
        if words[at] not in stop_words():
            found.append(_word_term(words[at], read[at], known, last=at == len(words) - 1))
        at += 1
    return found or [_word_term(word, word, known, last=False) for word in words]


def _read(word: str, known: Lexicon, corrections: dict[str, str]) -> str:
    """The word as we read it: itself when it is known, else its likeliest correction."""
    if word in stop_words() or known.knows(word) or (word,) in synonyms():
        return word
    allowed = edits_allowed(word)
    better = known.correct(word, 1) if allowed else ""
    if not better and not (len(word) >= 4 and known.begins(word)) and allowed > 1:
        better = known.correct(word, allowed)
    if better:
        corrections[word] = better
    return better or word


def _phrase_at(read: list[str], at: int) -> int:
    for length in range(min(longest_phrase(), len(read) - at), 0, -1):
        if tuple(read[at : at + length]) in synonyms():
            return length
    return 0


def _phrase_term(typed: list[str], read: list[str]) -> Term:
    said: Phrase = tuple(read)
    own = tuple(w for w in said if w not in stop_words()) or said
    kind = Why.TERM if typed == read else Why.SPELLING
    ways = [Alternative(own, kind), *(Alternative(p, Why.SYNONYM) for p in synonyms()[said])]
    return Term(" ".join(typed), tuple(ways))


def _word_term(typed: str, read: str, known: Lexicon, *, last: bool) -> Term:
    ways = [Alternative((read,), Why.TERM if typed == read else Why.SPELLING)]
    if typed == read and not known.knows(typed):
        ways = [Alternative((typed,), Why.TERM, prefix=len(typed) >= 3)]
    elif typed == read and known.count(typed) <= RARE and edits_allowed(typed):
        likelier = _likelier(typed, known)
        if likelier:
            ways.append(Alternative((likelier,), Why.SPELLING))
    return Term(typed, tuple(ways))


def _likelier(word: str, known: Lexicon) -> str:
    """A rare word may itself be a slip in the data: the common word one edit away."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    near = [w for n in (-1, 0, 1) for w in known.by_length.get(len(word) + n, []) if w != word]
    best = extract(word, near, scorer=OSA.distance, score_cutoff=1, limit=8)
    common = [hit[0] for hit in best if known.count(hit[0]) >= 20 * max(1, known.count(word))]
    return max(common, key=known.count, default="")
