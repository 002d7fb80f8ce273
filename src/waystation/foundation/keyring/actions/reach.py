"""Which generation of a team's key an old compartment key may be sealed to, so that newcomers get nothing unasked.

A newer generation will do once everyone who holds it goes back that far. The journal says so, in events this server
sealed: a line for each generation, whose digest is the oldest generation that each of its holders has. A line that is
missing means: no further back than this one.
"""

from __future__ import annotations

from uuid import UUID

from waystation.foundation.agencies.models import Team
from waystation.foundation.audit.canon import Written
from waystation.foundation.audit.lines import sealed_lines
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.keyring import labels, trust
from waystation.foundation.keyring.ring import Keyring


def best_generation(keyring: Keyring, team: UUID, agency: UUID, then: int) -> int:
    """The newest generation whose holders all have generation `then`, which is `then` itself at least.

    Raises Untrusted.
    """
    newest = trust.certified(keyring, "team", team, agency).generation
    places = {labels.reach_place(team, number): number for number in range(then + 1, newest + 1)}
    found = [places[place] for place, line in sealed_lines(places, agency).items() if _number(line.digest) <= then]
    return max(found, default=then)


def made_by_joining(keyring: Keyring, team: Team) -> None:
    """A new generation, for somebody who has none of the earlier ones."""
    _note(keyring, team, team.generation)


def made_by_leaving(keyring: Keyring, team: Team) -> None:
    """A new generation, for people who all had the one before it."""
    _note(keyring, team, _known(team, team.generation - 1))


def shared_with_one(keyring: Keyring, team: Team) -> None:
    """A newcomer got what this member has."""
    now, known = _own_reach(keyring, team), _known(team, team.generation)
    if now > known:
        _note(keyring, team, now)


def shared_with_all(keyring: Keyring, team: Team) -> None:
    """Everyone in the team got what this member has."""
    now, known = _own_reach(keyring, team), _known(team, team.generation)
    if now < known:
        _note(keyring, team, now)


def _own_reach(keyring: Keyring, team: Team) -> int:
    held, number = set(keyring.generations(team.pk)), team.generation
    while number - 1 in held:
        number -= 1
    return number


def _known(team: Team, generation: int) -> int:
    line = sealed_lines([labels.reach_place(team.pk, generation)], team.agency_id)
    return min((_number(item.digest) for item in line.values()), default=generation)


def _note(keyring: Keyring, team: Team, oldest: int) -> None:
    place = labels.reach_place(team.pk, team.generation)
    version = latest_digests([place], [team.agency_id]).get(place, (0, b""))[0] + 1
    keyring.pending[place] = Written(place, version, oldest.to_bytes(32, "big"))


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big")
