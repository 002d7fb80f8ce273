"""Riverbend's past years: statistics capsules only, of people whose records are gone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from waystation.demo.reading import ident, toml
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions.statistics import Past, put_past_statistics

AGES = {"minor": (12, 17), "adult": (18, 61)}
OTHERS = (0, 0, 1, None, 0, 1, 2, 0, None, 3)
"""How many other partner agencies help, as told by one after the other; None was not asked."""


def fiscal_year_start(today: dt.date) -> dt.date:
    """The county's year began three quarters ago, on the first of a month, whatever day the demo starts."""
    month = today.month - 9
    return dt.date(today.year if month > 0 else today.year - 1, month if month > 0 else month + 12, 1)


def seed_history(actor: Actor, open_clients: list[dict[str, Any]]) -> None:
    """All past capsules in one deed. `open_clients`: records of open cases, which this year's figures include."""
    start = fiscal_year_start(clock.today())
    with gate.deed(actor, "statistics.restored", None, detail={"what": "past years"}) as act:
        past = (
            Past(kind, ident(kind, "past", index), record, on)
            for kind, record, on, index in _records(start, open_clients)
        )
        act.wrote(put_past_statistics(actor.keyring, past))


def _records(start: dt.date, open_clients: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any], dt.date, int]]:
    draw = Random(2026)  # noqa: S311 - places marginals of an invented county, hides nothing
    data = toml("history")
    index = 0
    past = data["past_years"]
    for person in _people(draw, past["people"], past, {}):
        index += 1
        on = start - dt.timedelta(days=draw.randint(1, 3 * 365 - 60))
        yield "client", {**person, **_others(index), "opened_on": on.isoformat(), "stage": "closed"}, on, index
    year = data["this_year"]
    counted = [record for record in open_clients if record["opened_on"] >= start.isoformat()]
    spent = {axis: Counter(_value(axis, record) for record in counted) for axis in ("kind", "gender", "age")}
    for person in _people(draw, year["people"] - len(counted), year, spent):
        index += 1
        on = start + dt.timedelta(days=draw.randint(0, max((clock.today() - start).days - 1, 1)))
        yield "client", {**person, **_others(index), "opened_on": on.isoformat(), "stage": "closed"}, on, index
    yield from _contacts(draw, data["contacts"], start)
    yield from _situations(draw, data["situations"], start)


def _others(index: int) -> dict[str, Any]:
    told = OTHERS[index % len(OTHERS)]
    return {} if told is None else {"other_agencies": told, "other_agencies_state": "stated"}


def _value(axis: str, record: Mapping[str, Any]) -> str:
    if axis != "age":
        return str(record[axis])
    years = record.get("age_years")
    return "unknown" if years is None else "minor" if years < 18 else "adult"


def _people(
    draw: Random, count: int, marginals: Mapping[str, Any], spent: Mapping[str, Counter[str]]
) -> Iterator[dict[str, Any]]:
    kinds = _deal(draw, count, marginals["kind"], spent.get("kind", Counter()))
    genders = _deal(draw, count, marginals["gender"], spent.get("gender", Counter()))
    ages = _deal(draw, count, marginals["age"], spent.get("age", Counter()))
    for kind, gender, age in zip(kinds, genders, ages, strict=True):
        years = draw.randint(*AGES[age]) if age in AGES else None
        state = "unknown" if years is None else "stated"
        yield {"kind": kind, "gender": gender, "age_years": years, "age_state": state}


def _deal(draw: Random, count: int, wanted: Mapping[str, int], spent: Counter[str]) -> list[str]:
    dealt = [value for value, number in wanted.items() for _ in range(max(number - spent[value], 0))]
    draw.shuffle(dealt)
    if len(dealt) != count:
        raise ValueError(f"the county's marginals do not add up: {len(dealt)} instead of {count}")
    return dealt


def _contacts(
    draw: Random, data: Mapping[str, Any], start: dt.date
) -> Iterator[tuple[str, dict[str, Any], dt.date, int]]:
    lanes = _deal(draw, data["count"], data["lane"], Counter())
    channels = _deal(draw, data["count"], data["channel"], Counter())
    for index, (lane, channel) in enumerate(zip(lanes, channels, strict=True)):
        on = _day(draw, start)
        yield "contact", {**_contact(index, lane, channel), **_days(index, on)}, on, index


def _contact(index: int, lane: str, channel: str) -> dict[str, Any]:
    """What else a past contact left in codes; drawn apart, so that no other figure of the county moves."""
    draw, shares = Random(f"contact {index}"), toml("history")["contact_shares"]  # noqa: S311 - an invented county
    told = {name: draw.choices(list(found), list(found.values()))[0] for name, found in shares.items()}
    emergency = [told.pop("emergency")]
    if lane == "other":
        ends = draw.choice(("silent", "abusive", "wrong_number", "abandoned"))
        return {"lane": lane, "channel": channel, "disposition": ends}
    interpreted = told["language"] not in {"eng", "not_asked"} and channel == "phone" and draw.random() < 0.6
    return told | {
        "lane": lane, "channel": channel, "emergency": [code for code in emergency if code != "none"],
        "disposition": "information_given" if lane == "information" else "referrals_given",
        "referrals_made": 0 if lane == "information" else draw.randint(1, 3),
        "interpreter": "yes" if interpreted else "no", "interpreter_minutes": draw.randint(6, 40) * interpreted,
        "answer_seconds": min(int(draw.expovariate(1 / 28)) + 3, 900),
    }  # fmt: skip


def _days(index: int, on: dt.date) -> dict[str, str]:
    """The day it happened and the day it was entered; a few were written down later."""
    late = 20 if index % 40 == 7 else 0
    entered = min(on + dt.timedelta(days=late), max(on, clock.today() - dt.timedelta(days=1)))
    return {"on": on.isoformat(), "entered": entered.isoformat()}


def _situations(
    draw: Random, data: Mapping[str, Any], start: dt.date
) -> Iterator[tuple[str, dict[str, Any], dt.date, int]]:
    kinds = _deal(draw, data["count"], data["kind"], Counter())
    extra = data["persons"] - data["count"]
    for index, kind in enumerate(kinds):
        on = _day(draw, start)
        yield "situation", {"on": on.isoformat(), "kind": kind, "persons": 2 if index < extra else 1}, on, index


def _day(draw: Random, start: dt.date) -> dt.date:
    return start + dt.timedelta(days=draw.randint(-3 * 365 + 60, max((clock.today() - start).days - 1, 1)))
