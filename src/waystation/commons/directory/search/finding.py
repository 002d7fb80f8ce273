"""Running a query: candidates, who fits, order, and the reason for every hit."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from ..models import Document, OpenInterval
from .engines import candidates
from .fitting import Facts, Fit, fit, is_limited
from .places import Point, find_place
from .planning import plan
from .query import Plan, Query, Results
from .showing import hit_of, nearest

POOL = 300
FEW = 5
MAX_LIMIT = 100
# Documents that have only some of the words come after all that have every word.
SOME_WORDS = -1000.0
Row = tuple[int, float]
FACTS = tuple(f.name for f in dataclasses.fields(Facts))
WHEREABOUTS = "SELECT id, is_confidential, points, languages FROM directory_document WHERE id IN"


@dataclass(frozen=True, slots=True)
class Ranked:
    key: int
    fit: Fit
    score: float
    distance: float | None
    in_area: bool


def find(query: Query, at: dt.datetime) -> Results:
    """Search the directory. `at` is an aware instant; nothing about the query is kept or logged."""
    point = find_place(query.near)
    asked = plan(query, point, at)
    rows = candidates(asked)
    found_all = bool(rows)
    if len(rows) < FEW and len(asked.terms) > 1:
        held = {key for key, _ in rows}
        wide = candidates(dataclasses.replace(asked, any_term=True))
        rows += [(key, score + SOME_WORDS) for key, score in wide if key not in held]
    ranked, left_out, total = _rank(rows, query, asked, point, at)
    limit = max(1, min(query.limit, MAX_LIMIT))
    documents = Document.objects.in_bulk([r.key for r in ranked[:limit]])
    return Results(
        hits=[hit_of(documents[r.key], r.fit, r.distance, query, asked, at) for r in ranked[:limit]],
        total=total,
        corrections=asked.corrections,
        left_out=left_out,
        place=point.name if point else "",
        place_unknown=bool(query.near) and point is None,
        widened=bool(rows) and not found_all,
    )


def _rank(
    rows: list[Row], query: Query, asked: Plan, point: Point | None, at: dt.datetime
) -> tuple[list[Ranked], dict[str, int], int]:
    """Who fits, best first; who was left out and why; how many there are in all."""
    rows = sorted(rows, key=lambda row: (-row[1], row[0]))
    pool = rows[:POOL] if asked.terms else rows
    if not (is_limited(query) or query.language or point):
        plainly = Fit((), (), ())
        return [Ranked(key, plainly, score, None, False) for key, score in pool], {}, len(rows)
    keys = [key for key, _ in pool]
    facts = _facts(keys) if is_limited(query) else _whereabouts(keys)
    open_ids = _open(asked) if query.open_now else frozenset()
    found: list[Ranked] = []
    against: Counter[str] = Counter()
    for key, score in pool:
        known = facts[key]
        distance = nearest(known.points, point) if point and not known.is_confidential else None
        if distance is not None and distance > query.within_km:
            continue
        fitting = fit(known, query, at, is_open=key in open_ids)
        if fitting.against:
            against.update(fitting.against[:1])
            continue
        value = _push(score, known, fitting, distance, point, query)
        found.append(Ranked(key, fitting, value, distance, known.is_confidential))
    # Entries with a declared area stand beside the distance order, in front of it: a place inside it would tell.
    found.sort(key=lambda r: (not (point and r.in_area and r.score > SOME_WORDS / 2), -r.score, r.key))
    return found, dict(against), len(found)


def _whereabouts(keys: list[int]) -> dict[int, Facts]:
    """Only where the services are and what is spoken; read raw, because thousands of rows may be near."""
    found: dict[int, Facts] = {}
    for start in range(0, len(keys), 900):
        part = keys[start : start + 900]
        with connection.cursor() as cursor:
            cursor.execute(f"{WHEREABOUTS} ({', '.join(['%s'] * len(part))})", part)
            for key, confidential, points, languages in cursor.fetchall():
                told = json.loads(points) if isinstance(points, str) else points
                found[key] = Facts(None, None, "", "", languages, None, None, None, False, bool(confidential), told)
    return found


def _facts(keys: list[int]) -> dict[int, Facts]:
    names = ("id", *FACTS)
    found: dict[int, Facts] = {}
    for start in range(0, len(keys), 900):
        for key, *values in Document.objects.filter(pk__in=keys[start : start + 900]).values_list(*names):
            found[key] = Facts(*values)
    return found


def _open(asked: Plan) -> frozenset[int]:
    """Documents with an interval that holds this minute of this week, on this day."""
    today = timezone.localtime(asked.at).date()
    rows = OpenInterval.objects.filter(start__lte=asked.minute, end__gt=asked.minute)
    return frozenset(
        key
        for key, since, until in rows.values_list("document_id", "valid_from", "valid_to")
        if (since is None or since <= today) and (until is None or until >= today)
    )


def _push(score: float, known: Facts, fitting: Fit, distance: float | None, point: Point | None, query: Query) -> float:
    """The words first; then nearness and what the entry is known to offer, each a mild push."""
    base = SOME_WORDS if score < SOME_WORDS / 2 else 0.0
    push = 0.8 ** len(fitting.unknown)
    if point and not known.is_confidential:
        push *= 0.45 if distance is None else 1 / (1 + distance / max(query.within_km, 1.0))
    return base + (score - base + 0.5) * push
