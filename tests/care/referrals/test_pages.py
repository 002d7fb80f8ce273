"""Sharing and the receiving desk, page by page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.care.walk import CANARY, SAFE_CANARY, a_referral, a_release, a_service, move_clock, open_a_case, sent
from tests.cast import Cast
from waystation.care.cases.actions import add_need
from waystation.care.cases.models import Case
from waystation.care.consent.actions import withdraw
from waystation.care.consent.models import Packet
from waystation.care.referrals.models import Referral

FIELDS = ["identity.name_to_use", "safe_contact.how"]


@pytest.fixture
def case(cast: Cast) -> Case:
    return open_a_case(cast)


def chosen(cast: Cast, ben: Client, case: Case) -> str:
    """A hit of the directory becomes a draft; its address."""
    need = add_need(cast.actor("ben"), case=case, code="emergency_shelter", urgency="tonight", language="spa")
    told = {"service_id": str(a_service(cast).pk), "case": str(case.pk), "need": need.id}
    answer = ben.post(f"/cases/{case.pk}/sharing/choose/", told)
    assert answer.status_code == 302
    return str(answer["Location"])


def test_without_a_release_the_button_is_off_and_the_server_refuses(cast: Cast, case: Case) -> None:
    ben = cast.client("ben")
    url = chosen(cast, ben, case)
    page = ben.get(url).content.decode()
    assert 'aria-disabled="true"' in page
    assert "No live release names this agency" in page
    answer = ben.post(f"{url}send/", {"release": str(uuid4()), "fields_to_share": FIELDS, "version": "1"})
    assert answer.status_code == 422
    assert "The server refuses" in answer.content.decode()
    assert not Packet.objects.exists()


def test_an_expired_release_turns_the_button_off_again(cast: Cast, case: Case, settings: Any) -> None:
    release, ben = a_release(cast, case), cast.client("ben")
    url = chosen(cast, ben, case)
    assert "Send these 2 fields to Juniper House" in ben.get(url).content.decode()
    move_clock(settings, 31)
    ben = cast.client("ben")
    assert 'aria-disabled="true"' in ben.get(url).content.decode()
    answer = ben.post(f"{url}send/", {"release": str(release.pk), "fields_to_share": FIELDS, "version": "1"})
    assert answer.status_code == 422
    assert not Packet.objects.exists()


def test_femi_sees_that_a_release_is_over_and_not_what_it_was_about(cast: Cast, case: Case, settings: Any) -> None:
    row = sent(cast, case, a_release(cast, case))
    assert "Emergency shelter" in cast.client("femi").get("/referrals/received/").content.decode()
    move_clock(settings, 31)
    femi = cast.client("femi")
    listed = femi.get("/referrals/received/").content.decode()
    assert "The release has ended" in listed
    assert "Emergency shelter" not in listed
    page = femi.get(f"/referrals/received/{row.pk}/").content.decode()
    assert "Stop using what you received" in page
    assert "Emergency" not in page


def test_ben_chooses_between_releases_by_what_they_are_for(cast: Cast, case: Case) -> None:
    a_release(cast, case)
    a_release(cast, case, purpose="legal")
    ben = cast.client("ben")
    page = ben.get(chosen(cast, ben, case))
    names = [str(name) for _, name in page.context["form"].fields["release"].choices]
    assert [name.partition(",")[0] for name in names] == ["Legal help (release 2", "A safe place to stay (release 1"]
    assert "<strong>Legal help</strong>; <strong>A safe place to stay</strong>" in page.content.decode()


def test_the_way_from_the_choice_to_the_outcome(cast: Cast, case: Case) -> None:
    release, ben, femi = a_release(cast, case), cast.client("ben"), cast.client("femi")
    url = chosen(cast, ben, case)
    page = ben.get(url).content.decode()
    assert "Joel" not in page
    assert "Sealed on this screen" in page
    assert "Joel" in ben.post(url).content.decode()
    answer = ben.post(f"{url}send/", {"release": str(release.pk), "fields_to_share": FIELDS, "version": "1"})
    assert answer.status_code == 302
    row = Referral.objects.get()
    listed = femi.get("/referrals/received/").content.decode()
    assert "Emergency shelter" in listed
    assert "Riverbend Advocates" in listed
    assert "Joel" not in listed
    opened = femi.get(f"/referrals/received/{row.pk}/").content.decode()
    assert "Joel" in opened
    assert "28 CFR 94.115" in opened
    assert CANARY not in opened
    assert SAFE_CANARY not in opened
    assert "HERON" not in opened
    for event in ("accept", "start", "complete"):
        row.refresh_from_db()
        told = {"event": event, "version": str(row.version)}
        assert femi.post(f"/referrals/received/{row.pk}/answer/", told).status_code == 302
    assert "Service completed" in ben.get(f"/cases/{case.pk}/sharing/").content.decode()
    assert "Service completed at Juniper House" in ben.get(f"/cases/{case.pk}/").content.decode()


def test_femi_can_decline_only_with_a_reason(cast: Cast, case: Case) -> None:
    row = sent(cast, case, a_release(cast, case))
    femi, url = cast.client("femi"), f"/referrals/received/{row.pk}/"
    femi.get(url)
    row.refresh_from_db()
    answer = femi.post(f"{url}answer/", {"event": "decline", "version": str(row.version)})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    told = {"event": "decline", "decline_reason": "men_not_served", "version": str(row.version)}
    assert femi.post(f"{url}answer/", told).status_code == 302
    assert "Joel" not in femi.get(url).content.decode()
    assert "Men are not served" in cast.client("ben").get(f"/cases/{case.pk}/sharing/").content.decode()


def test_a_stale_form_in_a_second_tab_changes_nothing(cast: Cast, case: Case) -> None:
    row = sent(cast, case, a_release(cast, case))
    femi, url = cast.client("femi"), f"/referrals/received/{row.pk}/"
    femi.get(url)
    row.refresh_from_db()
    stale = {"event": "accept", "version": str(row.version)}
    assert femi.post(f"{url}answer/", stale).status_code == 302
    assert femi.post(f"{url}answer/", {**stale, "event": "start"}).status_code == 409
    row.refresh_from_db()
    assert row.status == "accepted"


def test_after_withdrawal_femi_can_neither_see_nor_answer(cast: Cast, case: Case) -> None:
    release = a_release(cast, case)
    row = sent(cast, case, release)
    femi = cast.client("femi")
    femi.get(f"/referrals/received/{row.pk}/")
    withdraw(cast.actor("ben"), authorization_id=release.pk)
    assert "Withdrawn by the person" in femi.get("/referrals/received/").content.decode()
    row.refresh_from_db()
    answer = femi.post(f"/referrals/received/{row.pk}/answer/", {"event": "accept", "version": str(row.version)})
    assert answer.status_code == 422
    assert "Stop using what you received" in answer.content.decode()


def test_a_hand_off_without_identity_and_a_call_together(cast: Cast, case: Case) -> None:
    ben, femi = cast.client("ben"), cast.client("femi")
    url = chosen(cast, ben, case)
    assert ben.post(f"{url}hand-off/", {"call_back": "", "version": "1"}).status_code == 422
    assert ben.post(f"{url}hand-off/", {"call_back": "555-0142, Ben", "version": "1"}).status_code == 302
    row = Referral.objects.get()
    page = femi.get(f"/referrals/received/{row.pk}/").content.decode()
    assert "555-0142, Ben" in page
    assert "Joel" not in page
    assert CANARY not in page
    other = chosen(cast, ben, case)
    assert ben.post(f"{other}call/", {"version": "1"}).status_code == 302
    told = {"event": "decline", "decline_reason": "full", "version": "2"}
    assert ben.post(f"{other}outcome/", {"event": "decline", "version": "2"}).status_code == 422
    assert ben.post(f"{other}outcome/", told).status_code == 302
    assert "No space now" in ben.get(other).content.decode()


def test_ben_can_put_a_draft_away_but_not_what_was_sent(cast: Cast, case: Case) -> None:
    ben = cast.client("ben")
    row = sent(cast, case, a_release(cast, case))
    assert ben.post(f"/cases/{case.pk}/sharing/{row.pk}/drop/").status_code == 422
    draft = a_referral(cast, case)
    assert ben.post(f"/cases/{case.pk}/sharing/{draft.pk}/drop/").status_code == 302
    assert list(Referral.objects.values_list("pk", flat=True)) == [row.pk]


def test_a_referral_of_another_case_is_not_found_here(cast: Cast, case: Case) -> None:
    draft = a_referral(cast, open_a_case(cast, alias="WREN-02"))
    ben = cast.client("ben")
    assert ben.get(f"/cases/{case.pk}/sharing/{draft.pk}/").status_code == 404
    assert ben.post(f"/cases/{case.pk}/sharing/{draft.pk}/drop/").status_code == 404


@pytest.mark.parametrize("who", ["ana", "nia", "uma", "iris", "kofi", "femi", "eli", "jo", "gwen", "lucia", "hale"])
def test_for_others_there_is_no_sharing_page(cast: Cast, case: Case, who: str) -> None:
    draft, client = a_referral(cast, case), cast.client(who)
    base = f"/cases/{case.pk}/sharing/"
    told = {"version": "1", "call_back": "x", "service_id": str(a_service(cast).pk)}
    assert client.get(base).status_code == 404
    assert client.get(f"{base}{draft.pk}/").status_code == 404
    for step in ("send/", "hand-off/", "call/", "outcome/", "drop/"):
        assert client.post(f"{base}{draft.pk}/{step}", told).status_code == 404
    assert client.post(f"{base}choose/", told).status_code == 404


@pytest.mark.parametrize("who", ["ben", "eli", "jo", "pia", "ana", "chloe", "iris", "hale"])
def test_others_cannot_find_what_was_sent_to_femi(cast: Cast, case: Case, who: str) -> None:
    row = sent(cast, case, a_release(cast, case))
    client = cast.client(who)
    for referral in (row.pk, uuid4()):
        assert client.get(f"/referrals/received/{referral}/").status_code == 404
        assert client.post(f"/referrals/received/{referral}/answer/", {"event": "accept"}).status_code == 404
    assert client.get("/referrals/received/").status_code in (200, 403)
