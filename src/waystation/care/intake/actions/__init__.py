"""Verbs of the help line: the public door for other wings, the pages, the command line and the demo."""

from __future__ import annotations

from waystation.care.intake.actions.contacts import (
    NOISE,
    add_note,
    change_contact,
    end_contact,
    give_number,
    note_noise,
    take_contact,
)
from waystation.care.intake.actions.danger import end_card, join_card, open_card, share
from waystation.care.intake.actions.desk import close_shift, end_pattern, note_pattern, open_shift, read_note
from waystation.care.intake.actions.drafts import drop_draft, load_draft, open_drafts, open_person_drafts, save_draft
from waystation.care.intake.actions.following import called_back, move, pick_up, put_back
from waystation.care.intake.actions.handing import hand_over, open_case_for
from waystation.care.intake.actions.noting import note_in_case
from waystation.care.intake.actions.reporting import record_report, waive_report
from waystation.care.intake.actions.situations import add_person, begin_situation, change_person, change_situation

__all__ = [
    "NOISE",
    "add_note",
    "add_person",
    "begin_situation",
    "called_back",
    "change_contact",
    "change_person",
    "change_situation",
    "close_shift",
    "drop_draft",
    "end_card",
    "end_contact",
    "end_pattern",
    "give_number",
    "hand_over",
    "join_card",
    "load_draft",
    "move",
    "note_in_case",
    "note_noise",
    "note_pattern",
    "open_card",
    "open_case_for",
    "open_drafts",
    "open_person_drafts",
    "open_shift",
    "pick_up",
    "put_back",
    "read_note",
    "record_report",
    "save_draft",
    "share",
    "take_contact",
    "waive_report",
]
