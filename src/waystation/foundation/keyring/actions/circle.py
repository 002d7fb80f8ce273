"""Who is in a team, as the journal has it: each joining is signed by the colleague who let the member in.

A row in the table of memberships gives nobody a key. What counts is a line of the journal that this server sealed and
whose digest is that of a signature which leads back to the pinned root.
"""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from waystation.core.vault.envelope import digest
from waystation.core.vault.errors import VaultError
from waystation.core.vault.joining import sign_joining, verify_joining
from waystation.foundation import clock
from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Member, Membership, Team
from waystation.foundation.agencies.selectors import members_of
from waystation.foundation.audit.canon import Written
from waystation.foundation.audit.lines import Line, sealed_lines
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.keyring import labels, trust
from waystation.foundation.keyring.errors import NotAllowed, Tampered, Untrusted
from waystation.foundation.keyring.models import Joining
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.wholeness import prove_whole

_OUT = sha256(b"out").digest()
_UNSIGNED = sha256(b"in").digest()
"""How a joining was written down before joinings were signed."""


def join(keyring: Keyring, team: Team, member: Member) -> None:
    """Write a member into a team, signed by the member of this keyring. Raises NotAllowed, Tampered."""
    if not policies.may_join(member.role, team.kind):
        raise NotAllowed("this role does not join this kind of team")
    prove_whole(keyring)
    Membership.objects.get_or_create(team=team, member=member, until=None, defaults={"since": clock.today()})
    place = labels.membership_place(team.pk, member.pk)
    version = _next_version(keyring, place, team)
    signature = sign_joining(keyring.bundle.signing, team.pk, member.pk, version)
    Joining.objects.update_or_create(
        team=team, member=member, version=version,
        defaults={"admitted_by": keyring.member.pk, "signature": signature},
    )  # fmt: skip
    keyring.pending[place] = Written(place, version, digest(signature))


def leave(keyring: Keyring, team: Team, member: Member) -> None:
    """Write down that a member left a team."""
    Membership.objects.filter(team=team, member=member, until=None).update(until=clock.today())
    place = labels.membership_place(team.pk, member.pk)
    keyring.pending[place] = Written(place, _next_version(keyring, place, team), _OUT)


def circle(keyring: Keyring, team: Team) -> list[Member]:
    """The members of a team. Raises Tampered when the table has one whom nobody let in, or the journal is not whole."""
    prove_whole(keyring)
    members = {labels.membership_place(team.pk, member.pk): member for member in members_of(team)}
    lines = sealed_lines(members, team.agency_id)
    for place, member in members.items():
        waiting = keyring.pending.get(place)
        if waiting is not None and waiting.digest != _OUT:
            continue
        if waiting is not None or not _was_let_in(keyring, team, member, lines.get(place)):
            raise Tampered("the journal does not know a member of this team")
    return list(members.values())


def was_let_in(keyring: Keyring, team: Team, member: Member) -> bool:
    """Whether the journal has a member in a team now, by a joining that counts. Raises Tampered."""
    prove_whole(keyring)
    place = labels.membership_place(team.pk, member.pk)
    return _was_let_in(keyring, team, member, sealed_lines([place], team.agency_id).get(place))


def _was_let_in(keyring: Keyring, team: Team, member: Member, line: Line | None) -> bool:
    if line is None or line.digest == _OUT:
        return False
    if line.digest == _UNSIGNED:
        first = _first_signed(team.agency_id)
        return first is None or line.seq < first
    row = Joining.objects.filter(team=team, member=member, version=line.version).first()
    if row is None or digest(row.signature) != line.digest or row.admitted_by == member.pk:
        return False
    return any(_fits(public, row) for public in _signers(keyring, row.admitted_by))


def _signers(keyring: Keyring, member: UUID) -> list[bytes]:
    try:
        return trust.signing_key(keyring, member)
    except Untrusted:
        return []


def _fits(public: bytes, row: Joining) -> bool:
    try:
        verify_joining(public, row.team_id, row.member_id, row.version, row.signature)
    except VaultError:
        return False
    return True


def _first_signed(agency: UUID) -> int | None:
    """The place in the chain of the first signed joining: from there on no other kind counts."""
    rows = Joining.objects.filter(team__agency=agency).values_list("team", "member")
    lines = sealed_lines({labels.membership_place(*row) for row in rows}, agency)
    return min((line.seq for line in lines.values() if line.digest not in (_OUT, _UNSIGNED)), default=None)


def _next_version(keyring: Keyring, place: UUID, team: Team) -> int:
    waiting = keyring.pending.get(place)
    known = waiting.version if waiting else latest_digests([place], [team.agency_id]).get(place, (0, b""))[0]
    return known + 1
