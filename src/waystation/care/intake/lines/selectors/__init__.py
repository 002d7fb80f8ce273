"""Reads of lines: which are live, when each answers, who is on call, what is uncovered, whom to alert."""

from __future__ import annotations

from waystation.care.intake.lines.selectors.coverage import (
    MY_DAYS,
    Asked,
    Mine,
    asked_shifts,
    asked_swaps,
    duty_of,
    free_turns,
    my_askings,
    my_turns,
    swap_of,
    uncovered,
)
from waystation.care.intake.lines.selectors.escalation import Alert, alerts_for
from waystation.care.intake.lines.selectors.finding import (
    by_number,
    by_slug,
    line_of,
    lines_of,
    live_lines,
    names_of,
)
from waystation.care.intake.lines.selectors.opening import answered, next_opening, open_hours, open_now
from waystation.care.intake.lines.selectors.roster import Turn, find_turn, on_call, people_of, turns
from waystation.care.intake.lines.selectors.telling import (
    Statement,
    interpreted,
    interpreters_for,
    script,
    statement,
    warm_numbers,
    when,
)

__all__ = [
    "MY_DAYS",
    "Alert",
    "Asked",
    "Mine",
    "Statement",
    "Turn",
    "alerts_for",
    "answered",
    "asked_shifts",
    "asked_swaps",
    "by_number",
    "by_slug",
    "duty_of",
    "find_turn",
    "free_turns",
    "interpreted",
    "interpreters_for",
    "line_of",
    "lines_of",
    "live_lines",
    "my_askings",
    "my_turns",
    "names_of",
    "next_opening",
    "on_call",
    "open_hours",
    "open_now",
    "people_of",
    "script",
    "statement",
    "swap_of",
    "turns",
    "uncovered",
    "warm_numbers",
    "when",
]
