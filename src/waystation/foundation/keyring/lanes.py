"""Sealing without anybody signed in: the public keys of a lane, verified under the root pinned outside the database."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from waystation.core.vault.bundle import Bundle
from waystation.core.vault.certificate import Certificate
from waystation.foundation.agencies.models import Member
from waystation.foundation.audit.selectors import Point, latest_digests, stands
from waystation.foundation.keyring import server, trust
from waystation.foundation.keyring.errors import Untrusted
from waystation.foundation.keyring.pins import pinned
from waystation.foundation.keyring.ring import Keyring

PROVED_FOR = 10.0
"""Seconds for which a journal that was proved is not proved again."""
_Known = dict[UUID, tuple[int, bytes]]


class _Kept(NamedTuple):
    """A lane, what the journal said of its keys, how far the journal was proved then, and when (monotonic)."""

    known: _Known
    lane: Lane
    point: Point
    at: float


_lanes: dict[tuple[UUID, UUID, bytes], _Kept] = {}
_guard = threading.Lock()
_MOST = 256


@dataclass(frozen=True)
class Lane:
    """Whom the server seals a message to: a team, the agency's recovery, and its statistics team for the codes."""

    agency: UUID
    team: Certificate
    recovery: Certificate
    statistics: Certificate


def lane_of(agency: UUID, team: UUID) -> Lane:
    """The newest certified keys of a lane; the journal is asked each time whether they are. Raises Untrusted.

    The journal is proved for it: whole at first and where its answer is new, then what was added since. An older key,
    and a journal without the line about the newer one, would else bring back whoever left the team.
    """
    fingerprint = pinned(agency)
    place = (agency, team, fingerprint)
    kept = _lanes.get(place)
    if kept is not None and latest_digests(kept.known, [agency]) == kept.known:
        if time.monotonic() - kept.at < PROVED_FOR:
            return kept.lane
        if point := stands(agency, kept.point):
            return _keep(place, kept._replace(point=point, at=time.monotonic()))
    point = stands(agency)
    if point is None:
        raise Untrusted("the journal of this agency is not whole")
    ring = Keyring(Member(pk=server.MAKER, agency_id=agency), Bundle.generate(fingerprint))
    lane = Lane(
        agency,
        trust.certified(ring, "team", team),
        trust.team_key_of_kind(ring, "recovery"),
        trust.team_key_of_kind(ring, "statistics"),
    )
    keys = (lane.team, lane.recovery, lane.statistics)
    known = latest_digests([key.subject for key in keys], [agency])
    if any(known[key.subject][0] != key.generation for key in keys):
        return lane  # a key was turned this moment: the next message asks again
    return _keep(place, _Kept(known, lane, point, time.monotonic()))


def _keep(place: tuple[UUID, UUID, bytes], kept: _Kept) -> Lane:
    with _guard:
        if len(_lanes) > _MOST:
            _lanes.clear()
        _lanes[place] = kept
    return kept.lane
