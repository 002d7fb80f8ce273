"""Overlap tables, runs and published estimates in the world of the role matrix and of the policy table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.numbers.prevalence.making import APART, THREE, TOLD, a_run
from waystation.foundation import clock, gate
from waystation.numbers.prevalence import actions
from waystation.numbers.prevalence.models import Overlap, Run
from waystation.numbers.prevalence.rules import subject_of
from waystation.numbers.prevalence.shapes import Sheet
from waystation.numbers.published import actions as publishing
from waystation.numbers.published.models import Publication

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


def things(world: Any) -> dict[str, Any]:
    """A table still without counts, ended runs that may and may not be published, and what stands published."""
    iris = world.actor("iris")
    table = actions.save_table(iris, sheet=Sheet(TOLD, THREE.lists))
    theirs, today = world.agency("crosskeys"), clock.today()
    foreign = Overlap.objects.create(agency=theirs, created_on=today, updated_on=today)
    Run.objects.create(
        overlap=foreign, agency=theirs, number=1, state="done", started_by=world.member("dalia"), started_on=today
    )
    good, refused = a_run(world, replicates=1000), a_run(world, APART, 100)
    words = {"population": TOLD.population, "period": TOLD.period, "place": TOLD.place, "matching": TOLD.matching}
    stands = {
        audience: publishing.publish(iris, run=a_run(world, replicates=1000), audience=audience, **words).pk
        for audience in Publication.Audience.values
    }
    runs = {"own_agency": good, "refused": refused, "other_agency": Run.objects.get(overlap=foreign)}
    ids = {relation: {"overlap_id": run.overlap_id, "number": run.number} for relation, run in runs.items()}
    return {
        "overlap": {
            relation: {"casework": {"overlap_id": pk}}
            for relation, pk in {"own_agency": table.pk, "other_agency": foreign.pk, "unknown_id": uuid4()}.items()
        },
        "estimate": {
            relation: {"casework": known}
            for relation, known in {**ids, "unknown_id": {"overlap_id": uuid4(), "number": 1}}.items()
        },
        "publication": {
            relation: {"casework": {"publication_id": pk}} for relation, pk in {**stands, "unknown_id": uuid4()}.items()
        },
    }


_TOLD = {"population": "people made to work", "period": "2025", "place": "Alder County", "matching": "by hand"}
_LINKED = {**_TOLD, "linkage": "not_checked"}


def _sends(fields: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    return lambda world, role, ids: dict(fields)


FORMS: dict[str, Callable[..., dict[str, Any]]] = {
    "prevalence:table_new": _sends({**_LINKED, "lists": "shelter\nclinic\nlegal"}),
    "prevalence:table_import": _sends({**_LINKED, "text": "shelter,clinic,legal,count\n1,1,0,20\n1,0,0,90"}),
    "prevalence:told": _sends(_LINKED),
    "prevalence:counts": _sends({"version": 1, "people_1": 90, "people_3": 20}),
    "published:publish": _sends({**_TOLD, "audience": "public", "is_read": "on"}),
}
