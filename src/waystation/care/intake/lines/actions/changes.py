"""What the verbs share: who may, and one version for whoever changes a line in two windows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import F

from waystation.care.intake.lines.anchors import holds, mark_of
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.policies import can_run
from waystation.foundation import clock, gate, store
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.errors import NotAllowed, Stale, Tampered


def must_run(actor: Actor, agency: object) -> None:
    """Raises NotAllowed for whoever does not run lines of this agency."""
    if actor.agency_id != agency or not can_run(actor.role):
        raise NotAllowed("only an administrator, a supervisor or the coordinator of its agency changes a line")


def subject_of(line: Line) -> gate.Subject:
    """The line as the journal names it."""
    return gate.Subject("line", line.pk, line.agency_id, row=line)


@contextmanager
def changing(actor: Actor, line: Line, verb: str, version: int, **detail: Any) -> Iterator[None]:
    """A change of a line by somebody who runs it, in one transaction. Raises NotAllowed, Stale, Tampered."""
    must_run(actor, line.agency_id)
    if not holds(line):
        raise Tampered("the line says something else than its own people did")
    with gate.deed(actor, verb, subject_of(line), detail=detail):
        rows = Line.objects.filter(pk=line.pk, version=version)
        if not rows.update(version=F("version") + 1, updated_on=clock.today()):
            raise Stale(Line.objects.values_list("version", flat=True).get(pk=line.pk))
        yield
        line.mark = mark_of(line)
        line.save(update_fields=["mark"])
    line.version = version + 1


@contextmanager
def alone(line: Line) -> Iterator[None]:
    """One transaction in which nobody else changes who is on call on a line: what was looked at stays so."""
    with store.writing():
        Line.objects.select_for_update().get(pk=line.pk)
        yield
