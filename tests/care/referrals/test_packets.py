"""From choosing a service to the outcome: what travels, who sees it, what comes back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.care.walk import CANARY, FIELDS, SAFE_CANARY, a_referral, a_release, a_service, move_clock, open_a_case, sent
from tests.cast import Cast
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import case_page
from waystation.care.consent.actions import NotLive
from waystation.care.consent.models import Packet
from waystation.care.referrals import actions, selectors
from waystation.care.referrals.models import Referral
from waystation.care.referrals.rules import subject_of
from waystation.care.referrals.thread import Thread
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor, Refused, read_statistics
from waystation.foundation.keyring.errors import Stale, Tampered


@pytest.fixture
def case(cast: Cast) -> Case:
    return open_a_case(cast)


def received(cast: Cast, who: str = "femi") -> selectors.Received:
    [item] = selectors.received_referrals(cast.actor(who))
    return item


def found_of(actor: Actor, case: Case) -> list[Any]:
    return selectors.as_triples(selectors.sent_referrals(actor, case))


def test_femi_can_see_the_fields_of_the_release_and_nothing_else(cast: Cast, case: Case) -> None:
    sent(cast, case, a_release(cast, case))
    item = received(cast)
    assert item.thread.need == "emergency_shelter"
    assert item.thread.sender == "Riverbend Advocates"
    fields = actions.open_received(cast.actor("femi"), referral=item.row)
    assert set(fields) == set(FIELDS)
    assert fields["identity.name_to_use"] == "Joel"
    assert CANARY not in str(fields) + str(item.thread)
    assert SAFE_CANARY not in str(fields) + str(item.thread)


def test_the_clear_row_of_a_referral_cannot_tell_the_service(cast: Cast, case: Case) -> None:
    draft = a_referral(cast, case)
    assert not {field.name for field in Referral._meta.get_fields()} & {"service", "service_id"}
    assert selectors.sent_referral(cast.actor("ben"), draft.pk, case).header.service == "Emergency beds"


def test_ben_can_send_fewer_fields_than_the_release_allows(cast: Cast, case: Case) -> None:
    sent(cast, case, a_release(cast, case), fields=("safe_contact.how",))
    fields = actions.open_received(cast.actor("femi"), referral=received(cast).row)
    assert set(fields) == {"safe_contact.how"}


def test_nothing_sealed_shows_in_the_rows(cast: Cast, case: Case) -> None:
    sent(cast, case, a_release(cast, case))
    packet = Packet.objects.get()
    for text in (b"Joel", CANARY.encode(), b"name_to_use"):
        assert text not in bytes(packet.body or b"")


@pytest.mark.parametrize("who", ["eli", "jo", "pia", "ana", "chloe", "iris", "kofi", "hale", "gwen"])
def test_others_cannot_see_or_open_what_was_sent_to_femi(cast: Cast, case: Case, who: str) -> None:
    row = sent(cast, case, a_release(cast, case))
    assert selectors.received_referrals(cast.actor(who)) == []
    with pytest.raises(Refused) as refusal:
        selectors.received_referral(cast.actor(who), row.pk)
    assert not refusal.value.visible
    with pytest.raises(Refused):
        actions.open_received(cast.actor(who), referral=row)


@pytest.mark.parametrize("who", ["nia", "uma", "ana", "iris", "kofi", "femi", "chloe"])
def test_who_does_not_work_on_the_case_cannot_send(cast: Cast, case: Case, who: str) -> None:
    release, draft = a_release(cast, case), a_referral(cast, case)
    header = selectors.sent_referral(cast.actor("ben"), draft.pk, case).header
    with pytest.raises(Refused):
        actions.send(
            cast.actor(who), referral=draft, header=header, release=release, fields=FIELDS, version=draft.version
        )
    assert not Packet.objects.exists()


def test_a_referral_without_a_release_cannot_leave(cast: Cast, case: Case) -> None:
    draft = a_referral(cast, case)
    header = selectors.sent_referral(cast.actor("ben"), draft.pk, case).header
    with pytest.raises(actions.NotSent, match="consent"):
        actions.send(cast.actor("ben"), referral=draft, header=header, release=None, fields=FIELDS, version=1)


def test_a_release_for_another_agency_or_case_does_not_serve(cast: Cast, case: Case) -> None:
    other = open_a_case(cast, alias="WREN-02")
    for release in (a_release(cast, case, to="crosskeys"), a_release(cast, other)):
        with pytest.raises(actions.NotSent, match="consent"):
            sent(cast, case, release)
    assert not Packet.objects.exists()


def test_an_expired_release_lets_nothing_leave_and_closes_what_left(cast: Cast, case: Case, settings: Any) -> None:
    release = a_release(cast, case)
    row = sent(cast, case, release)
    move_clock(settings, 31)
    with pytest.raises(NotLive):
        sent(cast, case, release)
    item = received(cast)
    assert item.state == "ended"
    with pytest.raises(Refused):
        actions.open_received(cast.actor("femi"), referral=row)
    with pytest.raises(Refused):
        actions.answer(cast.actor("femi"), referral=row, event="accept", version=row.version)


@pytest.mark.parametrize("purpose", ["work", "list", "answer"])
def test_femi_cannot_read_the_thread_once_the_release_is_over(
    cast: Cast, case: Case, settings: Any, purpose: str
) -> None:
    row = sent(cast, case, a_release(cast, case))
    femi = cast.actor("femi")
    assert gate.read(femi, subject_of(row), {"thread"}, "work")
    assert selectors.waiting_at_desk(femi) == 1
    move_clock(settings, 31)
    femi = cast.actor("femi")
    with pytest.raises(Refused) as refusal:
        gate.read(femi, subject_of(row), {"thread"}, purpose)
    assert refusal.value.visible
    [listed] = selectors.received_referrals(femi)
    assert (listed.row.pk, listed.state, listed.thread) == (row.pk, "ended", Thread())
    assert selectors.received_referral(femi, row.pk).thread == Thread()
    assert selectors.waiting_at_desk(femi) == 0


def test_the_outcome_comes_back_to_the_timeline_and_the_counts(cast: Cast, case: Case) -> None:
    sent(cast, case, a_release(cast, case))
    femi = cast.actor("femi")
    actions.open_received(femi, referral=received(cast).row)
    for event in ("accept", "start", "complete"):
        row = received(cast).row
        actions.answer(femi, referral=row, event=event, version=row.version)
    ben = cast.actor("ben")
    assert list(selectors.answers_for(ben))
    assert actions.take_in_answers(ben, case=case, found=found_of(ben, case)) == 3
    assert actions.take_in_answers(ben, case=case, found=found_of(ben, case)) == 0
    assert not list(selectors.answers_for(ben))
    codes = [entry.code for entry in case_page(ben, case.pk).referrals.timeline_list()]
    assert codes[-4:] == ["referral_sent", "referral_accepted", "referral_started", "referral_completed"]
    [record] = read_statistics(cast.actor("iris"), "client", clock.today(), "count")
    assert record["referrals"] == {"completed": 1}


def test_a_declined_packet_is_destroyed_at_once(cast: Cast, case: Case) -> None:
    sent(cast, case, a_release(cast, case))
    femi = cast.actor("femi")
    actions.open_received(femi, referral=received(cast).row)
    row = received(cast).row
    actions.answer(femi, referral=row, event="decline", reason="men_not_served", version=row.version)
    assert Packet.objects.get().body is None
    with pytest.raises(Refused):
        actions.open_received(femi, referral=received(cast).row)
    ben = cast.actor("ben")
    actions.take_in_answers(ben, case=case, found=found_of(ben, case))
    last = case_page(ben, case.pk).referrals.timeline_list()[-1]
    assert (last.code, last.params["reason"]) == ("referral_declined", "men_not_served")


def test_femi_cannot_answer_from_a_stale_form(cast: Cast, case: Case) -> None:
    sent(cast, case, a_release(cast, case))
    femi = cast.actor("femi")
    actions.open_received(femi, referral=received(cast).row)
    row = received(cast).row
    actions.answer(femi, referral=row, event="accept", version=row.version)
    with pytest.raises(Stale):
        actions.answer(femi, referral=row, event="start", version=row.version)


def test_ben_cannot_send_a_draft_twice(cast: Cast, case: Case) -> None:
    release, draft = a_release(cast, case), a_referral(cast, case)
    ben = cast.actor("ben")
    header = selectors.sent_referral(ben, draft.pk, case).header
    actions.send(ben, referral=draft, header=header, release=release, fields=FIELDS, version=draft.version)
    with pytest.raises(Stale):
        actions.send(ben, referral=draft, header=header, release=release, fields=FIELDS, version=draft.version)
    assert Packet.objects.count() == 1


def test_a_hand_off_without_identity_carries_a_need_a_word_and_a_call_back(cast: Cast, case: Case) -> None:
    draft = a_referral(cast, case)
    ben = cast.actor("ben")
    header = selectors.sent_referral(ben, draft.pk, case).header
    actions.send_opaque(ben, referral=draft, header=header, call_back="555-0142, ask for Ben", version=draft.version)
    item = received(cast)
    assert actions.open_received(cast.actor("femi"), referral=item.row) == {}
    assert len(item.thread.token) == 7
    assert not Packet.objects.exists()
    text = str(item.thread)
    assert CANARY not in text
    assert "Joel" not in text
    assert "HERON" not in text
    row = received(cast).row
    actions.answer(cast.actor("femi"), referral=row, event="accept", version=row.version)
    assert received(cast).row.status == "accepted"


def test_a_hand_off_without_identity_needs_a_call_back(cast: Cast, case: Case) -> None:
    draft = a_referral(cast, case)
    header = selectors.sent_referral(cast.actor("ben"), draft.pk, case).header
    with pytest.raises(actions.NotSent, match="call_back"):
        actions.send_opaque(cast.actor("ben"), referral=draft, header=header, call_back=" ", version=1)


def test_a_call_together_sends_nothing_and_ben_writes_down_the_answer(cast: Cast, case: Case) -> None:
    need_service = a_service(cast, name="County Motel", service="Rooms")
    ben = cast.actor("ben")
    draft = actions.choose(ben, case_id=case.pk, service_id=need_service.pk)
    assert draft.recipient is None
    header = selectors.sent_referral(ben, draft.pk, case).header
    with pytest.raises(actions.NotSent, match="recipient"):
        actions.send_opaque(ben, referral=draft, header=header, call_back="555-0142", version=draft.version)
    row = actions.send_three_way(ben, referral=draft, header=header, version=draft.version)
    assert selectors.received_referrals(cast.actor("femi")) == []
    row = actions.record_outcome(
        ben, referral=row, header=header, event="decline", reason="men_not_served", version=row.version
    )
    assert row.status == Referral.Status.DECLINED


def test_a_packet_changed_in_the_database_does_not_open(cast: Cast, case: Case) -> None:
    sent(cast, case, a_release(cast, case))
    other = open_a_case(cast, alias="WREN-02")
    sent(cast, other, a_release(cast, other))
    first, second = (Packet.objects.get(authorization__case=one) for one in (case, other))
    Packet.objects.filter(pk=first.pk).update(body=bytes(second.body or b""))
    row = Referral.objects.get(packet=first)
    with pytest.raises(Tampered):
        actions.open_received(cast.actor("femi"), referral=row)


def test_ben_can_drop_a_draft(cast: Cast, case: Case) -> None:
    draft = a_referral(cast, case)
    actions.drop(cast.actor("ben"), referral=draft)
    assert not Referral.objects.exists()
