"""The one query object, and the plan both engines compile."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Query:
    """What somebody asks of the directory. Everything may be left out.

    `near` is a ZIP or a place name, `within_km` the radius (at most 100); `language` a name or code; `age` in whole
    years; `gender` one of women, men, other; `exact` switches spelling and synonyms off.
    """

    words: str = ""
    near: str = ""
    within_km: float = 40
    language: str = ""
    age: int | None = None
    gender: str = ""
    population: str = ""
    open_now: bool = False
    free_places: bool = False
    verified_only: bool = False
    exact: bool = False
    limit: int = 25


class Why(StrEnum):
    """Kinds of reasons for a hit."""

    TERM = "term"
    SPELLING = "spelling"
    SYNONYM = "synonym"
    PLACE = "place"
    AREA = "area"
    LANGUAGE = "language"
    AGE = "age"
    GENDER = "gender"
    POPULATION = "population"
    OPEN = "open"
    ROOM = "room"


@dataclass(frozen=True)
class Alternative:
    """One way to say a term: all `words` must stand in the entry. `prefix` lets the last one be a beginning."""

    words: tuple[str, ...]
    kind: Why
    prefix: bool = False


@dataclass(frozen=True)
class Term:
    """What was typed, and every way in which it is looked for."""

    typed: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class Plan:
    """A query understood: every term must be met (`any_term`: one of them), and one mark of each group."""

    terms: tuple[Term, ...]
    mark_groups: tuple[tuple[str, ...], ...]
    corrections: dict[str, str]
    at: dt.datetime
    minute: int | None = None
    any_term: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a hit is here. `kind` is a Why, `known` False when the entry does not say; `text` what matched."""

    kind: str
    text: str
    typed: str = ""
    known: bool = True


@dataclass(frozen=True)
class Room:
    """Free places, None when the last count is older than 24 hours or there is none."""

    free: int | None
    maximum: int | None
    held: int
    unit: str
    counted_at: dt.datetime | None


@dataclass(frozen=True)
class Hit:
    """One service found, with why, how far (None when not known or never worked out) and how old the knowledge is."""

    service_id: str
    name: str
    owner: str
    owner_id: str
    agency: str
    summary: str
    phone: str
    reasons: tuple[Reason, ...]
    distance_km: float | None
    is_approximate: bool
    area: str
    is_confidential: bool
    verified_on: dt.date | None
    verified_by: str
    is_unverified: bool
    room: Room | None
    languages: dict[str, str]
    alert: str


@dataclass(frozen=True)
class Results:
    """Hits, best first; `corrections` typed -> read as; `left_out` reason -> services that match but do not fit."""

    hits: list[Hit]
    total: int
    corrections: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    place: str = ""
    place_unknown: bool = False
    widened: bool = False
