"""The danger card: one tap, a clock, what was shared, a second person who learns nothing from the call for one."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from tests.cast import Cast
from waystation.care.intake import actions, selectors
from waystation.care.intake.models import Contact, DangerCard
from waystation.foundation import clock
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.models import Capsule, Grant

SHARED = {"do": "share", "whom": "emergency", "what": ["place", "language"], "consent": "yes", "county": "Alder County"}


def opened(cast: Cast) -> DangerCard:
    return actions.open_card(cast.actor("ana"))


def test_one_tap_opens_a_card_and_begins_a_contact(cast: Cast) -> None:
    ana = cast.client("ana")
    answer = ana.post("/contacts/danger/")
    card = DangerCard.objects.get()
    assert answer.url == f"/contacts/{card.contact_id}/danger/"
    page = ana.get(answer.url).content.decode()
    for words in ("911", "1-888-373-7888", "What to say", "Second person", 'role="timer"', "Open for"):
        assert words in page
    assert selectors.contact_page(cast.actor("ana"), card.contact_id).header.danger == "now"


def test_the_card_of_a_contact_is_one_and_the_contact_says_danger(cast: Cast) -> None:
    ana = cast.client("ana")
    contact = actions.take_contact(
        cast.actor("ana"), values={"lane": "help", "channel": "text", "who": "friend", "note": "Zanahoria"}
    )
    for _ in range(2):
        ana.post("/contacts/danger/", {"contact": str(contact.pk)})
    assert DangerCard.objects.count() == 1
    page = selectors.contact_page(cast.actor("ana"), contact.pk)
    assert (page.header.danger, page.header.channel) == ("now", "text")
    assert (page.account.who, page.account.note) == ("friend", "Zanahoria")


def test_danger_in_the_middle_of_the_form_loses_no_word(cast: Cast) -> None:
    ana, draft = cast.client("ana"), uuid4()
    typed = {"next": "danger", "code_word": "library", "note": "half a word", "happened_time": "soon"}
    answer = ana.post(f"/contacts/new/{draft}/", typed)
    assert answer.url == f"/contacts/{draft}/danger/"
    page = selectors.contact_page(cast.actor("ana"), draft)
    assert (page.account.code_word, page.account.note, page.header.danger) == ("library", "half a word", "now")
    changed = ana.post(f"/contacts/{draft}/edit/", {"lane": "help", "channel": "phone", "note": "n", "next": "danger"})
    assert changed.status_code in (302, 409)


def test_what_was_shared_with_whom_and_when_is_kept_sealed(cast: Cast) -> None:
    ana, card = cast.client("ana"), opened(cast)
    where = f"/contacts/{card.contact_id}/danger/"
    assert ana.post(where, {**SHARED, "county": "Zanahoria"}).status_code == 302
    assert ana.post(where, {"do": "share", "whom": "police"}).status_code == 422
    page = selectors.card_page(cast.actor("ana"), card)
    assert [(line["whom"], line["what"], line["by"]) for line in page.danger.shared] == [
        ("emergency", ["place", "language"], "Ana")
    ]
    assert dt.datetime.fromisoformat(page.danger.shared[0]["at"]) <= clock.now()
    assert page.danger.consent == "yes"
    assert not any(b"Zanahoria" in bytes(body) for body in Capsule.objects.values_list("body", flat=True))
    assert "Emergency line" in ana.get(where).content.decode()


def test_colleagues_are_told_that_a_second_person_is_needed_and_nothing_else(cast: Cast) -> None:
    card = opened(cast)
    actions.share(cast.actor("ana"), card=card, whom="police", what=["place"], county="Zanahoria")
    chloe = cast.client("chloe")
    before = Event.objects.count()
    assert [row.taken_by for row in selectors.open_cards(cast.actor("chloe"))] == [cast.member("ana")]
    assert Event.objects.count() == before
    today = chloe.get("/today/").content.decode()
    assert "Ana has somebody in danger now" in today
    assert "Zanahoria" not in today
    assert "A second person is needed" in chloe.get("/contacts/").content.decode()
    assert chloe.post(f"/contacts/{card.contact_id}/danger/", {"do": "join"}).status_code == 302
    card.refresh_from_db()
    assert card.assignee == cast.member("chloe")
    assert "Chloe is with you" in cast.client("ana").get("/contacts/").content.decode()
    assert Event.objects.filter(verb="danger.joined").count() == 1


def test_who_opened_the_card_is_not_the_second_person(cast: Cast) -> None:
    card = opened(cast)
    actions.join_card(cast.actor("ana"), card=card)
    assert card.assignee is None


def test_the_clock_runs_and_stops_at_the_end(cast: Cast) -> None:
    ana, card = cast.client("ana"), opened(cast)
    clock.set_offset(125)
    assert selectors.card_page(cast.actor("ana"), card).minutes == 2
    page = ana.get(f"/contacts/{card.contact_id}/danger/").content.decode()
    assert 'http-equiv="refresh" content="30"' in page
    ana.post(f"/contacts/{card.contact_id}/danger/", {"do": "end", "end": "help_came"})
    clock.set_offset(900)
    card.refresh_from_db()
    assert selectors.card_page(cast.actor("ana"), card).minutes == 2
    page = ana.get(f"/contacts/{card.contact_id}/danger/").content.decode()
    assert "Help came" in page
    assert 'http-equiv="refresh"' not in page
    assert selectors.open_cards(cast.actor("chloe")) == []


@pytest.mark.parametrize("who", ["ben", "nia", "iris", "kofi", "dalia", "femi", "jo", "gwen", "lucia", "hale"])
def test_a_card_is_nobody_elses(cast: Cast, who: str) -> None:
    card, other = opened(cast), cast.client(who)
    assert other.post("/contacts/danger/").status_code == 403
    for send in ({}, {"do": "join"}, SHARED):
        where = f"/contacts/{card.contact_id}/danger/"
        assert (other.post(where, send) if send else other.get(where)).status_code == 404
    assert "danger now" not in other.get("/today/").content.decode()


def test_chloe_joins_and_does_not_write(cast: Cast) -> None:
    card = opened(cast)
    assert cast.client("chloe").post(f"/contacts/{card.contact_id}/danger/", SHARED).status_code == 403


def test_the_card_goes_with_a_hand_over(cast: Cast) -> None:
    card = opened(cast)
    actions.share(cast.actor("ana"), card=card, whom="shelter", what=["place"])
    actions.hand_over(cast.actor("ana"), contact=Contact.objects.get(), team=cast.team("case"))
    ben = cast.client("ben").get(f"/contacts/{card.contact_id}/danger/")
    assert ben.status_code == 200
    assert "Shelter" in ben.content.decode()
    assert selectors.open_cards(cast.actor("chloe")) == []


def test_keys_of_a_card_end_with_the_help_lines_time(cast: Cast) -> None:
    card = opened(cast)
    actions.hand_over(cast.actor("ana"), contact=Contact.objects.get(), team=cast.team("case"))
    from waystation.care.intake.actions.expiring import end_help_line_access

    clock.set_offset(16 * 86_400)
    end_help_line_access()
    desk = cast.team("intake").pk
    assert not Grant.objects.filter(holder=desk, key__subject=card.contact_id, key__compartment="danger").exists()


def test_an_odd_contact_in_the_form_is_not_found(cast: Cast) -> None:
    ana = cast.client("ana")
    for odd in ("x", str(uuid4())):
        assert ana.post("/contacts/danger/", {"contact": odd}).status_code == 404
    assert not DangerCard.objects.exists()
