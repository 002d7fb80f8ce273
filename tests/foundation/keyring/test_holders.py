"""Who gets the next key of a compartment: its holders by signature and journal, not whoever a table names."""

from __future__ import annotations

import os
from collections.abc import Iterable

import pytest

from tests.cast import Cast
from tests.foundation.scenes import FACTS, act, allowed, open_case, put
from tests.signing import sign_in_through_forms
from waystation.core.vault.commitment import sign_key
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member, Membership, Team
from waystation.foundation.audit.models import Event, Write
from waystation.foundation.audit.selectors import verify
from waystation.foundation.gate import Subject
from waystation.foundation.keyring import labels
from waystation.foundation.keyring.actions import compartments
from waystation.foundation.keyring.actions.compartments import grant
from waystation.foundation.keyring.actions.following import follow
from waystation.foundation.keyring.actions.members import close_account
from waystation.foundation.keyring.actions.recovery import add_custodians, use_agency_code
from waystation.foundation.keyring.actions.teams import add_to_team, catch_up, remove_from_team
from waystation.foundation.keyring.held import keys_for
from waystation.foundation.keyring.makings import Holding
from waystation.foundation.keyring.models import CompartmentKey, Grant, HolderKind, MemberSecret, RecoveryShare
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.capsules import open_capsules
from waystation.foundation.keyring.selectors.custodians import custodians_are_missing
from waystation.foundation.keyring.selectors.unlocking import unlock

NEW = "a fresh walk along the water"
INTRUDERS = [("kofi", "kofi"), ("uma", "uma"), ("nia", "other"), ("femi", "juniper_intake")]
"""Who reads, and to whom the planted grant is: a member or one of their teams."""


def look(cast: Cast, about: Subject, who: str) -> list[object]:
    return opened(cast.keyring(who), about)


def opened(ring: Keyring, about: Subject) -> list[object]:
    return [item.data for item in open_capsules(allowed(ring, about), ring, skip_missing=True)]


def plant(cast: Cast, about: Subject, holder: str) -> None:
    """A row for somebody in the table of grants, and the mark that the keys are due."""
    kind, pk = (HolderKind.MEMBER, cast.member(holder).pk) if holder in cast.names else (
        HolderKind.TEAM, cast.team(holder).pk
    )  # fmt: skip
    for key in CompartmentKey.objects.filter(subject=about.id):
        Grant.objects.create(
            key=key, holder_kind=kind, holder=pk, holder_generation=1, form="sealed", body=os.urandom(90)
        )
    make_due(about)


def make_due(about: Subject) -> None:
    CompartmentKey.objects.filter(subject=about.id).update(must_turn=True)


def turned(about: Subject) -> bool:
    rows = CompartmentKey.objects.filter(subject=about.id)
    return set(rows.values_list("generation", "must_turn")) == {(2, False)}


@pytest.fixture
def unlisted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys as they were signed before holders were."""

    def sign(seed: bytes, key: bytes, row: CompartmentKey, _: Iterable[Holding]) -> bytes:
        place = (row.pk, row.subject, row.kind, row.compartment, row.generation)
        return sign_key(seed, key, labels.compartment_key(*place))

    monkeypatch.setattr(compartments, "sign_making", sign)


@pytest.mark.parametrize(("who", "holder"), INTRUDERS)
def test_a_planted_grant_gets_no_key_at_a_colleagues_next_sign_in(cast: Cast, who: str, holder: str) -> None:
    about = open_case(cast)
    plant(cast, about, holder)
    sign_in_through_forms(cast, "ben")
    assert turned(about)
    assert look(cast, about, who) == []
    assert look(cast, about, "ben") == look(cast, about, "chloe") == [FACTS, FACTS]
    assert not Grant.objects.exclude(holder_kind=HolderKind.RECOVERY).exclude(holder=cast.team("case").pk).exists()


@pytest.mark.parametrize(("who", "holder"), INTRUDERS)
def test_a_planted_grant_of_an_older_key_gets_no_key(cast: Cast, unlisted: None, who: str, holder: str) -> None:
    about = open_case(cast)
    assert {len(key.signature) for key in CompartmentKey.objects.filter(subject=about.id)} == {64}
    plant(cast, about, holder)
    assert follow(cast.keyring("ben"))
    assert turned(about)
    assert look(cast, about, who) == []
    assert look(cast, about, "chloe") == [FACTS, FACTS]


def test_a_forged_line_makes_nobody_a_holder(cast: Cast) -> None:
    about, uma = open_case(cast), cast.member("uma")
    plant(cast, about, "uma")
    event = Event.objects.get(verb="case.opened")
    for key in CompartmentKey.objects.filter(subject=about.id):
        place = labels.holding_place(key.pk, HolderKind.MEMBER, uma.pk)
        Write.objects.create(event=event, object=place, version=1, digest=(1).to_bytes(32, "big"))
    assert not follow(cast.keyring("ben"))
    assert look(cast, about, "uma") == []


def test_a_list_of_holders_that_was_taken_off_or_changed_is_found(cast: Cast) -> None:
    about = open_case(cast)
    key = CompartmentKey.objects.filter(subject=about.id).first()
    assert key is not None
    for made in (key.signature[:64], key.signature + key.signature[-21:]):
        CompartmentKey.objects.filter(pk=key.pk).update(signature=made, must_turn=True)
        assert not follow(cast.keyring("ben"))


def test_who_was_granted_a_key_later_gets_the_next_one_too(cast: Cast) -> None:
    about = open_case(cast)
    with act(cast, "ben", about) as (actor, _):
        for holder in (cast.member("uma"), cast.team("other")):
            grant(actor.keyring, subject=about.id, compartments=["header", "identity"], holder=holder)
    make_due(about)
    assert follow(cast.keyring("ben"))
    assert turned(about)
    assert look(cast, about, "uma") == look(cast, about, "nia") == [FACTS, FACTS]


@pytest.mark.parametrize("role", ["administrator", "analyst"])
def test_a_member_whose_role_holds_no_data_keys_gets_no_next_one(cast: Cast, role: str) -> None:
    about, uma = open_case(cast), cast.member("uma")
    with act(cast, "ben", about) as (actor, _):
        grant(actor.keyring, subject=about.id, compartments=["header", "identity"], holder=uma)
    Member.objects.filter(pk=uma.pk).update(role=role)
    make_due(about)
    assert follow(cast.keyring("ben"))
    assert look(cast, about, "uma") == []


def test_a_grant_whose_time_ran_out_counts_for_nothing_when_it_is_put_back(cast: Cast) -> None:
    from waystation.care.intake import actions
    from waystation.care.intake.actions.expiring import end_help_line_access

    ana = cast.actor("ana")
    contact = actions.take_contact(ana, values={"lane": "help", "channel": "phone", "danger": "unknown"})
    actions.hand_over(ana, contact=contact, team=cast.team("case"), worker=cast.member("ben"))
    kept = list(Grant.objects.filter(key__subject=contact.pk, holder=cast.team("intake").pk))
    clock.set_offset(15 * 86_400)
    assert end_help_line_access() == 1
    Grant.objects.bulk_create(kept)
    assert follow(cast.keyring("ben"))
    keys = CompartmentKey.objects.filter(subject=contact.pk).exclude(compartment="statistics")
    assert set(keys.values_list("generation", flat=True)) == {2}
    assert not Grant.objects.filter(key__in=keys, holder=cast.team("intake").pk).exists()
    clock.set_offset(0)


def newcomer(cast: Cast) -> Team:
    """An administrator, who holds no key, lets Uma into the case team."""
    add_to_team(cast.keyring("kofi"), Team.objects.get(pk=cast.team("case").pk), cast.member("uma"))
    return Team.objects.get(pk=cast.team("case").pk)


def test_a_newcomer_reads_nothing_earlier_because_keys_were_turned(cast: Cast) -> None:
    about = open_case(cast)
    team = newcomer(cast)
    make_due(about)
    assert follow(cast.keyring("ben"))
    assert turned(about)
    assert look(cast, about, "uma") == []
    assert look(cast, about, "chloe") == [FACTS, FACTS]
    catch_up(cast.keyring("ben"), team)
    assert look(cast, about, "uma") == [FACTS, FACTS]
    make_due(about)
    assert follow(cast.keyring("chloe"))
    held = Grant.objects.filter(key__subject=about.id, holder=team.pk)
    assert set(held.values_list("key__generation", "holder_generation")) == {(3, 2)}


def test_a_newcomer_reads_nothing_earlier_because_somebody_wrote(cast: Cast) -> None:
    """Ana sealed the key to the team before Uma came; Ben's first writing wraps it."""
    about = open_case(cast, who="ana", teams=("case", "intake"))
    newcomer(cast)
    with act(cast, "ben", about) as (actor, done):
        done.wrote(put(actor.keyring, about, "header", {"alias": "two"}, 1))
    assert not keys_for(cast.keyring("uma"), [about.id], ["header"])
    grant_row = Grant.objects.get(key__subject=about.id, key__compartment="header", holder=cast.team("case").pk)
    assert (grant_row.form, grant_row.holder_generation) == ("wrapped", 1)
    assert len(look(cast, about, "chloe")) == 2


def test_a_newcomer_reads_nothing_that_was_handed_over_before(cast: Cast) -> None:
    from waystation.care.intake import actions
    from waystation.care.intake.actions.expiring import end_help_line_access

    ana = cast.actor("ana")
    contact = actions.take_contact(ana, values={"lane": "help", "channel": "phone", "danger": "unknown"})
    actions.hand_over(ana, contact=contact, team=cast.team("case"), worker=cast.member("ben"))
    newcomer(cast)
    clock.set_offset(15 * 86_400)
    end_help_line_access()
    assert follow(cast.keyring("ben"))
    assert not keys_for(cast.keyring("uma"), [contact.pk], ["header", "account", "statistics"])
    assert keys_for(cast.keyring("chloe"), [contact.pk], ["account"])
    clock.set_offset(0)


def test_a_leavers_key_opens_no_key_made_afterwards(cast: Cast) -> None:
    """Nobody new came: whoever holds the newest key of the team holds the older one, so it moves by itself."""
    about, team = open_case(cast), Team.objects.get(pk=cast.team("case").pk)
    remove_from_team(cast.keyring("kofi"), team, cast.member("chloe"))
    make_due(about)
    assert follow(cast.keyring("ben"))
    held = Grant.objects.filter(key__subject=about.id, holder=team.pk)
    assert set(held.values_list("holder_generation", flat=True)) == {2}
    team = newcomer(cast)
    remove_from_team(cast.keyring("kofi"), team, cast.member("nia"))
    make_due(about)
    assert follow(cast.keyring("ben"))
    assert set(held.values_list("holder_generation", flat=True)) == {2}
    assert look(cast, about, "uma") == []


def test_a_planted_membership_gets_no_key_of_a_team_through_recovery(cast: Cast) -> None:
    about, nia = open_case(cast), cast.member("nia")
    Membership.objects.create(team=cast.team("case"), member=nia, since="2026-01-01")
    ring, _ = use_agency_code(nia, code=cast.code("riverbend"), passphrase=NEW)
    assert opened(ring, about) == []
    assert ring.holds(cast.team("other").pk)
    assert not ring.holds(cast.team("case").pk)


def test_a_planted_grant_gets_no_key_through_recovery(cast: Cast) -> None:
    about = open_case(cast)
    plant(cast, about, "uma")
    ring, _ = use_agency_code(cast.member("uma"), code=cast.code("riverbend"), passphrase=NEW)
    assert opened(ring, about) == []


def test_a_closed_account_leaves_nothing_to_open_and_no_half_of_a_recovery(cast: Cast) -> None:
    kofi, ben = cast.keyring("kofi"), cast.member("ben")
    assert not custodians_are_missing(kofi.agency.pk)
    add_custodians(kofi, custodians=[ben, cast.member("chloe")], agency_code=cast.code("riverbend"))
    assert not custodians_are_missing(kofi.agency.pk)
    close_account(kofi, ben)
    assert not RecoveryShare.objects.exists()
    assert not MemberSecret.objects.filter(member=ben).exists()
    Member.objects.filter(pk=ben.pk).update(is_active=True)
    assert unlock(cast.member("ben"), cast.passphrase) is None
    assert custodians_are_missing(kofi.agency.pk)
    page = cast.client("kofi").get("/today/").content.decode()
    assert "names two or three custodians" in page
    assert verify(kofi.agency.pk).ok


def test_of_three_custodians_two_are_left_and_can_act(cast: Cast) -> None:
    three = [cast.member(name) for name in ("ben", "chloe", "ana")]
    add_custodians(cast.keyring("kofi"), custodians=three, agency_code=cast.code("riverbend"))
    close_account(cast.keyring("kofi"), three[0])
    assert RecoveryShare.objects.count() == 2
    assert not custodians_are_missing(cast.agency("riverbend").pk)
