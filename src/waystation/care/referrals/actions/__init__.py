"""Verbs of referrals: choose a service, send, open, answer, take in what came back, close at withdrawal."""

from __future__ import annotations

from waystation.care.referrals.actions.answering import answer, open_received
from waystation.care.referrals.actions.choosing import choose, drop
from waystation.care.referrals.actions.following import close_on_withdrawal, record_outcome, take_in_answers
from waystation.care.referrals.actions.sending import NotSent, send, send_opaque, send_three_way

__all__ = [
    "NotSent",
    "answer",
    "choose",
    "close_on_withdrawal",
    "drop",
    "open_received",
    "record_outcome",
    "send",
    "send_opaque",
    "send_three_way",
    "take_in_answers",
]
