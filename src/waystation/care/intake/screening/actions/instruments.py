"""Loading an instrument with its owner's permission, and taking one out of use. The administrator's, about nobody."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from waystation.care.intake.screening.models import LoadedInstrument
from waystation.care.intake.screening.policies import can_load_instrument
from waystation.core.screening.instruments import Instrument
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.errors import NotAllowed


class AlreadyLoaded(ValueError):
    """This version of this instrument is here already."""


def load_instrument(
    actor: Actor, *, instrument: Instrument, permitted_by: str, permitted_on: dt.date, permission: str
) -> LoadedInstrument:
    """Take an instrument in, with who of its owner permitted the use, when and in which words.

    Raises NotAllowed for anyone but an administrator, ValueError without a permission, AlreadyLoaded.
    """
    _require(actor)
    if not permitted_by.strip() or not permission.strip() or permitted_on > clock.today():
        raise ValueError("an instrument is loaded with its owner's permission: who, when and in which words")
    if LoadedInstrument.objects.filter(agency=actor.agency, code=instrument.id, edition=instrument.version).exists():
        raise AlreadyLoaded(instrument.id)
    row = LoadedInstrument(
        agency=actor.agency, code=instrument.id, edition=instrument.version, document=instrument.as_document(),
        permitted_by=permitted_by.strip(), permitted_on=permitted_on, permission=permission.strip(),
        loaded_by=actor.member, loaded_on=clock.today(),
    )  # fmt: skip
    with gate.deed(actor, "instrument.loaded", None, {"code": row.code, "edition": row.edition}):
        row.save(force_insert=True)
    return row


def retire_instrument(actor: Actor, *, instrument_id: UUID) -> None:
    """Take an instrument out of use; it can still be read. Raises NotAllowed, LoadedInstrument.DoesNotExist."""
    _require(actor)
    row = LoadedInstrument.objects.get(pk=instrument_id, agency=actor.agency)
    if row.retired_on is None:
        row.retired_on = clock.today()
        with gate.deed(actor, "instrument.retired", None, {"code": row.code, "edition": row.edition}):
            row.save(update_fields=["retired_on"])


def _require(actor: Actor) -> None:
    if not can_load_instrument(actor.role_facts):
        raise NotAllowed("Administrators load instruments.")
