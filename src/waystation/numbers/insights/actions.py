"""The daily batch, which needs no key, and the compaction, which an analyst attends."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from waystation.core.codes.statistics import schema
from waystation.foundation import clock, gate, store
from waystation.foundation.agencies.models import Agency
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions.statistics import clear_superseded, save_shard
from waystation.foundation.keyring.models import StatisticsShard
from waystation.foundation.keyring.selectors.statistics import capsules_as_of
from waystation.numbers.insights import columns
from waystation.numbers.insights.columns import Columns
from waystation.numbers.insights.models import Batch


def run_batch(at: dt.datetime | None = None) -> int:
    """Make today's batch for each agency that has none yet; `waystation tick` runs it. Returns how many were made.

    A batch of a day counts what was written by the end of the day before. Records superseded before that are cleared,
    which the journal of the agency says.
    """
    now = at or clock.now()
    on = timezone.localdate(now)
    made = 0
    for agency in Agency.objects.all():
        with store.writing():
            _, is_new = Batch.objects.get_or_create(agency=agency, on=on, defaults={"ran_at": now})
            if is_new:
                made += 1
                clear_superseded(agency.pk, on)
    return made


def compact(actor: Actor, *, kind: str, batch: Batch) -> Columns:
    """The records of a kind as of a batch, as columns. Attended: it opens with the analyst's own key.

    Only what is new since the last compaction is opened one by one; rows whose record no longer exists are dropped,
    and the result is kept under the statistics team's key. Raises gate.Refused, NoKey, Tampered.
    """
    day = batch.on - dt.timedelta(days=1)
    decision = gate.decide(actor, gate.Subject("statistics", actor.agency_id, actor.agency_id), {kind}, "count")
    if not decision.allowed:
        raise gate.Refused(decision, visible=True)
    current = set(capsules_as_of(actor.agency_id, kind, day).values_list("id", flat=True))
    known = _kept(actor, kind, batch)
    known = known.only(columns.mask(known, current))
    records = gate.read_statistics(actor, kind, day, "count", skip=set(known.uuids()))
    fresh = columns.from_records([columns.capsule_of(record) for record in records], records, schema(kind))
    found = columns.join([known, fresh])
    if records or not _has_shard(actor, kind, batch):
        save_shard(actor.keyring, kind=kind, batch_on=batch.on, payload=columns.to_bytes(found))
        with store.writing():
            StatisticsShard.objects.filter(agency=actor.agency_id, kind=kind, batch_on__lt=batch.on).delete()
    return found


def _kept(actor: Actor, kind: str, batch: Batch) -> Columns:
    row = _shards(actor, kind).filter(batch_on__lte=batch.on).order_by("-batch_on").first()
    payload = gate.read_shard(actor, kind, row.batch_on, "count") if row else None
    found = columns.from_bytes(payload) if payload else Columns()
    # A shard of an older schema is made anew from its records, which are read as records of the current one.
    return found if set(found.values) == set(schema(kind)) else Columns()


def _has_shard(actor: Actor, kind: str, batch: Batch) -> bool:
    return _shards(actor, kind).filter(batch_on=batch.on).exists()


def _shards(actor: Actor, kind: str) -> QuerySet[StatisticsShard]:
    return StatisticsShard.objects.filter(agency=actor.agency_id, kind=kind)
