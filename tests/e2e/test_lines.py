"""A line is made by keyboard alone and without a script; every page of it is clean in each look."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e import steps_line
from tests.e2e.conftest import OpenContext
from tests.e2e.hands import Pointer
from tests.e2e.pressing import lead_on
from tests.e2e.walking import Walker
from tests.e2e.watching import (
    LOOKS,
    assert_no_axe_violation_once,
    assert_no_sideways_scroll,
    assert_stores_nothing,
)
from tests.e2e.words import Words

LONG = bool(os.environ.get("WAYSTATION_LONG"))
PICTURES = os.environ.get("WAYSTATION_PICTURES")


def _come_in(page: Page, name: str) -> Pointer:
    hand = Pointer(page, Words())
    page.goto("/sign-in/")
    hand.press(f"Come in as {name}")
    hand.press("Type it for me")
    return hand


class Look:
    """Looks at a page as it stands, narrow and dark, wide and light; in all four looks when WAYSTATION_LONG is set."""

    def __init__(self, page: Page, checks: bool = True) -> None:
        self.page, self.checks, self.seen = page, checks, 0

    def __call__(self, name: str) -> None:
        self.seen += 1
        for look in LOOKS if LONG else ("320 dark", "1200 light"):
            self.page.set_viewport_size(LOOKS[look]["viewport"])
            self.page.emulate_media(color_scheme=LOOKS[look]["color_scheme"])
            if self.checks:
                assert_no_axe_violation_once(self.page, look)
                assert_no_sideways_scroll(self.page)
            if PICTURES:
                self.page.screenshot(path=Path(PICTURES) / f"{name}-{look.replace(' ', '-')}.png", full_page=True)
        if self.checks:
            assert_stores_nothing(self.page)


def test_a_line_can_be_made_and_answered_by_keyboard_alone(new_context: OpenContext) -> None:
    supervisor, advocate = (new_context(reduced_motion="reduce").new_page() for _person in range(2))
    for page, name in ((supervisor, "Chloe"), (advocate, "Ana")):
        _come_in(page, name)
    walker, other = Walker(supervisor), Walker(advocate)
    look = Look(supervisor)
    steps_line.make_line(walker, look)
    steps_line.ask(walker, look, "Ana")
    steps_line.agree(other, Look(advocate))
    steps_line.go_live(walker, look)
    assert look.seen >= 15
    assert walker.unseen + other.unseen == []


def test_a_line_can_be_made_without_a_script(new_context: OpenContext) -> None:
    hand = _come_in(new_context(java_script_enabled=False).new_page(), "Kofi")
    steps_line.make_line(hand, Look(hand.page, checks=False), name="Lakeshore Line")
    steps_line.ask(hand, Look(hand.page, checks=False), "Pilar")
    assert "Asked" in hand.page.locator("main").inner_text()


def test_the_county_s_rota_is_uncovered_on_sunday_morning(new_context: OpenContext) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    hand, look = _come_in(page, "Ana"), Look(page)
    look("today")
    assert "Sunday 02:00-06:00 uncovered in the rota" in page.locator("main").inner_text()
    hand.follow_to("/rota/")
    look("rota")
    assert len(re.findall("Sunday 02:00-06:00", page.locator("#h-holes >> xpath=..").inner_text())) == 2
    lead_on(page.locator("#h-holes >> xpath=..").get_by_role("link", name="Take these hours").first)
    look("rota-gap")
    assert "Sunday 02:00-06:00" in page.locator("main").inner_text()
    assert page.get_by_label("From").count() == 0
    page.goto("/shifts/")
    look("county-shifts")
    hand.follow("Ask a colleague to take it")
    look("swap")
    page.goto("/lines/interpreters/")
    hand.select("Language the person speaks", "Swahili")
    hand.press("Show whom to ring")
    look("interpreters")
    assert "Alder Voices" in page.locator("main").inner_text()
    page.goto("/contacts/")
    look("queue")
