"""From answers to what an instrument's own rule comes to. What was not answered stays open; it never counts as no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from waystation.core.screening.instruments.shapes import OPEN, Answer, Band, Instrument, Item, shown

Result = Literal["positive", "not_indicated_yet", "open"]


@dataclass(frozen=True)
class Outcome:
    """What the rule comes to. `low` and `high`: the sum with all open items at their least and their most; `bands`
    those it may lie in; `dimensions`: positive (True), not so far (False) or open (None); `unanswered`: item ids."""

    result: Result
    answered: int
    unanswered: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    bands: tuple[Band, ...] = ()
    dimensions: tuple[tuple[str, bool | None], ...] = ()


@dataclass(frozen=True)
class _Given:
    """One scored item: what was answered, None while open; `sure`: whether it is asked whatever else is answered."""

    item: Item
    answers: tuple[Answer, ...] | None
    sure: bool

    @property
    def yes(self) -> bool | None:
        return None if self.answers is None else any(answer.yes for answer in self.answers)

    def reach(self) -> tuple[float, float]:
        """The least and the most that it adds to a sum."""
        if self.answers is not None:
            total = sum(answer.weight for answer in self.answers)
            return total, total
        weights = [answer.weight for answer in self.item.answers]
        if self.item.kind == "one" and self.sure:
            return min(weights), max(weights)
        if self.item.kind == "one":
            return min(0.0, *weights), max(0.0, *weights)
        return sum(w for w in weights if w < 0), sum(w for w in weights if w > 0)


def evaluate(instrument: Instrument, answers: Mapping[str, Any]) -> Outcome:
    """The outcome of answers {item id: an answer's code, a list of them, a number, or an open answer}.

    What is no answer of an item counts as open. An item whose condition is still open may yet be asked.
    """
    given = _given(instrument, answers)
    unanswered = tuple(one.item.id for one in given if one.sure and one.answers is None)
    answered = sum(one.answers is not None for one in given)
    if instrument.rule.kind == "any_yes":
        return Outcome(_named(_any(one.yes for one in given)), answered, unanswered)
    if instrument.rule.kind == "weighted_sum":
        return _weighted_sum(instrument, given, answered, unanswered)
    return _dimensions(instrument, given, answered, unanswered)


def _given(instrument: Instrument, answers: Mapping[str, Any]) -> list[_Given]:
    asked = {item.id for item in shown(instrument, answers)}
    found: dict[str, _Given] = {}
    for item in instrument.items:
        if item.kind not in ("one", "many"):
            continue
        parents = [found.get(name) for name, _code in item.when]
        if item.id in asked:
            found[item.id] = _Given(item, _chosen(item, answers.get(item.id)), True)
        elif all(
            parent and (parent.answers is None or code in {answer.code for answer in parent.answers})
            for parent, (_name, code) in zip(parents, item.when, strict=True)
        ):
            found[item.id] = _Given(item, None, False)
    return list(found.values())


def _chosen(item: Item, value: Any) -> tuple[Answer, ...] | None:
    """The answers that were given, or None where the item is open."""
    codes = value if isinstance(value, list | tuple) else [value]
    if not codes or any(code in OPEN or not isinstance(code, str) for code in codes):
        return None
    chosen = tuple(answer for answer in item.answers if answer.code in codes)
    known = len(chosen) == len(set(codes)) and (item.kind == "many" or len(chosen) == 1)
    return chosen if known else None


def _weighted_sum(instrument: Instrument, given: list[_Given], answered: int, unanswered: tuple[str, ...]) -> Outcome:
    reaches = [one.reach() for one in given]
    low, high = sum(least for least, _ in reaches), sum(most for _, most in reaches)
    bands = instrument.rule.bands
    within = bands[_band_at(bands, low) : _band_at(bands, high) + 1]
    kinds = {band.positive for band in within}
    value = None if len(kinds) > 1 else kinds.pop()
    return Outcome(_named(value), answered, unanswered, low, high, within)


def _band_at(bands: tuple[Band, ...], value: float) -> int:
    return max((n for n, band in enumerate(bands) if band.low <= value), default=0)


def _dimensions(instrument: Instrument, given: list[_Given], answered: int, unanswered: tuple[str, ...]) -> Outcome:
    names = dict.fromkeys(item.dimension for item in instrument.items if item.dimension)
    found: dict[str, bool | None] = {}
    for name in names:
        here = [one for one in given if one.item.dimension == name]
        sure = _is_positive(one.item.strength for one in here if one.yes is True)
        may_be = _is_positive(one.item.strength for one in here if one.yes is not False)
        found[name] = True if sure else None if may_be else False
    value = _any(_all(found[name] for name in group) for group in instrument.rule.positive_when)
    return Outcome(_named(value), answered, unanswered, dimensions=tuple(found.items()))


def _is_positive(strengths: Iterable[str]) -> bool:
    """2 strong, or 1 strong and 1 other, or 3 medium, or 2 medium and 1 weak; a stronger sign serves for a weaker one.

    After the ILO/EC Delphi list of 2009. Grade K, general knowledge: rules of this kind are always marked for review.
    """
    held = list(strengths)
    strong, medium, weak = (held.count(name) for name in ("strong", "medium", "weak"))
    most = strong + medium + weak
    return (strong >= 1 and most >= 2) or strong + medium >= 3 or (strong + medium >= 2 and most >= 3)


def _any(values: Iterable[bool | None]) -> bool | None:
    held = list(values)
    return True if True in held else None if None in held else False


def _all(values: Iterable[bool | None]) -> bool | None:
    held = list(values)
    return False if False in held else None if None in held else True


def _named(value: bool | None) -> Result:
    return "open" if value is None else "positive" if value else "not_indicated_yet"
