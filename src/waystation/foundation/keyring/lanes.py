"""Sealing without anybody signed in: the public keys of a lane, verified under the root pinned outside the database."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from uuid import UUID

from waystation.core.vault.bundle import Bundle
from waystation.core.vault.certificate import Certificate
from waystation.foundation.agencies.models import Member
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.keyring import server, trust
from waystation.foundation.keyring.pins import pinned
from waystation.foundation.keyring.ring import Keyring

_Known = dict[UUID, tuple[int, bytes]]
_lanes: dict[tuple[UUID, UUID, bytes], tuple[_Known, Lane]] = {}
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
    """The newest certified keys of a lane; the journal is asked each time whether they are. Raises Untrusted."""
    fingerprint = pinned(agency)
    place = (agency, team, fingerprint)
    kept = _lanes.get(place)
    if kept is not None and latest_digests(kept[0], [agency]) == kept[0]:
        return kept[1]
    ring = Keyring(Member(pk=server.MAKER, agency_id=agency), Bundle.generate(fingerprint))
    lane = Lane(
        agency,
        trust.certified(ring, "team", team),
        trust.team_key_of_kind(ring, "recovery"),
        trust.team_key_of_kind(ring, "statistics"),
    )
    known = latest_digests([lane.team.subject, lane.recovery.subject, lane.statistics.subject], [agency])
    with _guard:
        if len(_lanes) > _MOST:
            _lanes.clear()
        _lanes[place] = known, lane
    return lane
