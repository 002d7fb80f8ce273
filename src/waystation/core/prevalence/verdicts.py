"""When a panel may be used, when it only bounds from below, and when it must not be published. Each rule says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from waystation.core.prevalence.calibrating import FAILED
from waystation.core.prevalence.diagnostics import Diagnostics
from waystation.core.prevalence.estimators import usual
from waystation.core.prevalence.linking import moved, told
from waystation.core.prevalence.table import Table

if TYPE_CHECKING:
    from waystation.core.prevalence.panel import Estimate

FEWEST_ON_TWO = 10
WIDEST = 5.0
SURE = 0.95
"""The least level of a range that may be usable; the ends of a lower one are told apart as they would be at it."""
APART = 3.0
ASIDE = 1.5
MOST_WRONG = 0.5
UNLIKE = 1.2816
"""One in ten tables of people who are alike shows more than this."""


class Word(StrEnum):
    """The verdict, as it is printed."""

    USABLE = "usable range"
    LOWER_BOUND = "lower bound only"
    REFUSED = "do not publish"


@dataclass(frozen=True)
class Stated:
    """What people say of a table; nothing here can be read off the counts.

    `linkage_error` is the largest share of links missed or false that a check allows for (0 where one was made and
    found none), None when nobody checked; `referrals` and `exclusive` say that lists send people to each other or never
    serve the same people; `independent` that two lists have a stated argument for not leaning on each other. Raises
    ValueError for a share that is not one, or half of the links and more.
    """

    population: str = ""
    period: str = ""
    place: str = ""
    matching: str = ""
    linkage_error: float | None = None
    referrals: bool = False
    exclusive: bool = False
    independent: str = ""

    def __post_init__(self) -> None:
        if self.linkage_error is not None and not 0 <= self.linkage_error < MOST_WRONG:
            raise ValueError(f"the share of wrong links is from 0 to below {MOST_WRONG:g}: 0.05 is one in twenty")


@dataclass(frozen=True)
class Verdict:
    """The word, the reasons for it, and what would have to be true for the range to hold."""

    word: Word
    reasons: tuple[str, ...]
    assumptions: tuple[str, ...]


def judge(
    table: Table, estimates: Sequence[Estimate], found: Diagnostics, stated: Stated, complete: bool = True
) -> Verdict:
    """The verdict of a panel. Rules refuse first; then those that leave a lower bound; else the range is usable."""
    refused = [*_thin(table, stated, complete), *_shapes(estimates), *_shunned(found, stated)]
    bounded = _unlike(found, stated) + _linkage(table, estimates, stated) + _aside(estimates) + _asked(table, estimates)
    bounded += [FAILED] * any(FAILED in each.notes for each in estimates)
    if refused:
        return Verdict(Word.REFUSED, tuple(refused + bounded), ASSUMED)
    if bounded:
        return Verdict(Word.LOWER_BOUND, tuple(bounded), ASSUMED)
    return Verdict(Word.USABLE, ("nothing in this table speaks against the range",), ASSUMED)


ASSUMED = (
    "the population did not change while the lists were kept",
    "every match between lists is right, and none is missing",
    "lists lean on each other only as the model says",
    "everybody had some chance to be on each list, and people are alike enough in it",
)


def _thin(table: Table, stated: Stated, complete: bool) -> list[str]:
    reasons = [] if complete else ["the computation was interrupted"]
    if table.size < 3 and not stated.independent:
        reasons.append("there are fewer than three lists, and nobody has stated why two of them should be independent")
    if table.on_two_or_more < FEWEST_ON_TWO:
        reasons.append(f"only {table.on_two_or_more} people are on two lists or more; {FEWEST_ON_TWO} is the least")
    return reasons


def _shapes(estimates: Sequence[Estimate]) -> list[str]:
    main = _main(estimates)
    if main is None:
        return ["no method has an estimate"]
    reasons = []
    if main.kind != "estimate":
        reasons.append(f"the {main.method} row is no estimate, and there is none to hold it against")
    if main.status or not np.isfinite(main.point):
        reasons.append(f"the {main.method} estimate does not exist for this table")
    elif not np.isfinite(main.hi) or _apart(main) > WIDEST:
        reasons.append(f"the upper end is more than {WIDEST:.0f} times the lower end")
    points = [each.point for each in estimates if each.kind == "estimate" and np.isfinite(each.point)]
    if points and max(points) > APART * min(points):
        reasons.append(f"the methods are more than {APART:.0f} times apart: {min(points):,.0f} to {max(points):,.0f}")
    return reasons


def _main(estimates: Sequence[Estimate]) -> Estimate | None:
    """The row a verdict is about."""
    return next((each for each in estimates if each.method == "stepwise"), None) or next(iter(estimates), None)


def _apart(main: Estimate) -> float:
    """The upper end over the lower, as it would be at the level `SURE` were the logarithm normal."""
    more = max(1.0, float(ndtri((1 + SURE) / 2) / ndtri((1 + main.level) / 2)))
    return float((main.hi / main.lo) ** more)


def _asked(table: Table, estimates: Sequence[Estimate]) -> list[str]:
    """What was left out of a panel, or asked of it, that a verdict must not be had by."""
    reasons = []
    if table.size > 2 and not {each.method for each in estimates} >= set(usual(table.size)):
        reasons.append("this is not the whole panel")
    if any(each.level < SURE for each in estimates):
        reasons.append("the ranges are made for a lower level than a verdict needs")
    return reasons


def _aside(estimates: Sequence[Estimate]) -> list[str]:
    """Methods that choose a model disagree; a model with every pair is left out, as it is the least sure of all. The
    main number lies below Chao's lower bound, by more than chance gives that bound."""
    reasons = []
    chosen = {each.method: each.point for each in estimates if each.kind == "estimate" and each.method != "pairwise"}
    points = [point for point in chosen.values() if np.isfinite(point)]
    if points and max(points) > ASIDE * min(points):
        reasons.append(f"the methods differ: {min(points):,.0f} to {max(points):,.0f}")
    main, chao = _main(estimates), next((each for each in estimates if each.method == "chao"), None)
    if main is not None and chao is not None and main.point < chao.lo:
        reasons.append(f"the {main.method} number of {main.point:,.0f} lies below the lower bound of {chao.point:,.0f}")
    return reasons


def _shunned(found: Diagnostics, stated: Stated) -> list[str]:
    reasons = [f"{one} and {two} have fewer people together than chance gives" for one, two in found.shunned]
    if stated.exclusive:
        reasons.append("some lists never serve the same people, so that not even a lower bound holds")
    return reasons


def _unlike(found: Diagnostics, stated: Stated) -> list[str]:
    reasons = []
    if not abs(found.unlike) <= UNLIKE and not found.unlike < 0:
        reasons.append("more people are on one list alone than alike people would give: some are much harder to see")
    if len(found.chosen) - len(found.shunned) > 1:
        reasons.append("several pairs of lists have more people together than chance gives, as when people differ")
    if stated.referrals:
        reasons.append("lists send people to each other")
    return reasons


def _linkage(table: Table, estimates: Sequence[Estimate], stated: Stated) -> list[str]:
    main = next((each for each in estimates if each.method == "stepwise"), None)
    numbers = moved(table.counts.astype(np.float64), stated.linkage_error)
    return [] if main is None else told(main, numbers, stated.linkage_error, table.on_two_or_more)
