"""Reads of cases: the public door for other wings, and the pages."""

from __future__ import annotations

from waystation.care.cases.selectors.access import case_row, holds_notes, subject_of
from waystation.care.cases.selectors.journal import CaseJournal, case_journal
from waystation.care.cases.selectors.lists import Row, closings_to_read, search, taken_aliases, worklist
from waystation.care.cases.selectors.naming import aliases_of
from waystation.care.cases.selectors.pages import (
    CasePage,
    case_page,
    course_page,
    course_row,
    notes_of,
    shareable_values,
)

__all__ = [
    "CaseJournal",
    "CasePage",
    "Row",
    "aliases_of",
    "case_journal",
    "case_page",
    "case_row",
    "closings_to_read",
    "course_page",
    "course_row",
    "holds_notes",
    "notes_of",
    "search",
    "shareable_values",
    "subject_of",
    "taken_aliases",
    "worklist",
]
