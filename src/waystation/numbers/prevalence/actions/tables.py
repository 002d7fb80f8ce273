"""Writing overlap tables down, sealed to the agency's statistics team."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Team
from waystation.foundation.agencies.selectors import team_of_kind
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions.capsules import amend, write
from waystation.foundation.keyring.actions.compartments import create_compartments
from waystation.numbers.prevalence.models import OVERLAP, Overlap
from waystation.numbers.prevalence.rules import subject_of
from waystation.numbers.prevalence.shapes import Sheet, Told

Change = Callable[[dict[str, Any]], dict[str, Any]]


def save_table(actor: Actor, *, sheet: Sheet) -> Overlap:
    """A new table, with its counts or still without them. Raises gate.Refused."""
    today = clock.today()
    row = Overlap(agency=actor.agency, created_on=today, updated_on=today)
    with gate.deed(actor, "overlap.entered", subject_of(row), fields={"table"}, purpose="write") as act:
        row.save(force_insert=True)
        create_compartments(actor.keyring, subject=row.pk, kind=OVERLAP, holders={"table": [statistics_team(actor)]})
        act.wrote(
            write(
                actor.keyring, subject=row.pk, kind=OVERLAP, compartment="table", data=sheet.to_dict(),
                expected_version=None,
            )
        )  # fmt: skip
    return row


def change_counts(actor: Actor, *, overlap: Overlap, counts: Mapping[int, int], version: int) -> None:
    """Set the people of every history; runs made before keep the table they had.

    Raises gate.Refused, Stale, ValueError for a self-reported table: its counts come from totals and keep their mark.
    """

    def change(data: dict[str, Any]) -> dict[str, Any]:
        if data.get("said"):
            raise ValueError("the counts of a self-reported table come from the totals of its count")
        return {**data, "counts": {str(mask): n for mask, n in counts.items() if n}}

    _change(actor, overlap, "overlap.counted", version, change)


def change_told(actor: Actor, *, overlap: Overlap, told: Told, version: int) -> None:
    """Correct what is told of a table. Raises gate.Refused, Stale."""
    _change(actor, overlap, "overlap.told", version, lambda data: {**data, "told": Sheet(told).to_dict()["told"]})


def _change(actor: Actor, overlap: Overlap, verb: str, version: int, change: Change) -> None:
    with gate.deed(actor, verb, subject_of(overlap), fields={"table"}, purpose="write") as act:
        act.wrote(
            amend(
                actor.keyring, subject=overlap.pk, kind=OVERLAP, compartment="table",
                change=change, expected_version=version,
            )
        )  # fmt: skip
        Overlap.objects.filter(pk=overlap.pk).update(updated_on=clock.today())


def statistics_team(actor: Actor) -> Team:
    """The team that opens tables; every agency has one from its founding."""
    team = team_of_kind(actor.agency_id, Team.Kind.STATISTICS)
    assert team is not None
    return team
