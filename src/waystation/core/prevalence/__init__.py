"""How many were never seen: capture histories of several lists into a panel of estimates, diagnostics and a verdict.

    table = Table.from_histories(open("counts.csv"))
    found = panel(table)
    print(found.verdict.word, found.to_json())

Multiple-systems estimation; the papers are named where their equations are used. This is the only door: what the other
modules compute leaves as a `Panel`, never as a bare number.
"""

from __future__ import annotations

from waystation.core.prevalence.again import (
    Assumed,
    Tries,
    assume,
    drop_one_list,
    each_list_by_the_others,
    merge_two_lists,
    one_more_or_less,
    wrong_links,
)  # fmt: skip
from waystation.core.prevalence.estimators import METHODS
from waystation.core.prevalence.panel import LEVEL, REPLICATES, SEED, Estimate, Panel, panel
from waystation.core.prevalence.plain import text, trials
from waystation.core.prevalence.report import report
from waystation.core.prevalence.strata import Strata, by_strata, read_strata
from waystation.core.prevalence.table import Table, TableError
from waystation.core.prevalence.trying import Coverage, Trial, coverage
from waystation.core.prevalence.verdicts import Stated, Verdict, Word

__all__ = [
    "LEVEL", "METHODS", "REPLICATES", "SEED", "Assumed", "Coverage", "Estimate", "Panel", "Stated", "Strata", "Table",
    "TableError", "Trial", "Tries", "Verdict", "Word", "assume", "by_strata", "coverage", "drop_one_list",
    "each_list_by_the_others", "merge_two_lists", "one_more_or_less", "panel", "read_strata", "report", "text",
    "trials", "wrong_links",
]  # fmt: skip
