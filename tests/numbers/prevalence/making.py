"""Tables for tests: three and four invented lists, told as an analyst tells them."""

from __future__ import annotations

import time
from typing import Any

from tests.cast import Cast
from waystation.numbers.prevalence import actions, selectors, spool
from waystation.numbers.prevalence.models import Run
from waystation.numbers.prevalence.shapes import Sheet, Told

TOLD = Told("people made to work", "2025", "Alder County", "by hand, two people", "none_wrong")
THREE = Sheet(TOLD, ("shelter", "clinic", "legal"), {1: 140, 2: 130, 4: 120, 3: 19, 5: 15, 6: 14, 7: 2})
APART = Sheet(TOLD, ("one", "two", "three"), {1: 8, 2: 6, 4: 5})


def a_table(cast: Cast, sheet: Sheet = THREE) -> selectors.Kept:
    row = actions.save_table(cast.actor("iris"), sheet=sheet)
    return selectors.table(cast.actor("iris"), row.pk)


def a_run(cast: Cast, sheet: Sheet = THREE, replicates: int = 200, **asked: Any) -> Run:
    """A run that has ended and was taken in."""
    kept = a_table(cast, sheet)
    run = actions.start(cast.actor("iris"), overlap=kept.row, sheet=kept.sheet, replicates=replicates, **asked)
    return ended(cast, run)


def ended(cast: Cast, run: Run) -> Run:
    for _wait in range(600):
        if not spool.is_alive(run.pk):
            return actions.take_in(cast.actor("iris"), run=run)
        time.sleep(0.1)
    raise AssertionError("the run did not end")
