"""The conversation guide as Jo holds it: from the keyboard, without script, on a small screen in the dark."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import steps_screening
from tests.e2e.conftest import OpenContext
from tests.e2e.county import County
from tests.e2e.hands import Hand, Pointer
from tests.e2e.walking import Walker
from tests.e2e.watching import assert_no_sideways_scroll, assert_stores_nothing
from tests.e2e.words import Words


def hold(jo: Hand) -> None:
    """Stop for a companion, go on, use the example; the page in between says nothing of the matter."""
    page = jo.page
    shown = steps_screening.stop_for_companion(jo, lambda: assert_no_sideways_scroll(page))
    assert steps_screening.TOLD.search(shown) is None, shown
    steps_screening.go_on_later(jo, lambda: assert_no_sideways_scroll(page))
    expect(page.get_by_role("main")).to_contain_text(steps_screening.PAY)
    expect(page.get_by_role("main")).to_contain_text(steps_screening.PAPERS)
    steps_screening.use_example(jo, lambda: assert_no_sideways_scroll(page))
    expect(page.get_by_role("main")).to_contain_text("of 100 positives about 26 are right")
    expect(page.get_by_role("main")).to_contain_text("Not a finding")
    jo.follow("What was said")
    jo.press("Erase this conversation")


def test_jo_can_stop_for_a_companion_and_go_on_by_keyboard(new_context: OpenContext) -> None:
    walkers: list[Walker] = []

    def make(page: Page) -> Hand:
        walkers.append(Walker(page))
        return walkers[-1]

    hold(County(new_context, make)["Jo"])
    assert [line for walker in walkers for line in walker.unseen] == []


def test_jo_can_stop_for_a_companion_and_go_on_without_script(new_context: OpenContext) -> None:
    hold(County(new_context, lambda page: Pointer(page, Words()), java_script_enabled=False)["Jo"])


def test_jo_can_hold_the_guide_on_a_small_screen_in_the_dark(new_context: OpenContext) -> None:
    county = County(new_context, lambda page: Pointer(page, Words()), look="320 dark")
    hold(county["Jo"])
    assert_stores_nothing(county["Jo"].page)
