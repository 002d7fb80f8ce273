"""Reading tables and runs: through the gate, one journal line for a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from waystation.foundation import gate
from waystation.foundation.gate import Actor
from waystation.foundation.gate.deciding import require
from waystation.numbers.prevalence.models import Overlap, Run
from waystation.numbers.prevalence.rules import is_analyst, subject_of
from waystation.numbers.prevalence.shapes import Result, Sheet


@dataclass(frozen=True)
class Kept:
    """A table with its row, its sealed version, and its runs, newest first."""

    row: Overlap
    sheet: Sheet
    version: int
    runs: tuple[Run, ...] = ()

    @property
    def newest(self) -> Run | None:
        """The newest run that found something, else the newest of all."""
        panels = [run for run in self.runs if run.task == Run.Task.PANEL]
        ended = [run for run in panels if run.state in (Run.State.DONE, Run.State.PARTIAL)]
        return next(iter(ended or panels), None)


def can_open(actor: Actor) -> bool:
    """Whether there are tables for this member at all."""
    return is_analyst(actor, actor.agency_id)


def refuse_others(actor: Actor) -> None:
    """Raise gate.Refused for everybody but analysts, before there is a table to ask about."""
    require(actor, subject_of(Overlap(agency=actor.agency)), {"table"}, "list")


def tables(actor: Actor) -> list[Kept]:
    """Every table of the agency, the one changed last first. Raises gate.Refused."""
    refuse_others(actor)
    rows = {row.pk: row for row in Overlap.objects.filter(agency=actor.agency_id).order_by("-updated_on", "pk")}
    runs: dict[UUID, list[Run]] = {}
    for run in Run.objects.filter(overlap__in=rows).order_by("-number"):
        runs.setdefault(run.overlap_id, []).append(run)
    read = gate.read(actor, [subject_of(row) for row in rows.values()], {"table"}, "list")
    opened = {item.subject: item for item in read}
    return [
        Kept(row, Sheet.of(opened[pk].data), opened[pk].version, tuple(runs.get(pk, ()))) for pk, row in rows.items()
    ]


def table(actor: Actor, overlap_id: UUID, purpose: str = "work") -> Kept:
    """One table. Raises Overlap.DoesNotExist, gate.Refused."""
    row = Overlap.objects.get(pk=overlap_id)
    (opened,) = gate.read(actor, subject_of(row), {"table"}, purpose)
    return Kept(row, Sheet.of(opened.data), opened.version, tuple(row.runs.order_by("-number")))


def run_of(overlap_id: UUID, number: int) -> Run:
    """A version by its number. Raises Run.DoesNotExist."""
    return Run.objects.select_related("overlap", "agency").get(overlap=overlap_id, number=number)


def result(actor: Actor, run: Run, purpose: str = "work") -> Result:
    """What a run was asked and found. Raises gate.Refused."""
    (opened,) = gate.read(actor, subject_of(run), {"result"}, purpose)
    return Result.of(opened.data)


def results(actor: Actor, runs: Iterable[Run]) -> dict[UUID, Result]:
    """The same of several runs, one journal line."""
    read = gate.read(actor, [subject_of(run) for run in runs], {"result"}, "list")
    return {item.subject: Result.of(item.data) for item in read}
