"""The paper with the agency code is lost: two custodians make a new one, and nobody alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.foundation.keyring.session.scenes import verbs
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring.actions.lost_paper import approve_new_code, begin_new_code, stop_new_code
from waystation.foundation.keyring.actions.recovery import (
    add_custodians,
    begin_recovery,
    open_envelope,
    use_agency_code,
)
from waystation.foundation.keyring.errors import NotAllowed, Tampered, WrongCode
from waystation.foundation.keyring.models import CodeRequest, RecoveryEnvelope, RecoveryShare
from waystation.foundation.keyring.selectors.recovery import envelope_was_opened, new_code_under_way

NEW = "another river, another stone"


@pytest.fixture
def house(cast: Any) -> Any:
    name(cast, "ana", "nia", "chloe")
    return cast


def name(cast: Any, *custodians: str, code: str = "") -> None:
    people = [cast.member(one) for one in custodians]
    add_custodians(cast.keyring("kofi"), custodians=people, agency_code=code or cast.code("riverbend"))


def wait(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    monkeypatch.setattr(clock, "offset", lambda: hours * 3600)


def test_two_custodians_make_a_new_code_and_the_lost_one_opens_nothing(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, agency = house.code("riverbend"), house.agency("riverbend")
    secret, root = open_envelope(agency, lost).to_bytes(), bytes(agency.root_public)
    begun = begin_new_code(house.keyring("ana"))
    wait(monkeypatch, 1.5)
    code = approve_new_code(house.keyring("nia"), begun)
    with pytest.raises(WrongCode):
        open_envelope(agency, lost)
    with pytest.raises(WrongCode):
        use_agency_code(house.member("ben"), code=lost, passphrase=NEW)
    assert open_envelope(agency, code).to_bytes() == secret  # custodians and the root go on
    agency.refresh_from_db()
    assert bytes(agency.root_public) == root
    row = CodeRequest.objects.get()
    assert (bytes(row.inner), row.begun_by, row.approved_by) == (b"", house.member("ana"), house.member("nia"))
    assert verbs(house)[-2:] == ["recovery.code_begun", "recovery.code_replaced"]
    assert not envelope_was_opened(agency.pk)
    name(house, "ana", "chloe", code=code)
    use_agency_code(house.member("ben"), code=code, passphrase=NEW)


def test_the_first_custodian_cannot_be_the_second(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = begin_new_code(house.keyring("ana"))
    body = bytes(RecoveryEnvelope.objects.get(agency=begun.agency_id).body)
    wait(monkeypatch, 2)
    with pytest.raises(NotAllowed):
        approve_new_code(house.keyring("ana"), begun)
    CodeRequest.objects.update(begun_by=house.member("chloe"))  # planted: another one is said to have begun
    with pytest.raises(Tampered):
        approve_new_code(house.keyring("ana"), begun)
    assert bytes(RecoveryEnvelope.objects.get(agency=begun.agency_id).body) == body


@pytest.mark.parametrize("who", ["ben", "kofi", "iris", "dalia"])
def test_nobody_else_begins_approves_or_reads_one(house: Any, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    with pytest.raises(NotAllowed):
        begin_new_code(house.keyring(who))
    begun = begin_new_code(house.keyring("ana"))
    wait(monkeypatch, 2)
    with pytest.raises(NotAllowed):
        approve_new_code(house.keyring(who), begun)
    assert CodeRequest.objects.get().done_at is None


@pytest.mark.parametrize("hours", [0, 0.9, 24.1, 200])
def test_it_is_made_between_an_hour_and_a_day(house: Any, monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    begun = begin_new_code(house.keyring("ana"))
    wait(monkeypatch, hours)
    with pytest.raises(NotAllowed):
        approve_new_code(house.keyring("nia"), begun)
    if hours < 24:
        with pytest.raises(NotAllowed):  # one at a time
            begin_new_code(house.keyring("chloe"))
    else:
        assert new_code_under_way(begun.agency_id) is None
        begin_new_code(house.keyring("chloe"))


def test_a_wait_cannot_be_shortened_in_the_table(house: Any) -> None:
    begun = begin_new_code(house.keyring("ana"))
    CodeRequest.objects.update(begun_at=begun.begun_at - dt.timedelta(hours=2))
    with pytest.raises(Tampered):
        approve_new_code(house.keyring("nia"), begun)


def test_what_is_done_or_stopped_cannot_be_played_again(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = begin_new_code(house.keyring("ana"))
    before = CodeRequest.objects.values().get()
    wait(monkeypatch, 2)
    code = approve_new_code(house.keyring("nia"), begun)
    with pytest.raises(NotAllowed):
        approve_new_code(house.keyring("nia"), begun)
    CodeRequest.objects.update(**before)  # the row as it was before
    with pytest.raises(Tampered):
        approve_new_code(house.keyring("nia"), begun)
    open_envelope(house.agency("riverbend"), code)


def test_a_recovery_cannot_be_turned_into_a_new_code(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    other = begin_recovery(house.keyring("ana"), house.member("ben"))
    planted = CodeRequest.objects.create(
        agency=other.agency, begun_by=other.begun_by, begun_at=other.begun_at, generation=other.generation,
        inner=other.inner,
    )  # fmt: skip
    wait(monkeypatch, 2)
    with pytest.raises(Tampered):
        approve_new_code(house.keyring("nia"), planted)


def test_custodians_of_yesterday_cannot(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = begin_new_code(house.keyring("ana"))
    name(house, "nia", "chloe")
    wait(monkeypatch, 2)
    with pytest.raises(NotAllowed):
        approve_new_code(house.keyring("nia"), begun)


def test_one_who_left_cannot_have_begun_it(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = begin_new_code(house.keyring("ana"))
    Member.objects.filter(pk=house.member("ana").pk).update(is_active=False)
    wait(monkeypatch, 2)
    with pytest.raises(NotAllowed):
        approve_new_code(house.keyring("nia"), begun)


@pytest.mark.parametrize(("who", "may"), [("nia", True), ("chloe", True), ("kofi", True), ("ben", False)])
def test_who_can_stop_it(house: Any, monkeypatch: pytest.MonkeyPatch, who: str, may: bool) -> None:
    begun = begin_new_code(house.keyring("ana"))
    if not may:
        with pytest.raises(NotAllowed):
            stop_new_code(house.keyring(who), begun)
        return
    stop_new_code(house.keyring(who), begun)
    wait(monkeypatch, 2)
    with pytest.raises(NotAllowed):
        approve_new_code(house.keyring("nia"), begun)
    assert bytes(CodeRequest.objects.get().inner) == b""


def test_another_agency_cannot_touch_it(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [house.member(one) for one in ("dalia", "eli")]
    add_custodians(house.keyring("rosa"), custodians=people, agency_code=house.code("crosskeys"))
    begun, theirs = begin_new_code(house.keyring("ana")), begin_new_code(house.keyring("dalia"))
    wait(monkeypatch, 2)
    for act in (approve_new_code, stop_new_code):
        with pytest.raises(NotAllowed):
            act(house.keyring("eli"), begun)
    kept = {row.agency_id: bytes(row.body) for row in RecoveryEnvelope.objects.all()}
    approve_new_code(house.keyring("eli"), theirs)
    assert bytes(RecoveryEnvelope.objects.get(agency=begun.agency_id).body) == kept[begun.agency_id]


def test_another_pairs_share_does_not_open(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = RecoveryShare.objects.filter(first=house.member("ana"))
    one_body, two_body = one.body, two.body
    RecoveryShare.objects.filter(pk=one.pk).update(body=two_body)
    RecoveryShare.objects.filter(pk=two.pk).update(body=one_body)
    begun = begin_new_code(house.keyring("ana"))
    wait(monkeypatch, 2)
    with pytest.raises(Tampered):
        approve_new_code(house.keyring("nia"), begun)
