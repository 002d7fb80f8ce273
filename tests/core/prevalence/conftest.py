"""Tables of the shared data, and small invented ones."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from waystation.core.prevalence.table import Table

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("WAYSTATION_SHARED", ROOT.parent / "shared")) / "data" / "mse"

THREE = Table.from_counts(
    ("A", "B", "C"), {"A": 40, "B": 30, "C": 20, ("A", "B"): 9, ("A", "C"): 5, ("B", "C"): 4, ("A", "B", "C"): 2}
)
"""An invented table of three lists."""


def published(name: str) -> Table:
    """A table of the literature; the test is skipped, saying so, where it is not."""
    path = SHARED / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"the table {name} is not on this machine")
    with path.open(newline="", encoding="utf-8") as lines:
        return Table.from_histories(lines)


def oracle(name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Replicates (300, 2^L) and the estimate an R package gave for each (300,)."""
    path = SHARED / "oracles" / f"sparsemse_boot_{name}.csv"
    if not path.exists():
        pytest.skip(f"the replicates of {name} are not on this machine")
    with path.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    masks = [sum(1 << at for at, bit in enumerate(cell[1:]) if bit == "1") for cell in rows[0][1:-1]]
    tables = np.zeros((len(rows) - 1, 1 << (len(rows[0][1]) - 1)))
    tables[:, masks] = [[float(cell) for cell in row[1:-1]] for row in rows[1:]]
    return tables, np.array([float(row[-1]) for row in rows[1:]])


def sparse(tables: int, lists: int, seed: int) -> NDArray[np.int64]:
    """Random tables with many empty cells, shape (tables, 2^L)."""
    random = np.random.default_rng(seed)
    found = random.poisson(np.exp(random.normal(-2.0, 1.3, size=(tables, 1 << lists))))
    found[:, 0] = 0
    found[:, 1] += 1
    return np.asarray(found, dtype=np.int64)
