"""One hit as people read it: what matched, how far, how old the knowledge is, how much room."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.utils import timezone

from ..languages import code_of, name_of
from ..models import Document
from .cells import kilometres
from .fitting import Facts, Fit, free_places, is_unverified
from .places import Point
from .query import Alternative, Hit, Plan, Query, Reason, Room, Term, Why

KINDS = frozenset(Why)
FACTS = tuple(f.name for f in dataclasses.fields(Facts))
ENDINGS = re.compile(r"(?:ations?|ments?|ings?|ions?|ies|ers?|es|ed|ly|al|s|y|e)$")


def nearest(points: Iterable[Sequence[Any]], point: Point) -> float | None:
    """Kilometres to the nearest public point of a service, None without one."""
    here = (point.latitude, point.longitude)
    return min((kilometres(here, (p[0], p[1])) for p in points), default=None)


def facts_of(document: Document) -> Facts:
    return Facts(*(getattr(document, name) for name in FACTS))


def hit_of(document: Document, fitting: Fit, distance: float | None, query: Query, asked: Plan, at: dt.datetime) -> Hit:
    card, facts = document.card, facts_of(document)
    reasons = [*_word_reasons(document, asked), *_fit_reasons(document, fitting, query, at)]
    if document.is_confidential and card["area"]:
        reasons.append(Reason(Why.AREA, card["area"]))
    elif distance is not None:
        reasons.append(Reason(Why.PLACE, f"{distance:.1f}"))
    return Hit(
        service_id=str(document.service_id),
        name=card["name"],
        owner=card["owner"],
        owner_id=card["owner_id"],
        agency=card["agency"],
        summary=card["summary"],
        phone=card["phone"],
        reasons=tuple(reasons),
        distance_km=None if distance is None else round(distance, 1),
        is_approximate=any(not p[3] for p in document.points),
        area=card["area"],
        is_confidential=document.is_confidential,
        verified_on=document.verified_on,
        verified_by=card["verified_by"],
        is_unverified=is_unverified(facts, at),
        room=_room(document, facts, at),
        languages=card["languages"],
        alert=card["alert"],
    )


def _room(document: Document, facts: Facts, at: dt.datetime) -> Room | None:
    if document.counted_at is None:
        return None
    free, card = free_places(facts, at), document.card
    return Room(
        None if free is None else int(free),
        None if card["maximum"] is None else int(card["maximum"]),
        int(card["held"]),
        card["unit"],
        document.counted_at,
    )


def _word_reasons(document: Document, asked: Plan) -> list[Reason]:
    if not asked.terms:
        return []
    text = "\n".join((document.names, document.owner, document.labels, document.body))
    found = []
    for term in asked.terms:
        way = next((w for w in term.alternatives if all(p.search(text) for p in _patterns(w))), None)
        if way is not None:
            found.append(_reason(term, way))
    return found or [_reason(asked.terms[0], asked.terms[0].alternatives[0])]


def _reason(term: Term, way: Alternative) -> Reason:
    return Reason(way.kind, " ".join(way.words), term.typed)


@lru_cache(maxsize=4096)
def _patterns(way: Alternative) -> tuple[re.Pattern[str], ...]:
    """One pattern a word, loose about its ending as the engines' stemming is."""
    last = len(way.words) - 1
    ends = ["" if way.prefix and at == last else r"[a-z]{0,5}\b" for at in range(last + 1)]
    return tuple(re.compile(rf"\b{re.escape(_stem(word))}{end}") for word, end in zip(way.words, ends, strict=True))


def _stem(word: str) -> str:
    short = ENDINGS.sub("", word)
    return short if len(short) >= 3 else word


def _fit_reasons(document: Document, fitting: Fit, query: Query, at: dt.datetime) -> list[Reason]:
    known = [Reason(kind, _said(kind, document, query, at)) for kind in fitting.known if kind in KINDS]
    unknown = [Reason(kind, _said(kind, document, query, at), known=False) for kind in fitting.unknown if kind in KINDS]
    return known + unknown


def _said(kind: str, document: Document, query: Query, at: dt.datetime) -> str:
    match kind:
        case Why.AGE:
            return _ages(document)
        case Why.GENDER:
            return str(document.gender_policy)
        case Why.POPULATION:
            return query.population
        case Why.LANGUAGE:
            return name_of(code_of(query.language))
        case Why.OPEN:
            return timezone.localtime(at).strftime("%H:%M")
    return ""


def _ages(document: Document) -> str:
    low, high = document.minimum_age, document.maximum_age
    if low is not None and high is not None:
        return f"{low:g}-{high:g}"
    return f"{low:g}+" if low is not None else f"0-{high:g}" if high is not None else ""
