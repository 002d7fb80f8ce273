"""The bar with the danger button stands wherever an advocate reads what came in, and opens one contact's card."""

from __future__ import annotations

import re

import pytest

from tests.care.intake.tips.ground import line_of_riverbend, sent
from tests.cast import Cast
from waystation.care.intake import actions, selectors
from waystation.care.intake.chat import actions as chats
from waystation.care.intake.models import Contact, DangerCard
from waystation.care.intake.texting import actions as texts
from waystation.care.intake.texting.models import Thread

BUTTON = 'accesskey="x"'
LISTS = [
    "/contacts/", "/messages/", "/chats/", "/texts/", "/contacts/leads/", "/contacts/leads/links/",
    "/contacts/leads/alerts/",
]  # fmt: skip


def bar(cast: Cast, who: str, address: str) -> str:
    answer = cast.client(who).get(address)
    assert answer.status_code == 200
    found = re.search(r'<section class="console.*?</section>', answer.content.decode(), re.S)
    return found[0] if found else ""


@pytest.mark.parametrize("address", LISTS)
def test_an_advocate_has_it_on_every_list_and_others_have_none(cast: Cast, address: str) -> None:
    assert BUTTON in bar(cast, "ana", address)
    assert BUTTON not in bar(cast, "chloe", address)


def test_on_a_message_nobody_took_it_takes_it_and_opens_the_card_of_that_one_contact(cast: Cast) -> None:
    tip, _number = sent(line_of_riverbend(cast), "help", story="Someone is at the door")
    address = f"/messages/{tip.pk}/"
    assert f'action="{address}take/"' in bar(cast, "ana", address)
    answer = cast.client("ana").post(f"{address}take/", {"next": "danger"})
    assert answer.headers["Location"] == f"/contacts/{tip.pk}/danger/"
    assert [row.pk for row in Contact.objects.all()] == [tip.pk]
    assert DangerCard.objects.get().contact_id == tip.pk
    again = bar(cast, "ana", address)
    assert f'name="contact" value="{tip.pk}"' in again
    assert "Your danger card is open" in again


def test_on_a_chat_it_does_the_same(cast: Cast) -> None:
    row, _cookie = chats.begin(line_of_riverbend(cast, takes_chats=True), text="Now", language="eng")
    assert f'action="/chats/{row.pk}/take/"' in bar(cast, "ana", f"/chats/{row.pk}/")
    answer = cast.client("ana").post(f"/chats/{row.pk}/take/", {"next": "danger"})
    assert answer.headers["Location"] == f"/contacts/{row.pk}/danger/"
    assert Contact.objects.count() == 1


def test_on_a_text_it_does_the_same(cast: Cast) -> None:
    line = line_of_riverbend(cast, takes_texts=True)
    gateway = texts.set_gateway(
        cast.actor("kofi"), line_id=line.pk, kind="generic", live=True, secret="a" * 40, account="", number="", base=""
    )
    texts.accept(gateway, texts.Incoming(id="m1", number="+15550142009", text="He is here"))
    row = Thread.objects.get()
    assert f'action="/texts/{row.pk}/take/"' in bar(cast, "ana", f"/texts/{row.pk}/")
    answer = cast.client("ana").post(f"/texts/{row.pk}/take/", {"next": "danger"})
    assert answer.headers["Location"] == f"/contacts/{row.pk}/danger/"
    assert Contact.objects.count() == 1


def test_on_the_result_of_a_screening_it_opens_the_card_of_its_contact(cast: Cast) -> None:
    ana = cast.actor("ana")
    contact = actions.take_contact(ana, values={"lane": "help", "channel": "phone"})
    situation = actions.begin_situation(ana, contact=contact)
    person = selectors.situation_page(ana, situation.pk).facts.person_list()[0].id
    address = f"/situations/{situation.pk}/persons/{person}/screening/"
    assert f'value="{contact.pk}"' in bar(cast, "ana", address)


def test_a_contact_that_left_the_desk_has_no_card_of_its_own_any_more(cast: Cast) -> None:
    ana = cast.actor("ana")
    contact = actions.take_contact(ana, values={"lane": "help", "channel": "phone"})
    actions.end_contact(ana, contact=contact, disposition="information_given")
    found = bar(cast, "ana", f"/contacts/{contact.pk}/")
    assert BUTTON in found
    assert str(contact.pk) not in found
