"""Pages that differ in words are built alike; a page with anything new for axe is not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.building import how_built

PAGE = """<!doctype html><html lang="en"><title>Cases</title><main><h1>Cases of {name}</h1>
<section aria-labelledby="a"><h2 id="a">Open</h2><ul>{rows}</ul></section>
<section aria-labelledby="b"><h2 id="b">Closed</h2><label for="f">Name</label><input id="f"></section></main></html>"""
BEN = PAGE.format(name="Ben", rows="<li><a href='/1/'>Tall reed</a></li>" * 5)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (PAGE.format(name="Nia", rows="<li><a href='/77/'>Blue oak</a></li>" * 3), True),
        (PAGE.format(name="Nia", rows=""), False),
        (BEN.replace("Cases of Ben", ""), False),
        (BEN.replace('lang="en"', ""), False),
        (BEN.replace('for="f"', 'for="g"'), False),
        (BEN.replace('id="b"', 'id="a"'), False),
        (BEN.replace("Closed", "Open"), False),
        (BEN.replace("<ul>", "<ul role='list'>"), False),
    ],
    ids=["words", "no rows", "empty heading", "no language", "label of nothing", "id twice", "name twice", "role"],
)
def test_only_what_is_new_for_axe_tells_pages_apart(browser: Browser, other: str, alike: bool) -> None:
    page = browser.new_page()
    page.set_content(BEN)
    before = how_built(page)
    page.set_content(other)
    assert (how_built(page) == before) is alike
    page.close()


@pytest.mark.parametrize(
    ("frame", "content"),
    [
        ("<h2>Bar</h2>", ""),
        ("", "<h4>Deep</h4>"),
        ("<label for='f'>Find</label>", ""),
        ("", "<i aria-labelledby='t'></i>"),
    ],
    ids=["heading of the frame", "heading of the content", "label from the frame", "label from the content"],
)
def test_what_joins_frame_and_content_is_part_of_both(browser: Browser, frame: str, content: str) -> None:
    page = browser.new_page()
    page.set_content(BEN.replace("<main>", "<p id='t'>x</p><main>"))
    before = how_built(page)
    page.set_content(BEN.replace("<main>", f"<p id='t'>x</p>{frame}<main>").replace("</main>", f"{content}</main>"))
    after = how_built(page)
    assert before[0] != after[0]
    assert before[1] != after[1]
    page.close()
