"""Canaries typed into a real browser: after signing out and closing it, its profile holds none of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser import FLAGS, launcher, wait_long
from tests.canary.house import House
from tests.canary.minting import Mint
from tests.canary.searching import Search
from tests.e2e.pressing import lead_on
from waystation.foundation.agencies.signin import factors

pytestmark = pytest.mark.browser
TEXT = ", ".join(
    f"main {kind}:visible:not([readonly])"
    for kind in ("input[type=text]", "input[type=search]", "input:not([type])", "textarea")
)
CALL = ("lane", "channel")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server with the cast on SQLite."""
    running = House(tmp_path_factory.mktemp("profile"))
    try:
        running.start()
        running.run("tests.canary.seeding:populate", str(running.notes))
        yield running
    finally:
        running.kill()


class Person:
    """Somebody at a browser with a profile on the disk, typing canaries."""

    def __init__(self, house: House, mint: Mint, profile: Path) -> None:
        self.house, self.mint, self.profile = house, mint, profile
        self.printed = json.loads((house.notes / "printed.json").read_text())
        self.at = f"http://localhost:{house.port}"

    def come(self, context: BrowserContext, who: str) -> Page:
        """Sign in, at the second try."""
        page = context.pages[0] if context.pages else context.new_page()
        for passphrase in (self.mint.text(f"{who}: wrong passphrase"), self.printed["passphrase"]):
            page.goto(f"{self.at}/sign-in/")
            page.locator("input[name=name]").fill(who)
            page.locator("input[name=passphrase]").fill(passphrase)
            lead_on(page.locator("main form button[type=submit]").last)
        page.locator("input[name=code]").fill(factors.current_code(self.printed["totp"]))
        lead_on(page.locator("main form button[type=submit]").last)
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page

    def write(self, page: Page, place: str) -> int:
        """Type a canary into every text field of the page, key by key as a person does."""
        fields = page.locator(TEXT)
        for number in range(fields.count()):
            fields.nth(number).fill(self.mint.text(f"browser {place} {number}"))
            fields.nth(number).press("End")
        return fields.count()


def test_the_profile_holds_nothing_after_signing_out(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chromium = launcher(tmp_path)
    mint = Mint("browser")
    person = Person(house, mint, tmp_path / "profile")
    mint.keep(person.printed["passphrase"], "the passphrase")
    with sync_playwright() as tools:
        context = tools.chromium.launch_persistent_context(
            person.profile, executable_path=chromium, headless=True, args=FLAGS
        )
        wait_long(context)
        page = person.come(context, "ana")
        typed = _call(person, page)
        typed += _look_around(person, page)
        page.goto(f"{person.at}/account/")
        lead_on(page.locator("form[action='/sign-out/'] button").first)
        page.wait_for_url("**/sign-in/")
        context.close()
        search = Search(list(mint.planted))
        search.folder(person.profile)
        control = Mint("browser control").text("an address")
        context = tools.chromium.launch_persistent_context(
            person.profile, executable_path=chromium, headless=True, args=FLAGS
        )
        context.new_page().goto(f"{person.at}/?q={control}")
        context.close()
    with capsys.disabled():
        print(
            f"\ncanary (browser profile): planted {len(mint.planted)}, typed {typed}, searched {search.files} files, "
            f"{search.size} bytes, found {len(search.hits)}"
        )
    assert typed >= 8
    assert "\n".join(map(str, search.hits)) == ""
    open_control = Mint("browser control")
    assert open_control.text("an address") == control
    found = Search(open_control.planted)
    found.folder(person.profile)
    assert found.hits, "the search does not find an address that the browser keeps"


def _call(person: Person, page: Page) -> int:
    """A contact with its autosaved draft, then a situation with one person."""
    page.goto(f"{person.at}/contacts/new/")
    for name in CALL:
        page.locator(f"input[name={name}]").first.check(force=True)
    typed = person.write(page, "contact")
    page.wait_for_timeout(6000)  # the draft is saved at most every five seconds
    lead_on(page.locator("button[name=next][value=situation]"))
    page.wait_for_url("**/situations/**")
    typed += person.write(page, "situation")
    lead_on(page.locator("button[name=next][value=save]").first)
    return typed


def _look_around(person: Person, page: Page) -> int:
    """A search of the directory; an unfinished contact that is left; the way back."""
    page.goto(f"{person.at}/directory/")
    typed = person.write(page, "directory")
    lead_on(page.locator("main form button[type=submit]").first)
    page.go_back()
    page.goto(f"{person.at}/contacts/new/")
    typed += person.write(page, "left unfinished")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{person.at}/today/")
    page.go_back()
    page.wait_for_load_state("networkidle")
    return typed
