"""The check of every text that is kept in outreach: nothing that leads to a place, a phone or a person."""

from __future__ import annotations

import re
from collections.abc import Collection

from waystation.commons.directory.leaks.linter import patterns
from waystation.commons.outreach.errors import LeadsToSomebody

PERSONAL = {
    "phone": re.compile(r"(?:\d[\s().-]?){7,}"),
    "email": re.compile(r"\S+@\S+\.\w"),
    "link": re.compile(r"(?i)\bhttps?://|\bwww\."),
    "plate": re.compile(r"\b(?=[A-Z0-9-]{5,8}\b)(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]+\b"),
}
"""What is never about a kind of place: a number to call, a mailbox, an address on the net, a licence plate."""


def found_in(text: str, allowed: Collection[str] = ()) -> list[str]:
    """The kinds of what a text gives away, in the names of the directory's leak patterns and `PERSONAL`."""
    every = {**patterns(), **PERSONAL}
    return [kind for kind, pattern in every.items() if kind not in allowed and pattern.search(text)]


def refuse(*texts: str, allowed: Collection[str] = ()) -> None:
    """Raises LeadsToSomebody with the kinds; the text itself is not repeated."""
    found = [kind for text in texts for kind in found_in(text, allowed)]
    if found:
        raise LeadsToSomebody(found)
