"""One computer, several people: what is typed survives the lock, and nobody sees what another left."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.hands import Pointer
from tests.e2e.looked_at import found_on_disk
from tests.e2e.pressing import lead_on, set_off, stay
from tests.e2e.serving import Site
from tests.e2e.touring import PASSPHRASE
from tests.e2e.waiting import nobody_worked_for, passphrase_was_long_ago
from tests.e2e.watching import assert_no_axe_violation, assert_no_sideways_scroll, assert_stores_nothing
from tests.e2e.words import Words

WORDS = "Quokka-5512 waits at the blue door"
BEN = re.compile("Ben Ortiz|KESTREL|HERON|Ben")


def come_in(page: Page, name: str) -> None:
    """By the demo's card, which types the passphrase and the code."""
    hand = Pointer(page, Words())
    page.goto("/sign-in/")
    hand.press(f"Come in as {name}")
    hand.press("Type it for me")
    page.wait_for_url("**/today/**")


def open_notes(page: Page) -> str:
    """The notes of the first case of the list; a form that no draft keeps."""
    page.goto("/cases/")
    case = page.locator("main a[href^='/cases/'][href$='/']:not([href='/cases/new/'])").first.get_attribute("href")
    page.goto(f"{case}notes/")
    return f"{case}notes/"


def words_of(page: Page) -> str:
    return page.get_by_role("main").get_by_role("textbox").first.input_value()


def write(page: Page, text: str = WORDS) -> None:
    page.get_by_role("main").get_by_role("textbox").first.fill(text)


def unlock(page: Page) -> None:
    """One step: the passphrase, and Enter."""
    with page.expect_navigation():
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        page.get_by_label("Passphrase").press("Enter")


def nothing_in_clear(site: Site, page: Page) -> None:
    assert found_on_disk(site.home, WORDS) == []
    assert_stores_nothing(page)


def comes_back(page: Page, path: str) -> None:
    expect(page).to_have_url(re.compile(f"{re.escape(path)}$"))
    box = page.get_by_role("main").get_by_role("textbox").first
    expect(box).to_have_value(WORDS)
    expect(page.get_by_text("It is not saved yet.")).to_be_visible()


def test_lock_keeps_page_and_words_and_the_passphrase_brings_them_back(site: Site, page: Page) -> None:
    come_in(page, "Ben")
    path = open_notes(page)
    write(page)
    Pointer(page, Words()).press("Lock")
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    assert WORDS not in page.content()
    nothing_in_clear(site, page)
    unlock(page)
    comes_back(page, path)
    nothing_in_clear(site, page)
    page.reload()
    assert words_of(page) == ""  # it was given back once


def test_the_idle_lock_keeps_them_too(site: Site, page: Page) -> None:
    page.clock.install()
    come_in(page, "Ben")
    path = open_notes(page)
    write(page)
    nobody_worked_for(site, page.context, 14 * 60 + 5)
    page.clock.run_for(14 * 60_000 + 10_000)
    expect(page.locator("#idle")).to_be_visible()
    nobody_worked_for(site, page.context, 14 * 60 + 55)
    page.clock.run_for(60_000)
    page.wait_for_url("**/unlock/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    nothing_in_clear(site, page)
    unlock(page)
    comes_back(page, path)


def test_a_forgotten_tab_does_not_lock_who_works_in_another(page: Page) -> None:
    come_in(page, "Ben")
    forgotten = page.context.new_page()
    forgotten.clock.install()
    forgotten.goto("/today/")
    path = open_notes(page)
    write(page, "She was at the desk")
    with forgotten.expect_response("**/idle/") as asked:
        forgotten.clock.run_for(15 * 60_000)
    assert asked.value.json()["left"] > 10 * 60
    expect(forgotten.locator("#idle")).to_be_hidden()
    forgotten.clock.run_for(30_000)
    expect(forgotten).to_have_url(re.compile("/today/$"))
    Pointer(page, Words()).press("Add this note")
    expect(page).to_have_url(re.compile(f"{re.escape(path)}$"))
    expect(page.get_by_text("She was at the desk")).to_be_visible()


def test_words_sent_after_signing_out_in_another_tab_can_be_copied(site: Site, page: Page) -> None:
    come_in(page, "Ben")
    open_notes(page)
    write(page)
    other = page.context.new_page()
    other.goto("/account/")
    Pointer(other, Words()).press("Sign out")
    Pointer(page, Words()).press("Add this note")
    expect(page.get_by_text("You are signed out")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_be_visible()
    assert_no_axe_violation(page)
    assert_no_sideways_scroll(page)
    nothing_in_clear(site, page)
    set_off(page.get_by_role("main").get_by_role("link", name="Sign in", exact=True))
    expect(page).to_have_url(re.compile("/sign-in/$"))


def test_without_script_what_was_sent_too_late_waits_and_is_sent_again(site: Site, page_without_script: Page) -> None:
    page, hand = page_without_script, Pointer(page_without_script, Words())
    come_in(page, "Ben")
    path = open_notes(page)
    write(page)
    other = page.context.new_page()
    other.goto("/today/")
    Pointer(other, Words()).press("Lock")
    hand.press("Add this note")
    assert WORDS not in page.content()
    nothing_in_clear_without_script(site)
    unlock(page)
    hand.press("Send it now")
    expect(page).to_have_url(re.compile(f"{re.escape(path)}$"))
    expect(page.get_by_text(WORDS)).to_be_visible()
    nothing_in_clear_without_script(site)


def nothing_in_clear_without_script(site: Site) -> None:
    assert found_on_disk(site.home, WORDS) == []


def test_without_script_the_lock_leads_back_to_the_page(page_without_script: Page) -> None:
    come_in(page_without_script, "Ben")
    path = open_notes(page_without_script)
    Pointer(page_without_script, Words()).press("Lock")
    unlock(page_without_script)
    expect(page_without_script).to_have_url(re.compile(f"{re.escape(path)}$"))


@pytest.mark.parametrize("look", ["1200 light", "320 dark"])
def test_two_people_share_a_desk(site: Site, new_context: OpenContext, look: str) -> None:
    page = new_context(look).new_page()
    hand = Pointer(page, Words())
    come_in(page, "Ben")
    path = open_notes(page)
    write(page)
    assert_no_sideways_scroll(page)
    hand.press("Switch person")  # one click, and the next person types
    expect(page).to_have_url(re.compile("/sign-in/$"))
    remembers_nobody(page)
    nothing_in_clear(site, page)
    come_in(page, "Ana")
    expect(page.get_by_text("Go on where you were")).to_have_count(0)
    assert "notes" not in page.content()
    assert WORDS not in page.content()
    hand.press("Switch person")
    come_in(page, "Ben")
    expect(page.get_by_text("You left a page open")).to_be_visible()
    assert path not in page.locator("[data-left-open]").inner_html()
    assert_no_axe_violation(page)
    assert_no_sideways_scroll(page)
    hand.press("Go on where you were")
    expect(page).to_have_url(re.compile(f"{re.escape(path)}$"))
    expect(page.get_by_role("main").get_by_role("textbox").first).to_have_value(WORDS)
    expect(page.locator("[data-left-open]")).to_have_count(0)
    nothing_in_clear(site, page)


def remembers_nobody(page: Page) -> None:
    """No name filled in, nothing for the browser to fill in, no cookie that tells who was here."""
    field = page.get_by_label("Sign-in name")
    if not field.is_visible():
        stay(page.get_by_text("Sign in by hand"))
    assert field.input_value() == ""
    assert field.get_attribute("autocomplete") == "off"
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"__Host-c", "__Host-s"}
    form = page.locator("form", has=field)
    assert BEN.search(form.inner_text()) is None


def test_the_way_back_in_the_browser_shows_nothing_of_the_first(page: Page) -> None:
    hand = Pointer(page, Words())
    come_in(page, "Ben")
    open_notes(page)
    hand.press("Switch person")
    page.go_back()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Come in as one of them|Sign in"))


@pytest.mark.parametrize("script", [True, False])
def test_an_act_that_asks_for_the_passphrase_goes_on_with_nothing_lost(
    site: Site, new_context: OpenContext, script: bool
) -> None:
    context: BrowserContext = new_context(java_script_enabled=script)
    page = context.new_page()
    come_in(page, "Ben")
    path = open_notes(page).replace("notes", "safe-contact")
    page.goto(path)
    page.get_by_role("main").get_by_role("textbox").first.fill(WORDS)
    passphrase_was_long_ago(site, context)
    lead_on(page.locator("main form[method=post] button[type=submit]").last)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your passphrase, once more")
    assert WORDS not in page.content()
    if script:
        assert_no_axe_violation(page)
    with page.expect_navigation():
        page.get_by_label("Your passphrase").fill(PASSPHRASE)
        page.get_by_label("Your passphrase").press("Enter")
    expect(page).to_have_url(re.compile(f"{re.escape(path.replace('safe-contact/', ''))}$"))
    page.goto(path)  # within five minutes nobody is asked
    assert page.get_by_role("main").get_by_role("textbox").first.input_value() == WORDS
    assert found_on_disk(site.home, WORDS) == []
