"""Verbs of screening: a conversation goes on, stops or becomes facts; a result is kept or not; a tool is loaded."""

from __future__ import annotations

from waystation.care.intake.screening.actions.conversations import (
    begin,
    begin_for,
    forget,
    keep,
    load,
    note_as_contact,
    note_facts,
    note_in_case,
    note_what_stands,
    unfinished,
)
from waystation.care.intake.screening.actions.instruments import load_instrument, retire_instrument
from waystation.care.intake.screening.actions.results import (
    keep_determination,
    keep_instrument,
    note_print,
    remove_kept,
)

__all__ = [
    "begin",
    "begin_for",
    "forget",
    "keep",
    "keep_determination",
    "keep_instrument",
    "load",
    "load_instrument",
    "note_as_contact",
    "note_facts",
    "note_in_case",
    "note_print",
    "note_what_stands",
    "remove_kept",
    "retire_instrument",
    "unfinished",
]
