"""Somebody who can write to the database as they please, and holds no key: each act is found out or does nothing."""

from __future__ import annotations

import hashlib
import os
import uuid
from contextlib import nullcontext

import pytest

from tests.cast import Cast
from tests.foundation.scenes import FACTS, act, allowed, open_case, put
from waystation.core.vault import certificate as vault
from waystation.core.vault.envelope import digest
from waystation.core.vault.keys import TeamSecret, exchange_public, new_key, seal_to
from waystation.foundation import clock
from waystation.foundation.agencies.models import Agency, Membership, Team
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit.canon import Written
from waystation.foundation.audit.models import Event, Write
from waystation.foundation.audit.selectors import verify
from waystation.foundation.gate import Subject
from waystation.foundation.keyring import labels, trust
from waystation.foundation.keyring.actions.compartments import create_compartments, grant
from waystation.foundation.keyring.actions.teams import add_to_team, catch_up, create_team, remove_from_team
from waystation.foundation.keyring.errors import KeyringError, NoKey, Tampered, Untrusted
from waystation.foundation.keyring.models import (
    Capsule,
    Certificate,
    CompartmentKey,
    Grant,
    HolderKind,
    RootGrant,
    TeamGrant,
)
from waystation.foundation.keyring.selectors.capsules import open_capsules


def look(cast: Cast, about: Subject, *fields: str, who: str = "ben") -> list[object]:
    ring = cast.keyring(who)
    return [item.data for item in open_capsules(allowed(ring, about, *fields), ring)]


def test_a_changed_capsule_is_found(cast: Cast) -> None:
    about = open_case(cast)
    row = Capsule.objects.get(subject=about.id, compartment="header")
    body = bytearray(row.body)
    body[-1] ^= 1
    Capsule.objects.filter(pk=row.pk).update(body=bytes(body))
    with pytest.raises(Tampered):
        look(cast, about, "header")


def test_a_row_rolled_back_is_found(cast: Cast) -> None:
    about = open_case(cast)
    old = Capsule.objects.filter(subject=about.id, compartment="header").values().get()
    with act(cast, "ben", about) as (actor, done):
        done.wrote(put(actor.keyring, about, "header", {"alias": "two"}, 1))
    Capsule.objects.filter(pk=old["id"]).update(**old)
    with pytest.raises(Tampered):
        look(cast, about, "header")


@pytest.mark.parametrize("same_case", [True, False])
def test_two_ciphertexts_swapped_are_found(cast: Cast, same_case: bool) -> None:
    about = open_case(cast)
    first = Capsule.objects.get(subject=about.id, compartment="header")
    second = Capsule.objects.get(subject=(about if same_case else open_case(cast)).id, compartment="identity")
    Capsule.objects.filter(pk=first.pk).update(body=second.body)
    Capsule.objects.filter(pk=second.pk).update(body=first.body)
    with pytest.raises(Tampered):
        look(cast, about, "header")


def test_a_case_shown_under_another_cases_id_does_not_open(cast: Cast) -> None:
    about, other = open_case(cast), uuid.uuid4()
    Capsule.objects.filter(subject=about.id).update(subject=other)
    CompartmentKey.objects.filter(subject=about.id).update(subject=other)
    with pytest.raises(Tampered):
        look(cast, Subject("case", other, about.agency), "header")


def test_a_deleted_capsule_is_missed(cast: Cast) -> None:
    about = open_case(cast)
    Capsule.objects.filter(subject=about.id, compartment="header").delete()
    with pytest.raises(Tampered):
        look(cast, about, "header")


def test_a_deleted_grant_only_locks_out(cast: Cast) -> None:
    about = open_case(cast)
    Grant.objects.filter(key__subject=about.id).delete()
    with pytest.raises(NoKey):
        look(cast, about, "header")


def test_a_grant_moved_to_another_team_or_key_opens_nothing(cast: Cast) -> None:
    about = open_case(cast)
    Grant.objects.filter(key__subject=about.id, holder=cast.team("case").pk).update(holder=cast.team("other").pk)
    with pytest.raises((Tampered, NoKey)):
        look(cast, about, "header", who="nia")


def test_a_planted_membership_gives_no_key(cast: Cast) -> None:
    about = open_case(cast)
    Membership.objects.create(team=cast.team("case"), member=cast.member("nia"), since="2026-01-01")
    with pytest.raises(NoKey):
        look(cast, about, "header", who="nia")


def plant(team: Team, generation: int, signature: bytes | None = None) -> bytes:
    """A public key of the attacker's for a team; signed with a root of the attacker's unless told otherwise."""
    private, root = new_key(), os.urandom(32)
    made = vault.Certificate("team", team.pk, team.agency_id, generation, exchange_public(private), b"", "2026-01-01")
    Certificate.objects.update_or_create(
        kind="team", subject=team.pk, agency_id=team.agency_id, generation=generation,
        defaults={"exchange": made.exchange, "issued": made.issued, "signature": signature or vault.sign(made, root)},
    )  # fmt: skip
    return root


@pytest.mark.parametrize("generation", [1, 2])
def test_a_planted_team_key_is_refused_before_anything_is_sealed_to_it(cast: Cast, generation: int) -> None:
    team = cast.team("case")
    plant(team, generation)
    with pytest.raises(Untrusted), act(cast, "ana", None) as (actor, _):
        create_compartments(actor.keyring, subject=uuid.uuid4(), kind="case", holders={"header": [team]})


def test_a_planted_member_key_is_refused(cast: Cast) -> None:
    about = open_case(cast)
    Certificate.objects.filter(kind="member", subject=cast.member("uma").pk).update(exchange=exchange_public(new_key()))
    with pytest.raises(Untrusted), act(cast, "ben", about) as (actor, _):
        grant(actor.keyring, subject=about.id, compartments=["header"], holder=cast.member("uma"))


def test_a_replaced_root_is_refused(cast: Cast) -> None:
    """Everything consistent and signed anew: only the fingerprint in the bundles stands outside."""
    team = cast.team("case")
    root = plant(team, 2)
    Agency.objects.filter(pk=team.agency_id).update(root_public=vault.root_public(root))
    with pytest.raises(Untrusted), act(cast, "ana", None) as (actor, _):
        create_compartments(actor.keyring, subject=uuid.uuid4(), kind="case", holders={"header": [team]})


def test_a_replaced_partner_root_is_refused(cast: Cast) -> None:
    team = cast.team("juniper_intake")
    root = plant(team, 2)
    Agency.objects.filter(pk=team.agency_id).update(root_public=vault.root_public(root))
    with pytest.raises(Untrusted):
        trust.team_key(cast.keyring("ben"), team)


def test_an_untrusted_agency_is_refused(cast: Cast) -> None:
    Certificate.objects.filter(
        kind="partner", agency=cast.agency("riverbend"), subject=cast.agency("juniper").pk
    ).delete()
    with pytest.raises(Untrusted):
        trust.team_key(cast.keyring("ben"), cast.team("juniper_intake"))
    assert not trust.is_trusted(cast.keyring("ben"), cast.agency("juniper"))


def test_a_team_key_of_before_a_leaver_left_is_refused_when_put_back(cast: Cast) -> None:
    team = cast.team("case")
    remove_from_team(cast.keyring("kofi"), team, cast.member("ben"))
    Certificate.objects.filter(subject=team.pk, generation=2).delete()
    with pytest.raises(Untrusted):
        trust.team_key(cast.keyring("ana"), team)


def test_a_planted_team_secret_does_not_pass_for_the_teams(cast: Cast) -> None:
    """The attacker seals a secret of their own to Ben: what Ben wraps for the team goes under the certified key."""
    team, about = cast.team("case"), open_case(cast)
    mine, ben = TeamSecret.generate(team.pk, 1), cast.keyring("ben")
    body = seal_to(ben.bundle.exchange_public, mine.to_bytes(), labels.team(team.pk, 1, ben.member.pk))
    TeamGrant.objects.filter(team=team, holder_kind=HolderKind.MEMBER, holder=ben.member.pk).update(body=body)
    with pytest.raises(KeyringError):
        look(cast, about, "header")
    with pytest.raises(KeyringError), act(cast, "ben", None) as (actor, _):
        create_compartments(actor.keyring, subject=uuid.uuid4(), kind="case", holders={"header": [team]})


@pytest.mark.parametrize("journal_too", [False, True])
def test_a_planted_compartment_key_is_not_written_under(cast: Cast, journal_too: bool) -> None:
    """A key the attacker made, sealed to the team's public key: anyone can do that, so it has to be found out."""
    about, team = open_case(cast), cast.team("case")
    known, public = new_key(), bytes(Certificate.objects.get(kind="team", subject=team.pk).exchange)
    row = CompartmentKey.objects.create(
        agency_id=about.agency, subject=about.id, kind="case", compartment="header", generation=2,
        created_on="2026-01-01", maker=cast.member("ben").pk, signature=os.urandom(64),
    )  # fmt: skip
    label = labels.grant(row.pk, about.id, "header", 2, team.pk, 1)
    Grant.objects.create(
        key=row, holder_kind="team", holder=team.pk, holder_generation=1, form="sealed",
        body=seal_to(public, known, label),
    )  # fmt: skip
    if journal_too:
        place = labels.key_place(about.id, "header")
        event = Event.objects.filter(verb="case.opened").get()
        Write.objects.create(event=event, object=place, version=2, digest=digest(row.signature))
    with pytest.raises(Tampered), act(cast, "ben", about) as (actor, _):
        put(actor.keyring, about, "header", {"alias": "two"}, 1)
    assert verify(about.agency).ok is not journal_too


def test_a_planted_membership_gets_no_key_at_the_next_change(cast: Cast) -> None:
    team = cast.team("case")
    Membership.objects.create(team=team, member=cast.member("nia"), since="2026-01-01")
    for change in (
        lambda: catch_up(cast.keyring("ben"), team),
        lambda: remove_from_team(cast.keyring("kofi"), team, cast.member("ben")),
        lambda: add_to_team(cast.keyring("kofi"), team, cast.member("uma")),
    ):
        with pytest.raises(Tampered):
            change()
    assert not TeamGrant.objects.filter(team=team, holder=cast.member("nia").pk).exists()


def test_a_line_in_an_invented_chain_convinces_nobody(cast: Cast) -> None:
    """A chain of the attacker's own verifies perfectly; what it says about our objects does not count."""
    team, about, chain = cast.team("case"), open_case(cast), uuid.uuid4()
    Membership.objects.create(team=team, member=cast.member("nia"), since="2026-01-01")
    Capsule.objects.filter(subject=about.id, compartment="header").delete()
    place = labels.membership_place(team.pk, cast.member("nia").pk)
    gone = labels.capsule_id(about.id, "header")
    lines = [Written(place, 1, hashlib.sha256(b"in").digest()), Written(gone, 2, bytes(32))]
    audit.append(chain, at=clock.now(), verb="invented", writes=lines)
    assert verify(chain).ok
    with pytest.raises(Tampered):
        catch_up(cast.keyring("ben"), team)
    with pytest.raises(Tampered):
        look(cast, about, "header")


@pytest.mark.parametrize("kind", ["recovery", "statistics", "journal"])
def test_a_team_declared_to_be_another_kind_gets_nothing_sealed_to_it(cast: Cast, kind: str) -> None:
    """What a team is for is a column: the founding event says which team gets a copy of every key."""
    Team.objects.filter(pk=cast.team("other").pk).update(kind=kind, created_on="2000-01-01")
    with pytest.raises(Untrusted):
        trust.team_key_of_kind(cast.keyring("ben"), kind)
    with pytest.raises(Untrusted) if kind != "statistics" else nullcontext():
        open_case(cast)


def test_a_root_of_the_attackers_sealed_to_kofi_signs_nothing(cast: Cast) -> None:
    kofi = cast.keyring("kofi")
    label = labels.root(kofi.agency.pk, kofi.member.pk)
    body = seal_to(kofi.bundle.exchange_public, os.urandom(32), label)
    RootGrant.objects.filter(holder=kofi.member.pk).update(body=body)
    with pytest.raises(Tampered):
        create_team(cast.keyring("kofi"), kind="casework", name="Third team", members=[cast.member("uma")])


def test_the_untouched_database_passes(cast: Cast) -> None:
    about = open_case(cast)
    assert look(cast, about) == [FACTS, FACTS]
    assert verify(about.agency).ok
