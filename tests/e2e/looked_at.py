"""What is read off the pages of the walk, in the words a person would use for it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect


def text_of(page: Page) -> str:
    """The words of the page's content, as they are laid out."""
    return page.locator("main").inner_text()


def answers_of(page: Page) -> list[list[str]]:
    """The answers by two laws, one list for each person: their words and what they rest on."""
    panels = page.locator("section.law").all()
    return [[one.inner_text() for one in panel.locator(".answer [role=cell]").all()] for panel in panels]


def leaving(page: Page) -> dict[str, str]:
    """{label: value} of the fields that leave, or came."""
    rows = page.locator("ul.leave").first.locator("li:not(.stays)")
    return {row.locator("span").nth(0).inner_text(): row.locator("> span").nth(1).inner_text() for row in rows.all()}


def journal_of(page: Page) -> list[tuple[str, str]]:
    """(who, what happened) of every entry, newest first."""
    rows = page.locator("table.log tbody tr:not(.day)").all()
    return [(row.locator("td").nth(0).inner_text(), row.locator("td").nth(1).inner_text()) for row in rows]


def table_of(page: Page) -> dict[str, str]:
    """{kind: count} of the one table of the Data page."""
    rows = page.locator("main table tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows}


def is_above(page: Page, first: str, second: str) -> bool:
    """Whether one place (CSS) comes before another both in reading order and on the screen."""
    in_order = page.evaluate(
        "([a, b]) => !!(document.querySelector(a).compareDocumentPosition(document.querySelector(b)) & 4)",
        [first, second],
    )
    upper, lower = page.locator(first).first.bounding_box(), page.locator(second).first.bounding_box()
    return bool(in_order and upper and lower and upper["y"] + upper["height"] <= lower["y"])


def found_on_disk(home: Path, words: str) -> list[str]:
    """Files of the data folder that hold the words in the clear."""
    wanted = [words.encode(), words.encode("utf-16-le")]
    files = [file for file in home.rglob("*") if file.is_file()]
    return [str(file) for file in files if any(form in file.read_bytes() for form in wanted)]


def sees_nothing_at(page: Page, address: str) -> None:
    """The address answers as if there were nothing."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page for you")
