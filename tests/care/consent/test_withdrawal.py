"""Withdrawal: by any colleague, at once, everywhere, and the truth about what had left."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.care.walk import a_release, open_a_case, sent
from tests.cast import Cast
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import case_page
from waystation.care.consent import selectors
from waystation.care.consent.actions import NotLive, open_packet, send_packet, withdraw
from waystation.care.consent.models import Authorization, Opening, Packet
from waystation.care.referrals import selectors as referrals
from waystation.care.referrals.actions import open_received
from waystation.foundation import clock, gate
from waystation.foundation.audit.selectors import verify
from waystation.foundation.gate import Refused, journal_of
from waystation.foundation.keyring.errors import Tampered
from waystation.foundation.keyring.models import CompartmentKey, Grant


@pytest.fixture
def way(cast: Cast) -> tuple[Case, Authorization, Packet]:
    case = open_a_case(cast)
    release = a_release(cast, case)
    sent(cast, case, release)
    return case, release, Packet.objects.get()


@pytest.mark.parametrize("who", ["ben", "chloe"])
def test_anyone_of_the_team_can_withdraw_on_the_persons_word(
    cast: Cast, way: tuple[Case, Authorization, Packet], who: str
) -> None:
    case, release, packet = way
    withdraw(cast.actor(who), authorization_id=release.pk)
    release.refresh_from_db()
    packet.refresh_from_db()
    assert release.status == "withdrawn"
    assert packet.body is None
    assert packet.withdrawn_on is not None
    codes = [entry.code for entry in case_page(cast.actor("ben"), case.pk).referrals.timeline_list()]
    assert "authorization_withdrawn" in codes


@pytest.mark.parametrize("who", ["nia", "uma", "ana", "iris", "kofi", "femi", "eli", "hale", "lucia"])
def test_nobody_else_can_withdraw(cast: Cast, way: tuple[Case, Authorization, Packet], who: str) -> None:
    _, release, packet = way
    with pytest.raises(Refused) as refusal:
        withdraw(cast.actor(who), authorization_id=release.pk)
    assert not refusal.value.visible
    packet.refresh_from_db()
    assert packet.body is not None


def test_femi_cannot_open_anything_at_her_next_request(cast: Cast, way: tuple[Case, Authorization, Packet]) -> None:
    _, release, packet = way
    [item] = referrals.received_referrals(cast.actor("femi"))
    assert open_received(cast.actor("femi"), referral=item.row)["identity.name_to_use"] == "Joel"
    withdraw(cast.actor("ben"), authorization_id=release.pk)
    with pytest.raises(Refused):
        open_packet(cast.actor("femi"), packet)
    [after] = referrals.received_referrals(cast.actor("femi"))
    assert after.state == "withdrawn"
    assert after.thread.service == ""
    with pytest.raises(Refused):
        open_received(cast.actor("femi"), referral=after.row)


def test_withdrawal_turns_the_keys_and_leaves_femi_without_a_grant(
    cast: Cast, way: tuple[Case, Authorization, Packet]
) -> None:
    _, release, packet = way
    referral = packet.referral
    desk = cast.team("juniper_intake")
    before = CompartmentKey.objects.get(subject=referral.pk, compartment="thread")
    assert Grant.objects.filter(key=before, holder=desk.pk).exists()
    withdraw(cast.actor("ben"), authorization_id=release.pk)
    after = CompartmentKey.objects.get(subject=referral.pk, compartment="thread")
    assert after.generation == before.generation + 1
    assert not Grant.objects.filter(key__subject=referral.pk, holder=desk.pk).exists()


def test_what_had_left_is_listed_truthfully(cast: Cast, way: tuple[Case, Authorization, Packet]) -> None:
    case, release, packet = way
    [row] = [item.row for item in referrals.received_referrals(cast.actor("femi"))]
    open_received(cast.actor("femi"), referral=row)
    row.refresh_from_db()
    open_received(cast.actor("femi"), referral=row)
    withdraw(cast.actor("chloe"), authorization_id=release.pk)
    [left] = selectors.what_left(cast.actor("ben"), selectors.releases(cast.actor("ben"), case))
    assert left.packet == packet
    assert left.fields == ("identity.name_to_use", "safe_contact.how")
    assert [role for _, role in left.openings] == ["intake_worker", "intake_worker"]
    assert left.state == "closed"


def test_a_packet_never_opened_is_listed_as_never_opened(cast: Cast, way: tuple[Case, Authorization, Packet]) -> None:
    case, release, _ = way
    withdraw(cast.actor("ben"), authorization_id=release.pk)
    [left] = selectors.what_left(cast.actor("ben"), selectors.releases(cast.actor("ben"), case))
    assert left.openings == ()
    assert not Opening.objects.exists()


def test_a_field_that_was_never_told_is_not_among_what_left(cast: Cast) -> None:
    case = open_a_case(cast)
    fields = ("identity.name_to_use", "identity.pronouns")
    release = a_release(cast, case, fields=fields)
    sent(cast, case, release, fields)
    ben = cast.actor("ben")
    [left] = selectors.what_left(ben, selectors.releases(ben, case))
    assert left.fields == ("identity.name_to_use",)
    page = cast.client("ben").get(f"/cases/{case.pk}/consent/").content.decode()
    assert "Pronouns" not in page.split('id="h-left"')[1]


def test_both_journals_know_and_stay_unbroken(cast: Cast, way: tuple[Case, Authorization, Packet]) -> None:
    case, release, _ = way
    [item] = referrals.received_referrals(cast.actor("femi"))
    open_received(cast.actor("femi"), referral=item.row)
    withdraw(cast.actor("ben"), authorization_id=release.pk)
    from waystation.care.cases.selectors import subject_of

    found = journal_of(cast.actor("chloe"), subject_of(case))
    verbs = [entry.verb for entry in found.entries]
    assert "release.recorded" in verbs
    assert "referral.sent" in verbs
    assert "packet.opened_by_recipient" in verbs
    assert "release.withdrawn" in verbs
    assert found.verification.ok
    assert verify(cast.agency("juniper").pk).ok


def test_after_withdrawal_nothing_more_can_be_sent(cast: Cast, way: tuple[Case, Authorization, Packet]) -> None:
    case, release, _ = way
    withdraw(cast.actor("ben"), authorization_id=release.pk)
    release.refresh_from_db()
    with pytest.raises(NotLive):
        sent(cast, case, release)
    assert Packet.objects.count() == 1


def test_a_release_changed_behind_our_back_sends_nothing(cast: Cast, way: tuple[Case, Authorization, Packet]) -> None:
    """Taken back and set live again, given another recipient, or made longer: the journal knows better."""
    case, release, _ = way
    rows, longer = Authorization.objects.filter(pk=release.pk), dt.timedelta(days=60)
    for change in ({"recipient": cast.agency("crosskeys")}, {"expires_on": release.expires_on + longer}):
        rows.update(**change)
        with pytest.raises(Tampered), gate.deed(cast.actor("ben"), "test", None) as act:
            send_packet(act, cast.actor("ben"), release=release, values={"identity.name_to_use": "Joel"})
        rows.update(recipient=release.recipient, expires_on=release.expires_on)
    withdraw(cast.actor("ben"), authorization_id=release.pk)
    rows.update(status="live", withdrawn_on=None)
    with pytest.raises(Tampered):
        sent(cast, case, release)
    assert Packet.objects.count() == 1


def test_who_opened_a_packet_and_when_is_not_readable_in_the_tables(
    cast: Cast, way: tuple[Case, Authorization, Packet]
) -> None:
    case, _, packet = way
    [row] = [item.row for item in referrals.received_referrals(cast.actor("femi"))]
    open_received(cast.actor("femi"), referral=row)
    kept = Opening.objects.values().get()
    assert kept["on"] == clock.today()
    assert b"intake_worker" not in bytes(kept["body"])
    assert not any(isinstance(value, dt.datetime) for value in kept.values())
    clear = {name for name, value in Packet.objects.values().get().items() if isinstance(value, dt.datetime)}
    assert clear == {"expires_at"}
    [other] = selectors.what_left(cast.actor("nia"), selectors.releases(cast.actor("ben"), case))
    assert other.openings == ((clock.today(), ""),)
    assert other.packet == packet
