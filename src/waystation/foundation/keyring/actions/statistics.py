"""Statistics capsules: codes only, sealed to the statistics team, replaced at each save."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from importlib import import_module
from typing import Any
from uuid import UUID

from waystation.core.vault.envelope import digest, dump_json
from waystation.core.vault.keys import pseudonym, seal_to, wrap
from waystation.core.vault.padding import pad
from waystation.foundation import clock, store
from waystation.foundation.audit.canon import Written
from waystation.foundation.keyring import labels, trust
from waystation.foundation.keyring.held import newest
from waystation.foundation.keyring.models import StatisticsCapsule, StatisticsShard
from waystation.foundation.keyring.ring import Keyring

SCHEMA = 1


def put_statistics(
    keyring: Keyring,
    *,
    kind: str,
    subject: UUID,
    pointer: UUID,
    record: Mapping[str, Any],
    on: dt.date | None = None,
) -> Written:
    """Write the one record of codes for a subject; the pointer's earlier record is superseded the same day.

    The pseudonym is an HMAC under the subject's own statistics key: stable while that key lives. `on` is for seeding
    past years. Raises what core.codes.statistics.validate raises, NoKey, Untrusted, RuntimeError outside of a deed.
    """
    key = newest(keyring, subject, "statistics").key
    return _put(keyring, kind, pointer, _valid(kind, record), pseudonym(key, f"{kind}/{subject}".encode()), on)


def put_past_statistics(
    keyring: Keyring, *, kind: str, pointer: UUID, record: Mapping[str, Any], on: dt.date
) -> Written:
    """A record whose case was erased by its retention clock: its pseudonym belongs to nobody any more."""
    return _put(keyring, kind, pointer, _valid(kind, record), pseudonym(pointer.bytes * 2, kind.encode()), on)


def save_shard(keyring: Keyring, *, kind: str, batch_on: dt.date, payload: bytes) -> None:
    """Keep a compacted batch under the statistics team's wrap key: analysts only. Raises NoKey."""
    team = trust.team_key_of_kind(keyring, "statistics").subject
    secret = keyring.team(team)
    label = labels.shard(keyring.member.agency_id, kind, batch_on)
    with store.writing():
        StatisticsShard.objects.update_or_create(
            agency=keyring.agency, kind=kind, batch_on=batch_on,
            defaults={"generation": secret.generation, "body": wrap(secret.wrap, payload, label)},
        )  # fmt: skip


def _put(
    keyring: Keyring, kind: str, pointer: UUID, record: dict[str, Any], person: str, on: dt.date | None
) -> Written:
    if not store.is_writing():
        raise RuntimeError("statistics are written inside a deed")
    day = on or clock.today()
    public = trust.team_key_of_kind(keyring, "statistics")
    row = StatisticsCapsule(
        id=uuid.uuid4(), pointer=pointer, agency_id=keyring.member.agency_id, kind=kind, schema=SCHEMA,
        generation=public.generation, written_on=day,
    )  # fmt: skip
    label = labels.statistics(row.pk, pointer, row.agency_id, kind, SCHEMA, day)
    row.body = seal_to(public.exchange, pad(dump_json({**record, "pseudonym": person})), label)
    earlier = StatisticsCapsule.objects.filter(pointer=pointer, superseded_on=None)
    for pk, body in earlier.values_list("id", "body"):
        keyring.pending[pk] = Written(pk, 2, digest(body))
    earlier.update(superseded_on=day)
    row.save(force_insert=True)
    return Written(row.pk, 1, digest(row.body))


def _valid(kind: str, record: Mapping[str, Any]) -> dict[str, Any]:
    codes = import_module("waystation.core.codes.statistics")
    return dict(codes.validate(kind, record))
