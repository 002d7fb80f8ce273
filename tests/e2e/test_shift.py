"""A shift at the help line: by keyboard alone, without a script, in few taps and little time; pages in each look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.hands import Hand, Pointer
from tests.e2e.pacing import Pace, Paced
from tests.e2e.pressing import lead_on
from tests.e2e.test_lines import PICTURES, Look
from tests.e2e.walking import Walker
from tests.e2e.words import Words

MOST_TAPS, MOST_SECONDS = 12, 60
NOTE = "Asked for a bed tonight. We rang Juniper House together; they expect her at nine."


def come_in(page: Page, name: str = "Ana") -> Pointer:
    hand = Pointer(page, Words())
    page.goto("/sign-in/")
    hand.press(f"Come in as {name}")
    hand.press("Type it for me")
    return hand


def access_key(page: Page, letter: str) -> None:
    """Alt and a letter, as the keyboard's driver sends it; Playwright's own press leaves the letter out."""
    wire = page.context.new_cdp_session(page)
    said = {"modifiers": 1, "key": letter, "text": letter, "unmodifiedText": letter}
    wire.send("Input.dispatchKeyEvent", {"type": "char", **said})


def during_the_call(ana: Hand) -> None:
    w = ana.words
    ana.follow(w("Take a contact"))
    ana.choose(w("What is it about?"), w.code("lane", "help"))
    ana.choose(w("Immediate danger"), w.code("danger", "no"))
    ana.select(w("Language they prefer"), w.code("language", "spa"))
    ana.select(w("Who is calling"), w.code("contactor", "self"))
    ana.choose(w("Safe to call back?"), w.code("safe_contact", "no"))


def wrap_up(ana: Hand) -> None:
    w = ana.words
    ana.write(w("A note, if you need one"), NOTE)
    ana.select(w("How does it end?"), w.code("disposition", "warm_handoff"))
    ana.press(w("End this contact"))


def work(ana: Hand, look: Look) -> None:
    """A whole shift: begin, a card, a pattern, a contact given to the queue and moved, the end with a note."""
    page = ana.page
    page.goto("/contacts/shift/")
    if page.get_by_role("button", name="End my shift").count():
        ana.press("End my shift")
    look("shift-before")
    ana.press("Begin my shift")
    page.goto("/contacts/patterns/")
    ana.write("Call it", "Night owl")
    ana.write("What happens, and what helps", "Hums, then hangs up. Wait with them.")
    ana.press("Note it for 90 days")
    look("patterns")
    page.goto("/contacts/")
    during_the_call(ana)
    look("contact-form")
    ana.press("Save and keep it open")
    look("contact")
    ana.press("Give it to the queue")
    look("queue")
    ana.unfold("Change the order")
    ana.press("Put last")
    assert "put last by hand" in page.locator("main").inner_text()
    ana.press("Danger now")
    look("danger-card")
    ana.choose("Do they want help sent?", "Yes")
    ana.choose("With whom you shared", "Emergency line")
    ana.tick("Where")
    ana.press("Note that it was shared")
    look("danger-shared")
    ana.choose("How did it end?", "Help came")
    ana.press("End this card")
    look("danger-ended")
    for address, name in (("call-backs", "call-backs"), ("out-of-scope", "not-ours"), ("night-sheet", "night-sheet")):
        page.goto(f"/contacts/{address}/")
        look(name)
    page.goto("/contacts/shift/")
    ana.write("For the next shift", "One waits at the top of the queue.")
    look("shift-open")
    ana.press("End my shift")
    look("shift-after")
    assert "One waits at the top of the queue." in page.locator("main").inner_text()


def test_a_call_takes_twelve_taps_and_a_minute_after_it(
    new_context: OpenContext, capsys: pytest.CaptureFixture[str]
) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    come_in(page)
    ana = Paced(page, Pace())
    ana.open("/contacts/")
    during_the_call(ana)  # the first call of the shift: every word of the page is read once
    wrap_up(ana)
    ana.taps = 0
    during_the_call(ana)
    hung_up = ana.at
    wrap_up(ana)
    with capsys.disabled():
        took = ana.at - hung_up
        print(f"\na call: {ana.taps} taps, {took:.0f} s of wrap-up at scripted pace, note of {len(NOTE)} letters")
    assert page.url.endswith("/contacts/")
    assert ana.taps <= MOST_TAPS
    assert ana.at - hung_up <= MOST_SECONDS


@pytest.mark.parametrize("button", ["988", "Silent"])
def test_what_is_not_ours_takes_two_taps(new_context: OpenContext, button: str) -> None:
    ana = come_in(new_context(reduced_motion="reduce").new_page())
    ana.page.goto("/contacts/")
    ana.taps = 0
    ana.follow("Not for us: give a number")
    ana.press(re.compile(button))
    assert ana.taps == 2
    assert ana.page.url.endswith("/contacts/")


def test_a_shift_can_be_worked_by_keyboard_alone(new_context: OpenContext) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    come_in(page)
    walker = Walker(page)
    look = Look(page)
    work(walker, look)
    assert look.seen >= 13
    assert walker.unseen == []


def test_a_shift_can_be_worked_without_a_script(new_context: OpenContext) -> None:
    hand = come_in(new_context(java_script_enabled=False).new_page())
    work(hand, Look(hand.page, checks=False))


def test_one_key_opens_the_danger_card_and_its_clock_runs(new_context: OpenContext) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    come_in(page)
    page.goto("/contacts/new/")
    page.get_by_label("Code word").fill("library book")
    with page.expect_navigation():
        access_key(page, "x")
    assert page.url.endswith("/danger/")
    clock = page.get_by_role("timer")
    before = clock.inner_text()
    expect(clock).not_to_have_text(before)
    second = come_in(new_context(reduced_motion="reduce").new_page(), "Chloe")
    assert "Ana has somebody in danger now" in second.page.locator("main").inner_text()
    second.follow("Ana has somebody in danger now")
    second.press("I am with you")
    page.reload()
    assert "Chloe, since" in page.locator("main").inner_text()
    lead_on(page.locator("main a", has_text="The contact").first)
    assert "library book" in page.locator("main").inner_text()


def test_the_queue_comes_anew_by_itself_and_leaves_the_focus_where_it_is(new_context: OpenContext) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    come_in(page)
    page.clock.install()
    page.goto("/contacts/")
    queue = page.locator("[data-poll]")
    waiting = queue.locator("ol > li").count()
    other = come_in(new_context(reduced_motion="reduce").new_page())
    during_the_call(other)
    other.press("Save and keep it open")
    other.press("Give it to the queue")
    find = page.locator("nav[aria-label='Help line'] a").first
    find.focus()
    page.clock.run_for(25_000)
    expect(queue.locator("ol > li")).to_have_count(waiting + 1)
    expect(find).to_be_focused()
    assert page.locator("#waiting-status").inner_text()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_night_sheet_prints_on_two_pages_at_most(new_context: OpenContext, paper: str, lang: str) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    come_in(page)
    page.goto(f"/contacts/night-sheet/?lang={lang}")
    printed = page.pdf(format=paper)
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))
    if PICTURES:
        (Path(PICTURES) / f"night-sheet-{lang}-{paper}.pdf").write_bytes(printed)
    assert 1 <= pages <= 2
    page.emulate_media(media="print")
    assert not page.get_by_text("Waystation").first.is_visible()
