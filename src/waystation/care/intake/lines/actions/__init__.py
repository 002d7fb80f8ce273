"""Verbs on lines and on the rota. Each is one transaction with one line in the journal; nobody served is named."""

from __future__ import annotations

from waystation.care.intake.lines.actions.changing import change_line, finish_step, set_escalation
from waystation.care.intake.lines.actions.going_live import go_live, take_off
from waystation.care.intake.lines.actions.listing import (
    add_holiday,
    add_hours,
    add_interpreter,
    add_number,
    add_warm_number,
    answer_always,
    remove_row,
)
from waystation.care.intake.lines.actions.making import make_line
from waystation.care.intake.lines.actions.shifts import answer_shift, ask_single, ask_weekly, end_duty
from waystation.care.intake.lines.actions.swaps import answer_swap, ask_swap, set_turn, take_turn, withdraw_swap

__all__ = [
    "add_holiday",
    "add_hours",
    "add_interpreter",
    "add_number",
    "add_warm_number",
    "answer_always",
    "answer_shift",
    "answer_swap",
    "ask_single",
    "ask_swap",
    "ask_weekly",
    "change_line",
    "end_duty",
    "finish_step",
    "go_live",
    "make_line",
    "remove_row",
    "set_escalation",
    "set_turn",
    "take_off",
    "take_turn",
    "withdraw_swap",
]
