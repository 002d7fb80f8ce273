"""The people of the invented county at their own browsers, and the county's clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Frame, Page

from tests.e2e.hands import Hand
from tests.e2e.pressing import set_off
from tests.e2e.words import ID

MakeHand = Callable[[Page], Hand]
PASSPHRASE = "alder county demo"


class County:
    """One browser for each person; they come in by their sign-in card when they are first asked for.

    `visited` holds one address of every kind of page that was opened, with who opened it: {shape: (name, address)}.
    """

    def __init__(self, new_context: Callable[..., BrowserContext], make: MakeHand, **look: Any) -> None:
        self._new_context = new_context
        self._make = make
        self._look = look
        self._hands: dict[str, Hand] = {}
        self.visited: dict[str, tuple[str, str]] = {}

    def __getitem__(self, name: str) -> Hand:
        if name not in self._hands:
            hand = self._make(self._new_context(**self._look).new_page())
            hand.page.on("framenavigated", lambda frame: self._note(name, frame))
            self._hands[name] = come_in(hand, name)
        return self._hands[name]

    def _note(self, name: str, frame: Frame) -> None:
        path = urlsplit(frame.url).path
        if "?" not in frame.url:
            self.visited.setdefault(ID.sub("*", path), (name, path))

    @property
    def hands(self) -> list[Hand]:
        return list(self._hands.values())

    def go_to_next_day(self) -> None:
        """The button under the sign-in cards, pressed by a visitor."""
        hand = self._make(self._new_context(**self._look).new_page())
        hand.page.goto("/sign-in/")
        hand.press("Next day")
        hand.page.context.close()


def come_in(hand: Hand, name: str) -> Hand:
    """Sign in the real way, passphrase and code both filled in by the demo; ends on Today."""
    w = hand.words
    hand.page.goto("/sign-in/")
    if w.lang == "es":
        hand.press("Español")
    hand.press(w("Come in as %(name)s", name=name))
    hand.press(w("Type it for me"))
    assert hand.page.url.endswith("/today/")
    return hand


def lock_and_unlock(hand: Hand) -> None:
    """The screen locks and is opened again with the passphrase; ends on the page that was open."""
    page = hand.page
    set_off(page.get_by_role("button", name="Lock", exact=True))
    page.wait_for_url("**/unlock/**")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    set_off(page.get_by_role("button", name="Unlock"))
    page.wait_for_url(lambda url: "/unlock/" not in url)
