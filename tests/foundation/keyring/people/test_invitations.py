"""Invitations: the newcomer makes the keys, the administrator signs exactly those, and nobody in between swaps them."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from django.db import IntegrityError

from tests.cast import PASSPHRASE, Cast
from tests.foundation.scenes import FACTS, allowed, open_case
from waystation.core.vault import certificate, keys
from waystation.core.vault.bundle import Bundle
from waystation.foundation import clock
from waystation.foundation.agencies.models import Agency, Member, Team
from waystation.foundation.agencies.selectors import teams_of
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring import trust
from waystation.foundation.keyring.actions.invitations import (
    Invited,
    accept,
    admit,
    find,
    invite,
    renew,
    waiting,
    withdraw,
)  # fmt: skip
from waystation.foundation.keyring.actions.members import use_recovery_code
from waystation.foundation.keyring.actions.teams import catch_up
from waystation.foundation.keyring.errors import KeysSwapped, NoKey, NotAllowed, Untrusted, WeakPassphrase, WrongCode
from waystation.foundation.keyring.models import Invitation
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.capsules import open_capsules
from waystation.foundation.keyring.selectors.unlocking import unlock

NEW = "a lamp left on in the hall"


def ask(cast: Cast, role: str = "case_manager", teams: tuple[str, ...] = ("case",), who: str = "kofi") -> Invited:
    return invite(
        cast.keyring(who), sign_in_name="maya", display_name="Maya", role=role, teams=[cast.team(t) for t in teams]
    )


def ring_of(member: Member, passphrase: str = NEW) -> Keyring:
    unlocked = unlock(Member.objects.select_related("agency").get(pk=member.pk), passphrase)
    assert unlocked is not None
    return unlocked.keyring


def test_maya_can_come_in_by_a_slip_and_opens_what_a_colleague_shares(cast: Cast) -> None:
    about = open_case(cast)
    member, secret = ask(cast)
    assert unlock(member, PASSPHRASE) is None
    accept(secret, passphrase=NEW)
    maya = ring_of(member)
    with pytest.raises(Untrusted):
        trust.certified(cast.keyring("ben"), "member", member.pk)
    assert not teams_of(member).exists()
    assert maya.member.is_waiting
    admit(cast.keyring("kofi"), member)
    assert trust.certified(cast.keyring("ben"), "member", member.pk).exchange == maya.bundle.exchange_public
    assert list(teams_of(member)) == [cast.team("case")]
    assert not Member.objects.get(pk=member.pk).is_waiting
    with pytest.raises(NoKey):
        open_capsules(allowed(ring_of(member), about, "header"), ring_of(member))
    catch_up(cast.keyring("ben"), Team.objects.get(pk=cast.team("case").pk))
    assert [item.data for item in open_capsules(allowed(ring_of(member), about, "header"), ring_of(member))] == [FACTS]
    assert verify(cast.agency("riverbend").pk).ok
    assert not Invitation.objects.exists()


def test_kofi_cannot_open_anything_through_a_colleague_he_invented(cast: Cast) -> None:
    """A phoney member starts a new generation of the team's key, which opens nothing earlier."""
    about = open_case(cast)
    member, secret = ask(cast)
    accept(secret, passphrase=NEW)
    admit(cast.keyring("kofi"), member)
    phoney = ring_of(member)
    assert phoney.generations(cast.team("case").pk) == [2]
    with pytest.raises(NoKey):
        open_capsules(allowed(phoney, about, "header"), phoney)
    assert cast.keyring("kofi").team_ids == frozenset()
    kept = {"member.invited", "member.invitation_accepted", "member.enrolled", "team.key_made", "team.joined"}
    assert kept <= set(Event.objects.filter(chain=cast.agency("riverbend").pk).values_list("verb", flat=True))


def test_the_recovery_code_of_an_accepted_invitation_works(cast: Cast) -> None:
    member, secret = ask(cast)
    code = accept(secret, passphrase=NEW)
    keyring, _ = use_recovery_code(Member.objects.get(pk=member.pk), code=code, passphrase="another one, and longer")
    assert keyring.bundle.exchange_public == bytes(Invitation.objects.get().exchange)


def test_a_slip_counts_once_and_for_seven_days(cast: Cast) -> None:
    _, secret = ask(cast)
    Invitation.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    assert find(secret) is None
    with pytest.raises(WrongCode):
        accept(secret, passphrase=NEW)
    Invitation.objects.update(expires_at=clock.now() + dt.timedelta(days=1))
    accept(secret.lower().replace("-", " "), passphrase=NEW)
    assert find(secret) is None
    with pytest.raises(WrongCode):
        accept(secret, passphrase=NEW)


def test_a_taken_back_or_replaced_or_forged_slip_opens_nothing(cast: Cast) -> None:
    member, first = ask(cast)
    _, second = renew(cast.keyring("kofi"), member)
    assert find(first) is None
    assert find(second) is not None
    withdraw(cast.keyring("kofi"), member)
    assert find(second) is None
    assert not Member.objects.filter(sign_in_name="maya").exists()
    for forged in ("", "not a code", second[:-1] + ("0" if second[-1] != "0" else "1")):
        assert find(forged) is None


def test_a_short_passphrase_leaves_the_slip_good(cast: Cast) -> None:
    _, secret = ask(cast)
    with pytest.raises(WeakPassphrase):
        accept(secret, passphrase="short")
    assert find(secret) is not None


@pytest.mark.parametrize("swapped", ["exchange", "signing", "proof", "check_key", "role", "teams"])
def test_whoever_swaps_something_in_the_table_stops_the_admission(cast: Cast, swapped: str) -> None:
    member, secret = ask(cast)
    accept(secret, passphrase=NEW)
    row = Invitation.objects.get()
    if swapped == "role":
        Member.objects.filter(pk=member.pk).update(role="supervisor")
    elif swapped == "teams":
        row.teams.set([cast.team("intake")])
    else:
        planted = keys.exchange_public(keys.new_key()) if swapped == "exchange" else os.urandom(32)
        Invitation.objects.update(**{swapped: planted})
    with pytest.raises(KeysSwapped):
        admit(cast.keyring("kofi"), Member.objects.get(pk=member.pk))
    assert Event.objects.filter(verb="member.admission_stopped", subject=member.pk).exists()
    with pytest.raises(Untrusted):
        trust.certified(cast.keyring("ben"), "member", member.pk)
    assert not teams_of(member).exists()


def test_the_whole_row_made_anew_by_the_attacker_is_not_admitted(cast: Cast) -> None:
    """Own secret, own check key sealed to Kofi's public key, own keys: only Kofi's own key wraps a check key."""
    member, _ = ask(cast)
    other = Invitation.objects.get()
    stolen = bytes(other.check_key)
    renewed = renew(cast.keyring("kofi"), member)
    accept(renewed.secret, passphrase=NEW)
    Invitation.objects.update(check_key=stolen)
    with pytest.raises(KeysSwapped):
        admit(cast.keyring("kofi"), member)


def test_an_earlier_slip_put_back_into_the_table_is_not_admitted(cast: Cast) -> None:
    member, secret = ask(cast)
    kept = Invitation.objects.values().get()
    renew(cast.keyring("kofi"), member)
    Invitation.objects.all().delete()
    row = Invitation(**kept)
    row.save(force_insert=True)
    row.teams.set([cast.team("case")])
    accept(secret, passphrase=NEW)
    with pytest.raises(KeysSwapped):
        admit(cast.keyring("kofi"), member)


def test_a_replaced_root_is_found_by_the_newcomer(cast: Cast) -> None:
    _, secret = ask(cast)
    planted = certificate.root_public(os.urandom(32))
    Agency.objects.filter(pk=cast.agency("riverbend").pk).update(root_public=planted)
    with pytest.raises(WrongCode):
        accept(secret, passphrase=NEW)


@pytest.mark.parametrize("who", ["ana", "ben", "chloe", "iris"])
def test_others_cannot_invite_admit_or_withdraw(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        ask(cast, who=who)
    member, secret = ask(cast)
    accept(secret, passphrase=NEW)
    for act in (admit, withdraw, renew):
        with pytest.raises(NotAllowed):
            act(cast.keyring(who), member)


def test_an_administrator_of_another_agency_cannot_admit(cast: Cast) -> None:
    member, secret = ask(cast)
    accept(secret, passphrase=NEW)
    with pytest.raises(NotAllowed):
        admit(cast.keyring("rosa"), member)
    assert waiting(cast.keyring("rosa")) == []
    assert [row.member for row in waiting(cast.keyring("kofi"))] == [member]


def test_kofi_cannot_invite_to_a_team_the_role_does_not_join_or_take_a_name_twice(cast: Cast) -> None:
    for role, team in (("administrator", "case"), ("analyst", "intake"), ("case_manager", "juniper_intake")):
        with pytest.raises(NotAllowed):
            ask(cast, role, (team,))
    with pytest.raises(IntegrityError):
        invite(cast.keyring("kofi"), sign_in_name="ben", display_name="Ben", role="case_manager")


def test_nobody_is_let_in_before_the_slip_was_used(cast: Cast) -> None:
    member, _ = ask(cast)
    with pytest.raises(NotAllowed):
        admit(cast.keyring("kofi"), member)


def test_a_second_administrator_gets_the_root_and_can_invite(cast: Cast) -> None:
    member, secret = ask(cast, "administrator", ())
    accept(secret, passphrase=NEW)
    admit(cast.keyring("kofi"), member)
    second = ring_of(member)
    assert second.root_seed()
    invite(second, sign_in_name="noor", display_name="Noor", role="volunteer")


def test_keys_made_without_the_slip_are_not_admitted_even_with_a_valid_looking_bundle(cast: Cast) -> None:
    member, secret = ask(cast)
    accept(secret, passphrase=NEW)
    mine = Bundle.generate(cast.keyring("kofi").bundle.root_fingerprint)
    Invitation.objects.update(exchange=mine.exchange_public, signing=mine.signing_public)
    with pytest.raises(KeysSwapped):
        admit(cast.keyring("kofi"), member)
