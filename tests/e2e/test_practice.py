"""Practice from the real sign-in page, in a browser: the way there, the marks, a first shift, and two folders apart."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e import steps_call
from tests.e2e.hands import Pointer
from tests.e2e.picturing import save
from tests.e2e.pressing import set_off
from tests.e2e.serving import House
from tests.e2e.watching import LOOKS, Strays, assert_no_axe_violation, assert_no_sideways_scroll, assert_stores_nothing
from tests.e2e.words import Words
from waystation.web.practice import place

OPENING = 180_000
"""Milliseconds until practice is open: a server is started and a county made for it."""
TYPED = "Quillfeather 7731 after nine"


@pytest.fixture(scope="module")
def house(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A real installation that nobody has founded yet: practice does not need one."""
    running = House(tmp_path_factory.mktemp("practised") / "home")
    try:
        running.start()
        yield running
    finally:
        running.close()


def context_of(browser: Browser, house: House, *, script: bool) -> BrowserContext:
    return browser.new_context(base_url=house.address, java_script_enabled=script, **LOOKS["1200 light"])


def open_practice(page: Page) -> None:
    """From the real sign-in page; the waiting page asks again by itself."""
    page.goto("/sign-in/")
    set_off(page.get_by_role("button", name="Practice in the invented county"))
    page.wait_for_url(re.compile(r":\d+/sign-in/$"), timeout=OPENING)
    expect(page).to_have_title(re.compile(r"^Practice: Sign in"), timeout=OPENING)


def look_at(page: Page, name: str) -> None:
    """Axe, width and storage in both looks; pictures where a folder is named."""
    for look in ("320 dark", "1200 light"):
        page.set_viewport_size(LOOKS[look]["viewport"])
        page.emulate_media(color_scheme=LOOKS[look]["color_scheme"])
        assert_no_axe_violation(page)
        assert_no_sideways_scroll(page)
        assert_stores_nothing(page)
        save(page, f"{name}-{look.replace(' ', '-')}")


def test_page_of_practice_is_clean_before_it_is_open(browser: Browser, house: House) -> None:
    context = context_of(browser, house, script=True)
    page = context.new_page()
    page.goto("/practice/")
    look_at(page, "practice")
    context.close()


def test_member_without_script_is_led_into_practice(browser: Browser, house: House) -> None:
    context = context_of(browser, house, script=False)
    page = context.new_page()
    open_practice(page)
    expect(page.locator(".strip")).to_have_text("Practice: nobody here is real.")
    context.close()


def test_ana_walks_her_first_shift_in_practice(browser: Browser, house: House) -> None:
    context = context_of(browser, house, script=True)
    page = context.new_page()
    open_practice(page)
    there = Strays(frozenset({house.address, page.url.removesuffix("/sign-in/")}))
    there.watch(context)
    ana = Pointer(page, Words())
    ana.press(re.compile("^Begin .*Hotline advocate"))
    look_at(page, "lesson-sign-in")
    ana.press("Come in as Ana")
    ana.press("Type it for me")
    look_at(page, "lesson-today")
    step(page, ana)
    ana.follow("Contacts")
    step(page, ana)
    ana.follow("Today")
    ana.follow("Take a contact")
    step(page, ana)
    steps_call.fill_contact(ana)
    ana.write("How, and when", TYPED)
    ana.press("Save, and note what may be happening")
    step(page, ana)
    steps_call.note_person(ana, 17, steps_call.JOEL)
    step(page, ana)
    step(page, ana)
    steps_call.hand_over(ana)
    step(page, ana)
    ana.follow("Directory")
    look_at(page, "lesson-directory")
    step(page, ana)
    ana.press("Leave it for later")
    ana.follow("Today")
    ana.press("Go on with the lesson")
    ana.press("Skip this step")
    ana.follow("Ana")
    ana.press("Sign out")
    expect(page.locator(".lesson")).to_contain_text("step 10 of 10")
    expect(page.locator(".lesson .badge")).to_have_text("Done")
    ana.press("End the lesson")
    expect(page.locator(".lesson")).to_have_count(0)
    assert there.seen == []
    context.close()


def step(page: Page, hand: Pointer) -> None:
    """The present step is known to be done; on to the next."""
    expect(page.locator(".lesson .badge")).to_have_text("Done")
    hand.press("Next step")


def test_what_was_done_in_practice_is_in_its_own_folder_only(house: House) -> None:
    practice = place.folder_of(house.home)
    assert count(house.home, "intake_contact") == 0
    assert count(practice, "intake_contact") >= 4
    assert count(house.home, "agencies_agency") == 0
    assert count(practice, "agencies_agency") == 5
    for path in house.home.rglob("*"):
        if path.is_file() and TYPED.encode() in path.read_bytes():
            pytest.fail(f"{path} holds what was typed in practice", pytrace=False)


def count(folder: Path, table: str) -> int:
    with closing(sqlite3.connect(f"file:{folder / 'waystation.sqlite3'}?mode=ro", uri=True)) as database:
        found: int = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        return found


def test_practice_ends_with_the_real_server(house: House) -> None:
    assert place.standing(house.home).state is place.State.OPEN
    house.stop()
    for _turn in range(600):
        if place.standing(house.home).state is place.State.SHUT:
            return
        time.sleep(0.1)
    pytest.fail("practice is still served")
