"""Filling a fresh data folder with the county: through actions only, in one go."""

from __future__ import annotations

import time
from collections.abc import Callable

from waystation.demo.cards import give_codes
from waystation.demo.cases import seed_cases
from waystation.demo.contacts import seed_contacts
from waystation.demo.county import seed_county
from waystation.demo.days import DAY
from waystation.demo.history import seed_history
from waystation.demo.people import seed_people
from waystation.foundation import clock, store
from waystation.numbers.insights.actions import run_batch


def seed(say: Callable[[str], None]) -> None:
    """Seed everything; `say` gets one line for each part.

    People and cases are written on the eve of the first day, so that the first batch counts them.
    """
    began = time.monotonic()
    today = clock.today()
    clock.set_offset(-DAY)
    staff = seed_people(today)
    give_codes()
    say(f"people at {time.monotonic() - began:.1f} s")
    counted = seed_cases(staff, today)
    say(f"cases at {time.monotonic() - began:.1f} s")
    clock.set_offset(0)
    seed_contacts(staff, today)
    with store.writing():
        seed_county(staff.actor("femi"))
    say(f"directory at {time.monotonic() - began:.1f} s")
    seed_history(staff.actor("ben"), counted)
    run_batch()
    say(f"past years at {time.monotonic() - began:.1f} s")
