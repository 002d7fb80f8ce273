"""Contacts that wait at the help line when the demo opens."""

from __future__ import annotations

import datetime as dt

from waystation.care.intake.actions import put_back, take_contact
from waystation.demo.people import Staff
from waystation.demo.reading import toml


def seed_contacts(staff: Staff, today: dt.date) -> None:
    """One given to the queue and one call-back that is due, both taken by Ana. Who else waits is in `chats`."""
    actor = staff.actor("ana")
    for values in toml("contacts")["contact"]:
        told = dict(values)
        if told.pop("call_back_today", False):
            told["call_back_on"] = today.isoformat()
        waits = told.pop("waits", False)
        contact = take_contact(actor, values=told)
        if waits:
            put_back(actor, contact=contact)
