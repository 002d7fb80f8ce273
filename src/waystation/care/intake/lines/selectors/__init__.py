"""Reads of lines: which are live, when each answers, who is on call, what is uncovered, whom to alert."""

from __future__ import annotations

from waystation.care.intake.lines.selectors.finding import by_slug, line_of, lines_of, live_lines
from waystation.care.intake.lines.selectors.opening import next_opening, open_now
from waystation.care.intake.lines.selectors.roster import on_call

__all__ = ["by_slug", "line_of", "lines_of", "live_lines", "next_opening", "on_call", "open_now"]
