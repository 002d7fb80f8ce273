"""Statistics capsules for the numbers wing: what was current at the end of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from waystation.core.codes.statistics import upgrade
from waystation.core.vault.envelope import digest, load_json
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import open_sealed, unwrap
from waystation.core.vault.padding import unpad
from waystation.foundation.agencies.models import Agency, Team
from waystation.foundation.audit.canon import ERASED
from waystation.foundation.audit.models import Write
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.keyring import labels
from waystation.foundation.keyring.decisions import Decision
from waystation.foundation.keyring.errors import Tampered, Undecided
from waystation.foundation.keyring.models import StatisticsCapsule, StatisticsShard
from waystation.foundation.keyring.ring import Keyring

_TRIES = 3


def capsules_as_of(agency: Agency | UUID, kind: str, day: dt.date) -> QuerySet[StatisticsCapsule]:
    """The rows current at the end of `day`: one for each pointer, in a fixed order."""
    current = Q(superseded_on=None) | Q(superseded_on__gt=day)
    rows = StatisticsCapsule.objects.filter(current, agency=agency, kind=kind, written_on__lte=day)
    return rows.order_by("written_on", "id")


def open_statistics(
    decision: Decision, keyring: Keyring, kind: str, day: dt.date, skip: Collection[UUID] = ()
) -> Iterator[dict[str, Any]]:
    """Each record in clear with its `pointer` and the id of its `capsule` (hex) added; analysts only.

    Records of older schemas come as records of the current one.

    `skip`: capsules that were compacted before. The decision is of kind `statistics`, its subject the agency, its field
    the kind of record. Raises Undecided, NoKey, Tampered.
    """
    agency = keyring.member.agency_id
    _require_decided(decision, keyring, kind)
    team = Team.objects.get(agency=agency, kind=Team.Kind.STATISTICS)
    for row in _as_journaled(agency, kind, day, skip):
        label = labels.statistics(row.pk, row.pointer, agency, kind, row.schema, row.written_on)
        try:
            opened = open_sealed(keyring.team(team.pk, row.generation).exchange, row.body, label)
        except VaultError:
            raise Tampered("a statistics record does not open") from None
        record = upgrade(kind, load_json(unpad(opened)), row.schema)
        yield {**record, "pointer": row.pointer.hex, "capsule": row.pk.hex}


def _as_journaled(agency: UUID, kind: str, day: dt.date, skip: Collection[UUID]) -> list[StatisticsCapsule]:
    """The rows of a day, each as the journal remembers it. A save between the two queries is no alarm: look again."""
    for _ in range(_TRIES):
        rows = [row for row in capsules_as_of(agency, kind, day) if row.pk not in skip]
        known = latest_digests([row.pk for row in rows], [agency])
        if all(known.get(row.pk) == (1 if row.superseded_on is None else 2, digest(row.body)) for row in rows):
            return rows
    raise Tampered("a statistics record is not the one the journal remembers")


def _require_decided(decision: Decision, keyring: Keyring, kind: str) -> None:
    covered = decision.allowed and decision.actor == keyring.member.pk and decision.kind == "statistics"
    if not covered or keyring.member.agency_id not in decision.subjects or kind not in decision.fields:
        raise Undecided("statistics open only under an allowed decision")


def lost_records(chain: UUID) -> list[str]:
    """A problem in words when records of codes that a journal tells of are gone, and it does not say that they should.

    Erasing a record writes a line about it, and so does the daily batch that clears replaced ones: whatever else is
    gone was deleted from outside. Records of before their ids could be told apart (version 0.2) are not missed.
    """
    missing = _unaccounted(chain, None)
    missing = _unaccounted(chain, missing) if missing else missing  # one may have been erased between two queries
    return [f"records of codes are gone: {len(missing)}"] if missing else []


def _unaccounted(chain: UUID, among: set[UUID] | None) -> set[UUID]:
    lines = Write.objects.filter(event__chain=chain, object__range=labels.statistics_range())
    if among is not None:
        lines = lines.filter(object__in=among)
    newest = {name: bytes(digest) for name, digest in lines.order_by("version").values_list("object", "digest")}
    here = StatisticsCapsule.objects.filter(agency=chain, pk__range=labels.statistics_range())
    return {name for name, digest in newest.items() if digest != ERASED} - set(here.values_list("pk", flat=True))


def load_shard(decision: Decision, keyring: Keyring, kind: str, batch_on: dt.date) -> bytes | None:
    """A compacted batch under a decision, None when there is none yet. Raises Undecided, NoKey, Tampered."""
    agency = keyring.member.agency_id
    _require_decided(decision, keyring, kind)
    row = StatisticsShard.objects.filter(agency=agency, kind=kind, batch_on=batch_on).first()
    if row is None:
        return None
    team = Team.objects.get(agency=agency, kind=Team.Kind.STATISTICS)
    try:
        return unwrap(keyring.team(team.pk, row.generation).wrap, row.body, labels.shard(agency, kind, batch_on))
    except VaultError:
        raise Tampered("a statistics shard does not open") from None
