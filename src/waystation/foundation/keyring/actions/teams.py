"""Teams and their keys: making, joining, leaving, catching up; trusting a partner agency."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from waystation.core.vault.certificate import fingerprint
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import TeamSecret, open_sealed, seal_to, unwrap, wrap
from waystation.foundation import clock, store
from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Agency, Member, Team
from waystation.foundation.audit.canon import Written
from waystation.foundation.keyring import journal, labels, trust
from waystation.foundation.keyring.actions import reach
from waystation.foundation.keyring.actions.circle import circle, join, leave
from waystation.foundation.keyring.errors import NotAllowed, Tampered, Untrusted
from waystation.foundation.keyring.models import Certificate, Grant, HolderKind, RootGrant, TeamGrant
from waystation.foundation.keyring.ring import Keyring

_NO_KEY = bytes(32)


def create_team(
    keyring: Keyring, *, kind: str, name: str, members: Iterable[Member] = (), pk: UUID | None = None
) -> Team:
    """Make a team and its first key, sealed to its members and to recovery: administrators only.

    The administrator who makes the key keeps no copy. Raises NotAllowed, Untrusted.
    """
    if not policies.can_change_teams(keyring.member.role):
        raise NotAllowed("only an administrator makes teams")
    with store.writing():
        team = Team(agency=keyring.agency, kind=kind, name=name, generation=1, created_on=clock.today())
        if pk is not None:
            team.pk = pk
        team.save(force_insert=True)
        first = list(members)
        for member in first:
            join(keyring, team, member)
        _new_generation(keyring, team, first)
        journal.note(keyring, "team.created", team.pk, detail={"members": [str(member.pk) for member in first]})
    return team


def add_to_team(keyring: Keyring, team: Team, member: Member) -> None:
    """Let a member in. A colleague who holds the key seals all of it; an administrator, who does not, starts a new one.

    Raises NotAllowed, Untrusted.
    """
    _same_agency(keyring, team, member)
    shares = keyring.holds(team.pk, team.generation) and policies.can_share_team_keys(keyring.member.role)
    if not shares and not policies.can_change_teams(keyring.member.role):
        raise NotAllowed("ask a member of the team or an administrator")
    with store.writing():
        join(keyring, team, member)
        if shares:
            _share(keyring, team, member)
            reach.shared_with_one(keyring, team)
        else:
            _bump(keyring, team, reach.made_by_joining)
        journal.note(keyring, "team.joined", team.pk, detail={"member": str(member.pk)})


def remove_from_team(keyring: Keyring, team: Team, member: Member) -> None:
    """Let a member go: every sealed copy is dropped and the team gets a new generation at once. Administrators only."""
    _same_agency(keyring, team, None)
    if not policies.can_change_teams(keyring.member.role):
        raise NotAllowed("only an administrator removes members")
    with store.writing():
        leave(keyring, team, member)
        TeamGrant.objects.filter(team=team, holder_kind=HolderKind.MEMBER, holder=member.pk).delete()
        _bump(keyring, team, reach.made_by_leaving)
        journal.note(keyring, "team.left", team.pk, detail={"member": str(member.pk)})


def move(keyring: Keyring, member: Member, *, source: Team, target: Team) -> None:
    """Leave one team and join another in one act. Administrators only. Raises NotAllowed, Untrusted."""
    with store.writing():
        add_to_team(keyring, target, member)
        remove_from_team(keyring, source, member)


def catch_up(keyring: Keyring, team: Team, *, limit: int = 50_000) -> int:
    """A user-attended task of a team member: older keys go to newer colleagues, older wraps under the newest key.

    Returns how many compartment keys were wrapped anew. Raises NoKey, Tampered, Untrusted.
    """
    with store.writing():
        for member in circle(keyring, team):
            _share(keyring, team, member)
        if keyring.holds(team.pk, team.generation):
            reach.shared_with_all(keyring, team)
        changed = _rewrap(keyring, team, limit)
        journal.note(keyring, "team.caught_up", team.pk, detail={"keys": changed})
    return changed


def trust_partner(keyring: Keyring, partner: Agency, *, expected: bytes | None = None) -> None:
    """Sign a partner's root, so that members may seal to its teams. Administrators only.

    `expected` is the fingerprint compared by voice. Raises NotAllowed, Untrusted when it differs.
    """
    if not policies.can_enrol(keyring.member.role):
        raise NotAllowed("only an administrator trusts a partner")
    root = bytes(partner.root_public)
    if expected is not None and fingerprint(root) != expected:
        raise Untrusted("the partner's key is not the one that was compared")
    with store.writing():
        known = Certificate.objects.filter(kind="partner", subject=partner.pk, agency=keyring.agency)
        written = trust.issue(
            keyring.root_seed(), "partner", partner.pk, keyring.agency.pk, known.count() + 1, _NO_KEY, root
        )
        keyring.certificates.pop(("partner", partner.pk, 0), None)
        keyring.roots.pop(partner.pk, None)
        journal.note(keyring, "partner.trusted", partner.pk, writes=[written])


def first_key(seed: bytes, team: Team) -> tuple[TeamSecret, Written]:
    """A fresh secret of the team's generation and the journal line of its certificate."""
    secret = TeamSecret.generate(team.pk, team.generation)
    written = trust.issue(seed, "team", team.pk, team.agency_id, team.generation, secret.exchange_public)
    return secret, written


def seal_team(secret: TeamSecret, kind: str, holder: UUID, public: bytes) -> TeamGrant:
    """A team's secret for one holder, unsaved."""
    body = seal_to(public, secret.to_bytes(), labels.team(secret.team, secret.generation, holder))
    return TeamGrant(team_id=secret.team, generation=secret.generation, holder_kind=kind, holder=holder, body=body)


def seal_root(seed: bytes, agency: UUID, kind: str, holder: UUID, public: bytes) -> None:
    """The signing root for an administrator or for recovery."""
    body = seal_to(public, seed, labels.root(agency, holder))
    RootGrant.objects.update_or_create(agency_id=agency, holder_kind=kind, holder=holder, defaults={"body": body})


def _bump(keyring: Keyring, team: Team, note: Callable[[Keyring, Team], None]) -> None:
    team.generation = Team.objects.select_for_update().get(pk=team.pk).generation + 1
    team.save(update_fields=["generation"])
    note(keyring, team)
    _new_generation(keyring, team, circle(keyring, team))


def _new_generation(keyring: Keyring, team: Team, members: Iterable[Member]) -> None:
    publics = [(member.pk, trust.certified(keyring, "member", member.pk).exchange) for member in members]
    secret, written = first_key(keyring.root_seed(), team)
    recovery = trust.team_key_of_kind(keyring, "recovery")
    grants = [seal_team(secret, HolderKind.MEMBER, holder, public) for holder, public in publics]
    grants.append(seal_team(secret, HolderKind.RECOVERY, recovery.subject, recovery.exchange))
    TeamGrant.objects.bulk_create(grants)
    for place in (("team", team.pk, 0), (f"kind:{team.kind}", team.agency_id, 0)):
        keyring.certificates.pop(place, None)
    keyring.forget_teams()
    # An event of its own and without detail: the journal team's own new key counts only once it is written down.
    journal.note(keyring, "team.key_made", team.pk, writes=[written])


def _share(keyring: Keyring, team: Team, member: Member) -> None:
    have = TeamGrant.objects.filter(team=team, holder_kind=HolderKind.MEMBER, holder=member.pk)
    known = set(have.values_list("generation", flat=True))
    missing = [item for item in keyring.generations(team.pk) if item not in known]
    if missing:
        public = trust.certified(keyring, "member", member.pk).exchange
        TeamGrant.objects.bulk_create(
            seal_team(keyring.team(team.pk, item), HolderKind.MEMBER, member.pk, public) for item in missing
        )


def _rewrap(keyring: Keyring, team: Team, limit: int) -> int:
    latest = keyring.team(team.pk)
    rows = list(
        Grant.objects.filter(holder_kind=HolderKind.TEAM, holder=team.pk)
        .exclude(form=Grant.Form.WRAPPED, holder_generation=latest.generation)
        .select_related("key")[:limit]
    )
    for row in rows:
        place = (row.key.pk, row.key.subject, row.key.compartment, row.key.generation, team.pk)
        then = keyring.team(team.pk, row.holder_generation)
        label = labels.grant(*place, row.holder_generation)
        try:
            sealed = row.form == Grant.Form.SEALED
            key = open_sealed(then.exchange, row.body, label) if sealed else unwrap(then.wrap, row.body, label)
        except VaultError:
            raise Tampered("the key of a compartment does not open") from None
        row.body = wrap(latest.wrap, key, labels.grant(*place, latest.generation))
        row.form, row.holder_generation = Grant.Form.WRAPPED, latest.generation
    Grant.objects.bulk_update(rows, ["form", "holder_generation", "body"], batch_size=200)
    return len(rows)


def _same_agency(keyring: Keyring, team: Team, member: Member | None) -> None:
    agency = keyring.member.agency_id
    if team.agency_id != agency or (member is not None and member.agency_id != agency):
        raise NotAllowed("teams are made of one agency's members")
