"""Steps 3 and 4 as Ben takes them: the case out of what was handed over, the name, the need, the directory."""

from __future__ import annotations

import re

from playwright.sync_api import Locator

from tests.e2e.hands import Hand

NAME = "Joel"
ALIAS = "KESTREL-41"


def read_what_was_heard(ben: Hand, situation: str = "") -> None:
    """From Today to the situation that waits, or to the one with that id."""
    ben.page.goto("/today/")
    ben.follow_to(f"/situations/{situation}")


def open_case(ben: Hand, alias: str = ALIAS) -> None:
    """Five answers, all filled in; only the alias is chosen."""
    w = ben.words
    ben.follow(w("Open a case for %(person)s", person=w("Person %(label)s", label="A")))
    ben.write(w("Alias"), alias)
    ben.press(w("Open the case"))


def add_name(ben: Hand) -> None:
    """What the person told about themself, later and on purpose."""
    w = ben.words
    ben.press(w("Add what they told"))
    ben.write(w("Name to use"), NAME)
    ben.press(w("Save what they told"))


def add_need(ben: Hand) -> None:
    """Emergency shelter tonight, in Spanish, under 18."""
    w = ben.words
    ben.follow(w("Plan"))
    ben.select(w("What is needed"), w.code("service", "emergency_shelter"))
    ben.choose(w("How soon"), w.code("urgency", "tonight"))
    ben.select(w("In which language"), w.code("language", "spa"))
    ben.choose(w("Age group"), w("Under 18"))
    ben.press(w("Add this need"))


def search(ben: Hand, words: str = "emergancy sheltr", near: str = "Millrace") -> Locator:
    """From the need to the directory, words with typos and a place; the hits."""
    w = ben.words
    ben.press(re.compile("^" + w("Find a service")))
    ben.write(w("What is needed"), words)
    ben.write(w("Near"), near, role="combobox")
    ben.tick(w("Open now"))
    ben.press(w("Search"))
    return ben.page.locator("li.hit")
