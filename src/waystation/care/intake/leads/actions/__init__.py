"""Verbs of leads: the door for pages, the command line, the demo and tests."""

from __future__ import annotations

from waystation.care.intake.leads.actions.alerts import change_alert, link_alert, log_alert
from waystation.care.intake.leads.actions.answering import answer, take_in_answers
from waystation.care.intake.leads.actions.expiring import expire
from waystation.care.intake.leads.actions.linking import (
    CannotLink,
    close_lead,
    close_tip,
    keep_apart,
    link,
    rename,
    renew,
    renew_tip,
    start_lead,
    take_out,
)
from waystation.care.intake.leads.actions.releasing import CannotRelease, confirm, decline, propose, withdraw
from waystation.care.intake.leads.actions.standing import ask_for, decide, turn_off
from waystation.care.intake.leads.packets import open_given

__all__ = [
    "CannotLink",
    "CannotRelease",
    "answer",
    "ask_for",
    "change_alert",
    "close_lead",
    "close_tip",
    "confirm",
    "decide",
    "decline",
    "expire",
    "keep_apart",
    "link",
    "link_alert",
    "log_alert",
    "open_given",
    "propose",
    "rename",
    "renew",
    "renew_tip",
    "start_lead",
    "take_in_answers",
    "take_out",
    "turn_off",
    "withdraw",
]
