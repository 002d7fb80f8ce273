"""Overlap tables, runs and published estimates in the world of the role matrix and of the policy table."""

from __future__ import annotations

from typing import Any

from waystation.foundation import clock, gate
from waystation.numbers.prevalence.models import Overlap, Run
from waystation.numbers.prevalence.rules import subject_of

PURPOSES = ("see", "list", "work", "write", "run", "publish", "export")
STANDINGS = ("own_agency", "other_agency")
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "overlap": (STANDINGS, PURPOSES, ("header", "table")),
    "estimate": (STANDINGS, PURPOSES, ("header", "result")),
}


def subject(world: Any, role: str, actor: gate.Actor, kind: str, standing: str) -> gate.Subject:
    """A row that was never saved."""
    agency, today = world.agency("riverbend" if standing == "own_agency" else "crosskeys"), clock.today()
    table = Overlap(agency=agency, created_on=today, updated_on=today)
    run = Run(overlap=table, agency=agency, number=1, started_by=actor.member, started_on=today)
    return subject_of(table if kind == "overlap" else run)
