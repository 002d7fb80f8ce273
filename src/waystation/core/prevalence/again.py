"""The stepwise number made again after one change of the table. Each answer holds the panel it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from waystation.core.prevalence.diagnostics import LINKAGE, Again, linkage
from waystation.core.prevalence.panel import Panel
from waystation.core.prevalence.sensitivity import Curve, curve


@dataclass(frozen=True)
class Tries:
    """Numbers made again (`rows`; nan where there is none) with the panel they are shown beside."""

    panel: Panel
    rows: tuple[Again, ...]


@dataclass(frozen=True)
class Assumed:
    """The curve of an assumed dependence of two lists, with the panel it is shown beside."""

    panel: Panel
    curve: Curve


def drop_one_list(found: Panel) -> Tries:
    """Without each list in turn: people whom only it saw are unseen."""
    return Tries(found, found.diagnostics.without)


def merge_two_lists(found: Panel) -> Tries:
    """With each pair of lists as one."""
    return Tries(found, found.diagnostics.merged)


def one_more_or_less(found: Panel) -> Tries:
    """With one person more, and one fewer, on exactly each pair of lists."""
    return Tries(found, found.diagnostics.one_more_or_less)


def wrong_links(found: Panel, share: float = LINKAGE) -> Tries:
    """With this share of links missed, or as many too many. Raises ValueError unless the share is above 0, below 1."""
    if not 0 < share < 1:
        raise ValueError("the share of wrong links lies between 0 and 1")
    return Tries(found, tuple(linkage(found.table.counts.astype(np.float64), share)))


def each_list_by_the_others(found: Panel) -> Tries:
    """Internal consistency (Binette and Steorts 2022, arXiv 2112.01594): for the people of each list, whose number is
    known, the estimate from the other lists over that number; 1 is right, its log is the log bias."""
    return Tries(found, found.diagnostics.consistency)


def assume(found: Panel, one: str, two: str) -> Assumed:
    """The stepwise number for assumed log odds ratios between two lists. Raises ValueError for unknown names."""
    return Assumed(found, curve(found.table, (one, two)))
