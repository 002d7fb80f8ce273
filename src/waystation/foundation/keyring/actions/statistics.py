"""Statistics capsules: codes only, sealed to the statistics team, replaced at each save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from waystation.core.codes import statistics as codes
from waystation.core.vault.envelope import digest, dump_json
from waystation.core.vault.keys import pseudonym, seal_to, wrap
from waystation.core.vault.padding import pad
from waystation.foundation import clock, store
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit.canon import ERASED, Written
from waystation.foundation.keyring import labels, trust
from waystation.foundation.keyring.held import newest
from waystation.foundation.keyring.models import StatisticsCapsule, StatisticsShard
from waystation.foundation.keyring.ring import Keyring

_AT_ONCE = 500


class Past(NamedTuple):
    """A record of codes of an earlier day, for `put_past_statistics`."""

    kind: str
    pointer: UUID
    record: Mapping[str, Any]
    on: dt.date


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


def put_past_statistics(keyring: Keyring, records: Iterable[Past]) -> list[Written]:
    """Records whose cases were erased by their retention clock: their pseudonyms belong to nobody any more.

    Raises as `put_statistics`.
    """
    rows = []
    for past in records:
        person = pseudonym(past.pointer.bytes * 2, past.kind.encode())
        rows.append(_sealed(keyring, past.kind, past.pointer, _valid(past.kind, past.record), person, past.on))
    StatisticsCapsule.objects.bulk_create(rows, batch_size=_AT_ONCE)
    return [Written(row.pk, 1, digest(row.body)) for row in rows]


def clear_superseded(agency: UUID, before: dt.date) -> int:
    """Delete what was superseded before a day and say so in the agency's journal, which then misses none of it.

    Needs no key. The last statement of a transaction, as every line of a journal. Returns how many.
    """
    if not store.is_writing():
        raise RuntimeError("records are cleared inside a transaction of their own")
    gone = list(
        StatisticsCapsule.objects.filter(agency=agency, superseded_on__lt=before)
        .order_by("id")
        .values_list("id", flat=True)
    )
    for start in range(0, len(gone), _AT_ONCE):
        StatisticsCapsule.objects.filter(pk__in=gone[start : start + _AT_ONCE]).delete()
    if gone:
        lines = [Written(pk, 3, ERASED) for pk in gone]
        audit.append(agency, at=clock.now(), verb="statistics.cleared", writes=lines)
    return len(gone)


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
    row = _sealed(keyring, kind, pointer, record, person, on or clock.today())
    earlier = StatisticsCapsule.objects.filter(pointer=pointer, superseded_on=None)
    for pk, body in earlier.values_list("id", "body"):
        keyring.pending[pk] = Written(pk, 2, digest(body))
    earlier.update(superseded_on=row.written_on)
    row.save(force_insert=True)
    return Written(row.pk, 1, digest(row.body))


def _sealed(
    keyring: Keyring, kind: str, pointer: UUID, record: dict[str, Any], person: str, day: dt.date
) -> StatisticsCapsule:
    if not store.is_writing():
        raise RuntimeError("statistics are written inside a deed")
    public = trust.team_key_of_kind(keyring, "statistics")
    schema = codes.current(kind)
    row = StatisticsCapsule(
        id=labels.statistics_id(), pointer=pointer, agency_id=keyring.member.agency_id, kind=kind, schema=schema,
        generation=public.generation, written_on=day,
    )  # fmt: skip
    label = labels.statistics(row.pk, pointer, row.agency_id, kind, schema, day)
    row.body = seal_to(public.exchange, pad(dump_json({**record, "pseudonym": person})), label)
    return row


def _valid(kind: str, record: Mapping[str, Any]) -> dict[str, Any]:
    return codes.validate(kind, record)
