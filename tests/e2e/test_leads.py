"""Journey 2, steps 5 to 7, and journey 11, steps 1 and 2: a tip from a phone to Sgt. Hale, and back to its sender."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import OpenContext
from tests.e2e.hands import Hand, Pointer
from tests.e2e.pressing import lead_on
from tests.e2e.test_lines import Look
from tests.e2e.walking import Walker
from tests.e2e.words import Words

FACTS = "A card in a shop offers work with a room. Two callers were asked to hand over their passports."
SAW = "A card in the shop offers work with a room, passports asked for first."


def come_in(page: Page, name: str) -> Pointer:
    hand = Pointer(page, Words())
    page.goto("/sign-in/")
    hand.press(f"Come in as {name}")
    hand.press("Type it for me")
    return hand


def tell(page: Page, phone: str) -> str:
    """Somebody on a phone without script tells what they saw; returns the order number."""
    page.goto("/tell/")
    for label, words in (("In your own words, if you like", SAW), ("A phone number they used", phone)):
        while page.get_by_label(label).count() == 0:
            lead_on(page.get_by_role("button", name="Go on"))
        page.get_by_label(label).fill(words)
    lead_on(page.get_by_role("button", name="Send what I wrote"))
    return page.locator(".number").first.inner_text()


def outcome(page: Page, number: str) -> str:
    """What the order number shows."""
    page.goto("/order/")
    page.get_by_label("Your order number").fill(number)
    lead_on(page.locator("form", has=page.get_by_label("Your order number")).locator("button").first)
    return page.locator("body").inner_text()


def propose(hand: Hand, look: Look) -> None:
    """The form of a release, its preview, and the proposal."""
    hand.choose("To which liaison", "Sgt. Hale, Alder County Coalition")
    hand.write(re.compile("^The facts"), FACTS)
    hand.write(re.compile("^Why this may be trafficking"), "Documents asked for before work begins.")
    hand.write(re.compile("^Why this person needs to know it"), "Looks into offers of work.")
    hand.write(re.compile("^Why now"), "The number is still answered.")
    hand.press("Show what would leave")
    look("release-preview")
    hand.press("Propose exactly this")
    look("release-proposed")


@pytest.mark.parametrize("way", ["keyboard", "no script"])
def test_a_tip_from_a_phone_reaches_one_liaison_by_two_people(new_context: OpenContext, way: str) -> None:
    script = way == "keyboard"
    phone = "555-0188" if script else "555-0189"
    tipster = new_context("320 dark", java_script_enabled=False).new_page()
    number = tell(tipster, phone)
    pages = {
        name: new_context(java_script_enabled=script, reduced_motion="reduce").new_page()
        for name in ("Ana", "Chloe", "Sgt. Hale")
    }
    people: dict[str, Hand] = {name: come_in(page, name) for name, page in pages.items()}
    if script:
        people = {name: Walker(page) for name, page in pages.items()}
    looks = {name: Look(page, checks=script) for name, page in pages.items()}
    ana, chloe, hale = people["Ana"], people["Chloe"], people["Sgt. Hale"]

    ana.page.goto("/messages/")
    ana.page.goto(newest_message(ana.page))
    ana.follow("Links, leads, and what can become of it")
    looks["Ana"]("tip")
    ana.write("Working title", f"Card in a shop, {phone}")
    ana.press("Make it a lead")
    looks["Ana"]("lead")
    ana.follow("Propose a release")
    looks["Ana"]("release-form")
    propose(ana, looks["Ana"])
    assert "Nobody can do both" in ana.page.locator("main").inner_text()
    assert ana.page.get_by_role("button", name="Confirm and release").count() == 0
    assert "passed on" not in outcome(tipster, number)

    chloe.page.goto("/today/")
    looks["Chloe"]("today")
    chloe.follow(re.compile("Ana proposes to release a lead to Sgt. Hale"))
    looks["Chloe"]("release-to-confirm")
    chloe.press("Confirm and release")
    looks["Chloe"]("released")
    assert "It was passed on" in outcome(tipster, number)

    hale.page.goto("/leads/")
    looks["Sgt. Hale"]("given")
    assert hale.page.get_by_role("searchbox").count() <= 1, "only the directory's"
    hale.follow_in("main ol.rows h2")
    looks["Sgt. Hale"]("given-one")
    words = hale.page.locator("main").inner_text()
    assert FACTS in words
    assert phone in words
    hale.choose("What came of it", "An investigation was opened")
    hale.press("Save the outcome")
    ana.page.goto("/contacts/leads/")
    looks["Ana"]("leads")
    shown = outcome(tipster, number)
    assert "they answered" in shown
    assert "investigation" not in shown.lower()
    if script:
        assert [person.unseen for person in people.values() if isinstance(person, Walker)] == [[], [], []]


def newest_message(page: Page) -> str:
    """The address of the message that came in last."""
    found = [link.get_attribute("href") or "" for link in page.locator("main a[href*='/messages/']").all()]
    for address in [one for one in found if re.search(r"/messages/[0-9a-f-]{36}/$", one)]:
        page.goto(address)
        if SAW in page.locator("main").inner_text() and "Open its lead" not in page.locator("main").inner_text():
            waiting = "Received" in page.locator("aside").first.inner_text()
            if waiting:
                return address
    raise AssertionError("the message did not arrive")


def test_two_tips_about_one_van_and_an_alert_are_linked_by_keyboard(new_context: OpenContext) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    come_in(page, "Ana")
    ana, look = Walker(page), Look(page)
    page.goto("/contacts/leads/links/")
    look("links")
    assert "HZK4471" in page.locator("main").inner_text()
    ana.press("They belong together")
    look("lead")
    assert "White van, motel lot before five" in page.locator("h1").inner_text()
    page.goto("/contacts/leads/alerts/")
    look("alerts")
    ana.follow_in("main ol.rows h2")
    look("alert")
    ana.select("Link it to a lead", "White van, motel lot before five")
    ana.press("Link it")
    look("alert-linked")
    assert "White van" in page.locator("aside").first.inner_text()
    assert ana.unseen == []


def test_an_administrator_sees_who_leads_may_go_to(new_context: OpenContext) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    come_in(page, "Kofi")
    page.goto("/liaisons/")
    Look(page)("liaisons")
    assert "Sgt. Hale" in page.locator("main").inner_text()
    page.goto("/leads/")
    assert page.locator("h1").inner_text() != "Leads released to you"
