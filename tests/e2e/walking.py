"""A person at the keyboard: goes to what they can name, never touches the mouse."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page

from tests.e2e.words import Words, named

MOST_TABS = 200
HAS_RING = """e => [e, e.closest('label'), e.closest('.door')].some(
    n => n && getComputedStyle(n).outlineStyle !== 'none' && parseFloat(getComputedStyle(n).outlineWidth) > 0)"""

REMEMBER = "found => { window.wanted = found; return found.length; }"
WHERE = "window.wanted.every(e => e.isConnected) ? window.wanted.indexOf(document.activeElement) : null"
TRIES, FORGETS = 3, 1500
"""A list forgets the letters typed to it after a second: on a busy machine a key may come too late."""


class Walker:
    """Drives one page by Tab, arrows, Enter and Space; `unseen` lists controls whose focus could not be seen."""

    def __init__(self, page: Page, words: Words | None = None) -> None:
        self.page = page
        self.words = words or Words()
        self.taps = 0
        self.unseen: list[str] = []

    def tab_to(self, role: Any, name: str | re.Pattern[str]) -> Locator:
        """Press Tab until the control of that role and accessible name has the focus; fails after a whole round."""
        wanted = self.page.get_by_role(role, name=named(name))
        return self._tab_until(wanted, f"{role} {name!r}")

    def _tab_until(self, wanted: Locator, words: str) -> Locator:
        if not wanted.evaluate_all(REMEMBER):
            raise AssertionError(f"{self.page.url} has no {words}")
        for _press in range(MOST_TABS):
            place = self.page.evaluate(WHERE)
            if place is None:  # the part of the page came anew meanwhile
                wanted.evaluate_all(REMEMBER)
                place = self.page.evaluate(WHERE)
            if place is not None and place >= 0:
                one = wanted.nth(place)
                if not one.evaluate(HAS_RING):
                    self.unseen.append(f"{self.page.url} {words}")
                return one
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: Tab never reached {words}")

    def press(self, name: str | re.Pattern[str]) -> None:
        """Reach a button and press it with Enter; waits for the page that follows."""
        self.tab_to("button", name)
        self._enter()

    def unfold(self, summary: str | re.Pattern[str], within: str = "main") -> None:
        """Reach what is folded away and open it; `within` is a CSS selector."""
        self._tab_until(self.page.locator(f"{within} summary").filter(has_text=summary), f"fold {summary!r}")
        self.page.keyboard.press("Enter")

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Reach a link and follow it with Enter."""
        self.tab_to("link", name)
        self._enter()

    def follow_in(self, selector: str) -> None:
        """Reach the first link within a CSS selector and follow it."""
        self._tab_until(self.page.locator(f"{selector} a").first, f"link in {selector!r}")
        self._enter()

    def follow_to(self, part: str) -> None:
        """Reach the first link of the page's content whose address has the part, and follow it."""
        self._tab_until(self.page.locator(f"main a[href*='{part}']").first, f"link to {part}")
        self._enter()

    def _enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, label: str | re.Pattern[str], words: str, role: Any = "textbox") -> None:
        """Reach a field and write in it, replacing what is there."""
        self.tab_to(role, label)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def write_day(self, label: str, iso: str) -> None:
        """Fill a date field part by part (month, day, year, as an en-US browser asks)."""
        self._tab_until(self.page.get_by_label(label), f"day {label!r}")
        year, month, day = iso.split("-")
        self.page.keyboard.type(f"{month}{day}{year}")

    def select(self, label: str | re.Pattern[str], option: str) -> None:
        """Choose in a list by typing the option's first letters."""
        control = self.tab_to("combobox", label)
        chosen = ""
        for _try in range(TRIES):
            self.page.keyboard.type(option)
            chosen = control.evaluate("e => e.selectedOptions[0].textContent.trim()")
            if chosen == option:
                return
            self.page.wait_for_timeout(FORGETS)
        raise AssertionError(f"{label!r} holds {chosen!r}, not {option!r}")

    def choose(self, group: str | re.Pattern[str], answer: str) -> None:
        """Choose one of the radio buttons of a group with Tab and the arrow keys."""
        buttons = self.page.get_by_role("group", name=named(group)).get_by_role("radio")
        self._tab_until(buttons, f"group {group!r}")
        wanted = self.page.get_by_role("group", name=named(group)).get_by_role("radio", name=answer, exact=True)
        for _press in range(buttons.count() + 1):
            if wanted.evaluate("e => e === document.activeElement"):
                self.page.keyboard.press("Space")
                assert wanted.is_checked()
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: the arrows never reached {answer!r} in {group!r}")

    def tick(self, name: str | re.Pattern[str]) -> None:
        """Reach a checkbox and tick it with Space."""
        box = self.tab_to("checkbox", name)
        if not box.is_checked():
            self.page.keyboard.press("Space")
        assert box.is_checked()
