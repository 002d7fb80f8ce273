"""Verbs of cases: the public door for other wings, the pages, the command line and the demo."""

from __future__ import annotations

from waystation.care.cases.actions.closing import NotProposed, close_case, propose_closing, reopen, return_closing
from waystation.care.cases.actions.opening import AliasTaken, assign, change_stage, open_case, suggest_alias
from waystation.care.cases.actions.person import (
    hide_identity,
    identity_shown,
    reveal_identity,
    set_identity,
    set_safe_contact,
)
from waystation.care.cases.actions.planning import (
    add_need,
    add_note,
    add_step,
    finish_step,
    note_on_timeline,
    set_need_state,
)

__all__ = [
    "AliasTaken",
    "NotProposed",
    "add_need",
    "add_note",
    "add_step",
    "assign",
    "change_stage",
    "close_case",
    "finish_step",
    "hide_identity",
    "identity_shown",
    "note_on_timeline",
    "open_case",
    "propose_closing",
    "reopen",
    "return_closing",
    "reveal_identity",
    "set_identity",
    "set_need_state",
    "set_safe_contact",
    "suggest_alias",
]
