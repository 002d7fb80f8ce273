"""Reads of contacts and situations: the public door for other wings, and the pages."""

from __future__ import annotations

from waystation.care.intake.selectors.access import contact_row, situation_row, situation_to_write, subject_of
from waystation.care.intake.selectors.danger import CardPage, card_page, card_row, is_at_desk, open_cards
from waystation.care.intake.selectors.desk import (
    DeskLine,
    ShiftCount,
    note_row,
    notes_left,
    patterns,
    shift_count,
    shift_line,
    shift_of,
)
from waystation.care.intake.selectors.lists import ContactRow, SituationRow, contact_queue, handed_over_to, queue_counts
from waystation.care.intake.selectors.pages import (
    ContactPage,
    SituationPage,
    contact_page,
    receivers,
    report_rule,
    situation_page,
    told_for_case,
    warm_numbers,
)
from waystation.care.intake.selectors.queue import QueueLine, newest_change, queue_of, waiting_contacts
from waystation.care.intake.selectors.reporting import due_of, with_clocks
from waystation.care.intake.selectors.screening import PersonPanel, age_words, panels

__all__ = [
    "CardPage",
    "ContactPage",
    "ContactRow",
    "DeskLine",
    "PersonPanel",
    "QueueLine",
    "ShiftCount",
    "SituationPage",
    "SituationRow",
    "age_words",
    "card_page",
    "card_row",
    "contact_page",
    "contact_queue",
    "contact_row",
    "due_of",
    "handed_over_to",
    "is_at_desk",
    "newest_change",
    "note_row",
    "notes_left",
    "open_cards",
    "panels",
    "patterns",
    "queue_counts",
    "queue_of",
    "receivers",
    "report_rule",
    "shift_count",
    "shift_line",
    "shift_of",
    "situation_page",
    "situation_row",
    "situation_to_write",
    "subject_of",
    "told_for_case",
    "waiting_contacts",
    "warm_numbers",
    "with_clocks",
]
