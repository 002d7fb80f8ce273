"""Filling a fresh data folder with the county: through actions only, in one go, in the order in which it happened."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from waystation.commons.directory.search.indexing import together
from waystation.demo import chats, messages, threads
from waystation.demo.cards import give_codes
from waystation.demo.cases import Opened, seed_cases
from waystation.demo.contacts import seed_contacts
from waystation.demo.counts import seed_count
from waystation.demo.county import seed_county
from waystation.demo.days import DAY
from waystation.demo.desk import begin_night, end_night
from waystation.demo.estimates import begin_estimates, end_estimates
from waystation.demo.guide import seed_guide
from waystation.demo.history import seed_history
from waystation.demo.leads import seed_leads
from waystation.demo.lines import seed_lines
from waystation.demo.outreach import seed_outreach
from waystation.demo.people import Staff, seed_people
from waystation.demo.reading import toml
from waystation.foundation import clock, store
from waystation.numbers.insights.actions import run_batch

HOUR = 3_600
BEGAN, FIRST_WORD = 215, 214
"""Days before the first day: when the agencies began here, and when six men were first heard of."""


def seed(say: Callable[[str], None]) -> None:
    """Seed everything; `say` gets one line for each part.

    The clock goes on from part to part, so that each journal is in order. Cases are written on the eve of the first day
    at the latest, so that the first batch counts them.
    """
    began = time.monotonic()
    today = clock.today()
    clock.set_offset(-BEGAN * DAY)
    staff = seed_people(today)
    give_codes()
    seed_lines(staff)
    say(f"people at {time.monotonic() - began:.1f} s")
    clock.set_offset(0)
    with store.writing(), together():
        seed_county(staff.actor("femi"))
    say(f"directory at {time.monotonic() - began:.1f} s")
    opened = _what_happened(staff, today)
    say(f"cases at {time.monotonic() - began:.1f} s")
    clock.set_offset(-60 * messages.MINUTES)
    messages.seed_messages()
    clock.set_offset(-60 * chats.MINUTES)
    chats.seed_chats()
    clock.set_offset(0)
    runs = begin_estimates(staff)
    seed_contacts(staff, today)
    seed_guide(staff)
    seed_outreach(staff)
    seed_history(staff.actor("ben"), opened.counted)
    run_batch()
    seed_count(staff)
    end_estimates(staff, runs)
    say(f"past years at {time.monotonic() - began:.1f} s")


def _what_happened(staff: Staff, today: dt.date) -> Opened:
    """From the first word to this morning, each part at its own time."""
    opened = Opened()
    story = toml("threads")
    clock.set_offset(-FIRST_WORD * DAY)
    seed_cases(staff, today, opened, early=True)
    clock.set_offset(-story["requests"]["days_ago"] * DAY)
    threads.ask_for_beds(staff, opened)
    clock.set_offset(-story["handed_off"]["days_ago"] * DAY)
    threads.hand_off_without_a_name(staff, opened)
    clock.set_offset(-(story["handed_off"]["days_ago"] - story["handed_off"]["nights"]) * DAY)
    threads.end_the_stay(staff, opened)
    seed_leads(staff, today)
    clock.set_offset(-DAY)
    seed_cases(staff, today, opened, early=False)
    threads.plan_steps(staff, opened, today)
    threads.propose_closing(staff, opened)
    threads.note_cover(staff, today)
    declined = threads.refer_with_release(staff, opened, "declined")
    clock.set_offset(-10 * HOUR)
    night = begin_night(staff)
    clock.set_offset(-9 * HOUR)
    threads.decline_overnight(staff, declined)
    clock.set_offset(-2 * HOUR)
    end_night(staff, night)
    threads.refer_with_release(staff, opened, "waiting")
    return opened
