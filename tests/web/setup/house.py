"""A house on its first day: an empty folder, and its first administrator on the way in."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from waystation.foundation.agencies.signin import factors
from waystation.foundation.keyring.selectors.unlocking import unlock
from waystation.web.setup import links

WORDS = "a lamp in the window"
GIVEN = {
    "agency": "Hollow Creek Help", "kind": "shelter", "county": "Alder", "state": "oh", "person_word": "survivor",
    "display_name": "Mara", "name": "mara", "new": WORDS, "again": WORDS,
}  # fmt: skip
CODE = re.compile(r'<code class="code">([0-9A-Z-]+)</code>')
SECRET = re.compile(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")


def founder() -> Client:
    """A browser in which the agency was founded: it stands before the second factor."""
    browser = Client()
    answer = browser.post(links.first_link(), GIVEN)
    assert answer["Location"] == "/sign-in/set-up/", answer.content.decode()
    return browser


def administrator() -> Client:
    """The same browser, signed in; the envelope is not kept yet."""
    browser = founder()
    secret = SECRET.search(browser.get("/sign-in/set-up/").content.decode())
    assert secret
    code = factors.current_code(secret.group().replace(" ", ""))
    answer = browser.post("/sign-in/set-up/", {"code": code})
    assert answer["Location"] == "/account/keep/?next=%2Fset-up%2Fenvelope%2F"
    page = browser.get(answer["Location"]).content.decode()
    assert "Recovery code" in page
    browser.post("/account/keep/", {"next": "/set-up/envelope/"})
    return browser


def printed(browser: Client) -> list[str]:
    """The codes of the envelope: the agency's, the backup's."""
    return CODE.findall(browser.get("/set-up/envelope/").content.decode())


def group_asked(browser: Client) -> int:
    """Which group the page asks for, from 0."""
    found = re.search(r"group number (\d+)", browser.get("/set-up/envelope/check/").content.decode())
    assert found
    return int(found[1]) - 1


def keep_envelope(browser: Client) -> list[str]:
    """Type the group that is asked for; returns the codes as they were printed."""
    codes = printed(browser)
    group = codes[0].split("-")[group_asked(browser)]
    assert browser.post("/set-up/envelope/check/", {"group": group.lower()}).status_code == 302
    return codes


def settled() -> Client:
    """An administrator whose envelope is kept."""
    browser = administrator()
    keep_envelope(browser)
    return browser


def keyring_of(member: Any) -> Any:
    unlocked = unlock(member, WORDS)
    assert unlocked is not None
    return unlocked.keyring
