"""What happens by itself, without any key: each task in turn, under a lease so that one process does it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from importlib import import_module

from django.core.cache import cache
from django.db import close_old_connections

from waystation.foundation import clock, store

PAUSE = 5
"""Seconds between two looks."""


@dataclass(frozen=True)
class Task:
    """A function without arguments by its dotted name, and how often it runs, in seconds."""

    name: str
    every: int

    def run(self) -> None:
        module, function = self.name.rsplit(".", 1)
        getattr(import_module(module), function)()


TASKS: list[Task] = [
    Task("waystation.foundation.keyring.session.sweep.sweep", 60),
    Task("waystation.care.consent.actions.close_expired", 60),
    Task("waystation.care.intake.actions.expiring.end_help_line_access", 3600),
    Task("waystation.care.intake.actions.desk.expire_notes", 3600),
    Task("waystation.care.intake.tips.actions.expiring.expire", 600),
    Task("waystation.care.intake.leads.actions.expire", 3600),
    Task("waystation.care.intake.texting.errands.run_due", 5),
    Task("waystation.care.intake.texting.errands.sweep", 3600),
    Task("waystation.care.intake.chat.actions.expiring.sweep", 300),
    Task("waystation.numbers.insights.actions.run_batch", 60),
    Task("waystation.commons.outreach.actions.look_for_late", 30),
    Task("waystation.commons.outreach.actions.forget", 3600),
    Task("waystation.web.journal.daily.prove_all", 86_400),
    Task("waystation.web.backup.actions.run_due", 60),
    Task("waystation.web.updating.sweep_copies", 3600),
    Task("waystation.web.tls.keeping.renew", 86_400),
]
"""Wings add their tasks here."""

_log = logging.getLogger(__name__)


def tick(due: list[Task] | None = None) -> list[str]:
    """Run the tasks (all when none are given) that no other process holds; returns the names of those that ran."""
    ran = []
    for task in TASKS if due is None else due:
        with store.writing():
            mine = cache.add(f"tick:{task.name}", "held", timeout=max(1, task.every - PAUSE))
        if not mine:
            continue
        try:
            task.run()
            ran.append(task.name)
        except Exception:
            _log.exception("a task failed")
    return ran


def forever() -> None:
    """Run due tasks until the process ends."""
    last: dict[str, float] = {}
    while True:
        clock.remember()
        due = [task for task in TASKS if time.monotonic() - last.get(task.name, -task.every) >= task.every]
        if due:
            tick(due)
            last |= {task.name: time.monotonic() for task in due}
            close_old_connections()
        time.sleep(PAUSE)
