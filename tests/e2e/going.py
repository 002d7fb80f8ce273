"""What a person on the first day can do, whichever way they go about it; and the keyboard as one of the ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from playwright.sync_api import Locator, Page

from tests.e2e.hands import Name, Pointer
from tests.e2e.walking import Walker
from tests.e2e.words import Words

Look = Callable[[Page], None]


class Going(Protocol):
    """Names are the words of the page; `away` is time off the screen, which only a watch needs to know of."""

    page: Page
    words: Words

    def open(self, address: str) -> None: ...
    def away(self, what: str, seconds: float) -> None: ...
    def press(self, name: Name) -> None: ...
    def follow(self, name: Name) -> None: ...
    def write(self, label: Name, words: str) -> None: ...
    def secret(self, name: str, words: str) -> None: ...
    def choose(self, group: Name, answer: str) -> None: ...
    def select(self, label: Name, option: str) -> None: ...
    def tick(self, name: Name) -> None: ...


class Keys(Walker):
    """At the keyboard alone; `look` is called on each page."""

    def __init__(self, page: Page, words: Words, look: Look) -> None:
        super().__init__(page, words)
        self.look = look

    def away(self, what: str, seconds: float) -> None:
        """Nobody holds a watch here."""

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.look(self.page)

    def secret(self, name: str, words: str) -> None:
        """Reach a field found by its name, as a passphrase is, and type."""
        self._tab_until(self.page.locator(f"input[name={name}]"), f"field {name}")
        self.page.keyboard.type(words)

    def _enter(self) -> None:
        super()._enter()
        self.look(self.page)


class Taps(Pointer):
    """With a mouse or a finger; `look` is called on each page."""

    def __init__(self, page: Page, words: Words, look: Look) -> None:
        super().__init__(page, words)
        self.look = look

    def away(self, what: str, seconds: float) -> None:
        """Nobody holds a watch here."""

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.look(self.page)

    def secret(self, name: str, words: str) -> None:
        self.page.locator(f"input[name={name}]").fill(words)

    def write(self, label: Name, words: str, role: Any = "textbox") -> None:
        super().write(label, words, role)

    def _open(self, control: Locator) -> None:
        super()._open(control)
        self.look(self.page)
