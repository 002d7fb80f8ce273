"""No click of a walk is left to itself: each says what follows it, so that no page is read half there."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.pressing import lead_on

HERE = Path(__file__).parent
CLICK = re.compile(r"\.(click|dblclick|tap)\(")
PARTS = ["<p>early</p>" + " " * 4096, "<p>late</p>"]


def test_no_walk_clicks_but_by_what_follows() -> None:
    files = [path for path in HERE.rglob("*.py") if path.name not in {"pressing.py", Path(__file__).name}]
    assert len(files) > 30
    assert [path.name for path in files if CLICK.search(path.read_text(encoding="utf-8"))] == []


def test_the_page_that_follows_is_whole(page: Page) -> None:
    """The neutral page comes after its head start; the old page's words are gone."""
    page.route("**/slow/", lambda route: route.fulfill(body="".join(PARTS), content_type="text/html"))
    page.goto("/")
    page.evaluate("document.querySelector('main').innerHTML = '<a href=\"/slow/\">Go on</a>'")
    lead_on(page.get_by_role("link", name="Go on"))
    assert page.locator("p").all_inner_texts() == ["early", "late"]
