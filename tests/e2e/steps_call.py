"""Steps 1 to 3 as Ana takes them: the call, what was heard about two people, the hand-over."""

from __future__ import annotations

import re

from tests.e2e.hands import Hand
from tests.e2e.words import ids_in

CALL_BACK_HOW = "Text 555-0147 after nine"
WISHES = "Una cama y dormir"
JOEL = [("acts", "recruit"), ("purposes", "commercial_sex")]
SECOND = [("acts", "harbor"), ("purposes", "commercial_sex")]
"""Facts heard, by what they speak of. How the second person was kept, nobody said."""


def take_call(ana: Hand) -> None:
    """One contact; ends on the page for what may be happening."""
    w = ana.words
    ana.taps = 0
    ana.follow(w("Take a contact"))
    fill_contact(ana)
    ana.press(w("Save, and note what may be happening"))


def fill_contact(ana: Hand) -> None:
    """The answers of tonight's call; the channel is set already."""
    w = ana.words
    ana.choose(w("What is it about?"), w.code("lane", "help"))
    ana.choose(w("Immediate danger"), w.code("danger", "no"))
    ana.select(w("Language they prefer"), w.code("language", "spa"))
    ana.select(w("Who is calling"), w.code("contactor", "bystander"))
    ana.choose(w("Safe to call back?"), w.code("safe_contact", "agreed_way_only"))
    ana.write(w("How, and when"), CALL_BACK_HOW)


def note_two_people(ana: Hand) -> str:
    """Joel, 17, and a second person, 20: ages, and only what was said. Returns the situation's id."""
    w = ana.words
    ana.choose(w("What kind, as far as you heard"), w.code("kind_of_trafficking", "sex"))
    note_person(ana, 17, JOEL, wishes=WISHES)
    ana.press(w("Save, and add a person"))
    note_person(ana, 20, SECOND)
    return ids_in(ana.page.url)[0]


def note_person(ana: Hand, age: int, heard: list[tuple[str, str]], wishes: str = "") -> None:
    """Age and facts of the person whose form is open."""
    w = ana.words
    ana.write(w("Age, if told"), str(age), role="spinbutton")
    for kind, fact in heard:
        ana.unfold(re.compile(r"\d+"), within=f"section[aria-labelledby=h-{kind}]")
        ana.choose(w.fact(fact), w("Heard"))
    if wishes:
        ana.unfold(w("Language, wishes, own words"))
        ana.select(w("Language they prefer"), w.code("language", "spa"))
        ana.write(w("What they want next"), wishes)
    ana.press(w("Save what was heard"))


def hand_over(ana: Hand) -> None:
    """To Ben, case manager of the same agency."""
    w = ana.words
    ana.follow(w("Hand over"))
    ana.choose(w("Hand over to"), "Ben, Case team")
    ana.press(w("Hand over now"))
