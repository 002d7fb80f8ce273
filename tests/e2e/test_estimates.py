"""The analyst's way from an empty grid to a public page, with script and without; the refused table by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.hands import Pointer
from tests.e2e.pressing import lead_on, set_off
from tests.e2e.test_lines import Look
from tests.e2e.test_outreach import come_in, text_of
from tests.e2e.walking import Walker
from tests.numbers.prevalence.making import THREE

FAR = 300_000
"""Milliseconds a run may take on a machine that has much else to do."""
PAUSE = 1000
WORDS = "People made to work"


def enter_table(hand: Pointer, look: Look, place: str) -> None:
    """From Today to a kept table; the numbers are those of three lists that overlap well."""
    hand.follow("Data")
    hand.follow("Estimates")
    look("estimates")
    hand.follow("Enter a table")
    hand.write("Lists, one on each line", "Shelter\nClinic\nLegal aid")
    hand.write("Who is counted", WORDS)
    hand.write("Period", "Two years")
    hand.write("Place", place)
    hand.write("How people were matched between lists", "By hand, twice")
    hand.choose("How many matches may be wrong or missing?", "A sample was checked, and none was wrong")
    look("estimates-new")
    hand.press("Go on to the counts")
    for mask, count in THREE.counts.items():
        hand.page.locator(f"[name=people_{mask}]").fill(str(count))
    look("estimates-counts")
    hand.press("Keep the counts")
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text(place)


def read_verdict(hand: Pointer, look: Look) -> None:
    """Start the panel; the page goes on to the verdict by itself. Then the number without each list."""
    page = hand.page
    hand.press("Compute the panel")
    expect(page.get_by_role("heading", name="The panel")).to_be_visible(timeout=FAR)
    look("estimates-run")
    assert "Usable range" in text_of(page)
    hand.follow("Drop a list, or change one person")
    look("estimates-again")
    assert all(f"Without {name}" in text_of(page) for name in ("Shelter", "Clinic", "Legal aid"))
    hand.follow("Back to the verdict")


def try_out(hand: Pointer, look: Look) -> None:
    """On invented populations; it takes minutes, so it is ended with what is there. Ends on the verdict."""
    page, verdict = hand.page, hand.page.url
    page.route("**/again.js", lambda route: route.fulfill(body=""))  # the page holds still while it is looked at
    hand.press("Try it")
    expect(page.get_by_role("heading", name="Trying on invented populations")).to_be_visible()
    comes(page.locator("progress:not([value='0'])"), by_itself=not look.checks)
    look("estimates-trying")
    (lead_on if look.checks else set_off)(page.get_by_role("button", name="End with what is there"))
    comes(page.get_by_role("columnheader", name="Range held the truth"), by_itself=not look.checks)
    look("estimates-trial")
    page.goto(verdict)


def comes(shown: Locator, by_itself: bool) -> None:
    """Wait for what a page shows after a while; one that was told to hold still is loaded anew."""
    page = shown.page
    for _turn in range(0 if by_itself else FAR // PAUSE):
        if shown.count():
            break
        page.wait_for_timeout(PAUSE)
        page.reload()
    expect(shown).to_be_visible(timeout=FAR)


def publish(hand: Pointer, look: Look) -> None:
    """For everybody, with panel and verdict, once the words are read; the lists' names stay behind."""
    page = hand.page
    hand.follow("Publish with panel and verdict")
    hand.choose("Who may read it", "Everybody")
    look("estimates-publish")
    hand.press("Publish")
    assert "I have read these words" in text_of(page)
    expect(page.get_by_role("alert")).to_be_visible()  # not before the words are read
    hand.tick(re.compile("^I have read these words"))
    hand.press("Publish")
    assert "Usable range" in text_of(page)
    assert "Legal aid" not in text_of(page)


@pytest.mark.parametrize("way", ["script", "no script"])
def test_iris_estimates_tries_and_publishes(new_context: OpenContext, way: str) -> None:
    script = way == "script"
    place = "Depot Junction" if script else "Ferry Landing"
    page = new_context(java_script_enabled=script, reduced_motion="reduce").new_page()
    hand, look = come_in(page, "Iris"), Look(page, checks=script)
    enter_table(hand, look, place)
    look("estimates-table")
    read_verdict(hand, look)
    try_out(hand, look)
    publish(hand, look)
    visitor = new_context("320 dark", java_script_enabled=script).new_page()
    visitor.goto("/numbers/")
    assert place in text_of(visitor)
    lead_on(visitor.get_by_role("link", name=re.compile(place)).first)
    Look(visitor, checks=script)("numbers-detail")
    assert WORDS in text_of(visitor)
    assert "Usable range" in text_of(visitor)
    assert "Legal aid" not in text_of(visitor)
    assert visitor.context.cookies() == []


def test_iris_reads_the_refused_table_by_keyboard_alone(new_context: OpenContext) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    come_in(page, "Iris")
    walker, look = Walker(page), Look(page)
    walker.follow("Data")
    walker.follow("Estimates")
    walker.follow(re.compile("^Version 1: Do not publish"))
    look("estimates-refused")
    assert "There is no way around it" in text_of(page)
    assert page.get_by_role("link", name="Publish with panel and verdict").count() == 0
    assert walker.unseen == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_anyone_reads_the_county_s_number_and_its_methods(new_context: OpenContext, lang: str) -> None:
    page: Page = new_context(java_script_enabled=False).new_page()
    page.goto(f"/numbers/?lang={lang}")
    Look(page, checks=False)(f"numbers-{lang}")
    lead_on(page.get_by_role("link", name=re.compile("Alder")).first)
    assert {"en": "The panel", "es": "El panel"}[lang] in text_of(page)
    page.goto(f"/numbers/methods/?lang={lang}")
    assert {"en": "Three verdicts", "es": "Tres veredictos"}[lang] in text_of(page)
