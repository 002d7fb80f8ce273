"""A line taken out of the journal is missed by its event, before anything is sealed or opened on its word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.care.walk import a_release, open_a_case, sent
from tests.cast import Cast
from tests.signing import sign_in_through_forms
from waystation.care.consent.actions import open_packet, withdraw
from waystation.care.consent.models import Authorization, Packet
from waystation.foundation.agencies.models import Membership, Team
from waystation.foundation.audit import witness
from waystation.foundation.audit.models import Event, Head, Write
from waystation.foundation.audit.selectors import START, head_of, stands
from waystation.foundation.keyring import labels
from waystation.foundation.keyring.actions.teams import add_to_team, catch_up, remove_from_team
from waystation.foundation.keyring.errors import Tampered
from waystation.foundation.keyring.models import TeamGrant
from waystation.foundation.keyring.session.journal import HEAD_DIFFERS


def _last_line(**which: object) -> Write:
    return Write.objects.filter(**which).order_by("-pk")[0]


def _bring_back(cast: Cast) -> Team:
    """Ben was let go; somebody who writes to the database takes the line away that says so."""
    team = Team.objects.get(pk=cast.team("case").pk)
    remove_from_team(cast.keyring("kofi"), team, cast.member("ben"))
    place = labels.membership_place(team.pk, cast.member("ben").pk)
    _last_line(object=place).delete()
    Membership.objects.filter(team=team, member=cast.member("ben")).update(until=None)
    return Team.objects.get(pk=team.pk)


WAYS: dict[str, Callable[[Cast, Team], object]] = {
    "a colleague comes": lambda cast, team: add_to_team(cast.keyring("kofi"), team, cast.member("uma")),
    "a colleague goes": lambda cast, team: remove_from_team(cast.keyring("kofi"), team, cast.member("chloe")),
    "a colleague catches up": lambda cast, team: catch_up(cast.keyring("chloe"), team),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_removed_member_brought_back_gets_no_new_key(cast: Cast, way: str) -> None:
    team = _bring_back(cast)
    with pytest.raises(Tampered):
        WAYS[way](cast, team)
    assert not TeamGrant.objects.filter(team=team, holder=cast.member("ben").pk).exists()


def test_a_withdrawn_packet_brought_back_does_not_open(cast: Cast) -> None:
    case = open_a_case(cast)
    release = a_release(cast, case)
    sent(cast, case, release)
    packet = Packet.objects.get()
    body = bytes(packet.body or b"")
    withdraw(cast.actor("chloe"), authorization_id=release.pk)
    Write.objects.filter(object__in=[release.pk, packet.pk], version=2).delete()
    Authorization.objects.filter(pk=release.pk).update(status="live", withdrawn_on=None)
    Packet.objects.filter(pk=packet.pk).update(body=body, withdrawn_on=None, closed_on=None)
    with pytest.raises(Tampered):
        open_packet(cast.actor("femi"), Packet.objects.get())


def test_a_release_brought_back_sends_nothing(cast: Cast) -> None:
    case = open_a_case(cast)
    release = a_release(cast, case)
    withdraw(cast.actor("chloe"), authorization_id=release.pk)
    Write.objects.filter(object=release.pk, version=2).delete()
    Authorization.objects.filter(pk=release.pk).update(status="live", withdrawn_on=None)
    with pytest.raises(Tampered):
        sent(cast, case, release)
    assert not Packet.objects.exists()


def test_sign_in_counts_the_lines_added_since_the_last_one(cast: Cast) -> None:
    sign_in_through_forms(cast, "ben").post("/sign-out/")
    open_a_case(cast)
    _last_line().delete()
    Client().post("/sign-in/", {"name": "ben", "passphrase": cast.passphrase, "next": "/account/"})
    assert Event.objects.filter(chain=cast.agency("riverbend").pk, verb=HEAD_DIFFERS).exists()


def test_a_chain_stands_from_any_point_of_it_and_from_no_other(cast: Cast) -> None:
    chain = cast.agency("riverbend").pk
    middle = Event.objects.get(chain=chain, seq=3)
    assert stands(chain) == stands(chain, (3, bytes(middle.hash))) == head_of(chain)
    assert stands(chain, head_of(chain)) == head_of(chain)
    assert stands(chain, (3, bytes(32))) is None
    assert stands(chain, (head_of(chain)[0] + 1, bytes(32))) is None


def test_a_chain_cut_short_with_its_head_does_not_stand_before_the_witness(cast: Cast) -> None:
    chain = cast.agency("riverbend").pk
    length, newest = head_of(chain)
    witness.remember(chain, length, newest)
    last = Event.objects.get(chain=chain, seq=length)
    Head.objects.filter(chain=chain).update(seq=length - 1, hash=last.previous)
    assert stands(chain) is None
    last.delete()
    assert stands(chain) is None
    witness.path_of(chain).unlink()
    assert stands(chain, START) == head_of(chain)
