"""What was published, for who may read it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from waystation.foundation.gate import Actor
from waystation.numbers.published.models import Publication
from waystation.numbers.published.policies import can_read_coalition


def readable(actor: Actor | None) -> QuerySet[Publication]:
    """What everybody reads, and with it what the coalition reads, for those of it who are signed in."""
    rows = Publication.objects.select_related("agency")
    if actor is not None and can_read_coalition(actor.role):
        return rows
    return rows.filter(audience=Publication.Audience.PUBLIC)


def current(actor: Actor | None) -> list[Publication]:
    """The newest of each table that still stands."""
    found: dict[tuple[UUID, str], Publication] = {}
    for row in readable(actor).filter(withdrawn_on=None).order_by("-number"):
        found.setdefault((row.overlap, row.audience), row)
    return sorted(found.values(), key=lambda row: (row.place, row.period, row.audience))


def publication(actor: Actor | None, publication_id: UUID) -> Publication:
    """One of them, old ones too. Raises Publication.DoesNotExist."""
    return readable(actor).get(pk=publication_id)


def newer(actor: Actor | None, row: Publication) -> Publication | None:
    """A later version of the same table that still stands."""
    return (
        readable(actor)
        .filter(overlap=row.overlap, number__gt=row.number, withdrawn_on=None)
        .order_by("-number")
        .first()
    )


def of_run(run: UUID) -> list[Publication]:
    """Where a version stands published."""
    return list(Publication.objects.filter(run=run, withdrawn_on=None))
