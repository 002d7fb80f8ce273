"""Pages anyone may open: clean for axe, light, silent, storing nothing; and the way out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.pages import open_addresses
from tests.e2e.pressing import lead_on, set_off
from tests.e2e.serving import Site
from tests.e2e.walking import Walker
from tests.e2e.watching import (
    LOOKS,
    PUBLIC_LIMIT,
    assert_looks_right,
    assert_no_axe_violation,
    assert_no_sideways_scroll,
    assert_stores_nothing,
    looks_for,
    weigh,
)

PUBLIC = ["/", "/no-such-page/", "/?lang=es"]
EVERY = [*open_addresses(), "/no-such-page/", "/?lang=es"]


@pytest.fixture(scope="module")
def visitors(browser: Browser) -> Iterator[dict[str, Page]]:
    """A page in each of LOOKS."""
    pages = {look: browser.new_context(**options).new_page() for look, options in LOOKS.items()}
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize(("address", "look"), [(a, look) for turn, a in enumerate(EVERY) for look in looks_for(turn)])
def test_anyone_can_read_an_open_page_by_eye_ear_and_touch(
    visitors: dict[str, Page], site: Site, address: str, look: str
) -> None:
    assert_looks_right(visitors[look], site.address + address)


def test_style_guide_is_clean_in_every_look(new_context: OpenContext) -> None:
    for look in ("320 dark", "1200 light"):
        page = new_context(look).new_page()
        page.goto("/styleguide/")
        assert_no_axe_violation(page)
        assert_no_sideways_scroll(page)


@pytest.mark.parametrize("address", PUBLIC)
def test_visitor_with_a_slow_line_can_open_a_public_page(browser: Browser, site: Site, address: str) -> None:
    assert weigh(browser, site.address + address) <= PUBLIC_LIMIT


def test_visitor_leaves_nothing_in_the_browser(page: Page) -> None:
    for address in PUBLIC:
        page.goto(address)
        assert_stores_nothing(page)
    assert page.context.cookies() == []


def test_visitor_can_leave_with_the_first_key(walker: Walker, site: Site) -> None:
    walker.page.goto("/")
    walker.page.keyboard.press("Tab")
    expect(walker.page.get_by_role("button", name="Leave this page")).to_be_focused()
    walker.page.keyboard.press("Enter")
    walker.page.wait_for_url(site.exit_address)


def test_visitor_can_leave_by_pressing_shift_three_times_and_is_not_led_back(page: Page, site: Site) -> None:
    page.goto("/styleguide/")
    page.goto("/")
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(site.exit_address)
    page.go_back()
    expect(page).to_have_url(f"{site.address}/styleguide/")


def test_visitor_without_script_can_leave(page_without_script: Page, site: Site) -> None:
    page_without_script.goto("/")
    set_off(page_without_script.get_by_role("button", name="Leave this page"))
    page_without_script.wait_for_url(site.exit_address)


def test_visitor_can_read_spanish_without_a_cookie(page: Page) -> None:
    page.goto("/")
    lead_on(page.get_by_role("link", name="Español"))
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert page.context.cookies() == []


def test_lost_visitor_is_shown_a_way_on(page: Page) -> None:
    answer = page.goto("/no-such-page/")
    assert answer is not None
    assert answer.status == 404
    lead_on(page.get_by_role("link", name=re.compile("first page")))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
