"""What the capsules hold: a table with what people state of it, and a run with what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from waystation.core.prevalence import Stated, Table

LINKAGE = {"not_checked": None, "none_wrong": 0.0, "under_one": 0.005, "up_to_five": 0.05}
"""How sure the matches are, as a share of links that may be wrong or missing."""


@dataclass(frozen=True)
class Told:
    """What people say of a table. Nothing here can be read off the counts."""

    population: str = ""
    period: str = ""
    place: str = ""
    matching: str = ""
    linkage: str = "not_checked"
    referrals: bool = False
    exclusive: bool = False
    independent: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Told:
        return cls(**{item.name: data[item.name] for item in fields(cls) if item.name in data})

    def stated(self) -> Stated:
        """As the core asks for it."""
        from waystation.core.prevalence import Stated  # numpy and scipy are loaded for a run alone

        return Stated(
            self.population, self.period, self.place, self.matching, LINKAGE[self.linkage], self.referrals,
            self.exclusive, self.independent,
        )  # fmt: skip


@dataclass(frozen=True)
class Said:
    """Where a self-reported table comes from: the count across agencies, and the rate at which an agency is left out
    with its two ends. `ends`: people by history at these two; `contradict`: the agencies' totals do not fit together.
    """

    count: str
    missed: tuple[float, float, float]
    ends: tuple[dict[int, int], dict[int, int]]
    contradict: bool = False

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Said:
        (rate, low, high), (rare, often) = data["missed"], data["ends"]
        return cls(data["count"], (rate, low, high), (_counts(rare), _counts(often)), bool(data["contradict"]))


@dataclass(frozen=True)
class Sheet:
    """A table: what is told, the lists by name, and people by history, a mask with bit j for list j. Zeros are left
    out; without any count it is not complete. `said` where clients told the overlaps and nobody was matched."""

    told: Told
    lists: tuple[str, ...] = ()
    counts: dict[int, int] = field(default_factory=dict)
    said: Said | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Sheet:
        said = Said.of(data["said"]) if data.get("said") else None
        return cls(Told.of(data.get("told", {})), tuple(data.get("lists", ())), _counts(data.get("counts", {})), said)

    def to_dict(self) -> dict[str, Any]:
        """As it is sealed; what is not said is left out, so that the mark of a table stays what it was."""
        told = {"told": asdict(self.told), "lists": list(self.lists), "counts": _plain(self.counts)}
        if self.said is None:
            return told
        return told | {"said": asdict(self.said) | {"ends": [_plain(each) for each in self.said.ends]}}

    @property
    def is_complete(self) -> bool:
        return any(self.counts.values())

    @property
    def seen(self) -> int:
        """People on at least one list."""
        return sum(self.counts.values())

    @property
    def on_two_or_more(self) -> int:
        return sum(count for mask, count in self.counts.items() if mask.bit_count() > 1)

    def table(self) -> Table:
        """As the core takes it. Raises TableError."""
        import numpy as np

        from waystation.core.prevalence import Table

        dense = np.zeros(1 << len(self.lists), dtype=np.int64)
        for mask, count in self.counts.items():
            dense[mask] = count
        return Table(self.lists, dense)

    def names(self, mask: int) -> list[str]:
        return [name for at, name in enumerate(self.lists) if mask >> at & 1]


def _counts(data: Mapping[Any, Any]) -> dict[int, int]:
    return {int(mask): int(count) for mask, count in data.items()}


def _plain(counts: Mapping[int, int]) -> dict[str, int]:
    return {str(mask): count for mask, count in sorted(counts.items()) if count}


def sheet_of_csv(text: str, told: Told) -> Sheet:
    """A table from comma-separated text. Raises core's TableError with the line."""
    import io

    from waystation.core.prevalence import Table

    table = Table.from_histories(io.StringIO(text, newline=""))
    counts = {mask: int(count) for mask, count in enumerate(table.counts.tolist()) if count}
    return Sheet(told, table.lists, counts)


@dataclass(frozen=True)
class Result:
    """What a run was asked and what it found. `salt` makes the mark of its input tell nobody a small table.

    `key` opens what the computing process leaves, and is dropped once that is taken in. `found` is the panel as the
    core prints it, `report` the same as one HTML file; both empty until then.
    """

    sheet: Sheet
    replicates: int
    seed: int
    program: str
    salt: str = ""
    key: str = ""
    found: dict[str, Any] = field(default_factory=dict)
    report: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Result:
        known = {item.name: data[item.name] for item in fields(cls) if item.name in data}
        return cls(**known | {"sheet": Sheet.of(data.get("sheet", {}))})

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"sheet": self.sheet.to_dict()}

    @property
    def mark(self) -> str:
        """64 hex digits that name the input: same salt and table, same mark."""
        asked = [self.salt, self.sheet.to_dict(), self.replicates, self.seed]
        return sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def masks_of(size: int) -> Sequence[int]:
    """The histories of so many lists in the order of the grid: one list, two lists, and so on."""
    return sorted(range(1, 1 << size), key=lambda mask: (mask.bit_count(), [-(mask >> at & 1) for at in range(size)]))
