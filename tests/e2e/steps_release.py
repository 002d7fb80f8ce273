"""Steps 5 to 7: the release that Joel and his mother sign, the referral, the partner's desk, the withdrawal."""

from __future__ import annotations

import datetime as dt
import re

from tests.e2e.hands import Hand
from tests.e2e.words import ids_in

GOES = ("Name to use", "Languages", "Safe way to reach them", "Safe times", "The need this is about")
"""Fields of the release, by their English labels."""
EXPLAINED = (
    "I explained what will be shared, with whom and until when; that help does not depend on it; "
    "and that they can take it back at any time, by word of mouth."
)
HARMED = "Is that parent or guardian alleged to have harmed the person or the other parent?"


def refer(ben: Hand) -> None:
    """From the first hit to a draft."""
    ben.press(ben.words("Refer with consent"))


def begin_release(ben: Hand, form: str = "Signed on paper; the paper is kept") -> None:
    """From the draft to the form: purpose, exact fields, how it was given; signed by the person alone so far."""
    w = ben.words
    ben.follow(w("Record a release with the person"))
    ben.select(w("What for"), w("A safe place to stay"))
    for label in GOES:
        ben.tick(w(label))
    ben.tick(w("The person"))
    ben.choose(w("How was it given?"), w(form))
    ben.tick(w(EXPLAINED))


def sign_with_guardian(ben: Hand) -> None:
    """The rule for a minor: the person and a parent who is not alleged to have harmed anyone."""
    w = ben.words
    ben.tick(w("A parent or guardian"))
    ben.write(w("For a minor: age in years"), "17", role="spinbutton")
    birthday = dt.date.today() + dt.timedelta(days=200)
    ben.write_day(w("For a minor: turns 18 on, if told"), birthday.isoformat())
    ben.choose(w("For a minor: who has custody?"), w("A parent or guardian"))
    ben.choose(w(HARMED), w("No"))
    ben.choose(w("For a minor: emancipated by a court or by marriage?"), w("No"))


def record(ben: Hand) -> str:
    """Record the release; returns the id of the referral it was made for."""
    ben.press(ben.words("Record this release"))
    return ids_in(ben.page.url)[-1]


def record_refused(ben: Hand) -> None:
    """Try to record what the rules do not allow; the form stays, with its words."""
    ben.press(ben.words("Record this release"))
    assert "/consent/new/" in ben.page.url


def send(ben: Hand) -> None:
    """The one button that lets the fields go."""
    ben.press(re.compile(rf"^\S+ .*\b{len(GOES)}\b.* Juniper House$"))


def receive(femi: Hand, referral: str = "") -> None:
    """From Today to the referral that waits, or to the one with that id."""
    femi.page.goto("/today/")
    if referral:
        femi.follow_to(referral)
    else:
        femi.follow_in("section[aria-labelledby=h-received] li")


def answer(femi: Hand) -> None:
    """Accept, and later report what became of it."""
    femi.press(femi.words("Accept"))
    femi.press(femi.words("The service began"))


def withdraw(ben: Hand) -> None:
    """On the person's word: one button on the Consent tab."""
    ben.follow(ben.words("Consent"))
    ben.press(re.compile("^" + re.escape(ben.words("Withdraw"))))
