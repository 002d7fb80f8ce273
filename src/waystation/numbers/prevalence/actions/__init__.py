"""Verbs of estimates: the door for pages, the demo and tests."""

from __future__ import annotations

from waystation.numbers.prevalence.actions.running import CannotRun, start, stop, take_in
from waystation.numbers.prevalence.actions.tables import change_counts, change_told, save_table

__all__ = ["CannotRun", "change_counts", "change_told", "save_table", "start", "stop", "take_in"]
