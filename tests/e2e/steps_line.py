"""Making a line as its supervisor does it, page by page, up to somebody on call; and answering as an advocate."""

from __future__ import annotations

from collections.abc import Callable

from tests.e2e.hands import Pointer
from tests.e2e.walking import Walker

Hand = Walker | Pointer
NAME = "Millrace Night Line"
Seen = Callable[[str], None]


def make_line(hand: Hand, seen: Seen, name: str = NAME) -> None:
    """From Today to the page that says what is still missing."""
    hand.page.goto("/lines/")
    seen("lines")
    hand.follow("Make a line")
    seen("line-new")
    hand.write("Name of the line", name)
    hand.press("Keep and go on")
    seen("line-lanes")
    hand.press("Keep and go on")
    seen("line-numbers")
    hand.write("Number", "555-0144")
    hand.press("Add")
    hand.press("Go on")
    _hours(hand, seen)
    seen("line-holidays")
    hand.press("Go on")
    seen("line-languages")
    hand.tick("English")
    hand.write("What the advocate says first, in English", "You reached us. Can you talk now?")
    hand.press("Keep and go on")
    seen("line-escalation")
    hand.press("Keep and go on")
    _interpreter(hand, seen)
    seen("line-outside")
    hand.press("Keep and go on")
    seen("line-warm")
    hand.press("Go on")
    seen("line-page")


def _hours(hand: Hand, seen: Seen) -> None:
    """First what cannot be: it is said, and nothing is kept."""
    seen("line-hours")
    hand.tick("Monday")
    hand.write("From", "22:00")
    hand.write("Until", "06:00")
    hand.press("Add")
    seen("line-hours-refused")
    assert "ends before it starts" in hand.page.locator("main").inner_text()
    hand.tick("Ends the next day")
    hand.press("Add")
    assert "Monday 22:00-06:00" in hand.page.locator("main").inner_text()
    hand.press("Go on")


def _interpreter(hand: Hand, seen: Seen) -> None:
    hand.write("Name of the service", "Voices")
    hand.write("Number", "555-0179")
    hand.unfold("More languages")
    hand.tick("Swahili")
    hand.press("Add")
    seen("line-interpreters")
    hand.press("Go on")


def ask(hand: Hand, seen: Seen, who: str) -> None:
    """From the page of the line: nobody is on call, so somebody is asked for the hours of Monday night."""
    assert "Nobody is on call within 14 days" in hand.page.locator("main").inner_text()
    hand.follow("Rota")
    seen("rota-empty")
    hand.follow("Ask somebody")
    seen("shift-new")
    hand.choose("Who", who)
    hand.tick("Monday")
    hand.write("From", "22:00")
    hand.write("Until", "06:00")
    hand.tick("Ends the next day")
    hand.press("Put it forward")
    seen("rota-asked")


def agree(hand: Hand, seen: Seen) -> None:
    """The advocate says yes."""
    hand.page.goto("/shifts/")
    seen("my-shifts")
    hand.press("Yes")
    seen("my-shifts-agreed")


def go_live(hand: Hand, seen: Seen, name: str = NAME) -> None:
    """And then the line can go live."""
    hand.page.goto("/lines/")
    hand.follow(name)
    hand.press("Let it go live")
    seen("line-live")
    assert "The line is live" in hand.page.locator("body").inner_text()
    hand.press("Take the line off")
