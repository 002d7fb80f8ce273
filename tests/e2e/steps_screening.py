"""Jo's guide: stopped because somebody came in, gone on with another day; and a result that Ana prints by choice."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.e2e.hands import Hand

ALONE = "Yes, we are alone. An interpreter is fine."
PAY = "Does anyone keep your pay, or part of it?"
PAPERS = "Does anyone else keep your ID or your papers?"
TOLD = re.compile("traffick|guide|question|pay|papers|screen|law|companion|waystation|contacts|cases|clinic", re.I)
"""Words that must not stand on the screen while somebody else is in the room."""
Look = Callable[[], None]


def stop_for_companion(jo: Hand, look: Look) -> str:
    """From Today to the page of neutral words. Returns what it shows."""
    jo.follow("Open the guide")
    look()
    jo.press("Begin a conversation")
    look()
    _alone(jo)
    look()
    jo.press("Keep and go on")
    look()
    jo.write("Age, if told", "34", role="spinbutton")
    jo.press("Keep and go on")
    jo.press("Keep and go on")
    look()
    jo.choose(PAY, "Yes")
    jo.press("Someone came in: stop")
    look()
    return f"{jo.page.title()} {jo.page.locator('body').inner_text()}"


def go_on_later(jo: Hand, look: Look) -> None:
    """Alone again, with an interpreter on the telephone; ends on what was said."""
    jo.page.goto("/guide/")
    look()
    jo.follow_in("main ul.rows")
    _alone(jo, "By telephone")
    jo.press("Keep and go on")
    jo.choose(PAPERS, "Yes")
    jo.press("See what it comes to")
    look()


def use_example(jo: Hand, look: Look) -> None:
    """The shipped example, and what its positive means."""
    jo.follow("Use an instrument")
    look()
    jo.follow("Demonstration: four questions")
    look()
    jo.choose("Has anyone kept pay that was yours?", "Yes")
    jo.press("See what it comes to")
    look()


def print_result(ana: Hand, look: Look) -> None:
    """What two laws say of the first person, on a page to print."""
    ana.follow(re.compile("Why, and to keep or print it"))
    look()
    ana.choose("What do you want to do with it?", "Print it")
    ana.tick("I know that a court can ask for what is stored or printed.")
    ana.press("Do this")
    look()
    ana.follow("Back")
    ana.follow("What was heard")


def _alone(jo: Hand, interpreter: str = "No interpreter") -> None:
    jo.choose("Are you alone with the person?", ALONE)
    jo.choose("Who interprets?", interpreter)
    jo.press("Keep and go on")
