"""Whoever only writes to the database brings back a key that was replaced: nothing is sealed to it."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.care.intake.leads.conftest import Tips, a_lead, propose, released, turn_on
from tests.care.walk import a_release, open_a_case, sent
from tests.cast import Cast
from waystation.care.consent.models import Packet
from waystation.care.intake.leads import actions
from waystation.care.intake.leads.models import Answer, Release
from waystation.core.vault.bundle import Bundle
from waystation.foundation import store
from waystation.foundation.audit.models import Write
from waystation.foundation.keyring import journal, trust
from waystation.foundation.keyring.actions import teams
from waystation.foundation.keyring.errors import Tampered
from waystation.foundation.keyring.models import Certificate


def new_keys_for_hale(cast: Cast) -> None:
    """What a recovery does: his phone with the old key is lost."""
    hale, admin = cast.member("hale"), cast.keyring("tam")
    made = Bundle.generate(admin.bundle.root_fingerprint)
    with store.writing():
        written = trust.issue(
            admin.root_seed(), "member", hale.pk, hale.agency_id, 2, made.exchange_public, made.signing_public
        )
        journal.note(admin, "member.recovered", hale.pk, writes=[written])


def bring_back(subject: UUID) -> None:
    Certificate.objects.filter(subject=subject, generation=2).delete()
    Write.objects.filter(object=subject, version=2).delete()


def test_a_lead_is_not_sealed_to_a_key_that_its_liaison_lost(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    release = propose(cast, a_lead(cast, tips))
    new_keys_for_hale(cast)
    bring_back(cast.member("hale").pk)
    with pytest.raises(Tampered):
        actions.confirm(cast.actor("chloe"), release=release)
    assert Release.objects.get().body is None


def test_an_outcome_is_not_sealed_to_the_key_of_a_team_that_somebody_left(cast: Cast, tips: Tips) -> None:
    release = released(cast, tips)
    teams.remove_from_team(cast.keyring("kofi"), cast.team("intake"), cast.member("chloe"))
    bring_back(cast.team("intake").pk)
    with pytest.raises(Tampered):
        actions.answer(cast.actor("hale"), release=release, outcome="opened")
    assert not Answer.objects.exists()


def test_a_packet_is_not_sealed_to_the_key_of_a_desk_that_somebody_left(cast: Cast) -> None:
    case = open_a_case(cast)
    release, desk = a_release(cast, case), cast.team("juniper_intake")
    teams.remove_from_team(cast.keyring("pia"), desk, cast.member("femi"))
    bring_back(desk.pk)
    with pytest.raises(Tampered):
        sent(cast, case, release)
    assert not Packet.objects.exists()
