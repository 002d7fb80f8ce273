"""Does a service take this person, now? Yes, no, or the entry does not say: three answers, kept apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ..languages import code_of, serving
from .query import Query, Why

UNVERIFIED_AFTER = dt.timedelta(days=456)
COUNT_IS_OLD_AFTER = dt.timedelta(hours=24)
TAKES = {"women": {"all", "women"}, "men": {"all", "men"}, "other": {"all"}}


@dataclass(frozen=True, slots=True)
class Facts:
    """What an index document says about whom a service takes, when and where; the columns of Document by name."""

    minimum_age: float | None
    maximum_age: float | None
    gender_policy: str
    populations: str
    languages: str
    free_places: float | None
    counted_at: dt.datetime | None
    verified_on: dt.date | None
    has_hours: bool
    is_confidential: bool
    points: list[list[Any]]


@dataclass(frozen=True)
class Fit:
    """Kinds (Why) that speak for a service, that the entry leaves open, and that speak against it."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]
    against: tuple[str, ...]


def is_limited(query: Query) -> bool:
    """Does the query ask for more than words and place?"""
    return bool(
        query.age is not None
        or query.gender
        or query.population
        or query.open_now
        or query.free_places
        or query.verified_only
    )


def free_places(document: Facts, at: dt.datetime) -> float | None:
    """Places free by a count of the last 24 hours, else None."""
    if document.counted_at is None or at - document.counted_at > COUNT_IS_OLD_AFTER:
        return None
    return document.free_places


def is_unverified(document: Facts, at: dt.datetime) -> bool:
    """Nobody checked the entry in the last 15 months."""
    return document.verified_on is None or at.date() - document.verified_on > UNVERIFIED_AFTER


def fit(document: Facts, query: Query, at: dt.datetime, *, is_open: bool) -> Fit:
    """`is_open`: an interval of the week holds now."""
    answers: list[tuple[str, bool | None]] = []
    if query.age is not None:
        answers.append((Why.AGE, _age(document, query.age)))
    if query.gender:
        takes = TAKES.get(query.gender, {"all"})
        answers.append((Why.GENDER, document.gender_policy in takes if document.gender_policy else None))
    if query.population:
        named = document.populations.split()
        answers.append((Why.POPULATION, query.population in named if named else None))
    if query.language:
        asked = set(serving(code_of(query.language)))
        answers.append((Why.LANGUAGE, bool(asked & set(document.languages.split())) if document.languages else None))
    if query.open_now:
        answers.append((Why.OPEN, is_open if document.has_hours else None))
    if query.free_places:
        free = free_places(document, at)
        answers.append((Why.ROOM, None if free is None else free > 0))
    if query.verified_only:
        answers.append(("verified", not is_unverified(document, at)))
    return Fit(
        tuple(str(k) for k, a in answers if a),
        tuple(str(k) for k, a in answers if a is None),
        tuple(str(k) for k, a in answers if a is False),
    )


def _age(document: Facts, age: int) -> bool | None:
    low, high = document.minimum_age, document.maximum_age
    if low is None and high is None:
        return None
    return (low is None or age >= low) and (high is None or age <= high)
