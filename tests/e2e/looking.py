"""An eye on the pages of one person: axe, width, weight and storage of each, in turn in the looks there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import BrowserContext, Page, Response

from tests.e2e.watching import (
    LOOKS,
    assert_no_axe_violation_once,
    assert_no_sideways_scroll,
    assert_stores_nothing,
    looks_for,
)

T = TypeVar("T")
NOWHERE = "/no-such-page/"
"""An address that no page has."""


@dataclass
class Eye:
    """Looks at pages with one page of `context`; `problems` are sentences, `weights` bytes by address, `seen` paths."""

    context: BrowserContext
    turn: int = 0
    problems: list[str] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self._bytes: list[float] = []
        wire = self.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.loadingFinished", lambda event: self._bytes.append(event["encodedDataLength"]))

    def open(self, address: str, status: int = 200) -> None:
        """Open an address, weigh it, look at it."""
        answer = self.weigh(address)
        if answer is None or answer.status != status:
            self.problems.append(f"{address} answers {answer and answer.status}, not {status}")
        self.look()

    def weigh(self, address: str) -> Response | None:
        """Open an address with nothing cached and count its bytes over the wire, headers included."""
        return self.count(address, lambda: self.page.goto(address, wait_until="load"))

    def count(self, name: str, act: Callable[[], T]) -> T:
        """Count the bytes that an act fetches."""
        self._bytes.clear()
        done = act()
        self.page.wait_for_load_state("load")
        self.weights[name] = int(sum(self._bytes))
        return done

    def names(self) -> set[str]:
        """Names of the addresses looked at."""
        return {resolve(path).view_name for path in self.seen if path != NOWHERE}

    def look(self) -> None:
        """At the page as it stands, in the look whose turn it is; with axe unless a page built alike was clean."""
        self.seen.add(urlsplit(self.page.url).path)
        for look in looks_for(self.turn):
            self.page.set_viewport_size(LOOKS[look]["viewport"])
            self.page.emulate_media(color_scheme=LOOKS[look]["color_scheme"])
            for check in (_assert_clean, assert_no_sideways_scroll, assert_stores_nothing):
                try:
                    check(self.page)
                except AssertionError as wrong:
                    self.problems.append(f"{look}: {wrong}")
        self.turn += 1


def _assert_clean(page: Page) -> None:
    """For axe, each way of building a page once; in the long run with every page of every person in all looks."""
    assert_no_axe_violation_once(page, "any")
