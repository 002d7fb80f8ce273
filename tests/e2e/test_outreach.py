"""A night of outreach by keyboard alone and without a script, who is late, and the month sheet: in a real browser."""

from __future__ import annotations

import re
from itertools import product

from playwright.sync_api import Page

from tests.e2e.conftest import OpenContext
from tests.e2e.hands import Hand, Pointer
from tests.e2e.pressing import stay
from tests.e2e.test_lines import Look
from tests.e2e.walking import Walker
from tests.e2e.words import Words


def come_in(page: Page, name: str) -> Pointer:
    hand = Pointer(page, Words())
    page.goto("/sign-in/")
    hand.press(f"Come in as {name}")
    hand.press("Type it for me")
    return hand


def text_of(page: Page) -> str:
    return page.locator("main").inner_text()


def add_place(hand: Hand, look: Look, name: str) -> None:
    hand.follow("Outreach")
    look("outreach")
    hand.follow("Add a place")
    hand.write("What you call it", name)
    hand.write("Area", "Depot Junction")
    hand.select("Kind of place", "Truck stops and rest areas")
    look("outreach-place")
    hand.press("Save")


def record(hand: Hand, look: Look, place: str) -> None:
    """A night that was not planned, from the first page of outreach."""
    hand.follow("Record a night")
    hand.select("Place", place)
    hand.page.get_by_label("From").fill("00:05")
    hand.page.get_by_label("To", exact=False).first.fill("00:45")
    hand.write("People talked with", "23", "spinbutton")
    hand.write("Poster", "4", "spinbutton")
    hand.tick("A bed for the night")
    look("outreach-record")
    hand.press("Save the night")


def test_gwen_keeps_a_place_and_records_a_night_by_keyboard_alone(new_context: OpenContext) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    come_in(page, "Gwen")
    walker, look = Walker(page), Look(page)
    add_place(walker, look, "Truck stops by the lake")
    record(walker, look, "Truck stops by the lake")
    look("outreach-night")
    shown = text_of(page)
    assert "23" in shown
    assert "withheld" in shown.lower()
    walker.follow("All of outreach")
    walker.follow("What a month came to")
    look("outreach-month")
    assert "Truck stops by the lake" in text_of(page)
    page.goto("/outreach/volunteers/")
    look("outreach-volunteers")
    page.goto("/outreach/nights/new/")
    look("outreach-plan")
    assert "Noor" in text_of(page)
    assert page.get_by_role("checkbox", name="Noor").count() == 0
    assert walker.unseen == []


def test_lucia_comes_back_without_a_script(new_context: OpenContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    hand = come_in(page, "Lucia")
    assert "You are out, due back at" in text_of(page)
    hand.follow("Outreach")
    hand.press("I am back")
    assert "Nobody is out." in text_of(page)
    add = page.get_by_role("link", name="Add a place")
    assert add.count() == 0


def test_a_street_is_refused_in_words(new_context: OpenContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    hand = come_in(page, "Gwen")
    page.goto("/outreach/hotspots/new/")
    hand.write("What you call it", "412 Ferry Street")
    hand.write("Area", "Millrace")
    hand.press("Save")
    assert "could lead to a place or a person" in text_of(page)


def test_iris_reads_prints_and_saves_a_month(new_context: OpenContext) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    hand, look = come_in(page, "Iris"), Look(page)
    page.goto("/data/")
    hand.follow("Month sheet")
    look("month-sheet")
    words = text_of(page)
    assert "They do not add up and are never added up." in words
    with page.expect_download() as saved:
        stay(page.get_by_role("link", name="Save as a file (CSV)"))
    content = saved.value.path().read_text()
    assert content.startswith("part,code,words,count\n")
    assert "counts,signals,Signals," in content
    for lang, paper in product(("en", "es"), ("A4", "Letter")):
        page.goto(f"/data/month/?lang={lang}")
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=paper))) <= 2
    page.goto("/data/month/?lang=en")
    page.emulate_media(media="print")
    assert "Riverbend Advocates · Alder Help Line" in text_of(page)
    assert "Made on" in text_of(page)
    assert not page.get_by_role("button", name="Show").is_visible()
    assert not page.get_by_text("Waystation").first.is_visible()
    assert page.get_by_text("Method and limits").is_visible()
