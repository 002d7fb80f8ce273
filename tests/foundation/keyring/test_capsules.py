"""Capsules and compartment keys."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.foundation.scenes import FACTS, act, allowed, open_case, put
from waystation.foundation.gate import Subject
from waystation.foundation.keyring.actions.capsules import amend
from waystation.foundation.keyring.actions.compartments import create_compartments, grant, revoke, rotate, shred
from waystation.foundation.keyring.decisions import Decision
from waystation.foundation.keyring.errors import NoKey, Stale, Undecided
from waystation.foundation.keyring.models import Capsule, CompartmentKey, Grant, HolderKind
from waystation.foundation.keyring.selectors.capsules import held_places, open_capsules


def opened(cast: Cast, who: str, about: Subject, *fields: str) -> dict[str, dict[str, object]]:
    ring = cast.keyring(who)
    return {item.compartment: item.data for item in open_capsules(allowed(ring, about, *fields), ring)}


def test_ben_cannot_write_over_a_newer_version(cast: Cast) -> None:
    about = open_case(cast)
    with act(cast, "ben", about) as (actor, done):
        done.wrote(put(actor.keyring, about, "header", {"alias": "two"}, 1))
    with pytest.raises(Stale) as told, act(cast, "chloe", about) as (actor, _):
        put(actor.keyring, about, "header", {"alias": "lost"}, 1)
    assert told.value.current_version == 2
    assert opened(cast, "ben", about, "header") == {"header": {"alias": "two"}}


def test_ben_cannot_write_outside_of_a_deed_or_into_a_room_that_is_not_there(cast: Cast) -> None:
    about = open_case(cast)
    with pytest.raises(RuntimeError, match="inside a deed"):
        put(cast.keyring("ben"), about, "header", {}, 1)
    with pytest.raises(ValueError, match="no account compartment"), act(cast, "ben", about) as (actor, _):
        put(actor.keyring, about, "account", {}, None)


def test_nia_of_the_other_team_cannot_open_even_with_a_decision(cast: Cast) -> None:
    about = open_case(cast)
    ring = cast.keyring("nia")
    with pytest.raises(NoKey):
        open_capsules(allowed(ring, about), ring)
    assert open_capsules(allowed(ring, about), ring, skip_missing=True) == []
    assert held_places(ring, about.id, ["header"]) == set()


def test_nobody_can_open_without_an_allowed_decision_of_their_own(cast: Cast) -> None:
    about = open_case(cast)
    ring = cast.keyring("ben")
    good = allowed(ring, about)
    with pytest.raises(Undecided):
        open_capsules(dataclasses.replace(good, allowed=False), ring)
    with pytest.raises(Undecided):
        open_capsules(dataclasses.replace(good, actor=uuid.uuid4()), ring)


def test_a_decision_opens_no_more_than_its_compartments_and_fields(cast: Cast) -> None:
    about = open_case(cast, compartments=("header", "identity", "legal"))
    assert set(opened(cast, "ben", about, "header")) == {"header"}
    assert opened(cast, "ben", about, "identity.alias", "legal.nothing") == {
        "identity": {"alias": "HERON-12"}, "legal": {},
    }  # fmt: skip


def test_ana_can_seal_for_the_case_team_and_the_first_write_there_rewraps(cast: Cast) -> None:
    about = open_case(cast, "chloe", teams=("intake",))
    fresh = Subject("case", uuid.uuid4(), about.agency)
    with act(cast, "ana", fresh) as (actor, _):
        holders = {"header": [cast.team("case")]}
        create_compartments(actor.keyring, subject=fresh.id, kind="case", holders=holders)
        with pytest.raises(NoKey):
            put(actor.keyring, fresh, "header", FACTS, None)
    grants = Grant.objects.filter(key__subject=fresh.id, holder_kind=HolderKind.TEAM)
    assert grants.get().form == Grant.Form.SEALED
    with act(cast, "ben", fresh) as (actor, done):
        done.wrote(put(actor.keyring, fresh, "header", dict(FACTS), None))
    assert grants.get().form == Grant.Form.WRAPPED
    assert opened(cast, "chloe", fresh, "header") == {"header": FACTS}


def test_every_compartment_key_also_goes_to_recovery(cast: Cast) -> None:
    about = open_case(cast, compartments=("header", "identity", "health"))
    keys = CompartmentKey.objects.filter(subject=about.id)
    assert keys.count() == 3
    assert all(key.grants.filter(holder_kind=HolderKind.RECOVERY).count() == 1 for key in keys)


def test_dalia_of_a_partner_agency_can_open_what_was_granted_to_her_team_and_no_more(cast: Cast) -> None:
    about = open_case(cast)
    with act(cast, "ben", about) as (actor, _):
        grant(actor.keyring, subject=about.id, compartments=["header"], holder=cast.team("crosskeys_legal"))
    assert opened(cast, "dalia", about, "header") == {"header": FACTS}
    with pytest.raises(NoKey):
        opened(cast, "dalia", about, "identity")


def test_uma_can_open_by_a_personal_grant_until_it_is_revoked(cast: Cast) -> None:
    about = open_case(cast)
    uma = cast.member("uma")
    with act(cast, "ben", about) as (actor, _):
        grant(actor.keyring, subject=about.id, compartments=["identity"], holder=uma)
    assert opened(cast, "uma", about, "identity") == {"identity": FACTS}
    old = CompartmentKey.objects.get(subject=about.id, compartment="identity").pk
    with act(cast, "ben", about) as (actor, done):
        done.wrote(revoke(actor.keyring, subject=about.id, compartments=["identity"], holder=uma))
    with pytest.raises(NoKey):
        opened(cast, "uma", about, "identity")
    assert opened(cast, "ben", about) == {"header": FACTS, "identity": FACTS}
    assert not CompartmentKey.objects.filter(pk=old).exists()


def test_rotation_makes_a_new_generation_for_the_holders_named(cast: Cast) -> None:
    about = open_case(cast)
    with act(cast, "ben", about) as (actor, done):
        holders = {"header": [cast.team("other")]}
        done.wrote(rotate(actor.keyring, subject=about.id, compartments=["header"], holders=holders))
    row = Capsule.objects.get(subject=about.id, compartment="header")
    assert (row.generation, row.version) == (2, 2)
    assert opened(cast, "nia", about, "header") == {"header": FACTS}
    with pytest.raises(NoKey):
        opened(cast, "ben", about, "header")


def test_a_key_kept_from_before_a_rotation_opens_nothing_new(cast: Cast) -> None:
    about = open_case(cast)
    kept = cast.keyring("ben")
    open_capsules(allowed(kept, about), kept)
    with act(cast, "ben", about) as (actor, done):
        holders = {"header": [cast.team("other")]}
        done.wrote(rotate(actor.keyring, subject=about.id, compartments=["header"], holders=holders))
    with pytest.raises(NoKey):
        open_capsules(allowed(kept, about, "header"), kept)


def test_erasure_destroys_keys_and_capsules_and_is_no_tampering(cast: Cast) -> None:
    about = open_case(cast)
    with act(cast, "chloe", about, "case.erased") as (_, done):
        done.wrote(shred(about.id))
    assert not CompartmentKey.objects.filter(subject=about.id).exists()
    assert opened(cast, "ben", about) == {}


def test_ben_can_amend_without_reading(cast: Cast) -> None:
    about = open_case(cast)
    with act(cast, "ben", about) as (actor, done):
        place = {"subject": about.id, "kind": "case", "compartment": "header"}
        done.wrote(amend(actor.keyring, **place, change=lambda data: {**data, "line": 1}))
    assert opened(cast, "ben", about, "header") == {"header": {**FACTS, "line": 1}}


@given(st.sets(st.sampled_from(["a", "a.x", "a.y", "b.x", "b", "c.z"])))
def test_a_decision_covers_exactly_what_its_fields_say(fields: set[str]) -> None:
    import datetime as dt

    decision = Decision(True, uuid.uuid4(), (), "case", frozenset(fields), "", "", dt.datetime.now(dt.UTC), "", "")
    covered = decision.compartments()
    assert set(covered) == {item.partition(".")[0] for item in fields}
    for name, inside in covered.items():
        assert (inside is None) == (name in fields)
        if inside is not None:
            assert inside == {item.partition(".")[2] for item in fields if item.startswith(f"{name}.")}
