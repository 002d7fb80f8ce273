"""A colleague comes in by a slip, looked at from both sides; and the pages that stop what is not right."""

from __future__ import annotations

import re

from tests.e2e.hands import Pointer
from tests.e2e.looking import Eye
from tests.e2e.serving import Site
from tests.e2e.waiting import change
from tests.e2e.words import Words
from waystation.foundation.agencies.signin import factors

PASSPHRASE = "a lamp left on in the hall"
SECRET = re.compile(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")
NOBODYS = "/join/0000-0000-0000-0000-0000-0000-0000/"


def bring_in(site: Site, admin: Eye, newcomer: Eye) -> None:
    """From the invitation to the page that stops swapped keys; the invitation is taken back in the end."""
    hand = Pointer(admin.page, Words())
    secret = invite(admin, hand)
    newcomer.open(NOBODYS, 404)
    newcomer.open("/join/")
    newcomer.open(f"/join/{secret}/")
    make_keys(newcomer)
    newcomer.look()
    newcomer.open("/people/waiting/")
    admin.open("/people/")
    change(site.home, "UPDATE keyring_invitation SET exchange = zeroblob(32)")
    with admin.page.expect_response(lambda answer: answer.status == 409):
        hand.press("Let Maya in")
    admin.look()
    hand.press("Take the invitation back")


def invite(admin: Eye, hand: Pointer) -> str:
    """The code on a slip for Maya."""
    admin.page.goto("/people/invite/")
    hand.write("Name", "Maya")
    hand.write("Sign-in name", "maya")
    admin.page.get_by_role("radio", name=re.compile("^Case manager")).check()
    hand.press("Make the slip")
    admin.look()
    secret = admin.page.locator("#secret").inner_text()
    hand.press("I have it on paper")
    return secret


def make_keys(newcomer: Eye) -> None:
    """A passphrase, a code app, and the codes on paper; ends on the page that waits."""
    hand, page = Pointer(newcomer.page, Words()), newcomer.page
    for name in ("new", "again"):
        page.locator(f"input[name={name}]").fill(PASSPHRASE)
    hand.press("Make my keys")
    newcomer.look()
    hand.write("Sign-in name", "maya")
    page.locator("input[name=passphrase]:visible").fill(PASSPHRASE)
    hand.press("Next: your code")
    found = SECRET.search(page.locator("main").inner_text())
    assert found, page.url
    page.locator("input[name=code]").fill(factors.current_code(found.group().replace(" ", "")))
    hand.press("Finish and sign in")
    hand.press("I have them on paper")
