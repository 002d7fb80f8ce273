"""Counts across agencies in the world of the role matrix: one of the own agency, one that asks it, one of others."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from waystation.foundation import clock, gate
from waystation.numbers.multiplicity import actions, periods
from waystation.numbers.multiplicity.models import Count
from waystation.numbers.multiplicity.rules import subject_of

OURS, JUNIPER = "Riverbend Advocates", "Juniper House"
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "unduplicated": (
        ("own_agency", "asks_us", "other_agency"), ("see", "keep", "send", "work", "export"), ("header", "totals")
    ),
}  # fmt: skip


def subject(world: Any, role: str, actor: gate.Actor, kind: str, standing: str) -> gate.Subject:
    """A count that was never saved."""
    ours = {"name": OURS, "agency": str(world.agency("riverbend").pk)}
    return subject_of(
        Count(
            agency=world.agency("riverbend" if standing == "own_agency" else "alder"),
            ends_on=periods.ends(clock.today())[0],
            partners=[{"name": JUNIPER, "agency": None}] + ([ours] if standing == "asks_us" else []),
        )
    )


def things(world: Any) -> dict[str, Any]:
    """Counts by relation; nobody has sent anything, and no batch has run."""
    quarters = periods.ends(clock.today())
    rows = {
        "own_agency": actions.begin(world.actor("iris"), ends_on=quarters[0], partners=[OURS, JUNIPER]).pk,
        "asks_us": actions.begin(world.actor("gwen"), ends_on=quarters[0], partners=[JUNIPER, OURS]).pk,
        "other_agency": actions.begin(world.actor("gwen"), ends_on=quarters[1], partners=[JUNIPER, "Elsewhere"]).pk,
        "unknown_id": uuid4(),
    }
    return {"count": {relation: {"casework": {"count_id": pk, "place": 1}} for relation, pk in rows.items()}}


def begin(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {"ends_on": periods.ends(clock.today())[2].isoformat(), "partners": f"{OURS}\n{JUNIPER}"}


def sample(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {"pairs": "60", "named": "48"}


def totals(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {"others_0": "40", "others_1": "22", "unanswered": "0"}
