"""A visitor whose browser runs no script, and Ana at the desk, write with each other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.county import County
from tests.e2e.hands import Hand, Pointer
from tests.e2e.pressing import lead_on, set_off
from tests.e2e.serving import Site
from tests.e2e.watching import (
    LOOKS,
    assert_no_axe_violation,
    assert_no_sideways_scroll,
    assert_stores_nothing,
    weigh,
)
from tests.e2e.words import Words

LANE_LIMIT = 30_000
"""Bytes over the wire of a page of a public lane."""
FIRST, ANSWER, MORE = "Is there a bed for two tonight?", "Yes. Where would be safe to meet?", "The library at six."


@pytest.fixture
def ana(new_context: OpenContext) -> Hand:
    return County(new_context, lambda page: Pointer(page, Words("en")))["Ana"]


def begin(page: Page, text: str) -> None:
    page.goto("/chat/")
    expect(page.get_by_role("heading", name="Before you write")).to_be_visible()
    assert page.context.cookies() == []
    page.get_by_label("Your message").fill(text)
    set_off(page.get_by_role("button", name="Send and begin"))
    expect(page.get_by_text(text)).to_be_visible()


def write(page: Page, text: str) -> None:
    set_off(page.get_by_role("link", name="Write a message"))  # the page opens itself anew
    page.get_by_label("Your message").fill(text)
    set_off(page.get_by_role("button", name="Send", exact=True))


def test_visitor_without_script_and_ana_write_with_each_other(new_context: OpenContext, ana: Hand) -> None:
    visitor = new_context("320 light", java_script_enabled=False).new_page()
    begin(visitor, FIRST)
    desk = ana.page
    desk.goto("/chats/")
    lead_on(desk.get_by_role("link", name=re.compile("^Chat ")).last)
    expect(desk.get_by_text(FIRST)).to_be_visible()
    lead_on(desk.get_by_role("button", name="Take it"))
    desk.get_by_label("Your message").fill(ANSWER)
    lead_on(desk.get_by_role("button", name="Send", exact=True))
    expect(visitor.get_by_text(ANSWER)).to_be_visible()  # by itself, without script
    write(visitor, MORE)
    expect(desk.get_by_text(MORE)).to_be_visible()  # by events
    desk.get_by_label("How does it end?").select_option("information_given")
    desk.get_by_label("What you note of it").fill("Two beds wanted.")
    set_off(desk.get_by_role("button", name="End it"))
    expect(desk.get_by_text("Two beds wanted.").first).to_be_visible()
    visitor.goto("/chat/")
    set_off(visitor.get_by_role("button", name="End it and destroy"))
    expect(visitor.get_by_role("heading", name="This chat has ended")).to_be_visible()
    assert visitor.context.cookies() == []


@pytest.mark.parametrize("look", list(LOOKS))
def test_anyone_can_read_the_pages_of_a_chat(new_context: OpenContext, look: str) -> None:
    page = new_context(look).new_page()
    begin(page, "A look at the pages.")
    for address in ("/chat/", "/chat/write/"):
        page.goto(address)
        assert_no_axe_violation(page)
        assert_no_sideways_scroll(page)
    assert_stores_nothing(page)
    set_off(page.get_by_role("button", name="End it and destroy"))
    expect(page.get_by_role("heading", name="This chat has ended")).to_be_visible()
    assert_no_axe_violation(page)


@pytest.mark.parametrize("look", ["320 dark", "1200 light"])
def test_ana_can_read_the_pages_of_chats_and_texts(new_context: OpenContext, look: str) -> None:
    page = County(new_context, lambda page: Pointer(page, Words("en")), look=look)["Ana"].page
    for address in ("/chats/", "/texts/"):
        page.goto(address)
        assert_no_axe_violation(page)
        assert_no_sideways_scroll(page)
    page.goto("/chats/")
    lead_on(page.get_by_role("link", name=re.compile("^Chat ")).first)
    assert_no_axe_violation(page)
    assert_no_sideways_scroll(page)


def test_visitor_with_a_slow_line_can_chat(browser: Browser, site: Site) -> None:
    assert weigh(browser, f"{site.address}/chat/") <= LANE_LIMIT
