"""Running a query: candidates, who fits, order, and the reason for every hit."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from ..models import Document, OpenInterval
from .engines import candidates
from .fitting import Fit, fit, is_limited
from .places import Point, find_place
from .planning import plan
from .query import Hit, Plan, Query, Results
from .showing import hit_of, nearest

POOL = 200
FEW = 5
MAX_LIMIT = 100
Row = tuple[int, float]


@dataclass(frozen=True)
class Ranked:
    document: Document
    fit: Fit
    score: float
    distance: float | None
    in_area: bool


def find(query: Query, at: dt.datetime) -> Results:
    """Search the directory. `at` is an aware instant; nothing about the query is kept or logged."""
    point = find_place(query.near)
    asked = plan(query, point, at)
    rows = candidates(asked)
    widened = False
    if len(rows) < FEW and len(asked.terms) > 1:
        wide = dataclasses.replace(asked, any_term=True)
        held = {key for key, _ in rows}
        more = [(key, score - 1000) for key, score in candidates(wide) if key not in held]
        widened = bool(more) and not rows
        rows += more
    ranked, left_out, total = _rank(rows, query, asked, point, at)
    limit = max(1, min(query.limit, MAX_LIMIT))
    return Results(
        hits=[_hit(r, query, asked, at) for r in ranked[:limit]], total=total, corrections=asked.corrections,
        left_out=left_out, place=point.name if point else "", place_unknown=bool(query.near) and point is None,
        widened=widened,
    )


def _rank(
    rows: list[Row], query: Query, asked: Plan, point: Point | None, at: dt.datetime
) -> tuple[list[Ranked], dict[str, int], int]:
    rows = sorted(rows, key=lambda row: (-row[1], row[0]))
    limited = is_limited(query)
    pool = rows if limited or point else rows[: POOL]
    documents = _load([key for key, _ in pool], light=limited or bool(point))
    open_ids = _open(asked, [d.pk for d in documents.values()]) if query.open_now else set()
    found: list[Ranked] = []
    against: Counter[str] = Counter()
    outside = 0
    for key, score in pool:
        document = documents[key]
        distance, in_area = _where(document, point)
        if point and distance is not None and distance > query.within_km:
            outside += 1
            continue
        fitting = fit(document, query, at, is_open=key in open_ids)
        if fitting.against:
            against.update(fitting.against[:1])
            continue
        found.append(Ranked(document, fitting, _score(score, document, fitting, distance, point, query), distance, in_area))
    # Entries with a declared area stand beside the distance order, in front of it: their place in it would tell.
    found.sort(key=lambda r: (not (point and r.in_area), -r.score, r.document.pk))
    total = len(found) + (len(rows) - len(pool))
    return _complete(found[:MAX_LIMIT]), dict(against), total


LIGHT = (
    "id", "minimum_age", "maximum_age", "gender_policy", "populations", "languages", "free_places", "counted_at",
    "verified_on", "has_hours", "is_confidential", "points",
)


def _load(keys: list[int], *, light: bool) -> dict[int, Document]:
    rows = Document.objects.only(*LIGHT) if light else Document.objects.all()
    found: dict[int, Document] = {}
    for start in range(0, len(keys), 900):
        found |= {d.pk: d for d in rows.filter(pk__in=keys[start : start + 900])}
    return found


def _complete(ranked: list[Ranked]) -> list[Ranked]:
    """With the cards, for the few that may be shown."""
    if not ranked or "card" not in ranked[0].document.get_deferred_fields():
        return ranked
    full = Document.objects.in_bulk([r.document.pk for r in ranked])
    return [dataclasses.replace(r, document=full[r.document.pk]) for r in ranked]


def _open(asked: Plan, keys: list[int]) -> set[int]:
    """Documents with an interval that holds this minute of this week, on this day."""
    if asked.minute is None:
        return set()
    today = timezone.localtime(asked.at).date()
    rows = OpenInterval.objects.filter(start__lte=asked.minute, end__gt=asked.minute)
    wanted = set(keys)
    return {
        key for key, since, until in rows.values_list("document_id", "valid_from", "valid_to")
        if key in wanted and (since is None or since <= today) and (until is None or until >= today)
    }


def _where(document: Document, point: Point | None) -> tuple[float | None, bool]:
    """Distance to the nearest public point. A safe site has none: it is in its area or it is not here."""
    if document.is_confidential:
        return None, True
    return (nearest(document, point) if point else None), False


def _score(
    score: float, document: Document, fitting: Fit, distance: float | None, point: Point | None, query: Query
) -> float:
    """The words first; then nearness, knowledge of what was asked, and recent verification, each a mild push."""
    value = score if score else 0.0
    push = 1.0
    if point and not document.is_confidential:
        push *= 0.45 if distance is None else 1 / (1 + distance / max(query.within_km, 1.0))
    push *= 0.8 ** len(fitting.unknown)
    base = value + 1000 if value < -500 else value
    return (base + 0.5) * push - (1000 if value < -500 else 0)


def _hit(ranked: Ranked, query: Query, asked: Plan, at: dt.datetime) -> Hit:
    return hit_of(ranked.document, ranked.fit, ranked.distance, query, asked, at)
