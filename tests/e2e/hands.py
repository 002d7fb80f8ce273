"""A person with a mouse or a finger, who does what the person at the keyboard does and whose taps are counted."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page

from tests.e2e.pressing import lead_on, stay
from tests.e2e.walking import Walker
from tests.e2e.words import Words, named

Name = str | re.Pattern[str]


class Pointer:
    """Taps what it can name. A choice in a list counts two taps: opening it, choosing."""

    def __init__(self, page: Page, words: Words) -> None:
        self.page = page
        self.words = words
        self.taps = 0

    def press(self, name: Name) -> None:
        """Press a button and wait for the page that follows."""
        self._open(self.page.get_by_role("button", name=named(name)).first)

    def follow(self, name: Name) -> None:
        self._open(self.page.get_by_role("link", name=named(name)).first)

    def follow_in(self, selector: str) -> None:
        """Follow the first link within a CSS selector."""
        self._open(self.page.locator(f"{selector} a").first)

    def follow_to(self, part: str) -> None:
        """Follow the first link of the page's content whose address has the part."""
        self._open(self.page.locator(f"main a[href*='{part}']").first)

    def _open(self, control: Locator) -> None:
        self.taps += 1
        lead_on(control)

    def write(self, label: Name, words: str, role: Any = "textbox") -> None:
        self.taps += 1
        self.page.get_by_role(role, name=named(label)).fill(words)

    def write_day(self, label: str, iso: str) -> None:
        self.taps += 1
        self.page.get_by_label(label).fill(iso)

    def select(self, label: Name, option: str) -> None:
        self.taps += 2
        self.page.get_by_role("combobox", name=named(label)).select_option(label=option)

    def choose(self, group: Name, answer: str) -> None:
        """Tap one of the radio buttons of a group."""
        self.taps += 1
        choices = self.page.get_by_role("group", name=named(group))
        stay(choices.locator("label").filter(has=self.page.get_by_role("radio", name=answer, exact=True)))

    def tick(self, name: Name) -> None:
        self.taps += 1
        self.page.get_by_role("checkbox", name=named(name)).check()

    def unfold(self, summary: Name, within: str = "main") -> None:
        """Open what is folded away; `within` is a CSS selector."""
        self.taps += 1
        stay(self.page.locator(f"{within} summary").filter(has_text=summary).first)


Hand = Pointer | Walker
