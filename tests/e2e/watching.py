"""What is watched on every walk: strays to other origins, what the browser stores, bytes over the wire, axe."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, BrowserContext, Page, Request

from tests.e2e.building import how_built

PUBLIC_LIMIT, STAFF_LIMIT = 60_000, 120_000
"""Bytes over the wire for a page with all it needs."""

AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
}

NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1200, "height": 900}
LOOKS: dict[str, dict[str, Any]] = {
    "320 dark": {"viewport": NARROW, "color_scheme": "dark", "reduced_motion": "reduce"},
    "1200 light": {"viewport": WIDE, "color_scheme": "light", "reduced_motion": "reduce"},
    "320 light": {"viewport": NARROW, "color_scheme": "light", "reduced_motion": "reduce"},
    "1200 dark": {"viewport": WIDE, "color_scheme": "dark", "reduced_motion": "reduce"},
}
"""Without motion: colours on their way from light to dark are no look."""

CLEAN: set[tuple[str, str]] = set()
"""How the frames and contents of pages were built that axe found clean, and in which look."""

STORED = """async () => {
  const bases = indexedDB.databases ? (await indexedDB.databases()).map((b) => b.name) : [];
  const kept = window.caches ? await caches.keys() : [];
  return {local: Object.keys(localStorage), session: Object.keys(sessionStorage), bases, kept};
}"""


def looks_for(turn: int) -> list[str]:
    """Names of LOOKS to see the turn-th page in: the first two in turn; all four when WAYSTATION_LONG is set."""
    return list(LOOKS) if os.environ.get("WAYSTATION_LONG") else [list(LOOKS)[turn % 2]]


@dataclass
class Strays:
    """Requests that left the allowed origins; data:, blob: and about: addresses stay in the browser."""

    allowed: frozenset[str]
    seen: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("request", self._note)

    def _note(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"data", "blob", "about"}:
            return
        if f"{parts.scheme}://{parts.netloc}" not in self.allowed:
            self.seen.append(request.url)


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def assert_no_axe_violation(page: Page) -> None:
    """0 violations of WCAG 2.2 AA and of best practice on the page as it stands."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(f"{AXE_SCRIPT}; null")
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", AXE_OPTIONS)
    assert not found, f"{page.url}\n{AxeResults({'violations': found}).generate_report()}"


def assert_no_axe_violation_once(page: Page, look: str) -> None:
    """The same, unless a page with this frame and one with this content were found clean in this look.

    Whenever it is called if WAYSTATION_LONG is set.
    """
    parts = {(part, look) for part in how_built(page)}
    if parts <= CLEAN and not os.environ.get("WAYSTATION_LONG"):
        return
    assert_no_axe_violation(page)
    CLEAN.update(parts)


def assert_no_sideways_scroll(page: Page) -> None:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room, f"{page.url} is {wide} wide in {room}"


def assert_stores_nothing(page: Page) -> None:
    """localStorage, sessionStorage, indexedDB and caches of the page's origin are empty."""
    stored = page.evaluate(STORED)
    assert not any(stored.values()), f"{page.url} stored {stored}"


def assert_looks_right(page: Page, address: str) -> None:
    """Open an address as somebody new to it: axe clean and no wider than the screen.

    An address that answers no page (a form's target, plain text, a redirect elsewhere) has nothing to look at.
    """
    page.context.clear_cookies()
    answer = page.context.request.get(address)
    is_page = answer.headers.get("content-type", "").startswith("text/html") and answer.body()
    if not is_page or origin_of(answer.url) != origin_of(address):
        return
    page.context.clear_cookies()
    page.goto(address)
    assert_no_axe_violation(page)
    assert_no_sideways_scroll(page)


def weigh(browser: Browser, address: str, state: Any = None) -> int:
    """Bytes over the wire, headers included, to open an address in a fresh browser."""
    context = browser.new_context(storage_state=state)
    try:
        return weigh_in(context, address)
    finally:
        context.close()


def weigh_in(context: BrowserContext, address: str) -> int:
    """The same in another page of a browser that is open, with nothing cached."""
    sizes: list[float] = []
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    page.close()
    return int(sum(sizes))
