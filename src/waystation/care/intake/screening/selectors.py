"""Reads of screening: which instruments there are, and what a positive would mean."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from waystation.care.intake.screening.models import LoadedInstrument
from waystation.core.screening.instruments import Instrument, demonstration, parse
from waystation.foundation.gate import Actor

DEMONSTRATION = uuid5(NAMESPACE_URL, "waystation:instrument:demonstration")


@dataclass(frozen=True)
class Held:
    """One instrument of the agency; `row` is None for the example that is shipped."""

    id: UUID
    instrument: Instrument
    row: LoadedInstrument | None

    @property
    def in_use(self) -> bool:
        return self.row is None or self.row.retired_on is None


def instruments(actor: Actor) -> list[Held]:
    """What the agency loaded, those in use first, and the shipped example at the end."""
    rows = LoadedInstrument.objects.filter(agency=actor.agency_id).order_by("retired_on", "code", "edition")
    held = [Held(row.pk, parse(row.document), row) for row in rows]
    held.sort(key=lambda one: not one.in_use)
    return [*held, Held(DEMONSTRATION, demonstration(), None)]


def instrument(actor: Actor, instrument_id: UUID) -> Held | None:
    """One of them, or None, alike for none and another agency's."""
    return next((one for one in instruments(actor) if one.id == instrument_id), None)
