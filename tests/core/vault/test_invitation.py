"""The secret of an invitation, and the signature on a joining."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.vault import invitation, primitives
from waystation.core.vault.errors import Malformed, WrongKey
from waystation.core.vault.joining import sign_joining, verify_joining
from waystation.core.vault.recovery import recovery_code

SECRET = recovery_code(0x000102030405060708090A0B0C0D0E0F)
SEED, OTHER = bytes(range(32)), bytes(range(1, 33))
PUBLIC = primitives.signing_public(SEED)
TEAM, MEMBER = UUID(int=1), UUID(int=2)


def test_three_keys_of_one_secret_tell_nothing_of_each_other() -> None:
    found = {invitation.lookup(SECRET), invitation.welcome_key(SECRET), invitation.confirm_key(SECRET)}
    assert len(found) == 3
    assert all(len(key) == 32 for key in found)


def test_the_ways_a_secret_may_be_written_find_the_same_invitation() -> None:
    for typed in (SECRET, SECRET.lower(), SECRET.replace("-", " "), SECRET.replace("0", "O")):
        assert invitation.lookup(typed) == invitation.lookup(SECRET)


@given(at=st.integers(0, 27), letter=st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_mistyped_letter_is_noticed(at: int, letter: str) -> None:
    letters = SECRET.replace("-", "")
    if letters[at] == letter:
        return
    with pytest.raises(Malformed):
        invitation.lookup(letters[:at] + letter + letters[at + 1 :])


@given(text=st.text(max_size=60))
def test_arbitrary_text_is_refused_or_read(text: str) -> None:
    with suppress(Malformed):
        assert len(invitation.lookup(text)) == 32


@given(parts=st.lists(st.binary(max_size=20), max_size=4), other=st.lists(st.binary(max_size=20), max_size=4))
def test_a_tag_fits_its_parts_and_no_other_way_to_cut_them(parts: list[bytes], other: list[bytes]) -> None:
    key = invitation.confirm_key(SECRET)
    made = invitation.tag(key, *parts)
    assert invitation.fits(key, memoryview(made), *parts)
    assert invitation.fits(key, made, *other) is (parts == other)
    assert not invitation.fits(invitation.welcome_key(SECRET), made, *parts)


def test_secrets_differ() -> None:
    assert len({invitation.new_secret() for _ in range(100)}) == 100


@given(version=st.integers(0, 2**63 - 1))
def test_reader_can_verify_who_let_somebody_in(version: int) -> None:
    verify_joining(PUBLIC, TEAM, MEMBER, version, memoryview(sign_joining(SEED, TEAM, MEMBER, version)))


def test_attacker_cannot_use_a_joining_for_another_team_member_time_or_signer() -> None:
    signature = sign_joining(SEED, TEAM, MEMBER, 1)
    for public, team, member, version in (
        (primitives.signing_public(OTHER), TEAM, MEMBER, 1),
        (PUBLIC, MEMBER, MEMBER, 1),
        (PUBLIC, TEAM, TEAM, 1),
        (PUBLIC, TEAM, MEMBER, 2),
    ):
        with pytest.raises(WrongKey):
            verify_joining(public, team, member, version, signature)
