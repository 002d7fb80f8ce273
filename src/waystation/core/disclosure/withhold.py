"""Which counts may be shown: the rule of 1 to 10, and its complement.

Method. (1) Every count from 1 to `threshold` is withheld, totals too. Zeros are shown: they speak of nobody. (2) For
every withheld figure we work out what a reader can conclude from all shown figures of the table and its sums, knowing
that withheld figures are at least 1. It must stay possible that the figure is above the threshold, and more than one
value must stay possible. (3) While that fails for a figure, the cheapest other figures are withheld with it (smallest
counts first, totals last). Limits: two tables of the same people published on different days can be compared; a reader
who was told one of the withheld counts can work out others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from waystation.core.disclosure.network import Figure, Room

THRESHOLD = 10
Shown = int | None
"""A count that may be shown, or None: withheld."""


@dataclass(frozen=True)
class OneWay:
    """A row of counts with its total, and the larger total it is part of, if there is one; None is withheld."""

    counts: tuple[Shown, ...]
    total: Shown
    larger: Shown = None

    @property
    def has_withheld(self) -> bool:
        return self.total is None or None in self.counts


@dataclass(frozen=True)
class TwoWay:
    """A table of counts with row totals, column totals and the grand total; None is withheld."""

    counts: tuple[tuple[Shown, ...], ...]
    row_totals: tuple[Shown, ...]
    column_totals: tuple[Shown, ...]
    total: Shown


def withhold_count(count: int, threshold: int = THRESHOLD) -> Shown:
    """A single count that is part of no sum: None when it is from 1 to `threshold`. Raises ValueError if negative."""
    _check(threshold, [count])
    return None if 1 <= count <= threshold else count


def withhold_one_way(counts: Sequence[int], *, outside: int | None = None, threshold: int = THRESHOLD) -> OneWay:
    """Withhold in a row of counts with its total.

    `outside`: people counted in a larger total shown on the same page but not in this row (earlier years, say). It is
    not shown itself, but it could be worked out, so it is guarded like the others. Raises ValueError on a negative
    count or a threshold below 10.
    """
    _check(threshold, [*counts, outside or 0])
    total, size = sum(counts), len(counts)
    figures = [Figure(0, 1, count) for count in counts]
    if outside is None:
        figures += [Figure(1, 0, total)]
        shown = _withhold(figures, nodes=2, first_sum=size, threshold=threshold)
        return OneWay(tuple(shown[:size]), shown[size])
    figures += [Figure(0, 2, outside), Figure(1, 2, total), Figure(2, 0, total + outside)]
    shown = _withhold(figures, nodes=3, first_sum=size + 1, threshold=threshold)
    return OneWay(tuple(shown[:size]), shown[size + 1], shown[size + 2])


def withhold_two_way(counts: Sequence[Sequence[int]], threshold: int = THRESHOLD) -> TwoWay:
    """Withhold in a table with row totals, column totals and a grand total.

    Raises ValueError on ragged rows, a negative count or a threshold below 10.
    """
    rows, columns = len(counts), len(counts[0]) if counts else 0
    if any(len(row) != columns for row in counts):
        raise ValueError("the rows differ in length")
    _check(threshold, [count for row in counts for count in row])
    start, goal, inner = rows + columns, rows + columns + 1, rows * columns
    figures = [Figure(r, rows + c, counts[r][c]) for r in range(rows) for c in range(columns)]
    figures += [Figure(start, r, sum(counts[r])) for r in range(rows)]
    figures += [Figure(rows + c, goal, sum(row[c] for row in counts)) for c in range(columns)]
    figures += [Figure(goal, start, sum(map(sum, counts)))]
    shown = _withhold(figures, nodes=goal + 1, first_sum=inner, threshold=threshold)
    return TwoWay(
        counts=tuple(tuple(shown[r * columns : (r + 1) * columns]) for r in range(rows)),
        row_totals=tuple(shown[inner : inner + rows]),
        column_totals=tuple(shown[inner + rows : inner + rows + columns]),
        total=shown[-1],
    )


def _check(threshold: int, counts: Sequence[int]) -> None:
    if threshold < THRESHOLD:
        raise ValueError("nobody lowers the threshold")
    if any(count < 0 for count in counts):
        raise ValueError("a count cannot be negative")


def _withhold(figures: Sequence[Figure], *, nodes: int, first_sum: int, threshold: int) -> list[Shown]:
    """The figures with None where withheld; those from `first_sum` on are totals and are withheld last."""
    scale = 1 + sum(figure.value for figure in figures[:first_sum])
    costs = [figure.value * (scale if index >= first_sum else 1) for index, figure in enumerate(figures)]
    withheld = frozenset(index for index, figure in enumerate(figures) if 1 <= figure.value <= threshold)
    while True:
        room = Room(figures, nodes, withheld)
        bare = next((i for i in sorted(withheld) if not _is_hidden(room.bounds(i), threshold)), None)
        if bare is None:
            return [None if index in withheld else figure.value for index, figure in enumerate(figures)]
        withheld |= room.cheapest_company(bare, costs)


def _is_hidden(bounds: tuple[int, int], threshold: int) -> bool:
    low, high = bounds
    return high > threshold and high > low
