"""Filling a fresh data folder with the county: through actions only, in one go."""

from __future__ import annotations

import time
from collections.abc import Callable

from waystation.demo.cases import seed_cases
from waystation.demo.county import seed_county
from waystation.demo.history import seed_history
from waystation.demo.people import seed_people
from waystation.foundation import store
from waystation.numbers.insights.actions import run_batch


def seed(say: Callable[[str], None]) -> None:
    """Seed everything; `say` gets one line for each part."""
    began = time.monotonic()
    staff = seed_people()
    say(f"people at {time.monotonic() - began:.1f} s")
    with store.writing():
        seed_county()
    say(f"directory at {time.monotonic() - began:.1f} s")
    counted = seed_cases(staff)
    say(f"cases at {time.monotonic() - began:.1f} s")
    seed_history(staff.actor("ben"), counted)
    run_batch()
    say(f"past years at {time.monotonic() - began:.1f} s")
