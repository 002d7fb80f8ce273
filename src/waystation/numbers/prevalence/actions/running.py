"""Running a table: started by an analyst, computed by a process without keys, taken in by an analyst."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any
from uuid import UUID

from django.db.models import Max

import waystation
from waystation.core.vault.errors import WrongKey
from waystation.core.vault.keys import exchange_public, new_key, open_sealed
from waystation.foundation import clock, gate
from waystation.foundation.audit.canon import Written
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions.capsules import amend, write
from waystation.foundation.keyring.actions.compartments import create_compartments
from waystation.numbers.prevalence import spool
from waystation.numbers.prevalence.actions.tables import statistics_team
from waystation.numbers.prevalence.child import LABEL
from waystation.numbers.prevalence.models import ESTIMATE, Overlap, Run
from waystation.numbers.prevalence.rules import subject_of
from waystation.numbers.prevalence.shapes import Result, Sheet

REPLICATES = 20_000
SEED = 20_221_122


class CannotRun(Exception):
    """A table without counts, a run of it still going on, a site that computes enough: counts, running, busy."""


def start(
    actor: Actor,
    *,
    overlap: Overlap,
    sheet: Sheet,
    replicates: int = REPLICATES,
    seed: int = SEED,
    task: Run.Task = Run.Task.PANEL,
) -> Run:
    """A new version: the run is written down with its input, then its process begins. Raises gate.Refused, CannotRun.

    `sheet` is the table as the actor has just read it. The task of a trial is `try_out`'s.
    """
    if not sheet.is_complete:
        raise CannotRun("counts")
    _take_in_ended(actor, overlap)
    key = new_key()
    result = Result(sheet, replicates, seed, waystation.__version__, new_key().hex()[:32], key.hex())
    asked = {"sheet": sheet.to_dict(), "replicates": replicates, "seed": seed, "task": str(task)}
    with ExitStack() as stack:
        with gate.deed(actor, "estimate.started", subject_of(overlap), fields={"table"}, purpose="run") as act:
            dead = _write_off(overlap)
            last = overlap.runs.aggregate(last=Max("number"))["last"] or 0
            run = Run.objects.create(
                overlap=overlap, agency=actor.agency, number=last + 1, task=task, program=waystation.__version__,
                started_by=actor.member, started_on=clock.today(),
            )  # fmt: skip
            act.detail["run"] = run.pk.hex
            act.wrote(_seal(actor, run, result))
            lock = stack.enter_context(_reserved(run))
        for pk in dead:
            spool.forget(pk)
        spool.start(run.pk, lock, exchange_public(key), asked)
    return run


def _seal(actor: Actor, run: Run, result: Result) -> Written:
    """Inside the deed: what is asked of a run, to the statistics team alone."""
    holders = {"result": [statistics_team(actor)]}
    create_compartments(actor.keyring, subject=run.pk, kind=ESTIMATE, holders=holders)
    data = result.to_dict()
    return write(
        actor.keyring, subject=run.pk, kind=ESTIMATE, compartment="result", data=data, expected_version=None
    )  # fmt: skip


def _take_in_ended(actor: Actor, overlap: Overlap) -> None:
    """Runs that ended and that nobody has looked at since; what does not open is left to be written off."""
    for run in going_on(overlap):
        try:
            take_in(actor, run=run)
        except WrongKey:
            spool.forget(run.pk)


@contextmanager
def _reserved(run: Run) -> Iterator[IO[str]]:
    try:
        with spool.reserved(run.pk) as lock:
            yield lock
    except spool.Busy:
        raise CannotRun("busy") from None


def _write_off(overlap: Overlap) -> list[UUID]:
    """Inside the deed: nobody else starts this table now, and runs whose process died come to an end."""
    Overlap.objects.select_for_update().get(pk=overlap.pk)
    dead = list(going_on(overlap).values_list("pk", flat=True))
    if any(spool.is_alive(pk) or spool.taken(pk) is not None for pk in dead):
        raise CannotRun("running")
    going_on(overlap).update(state=Run.State.STOPPED)
    return dead


def going_on(overlap: Overlap) -> Any:
    """Runs that have not come to an end yet, whether or not their process lives."""
    return overlap.runs.filter(state=Run.State.RUNNING)


def stop(actor: Actor, *, run: Run) -> None:
    """Ask a run to end with what it has; one whose process died is written off. Raises gate.Refused."""
    with gate.deed(actor, "estimate.stopped", subject_of(run), fields={"result"}, purpose="run"):
        if spool.is_alive(run.pk):
            spool.ask_to_stop(run.pk)
        elif spool.taken(run.pk) is None:
            Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(state=Run.State.STOPPED)
            spool.forget(run.pk)


def take_in(actor: Actor, *, run: Run) -> Run:
    """Seal what the process left with the run, and forget the process's files. Raises gate.Refused, WrongKey.

    A run that has ended already, or has left nothing yet, is returned as it is.
    """
    sealed = spool.taken(run.pk)
    if run.state != Run.State.RUNNING or sealed is None:
        return run
    state: Run.State | None = None

    def change(data: dict[str, Any]) -> dict[str, Any]:
        nonlocal state
        if not data["key"]:  # taken in meanwhile, by another tab
            return data
        state = Run.State.STOPPED
        left = json.loads(open_sealed(bytes.fromhex(data["key"]), sealed, LABEL + run.pk.bytes))
        if "found" in left:
            state = Run.State.DONE if left["found"]["complete"] else Run.State.PARTIAL
        return {**data, "key": "", "found": left.get("found", {}), "report": left.get("report", "")}

    with gate.deed(actor, "estimate.finished", subject_of(run), fields={"result"}, purpose="run") as act:
        act.wrote(amend(actor.keyring, subject=run.pk, kind=ESTIMATE, compartment="result", change=change))
        if state is not None:
            Run.objects.filter(pk=run.pk).update(state=state)
    spool.forget(run.pk)
    run.refresh_from_db(fields=["state"])
    return run
