"""Reads of contacts and situations: the public door for other wings, and the pages."""

from __future__ import annotations

from waystation.care.intake.selectors.access import contact_row, situation_row, situation_to_write, subject_of
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
from waystation.care.intake.selectors.screening import PersonPanel, age_words, panels

__all__ = [
    "ContactPage",
    "ContactRow",
    "PersonPanel",
    "SituationPage",
    "SituationRow",
    "age_words",
    "contact_page",
    "contact_queue",
    "contact_row",
    "handed_over_to",
    "panels",
    "queue_counts",
    "receivers",
    "report_rule",
    "situation_page",
    "situation_row",
    "situation_to_write",
    "subject_of",
    "told_for_case",
    "warm_numbers",
]
