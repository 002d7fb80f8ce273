"""A table of capture histories: how many people each combination of lists has seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from waystation.core.prevalence.subsets import Floats, Ints, masks, over_supersets, sizes

MOST_LISTS = 16


class TableError(ValueError):
    """A table that cannot be used; says which line and what to do."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"line {line}: {message}")
        self.line = line


@dataclass(frozen=True)
class Table:
    """Counts of people by capture history.

    `lists` are the L names; `counts` has shape (2^L,), entry w the number of people seen by exactly the lists in the
    mask w (bit j for list j), entry 0 always 0.
    """

    lists: tuple[str, ...]
    counts: Ints = field(repr=False)

    def __post_init__(self) -> None:
        if not 2 <= len(self.lists) <= MOST_LISTS:
            raise TableError(f"there are {len(self.lists)} lists; 2 to {MOST_LISTS} can be used")
        if len(set(self.lists)) < len(self.lists):
            raise TableError("two lists have the same name; give each its own")
        counts = np.asarray(self.counts, dtype=np.int64)
        if counts.shape != (1 << len(self.lists),) or counts[0] != 0 or (counts < 0).any():
            raise TableError("counts must be whole numbers of 0 or more, none of them for people on no list")
        if not counts.any():
            raise TableError("there is nobody in this table")
        counts.setflags(write=False)
        object.__setattr__(self, "counts", counts)

    @classmethod
    def from_counts(cls, lists: Sequence[str], counts: Mapping[Iterable[str] | str, int]) -> Table:
        """From counts by history; a history is a list's name or several names. Raises TableError."""
        place = {name: 1 << index for index, name in enumerate(lists)}
        dense = np.zeros(1 << len(lists), dtype=np.int64)
        for history, count in counts.items():
            dense[sum(place[name] for name in ([history] if isinstance(history, str) else history))] += count
        return cls(tuple(lists), dense)

    @classmethod
    def from_histories(cls, lines: Iterable[str]) -> Table:
        """From lines of comma-separated text; see `reading.read`. Raises TableError with the line."""
        from waystation.core.prevalence.reading import read

        return read(lines)

    @property
    def size(self) -> int:
        """The number of lists, L."""
        return len(self.lists)

    @property
    def n(self) -> int:
        """People seen by at least one list."""
        return int(self.counts.sum())

    @property
    def on_two_or_more(self) -> int:
        """People seen by two lists or more."""
        return int(self.counts[sizes(self.size) > 1].sum())

    def margins(self) -> Floats:
        """For each subset S the people seen by all its lists (N*_S), shape (2^L,)."""
        return over_supersets(self.counts.astype(np.float64), self.size)

    def empty_pairs(self) -> list[tuple[str, str]]:
        """Pairs of lists that have nobody in common."""
        seen = self.margins()
        return [
            tuple(self.lists[j] for j in range(self.size) if mask >> j & 1)  # type: ignore[misc]  # a pair has two
            for mask in masks(self.size, 2)
            if seen[mask] == 0
        ]
