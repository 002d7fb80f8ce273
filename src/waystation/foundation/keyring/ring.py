"""Keyring: what one signed-in member can open, for the length of one request."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from waystation.core.vault.bundle import Bundle
from waystation.core.vault.certificate import Certificate, fingerprint, root_public
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import TeamSecret, open_sealed
from waystation.foundation import store
from waystation.foundation.agencies.models import Agency, Member
from waystation.foundation.audit.canon import Written
from waystation.foundation.audit.selectors import Point
from waystation.foundation.keyring import labels, trust
from waystation.foundation.keyring.errors import NoKey, Tampered
from waystation.foundation.keyring.models import CompartmentKey, HolderKind, RootGrant


class Keyring:
    """An unlocked bundle and the keys it leads to. Never stored, never logged; made anew for each request.

    `pending` holds what this transaction changed in keys and memberships and the next journal entry takes along;
    `fresh` the compartment keys made since the last entry, with their holders; `proved` how far a journal was proved.
    """

    def __init__(self, member: Member, bundle: Bundle) -> None:
        self.member = member
        self.bundle = bundle
        self._teams: dict[tuple[UUID, int], TeamSecret] = {}
        self.certificates: dict[tuple[str, UUID, int], Certificate] = {}
        self.pending: dict[UUID, Written] = {}
        self.fresh: dict[tuple[UUID, str], tuple[CompartmentKey, frozenset[UUID], bytes]] = {}
        self.roots: dict[UUID, tuple[bytes, bytes]] = {}
        self.signers: dict[UUID, list[bytes]] = {}
        self.compartment_keys: dict[str, bytes] = {}
        self.proved: dict[UUID, Point] = {}

    def __repr__(self) -> str:
        return f"<Keyring of {self.member.pk}>"

    @property
    def agency(self) -> Agency:
        return self.member.agency

    @cached_property
    def _sealed(self) -> dict[tuple[UUID, int], bytes]:
        text = f"SELECT {store.in_hex('team_id')}, generation, body FROM keyring_teamgrant"  # noqa: S608
        mine = f"{text} WHERE holder_kind = %s AND holder = %s"
        rows = store.select(mine, [HolderKind.MEMBER.value, self.member.pk.hex])
        return {(UUID(team), generation): bytes(body) for team, generation, body in rows}

    @cached_property
    def team_ids(self) -> frozenset[UUID]:
        """Teams whose secret, of some generation, is sealed to this member."""
        return frozenset(team for team, _ in self._sealed)

    def generations(self, team: UUID) -> list[int]:
        """The generations of a team's secret this member holds, oldest first."""
        return sorted(gen for held, gen in self._sealed if held == team)

    def team(self, team: UUID, generation: int | None = None) -> TeamSecret:
        """A team's secret, the newest one held unless a generation is named. Raises NoKey, Tampered."""
        if generation is None:
            held = self.generations(team)
            if not held:
                raise NoKey("not a member of this team")
            generation = held[-1]
        place = (team, generation)
        if place not in self._teams:
            if place not in self._sealed:
                raise NoKey("not a member of this team at that time")
            self._teams[place] = self._open(place)
        return self._teams[place]

    def holds(self, team: UUID, generation: int | None = None) -> bool:
        """Whether a team's secret (of that generation) is within reach."""
        return team in self.team_ids if generation is None else (team, generation) in self._sealed

    def root_seed(self) -> bytes:
        """The agency's signing root: administrators only. Raises NoKey, Tampered."""
        grant = RootGrant.objects.filter(
            agency=self.member.agency_id, holder_kind=HolderKind.MEMBER, holder=self.member.pk
        ).first()
        if grant is None:
            raise NoKey("this member does not hold the agency's root")
        try:
            seed = open_sealed(self.bundle.exchange, grant.body, labels.root(grant.agency_id, self.member.pk))
        except VaultError:
            raise Tampered("the agency's root key does not open") from None
        if fingerprint(root_public(seed)) != self.bundle.root_fingerprint:
            raise Tampered("the agency's root key is not the pinned one")
        return seed

    def forget_pending(self) -> None:
        """After the journal entry, or when the transaction is undone."""
        self.pending.clear()
        self.fresh.clear()

    def forget_teams(self) -> None:
        """Look up team secrets anew, after a change of teams."""
        self._teams.clear()
        for name in ("_sealed", "team_ids"):
            self.__dict__.pop(name, None)

    def _open(self, place: tuple[UUID, int]) -> TeamSecret:
        team, generation = place
        label = labels.team(team, generation, self.member.pk)
        try:
            secret = TeamSecret.from_bytes(open_sealed(self.bundle.exchange, self._sealed[place], label))
        except VaultError:
            raise Tampered("a team's key does not open") from None
        public = trust.generation_key(self, team, generation)
        if (secret.team, secret.generation) != place or secret.exchange_public != public:
            raise Tampered("a team's key is not the one that was signed")
        return secret
