"""How many people there are when agencies share clients, without an identity of anybody leaving an agency.

    totals = [AgencyTotals("Alder House", banded([40, 22, 13]), unanswered=12), ...]
    found = unduplicated(totals, sample=Sample(pairs=60, named=49))
    print(found.word, found.lo, found.hi, found.assumptions)

Each client may say how many other partner agencies help them; only totals leave an agency. This is the only door: what
the other modules compute leaves as an `Unduplicated`, never as a bare number.
"""

from __future__ import annotations

from waystation.core.linkage.histories import Histories, NotDetermined, histories
from waystation.core.linkage.multiplicity import (
    BAND,
    LEVEL,
    REPLICATES,
    SEED,
    Assumption,
    At,
    Caution,
    Unduplicated,
    Word,
    unduplicated,
)
from waystation.core.linkage.naming import FALSE_AT_MOST, Sample
from waystation.core.linkage.totals import AgencyTotals, Band, TotalsError, banded

__all__ = [
    "BAND", "FALSE_AT_MOST", "LEVEL", "REPLICATES", "SEED", "AgencyTotals", "Assumption", "At", "Band", "Caution",
    "Histories", "NotDetermined", "Sample", "TotalsError", "Unduplicated", "Word", "banded", "histories",
    "unduplicated",
]  # fmt: skip
