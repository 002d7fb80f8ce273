"""Verbs of the help line: the public door for other wings, the pages, the command line and the demo."""

from __future__ import annotations

from waystation.care.intake.actions.contacts import change_contact, end_contact, give_number, take_contact
from waystation.care.intake.actions.drafts import drop_draft, load_draft, open_drafts, open_person_drafts, save_draft
from waystation.care.intake.actions.handing import hand_over, open_case_for
from waystation.care.intake.actions.reporting import record_report
from waystation.care.intake.actions.situations import add_person, begin_situation, change_person, change_situation

__all__ = [
    "add_person",
    "begin_situation",
    "change_contact",
    "change_person",
    "change_situation",
    "drop_draft",
    "end_contact",
    "give_number",
    "hand_over",
    "load_draft",
    "open_case_for",
    "open_drafts",
    "open_person_drafts",
    "record_report",
    "save_draft",
    "take_contact",
]
