"""Estimates on overlaps that clients told: never more than a lower bound, and made again at both ends of the doubt.

Nobody was matched. How many people two agencies share rests on what clients said, corrected by the share that a
validation sample found left out. So the panel's verdict is lowered, and its bound is the lowest of three tables.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from waystation.numbers.prevalence.shapes import Sheet

if TYPE_CHECKING:
    from waystation.core.prevalence import Panel

SAID = "the overlaps are what clients said; nobody was matched"
CONTRADICT = "the totals of the agencies contradict one another"
ASSUMED = "each agency is left out as often as in the sample that was checked"
METHODS = ("stepwise", "chao")
REPLICATES = 2_000


def lowered(found: Panel, sheet: Sheet) -> Panel:
    """The panel with its verdict lowered where the table is self-reported; else as it is."""
    from waystation.core.prevalence import Verdict, Word

    if sheet.said is None:
        return found
    word, reasons = found.verdict.word, found.verdict.reasons
    if word == Word.USABLE:
        word, reasons = Word.LOWER_BOUND, ()
    if sheet.said.contradict:
        word, reasons = Word.REFUSED, (*reasons, CONTRADICT)
    return replace(found, verdict=Verdict(word, (*reasons, SAID), (*found.verdict.assumptions, ASSUMED)))


def ends(sheet: Sheet, replicates: int, seed: int) -> list[dict[str, Any]]:
    """What the stepwise method and Chao's bound give if agencies are left out as rarely, and as often, as may be.

    A row for each end: `missed`, and `rows` of the panel at it. None are made where the table has nobody shared.
    """
    from waystation.core.prevalence import panel

    if sheet.said is None:
        return []
    found = []
    for missed, counts in zip(sheet.said.missed[1:], sheet.said.ends, strict=True):
        made = panel(
            replace(sheet, counts=counts).table(), methods=METHODS, replicates=min(replicates, REPLICATES), seed=seed,
            calibrate=0, stated=sheet.told.stated(),
        ).to_dict()  # fmt: skip
        kept = ("method", "point", "lo", "hi")
        found.append({"missed": missed, "rows": [{name: row[name] for name in kept} for row in made["panel"]]})
    return found
