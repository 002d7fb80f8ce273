"""The first day by other ways: from the keyboard in Spanish, and without script on a small dark screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e import first_day
from tests.e2e.going import Going, Keys, Taps
from tests.e2e.looking import Eye
from tests.e2e.serving import House
from tests.e2e.watching import LOOKS, assert_no_sideways_scroll
from tests.e2e.words import Words

Begin = Callable[[], House]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house nobody has founded, for this computer alone."""
    running = House(tmp_path / "home")
    try:
        running.start()
        yield running
    finally:
        running.close()


def walk(admin: Going, house: House) -> str:
    """All of set-up; returns the address of the page that a newcomer opens."""
    first_day.found(admin, house)
    first_day.keep_envelope(admin)
    first_day.make_teams(admin)
    slip = first_day.invite(admin)
    first_day.back_at_the_desk(admin)
    first_day.desk(admin)
    first_day.the_house(admin)
    admin.open("/set-up/")
    return slip.place


def test_an_administrator_can_set_up_by_keyboard_and_each_page_can_be_read(browser: Browser, house: House) -> None:
    """Axe in every look's turn on each page, no page wider than the screen, nothing stored, focus always seen."""
    eye = Eye(browser.new_context(base_url=house.address, reduced_motion="reduce"))
    admin = Keys(eye.page, Words(), lambda page: eye.look())
    walk(admin, house)
    assert eye.problems == []
    assert admin.unseen == []
    eye.context.close()


def test_an_administrator_can_set_up_without_script_on_a_small_dark_screen(browser: Browser, house: House) -> None:
    context = browser.new_context(base_url=house.address, java_script_enabled=False, **LOOKS["320 dark"])
    walk(Taps(context.new_page(), Words(), lambda page: None), house)
    context.close()


def test_an_administrator_can_set_up_in_spanish_on_a_small_dark_screen(browser: Browser, house: House) -> None:
    context = browser.new_context(base_url=house.address, locale="es", **LOOKS["320 dark"])
    admin = Taps(context.new_page(), Words("es"), assert_no_sideways_scroll)
    walk(admin, house)
    assert admin.page.locator("html").get_attribute("lang") == "es"
    context.close()
