"""The demo's clock: one day on, and what happens by itself at night."""

from __future__ import annotations

from waystation.foundation import clock
from waystation.numbers.insights.actions import run_batch

DAY = 86_400
FURTHEST = 400
"""Days from the real one: enough to see a year of counts, and nobody can turn it into another age."""


def go_to_next_day() -> None:
    """Move the clock of the demo by a day and run the daily batch; after FURTHEST days it stays where it is."""
    if clock.offset() >= FURTHEST * DAY:
        return
    clock.set_offset(clock.offset() + DAY)
    run_batch()
