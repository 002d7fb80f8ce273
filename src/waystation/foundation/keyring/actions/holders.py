"""Who holds a compartment key, as its maker signed it and the journal has it since: a planted grant gives nobody a key.

A grant that is given later is a line in an event this server sealed, and so is one whose time ran out. A row of the
table that neither says is passed over. For keys whose makers did not sign the holders yet, a grant counts that this
member opens with the key in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.audit.canon import ERASED, Written
from waystation.foundation.audit.lines import sealed_lines
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.keyring import labels, trust
from waystation.foundation.keyring.compartments import SHARED
from waystation.foundation.keyring.held import opened_holdings
from waystation.foundation.keyring.makings import Holding, signed_holdings
from waystation.foundation.keyring.models import CompartmentKey, Grant, HolderKind
from waystation.foundation.keyring.ring import Keyring

Holder = Team | Member


def holdings(keyring: Keyring, row: CompartmentKey, key: bytes) -> list[Holding]:
    """Who holds this key besides recovery. The caller has checked who made it (`held.newest`)."""
    signed = signed_holdings(row)
    first = {item[:2]: item for item in (opened_holdings(keyring, row, key) if signed is None else signed)}
    rows = Grant.objects.filter(key=row).exclude(holder_kind=HolderKind.RECOVERY).values_list("holder_kind", "holder")
    places = {labels.holding_place(row.pk, kind, holder): (kind, holder) for kind, holder in rows}
    said = _said(keyring, row, places)
    found: list[Holding] = []
    for place, who in places.items():
        generation = said.get(place, first[who].generation if who in first else 0)
        if generation:
            found.append(Holding(*who, generation))
    return found


def keepers(keyring: Keyring, row: CompartmentKey, held: Iterable[Holding]) -> list[Holder]:
    """Those of the holders who may get the next key: the own agency's, and a partner's team where that is shared."""
    own = keyring.member.agency_id
    shared = (row.kind, row.compartment) in SHARED
    ids = {kind: {item.holder for item in held if item.kind == kind} for kind in HolderKind.values}
    teams = Team.objects.filter(pk__in=ids[HolderKind.TEAM]).select_related("agency")
    members = Member.objects.filter(pk__in=ids[HolderKind.MEMBER], is_active=True, agency=own)
    return [
        *(team for team in teams if team.agency_id == own or (shared and trust.is_trusted(keyring, team.agency))),
        *(member for member in members if policies.may_hold_data_keys(member.role)),
    ]


def note_given(keyring: Keyring, grant: Grant) -> None:
    """Write down for the next entry that somebody got an existing key."""
    place = labels.holding_place(grant.key_id, grant.holder_kind, grant.holder)
    version = next_versions([place], keyring.member.agency_id)[place]
    keyring.pending[place] = Written(place, version, grant.holder_generation.to_bytes(32, "big"))


def lines_of_ended(grants: Iterable[tuple[UUID, str, UUID]], chain: UUID) -> list[Written]:
    """The journal's lines for grants, given as (key, kind, holder), that are taken away without turning the key."""
    places = [labels.holding_place(*grant) for grant in grants]
    versions = next_versions(places, chain)
    return [Written(place, versions[place], ERASED) for place in places]


def next_versions(places: list[UUID], chain: UUID) -> dict[UUID, int]:
    known = latest_digests(places, [chain])
    return {place: known.get(place, (0, b""))[0] + 1 for place in places}


def _said(keyring: Keyring, row: CompartmentKey, places: Iterable[UUID]) -> dict[UUID, int]:
    """What was written since the key was made: the generation granted, 0 for none and for a line nobody sealed."""
    asked = list(places)
    chain = row.agency_id if (row.kind, row.compartment) in SHARED else keyring.member.agency_id
    said = dict.fromkeys(latest_digests(asked, [chain]), 0)
    said |= {place: int.from_bytes(line.digest, "big") for place, line in sealed_lines(asked, chain).items()}
    waiting = [keyring.pending[place] for place in asked if place in keyring.pending]
    return said | {line.object: int.from_bytes(line.digest, "big") for line in waiting}
