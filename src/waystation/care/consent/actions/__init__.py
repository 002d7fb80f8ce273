"""Verbs of consent: record a release, seal and open a packet, withdraw, end what has run out."""

from __future__ import annotations

from waystation.care.consent.actions.packets import NotLive, close_packet, open_packet, send_packet
from waystation.care.consent.actions.record import NotValid, check_signing, record
from waystation.care.consent.actions.withdraw import close_expired, on_withdrawal, withdraw

__all__ = [
    "NotLive",
    "NotValid",
    "check_signing",
    "close_expired",
    "close_packet",
    "on_withdrawal",
    "open_packet",
    "record",
    "send_packet",
    "withdraw",
]
