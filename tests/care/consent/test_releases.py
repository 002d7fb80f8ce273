"""A release: who records it, who may sign, what it carries, when it ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.care.walk import CANARY, a_release, move_clock, open_a_case, sent
from tests.cast import Cast
from waystation.care.consent import selectors
from waystation.care.consent.actions import NotLive, NotValid, close_expired, send_packet, withdraw
from waystation.care.consent.ages import AgeOnFile, age_on_file
from waystation.care.consent.models import Authorization, Packet
from waystation.care.consent.signers import Signing
from waystation.foundation import clock, gate
from waystation.foundation.gate import Refused
from waystation.foundation.keyring.models import Capsule

ALONE = frozenset({"survivor"})


def test_ben_can_record_a_release_and_read_it_back(cast: Cast) -> None:
    case = open_a_case(cast)
    row = a_release(cast, case)
    [found] = selectors.releases(cast.actor("ben"), case)
    assert found.row == row
    assert found.is_live
    assert found.terms.fields == ["identity.name_to_use", "safe_contact.how"]
    assert found.terms.rule == "us-adult"
    assert row.expires_on == clock.today() + dt.timedelta(days=30)
    assert [item.pk for item in selectors.live_authorizations(cast.actor("ben"), case, row.recipient_id)] == [row.pk]


@pytest.mark.parametrize("who", ["nia", "uma", "ana", "iris", "kofi", "femi", "eli", "hale", "gwen", "lucia", "chloe"])
def test_who_does_not_work_on_the_case_cannot_record_a_release(cast: Cast, who: str) -> None:
    case = open_a_case(cast)
    with pytest.raises((Refused, NotValid)):
        a_release(cast, case, who=who)
    assert not Authorization.objects.exists()


@pytest.mark.parametrize("who", ["nia", "uma", "ana", "iris", "kofi", "femi", "eli", "hale"])
def test_others_cannot_learn_that_a_release_exists(cast: Cast, who: str) -> None:
    case = open_a_case(cast)
    row = a_release(cast, case)
    with pytest.raises(Refused) as refusal:
        selectors.release(cast.actor(who), row.pk, case)
    assert not refusal.value.visible
    with pytest.raises(Refused) as refusal:
        selectors.case_of_team(cast.actor(who), case.pk)
    assert not refusal.value.visible


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"form": "spoken"}, "spoken"),
        ({"fields": ()}, "no_fields"),
        ({"fields": ("narrative.notes",)}, "unknown_field"),
        ({"expires_on": dt.date(2099, 1, 1)}, "dates"),
        ({"to": "riverbend"}, "recipient"),
        ({"to": "alder"}, "recipient"),
        ({"signing": Signing()}, "no_rule"),
        ({"signing": Signing(age="adult", court_guardian="no")}, "signature_missing"),
    ],
)
def test_ben_cannot_record_what_is_not_a_written_release(cast: Cast, changes: dict[str, Any], code: str) -> None:
    case = open_a_case(cast)
    with pytest.raises(NotValid) as refusal:
        a_release(cast, case, **changes)
    assert refusal.value.code == code
    assert not Authorization.objects.exists()


def test_a_release_cannot_be_longer_than_90_days(cast: Cast) -> None:
    case, today = open_a_case(cast), clock.today()
    a_release(cast, case, expires_on=today + dt.timedelta(days=90))
    with pytest.raises(NotValid, match="dates"):
        a_release(cast, case, expires_on=today + dt.timedelta(days=91))
    with pytest.raises(NotValid, match="dates"):  # nor signed now for a far day
        a_release(cast, case, starts_on=today + dt.timedelta(days=85), expires_on=today + dt.timedelta(days=95))


def test_a_release_signed_by_a_guardian_cannot_outlast_the_18th_birthday(cast: Cast) -> None:
    case, today = open_a_case(cast, age=17), clock.today()
    both = Signing(
        age="minor", years=17, custody="parent", guardian_concern="no", signed_by=frozenset({"survivor", "guardian"})
    )
    with pytest.raises(NotValid, match="turns_18"):
        a_release(cast, case, signing=both, turns_18_on=today + dt.timedelta(days=10))
    with pytest.raises(NotValid, match="turns_18_untold"):
        a_release(cast, case, signing=both)
    with pytest.raises(NotValid, match="turns_18_untold"):  # the case knows the number, whatever was left out here
        a_release(cast, case, signing=replace(both, years=None))
    row = a_release(
        cast, case, signing=both, turns_18_on=today + dt.timedelta(days=10), expires_on=today + dt.timedelta(days=10)
    )
    assert row.expires_on == today + dt.timedelta(days=10)


def test_a_birthday_is_asked_only_when_it_may_fall_into_the_release(cast: Cast) -> None:
    both = Signing(age="minor", custody="parent", guardian_concern="no", signed_by=frozenset({"survivor", "guardian"}))
    with pytest.raises(NotValid, match="turns_18_untold"):
        a_release(cast, open_a_case(cast), signing=both)
    assert a_release(cast, open_a_case(cast, alias="WREN-02", age=16), signing=replace(both, years=16))


def test_the_age_in_the_case_is_known_when_a_release_is_recorded(cast: Cast) -> None:
    assert age_on_file(cast.actor("ben"), open_a_case(cast, age=17)) == AgeOnFile("minor", 17)
    assert age_on_file(cast.actor("ben"), open_a_case(cast, alias="WREN-02")) == AgeOnFile()


@pytest.mark.parametrize(
    ("age", "said"),
    [(12, ("minor", 17)), (12, ("minor", 13)), (17, ("adult", None)), (30, ("minor", 17)), (12, ("unknown", 17))],
)
def test_ben_cannot_record_an_age_that_the_case_contradicts(cast: Cast, age: int, said: tuple[str, int | None]) -> None:
    """A 12-year-old typed as 17 could sign alone for counseling in Ohio."""
    case = open_a_case(cast, age=age)
    alone = Signing(age=said[0], years=said[1], service="counseling", court_guardian="no", signed_by=ALONE)
    with pytest.raises(NotValid, match="age_differs"):
        a_release(cast, case, signing=alone)
    assert not Authorization.objects.exists()


def test_the_age_typed_is_the_age_in_the_case(cast: Cast) -> None:
    case = open_a_case(cast, age=17)
    assert a_release(cast, case, signing=Signing(age="minor", years=17, service="counseling", signed_by=ALONE))


def test_a_packet_cannot_be_sealed_outside_of_a_deed(cast: Cast) -> None:
    case = open_a_case(cast)
    with pytest.raises(RuntimeError):
        send_packet(gate.Deed(None, None), cast.actor("ben"), release=a_release(cast, case), values={})


@pytest.mark.parametrize("fields", [(), ("identity.full_name",), ("identity.name_to_use", "identity.full_name")])
def test_a_packet_cannot_carry_what_the_release_does_not_name(cast: Cast, fields: tuple[str, ...]) -> None:
    case = open_a_case(cast)
    release = a_release(cast, case)
    ben = cast.actor("ben")
    with pytest.raises(NotLive, match="field"), gate.deed(ben, "test", None) as act:
        send_packet(act, ben, release=release, values=dict.fromkeys(fields, CANARY))
    assert not Packet.objects.exists()


def test_an_expired_release_is_none(cast: Cast, settings: Any) -> None:
    case = open_a_case(cast)
    release = a_release(cast, case)
    move_clock(settings, 31)
    ben = cast.actor("ben")
    assert selectors.live_authorizations(ben, case, release.recipient_id) == []
    assert selectors.releases(ben, case)[0].state == "expired"
    with pytest.raises(NotLive, match="expired"), gate.deed(ben, "test", None) as act:
        send_packet(act, ben, release=release, values={"identity.name_to_use": "Joel"})


def test_a_release_that_starts_later_is_not_live_yet(cast: Cast) -> None:
    case = open_a_case(cast)
    release = a_release(cast, case, starts_on=clock.today() + dt.timedelta(days=2))
    assert selectors.live_authorizations(cast.actor("ben"), case, release.recipient_id) == []
    assert selectors.releases(cast.actor("ben"), case)[0].state == "ahead"


def test_the_tick_ends_what_has_run_out_and_destroys_the_copy(cast: Cast, settings: Any) -> None:
    case = open_a_case(cast)
    release = a_release(cast, case)
    sent(cast, case, release)
    assert close_expired() == 0
    move_clock(settings, 31)
    assert close_expired() == 1
    assert close_expired() == 0
    release.refresh_from_db()
    assert release.status == "expired"
    assert Packet.objects.get().body is None


def test_nothing_of_a_release_lies_in_the_clear(cast: Cast) -> None:
    case = open_a_case(cast)
    a_release(cast, case)
    for capsule in Capsule.objects.all():
        assert b"shelter" not in bytes(capsule.body)
    names = {field.name for field in Authorization._meta.get_fields()}
    assert "purpose" not in names
    assert "fields" not in names


def test_a_release_cannot_be_withdrawn_twice(cast: Cast) -> None:
    case = open_a_case(cast)
    row = a_release(cast, case)
    withdraw(cast.actor("chloe"), authorization_id=row.pk)
    with pytest.raises(NotLive, match="withdrawn"):
        withdraw(cast.actor("ben"), authorization_id=row.pk)
