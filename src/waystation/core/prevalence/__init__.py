"""How many were never seen: capture histories of several lists into a panel of estimates, diagnostics and a verdict.

    table = Table.from_histories(open("counts.csv"))
    found = panel(table)
    print(found.verdict.word, found.to_json())

Multiple-systems estimation; the papers are named where their equations are used. This is the only door: what the other
modules compute leaves as a `Panel`, never as a bare number.
"""

from __future__ import annotations

from waystation.core.prevalence.estimators import METHODS
from waystation.core.prevalence.panel import LEVEL, REPLICATES, SEED, Estimate, Panel, panel
from waystation.core.prevalence.plain import text
from waystation.core.prevalence.report import report
from waystation.core.prevalence.table import Table, TableError
from waystation.core.prevalence.verdicts import Stated, Verdict, Word

__all__ = [
    "LEVEL", "METHODS", "REPLICATES", "SEED", "Estimate", "Panel", "Stated", "Table", "TableError", "Verdict", "Word",
    "panel", "report", "text",
]  # fmt: skip
