"""The ways in, right and wrong, with canaries in everything that can be typed there."""

from __future__ import annotations

import json
import re
from collections import Counter

from tests.canary.browsing import Browser
from tests.canary.filling import planted
from tests.canary.house import House
from tests.canary.minting import Mint
from tests.canary.pages import Form, Page
from tests.canary.seeding import NOT_SET_UP
from tests.canary.walking import Walker
from waystation.foundation.agencies.signin import factors


def founding(house: House, mint: Mint, link: str) -> None:
    """The first administrator's page, filled with canaries that it refuses."""
    browser = Browser(house.port, mint, "founder", "127.0.0.10")
    browser.get("/begin/" + mint.text("founder: wrong link") + "/")
    page = browser.get(link)
    form = _form_with(page, "agency")
    browser.post(link, planted(form, mint, "founding"))
    browser.post(link, planted(form, mint, "founding", oversize=True))


class Entrance:
    """Signs members of the cast in, each from an address of their own: one person's wrong tries stop no other."""

    def __init__(self, house: House, mint: Mint) -> None:
        self.house, self.mint = house, mint
        said = json.loads((house.notes / "printed.json").read_text())
        self.codes: dict[str, str] = said["codes"]
        self.totp: str = said["totp"]
        self.passphrase: str = said["passphrase"]
        self.handed: str = said["handed"]
        for name, code in self.codes.items():
            mint.keep(code, f"printed code of {name}")
        mint.keep(self.totp, "authenticator secret")
        mint.keep(self.passphrase, "passphrase of the cast")
        self._addresses = iter(range(11, 250))
        self._everywhere: Counter[tuple[str, ...]] = Counter()

    def browser(self, who: str) -> Browser:
        return Browser(self.house.port, self.mint, who, f"127.0.0.{next(self._addresses)}")

    def enter(self, who: str) -> Walker:
        """Wrong name, wrong passphrase, wrong code; then the right ones."""
        browser = self.browser(who)
        browser.get(f"/sign-in/?next=/{self.mint.text(f'{who}: address of sign-in')}/")
        page = self._wrong(browser, "/sign-in/")
        page = self._fill(browser, page, {"name": who, "passphrase": self.mint.text(f"{who}: wrong passphrase")})
        page = self._fill(browser, page, {"name": who, "passphrase": self.passphrase})
        if name_of_path(page) == "/sign-in/set-up/":
            return self._set_up(browser, page)
        page = self._fill(browser, page, {"code": self.mint.text(f"{who}: wrong code")})
        page = self._fill(browser, page, {"code": factors.current_code(self.totp)})
        return self._inside(browser, page)

    def recover(self, who: str) -> Walker:
        """A lost passphrase: the printed code and a new passphrase, which is a canary."""
        browser = self.browser(who)
        page = self._wrong(browser, "/sign-in/recover/")
        new = self.mint.text(f"{who}: new passphrase")
        page = self._fill(browser, page, {"name": who, "code": self.codes[who], "new": new, "again": new})
        page = self._fill(browser, page, {"code": factors.current_code(self.totp)})
        walker = self._inside(browser, page)
        walker.secrets["passphrase"] = new
        return walker

    def _set_up(self, browser: Browser, page: Page) -> Walker:
        assert browser.who == NOT_SET_UP
        found = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.body)
        assert found, page.body
        secret = found.group().replace(" ", "")
        self.mint.keep(secret, f"{browser.who}: new authenticator")
        page = self._fill(browser, page, {"code": self.mint.text("a code that does not fit")})
        page = self._fill(browser, page, {"code": factors.current_code(secret)})
        return self._inside(browser, page)

    def _inside(self, browser: Browser, page: Page) -> Walker:
        assert "__Host-k" in browser.cookies, (browser.who, browser.answers, page.body)
        for code in re.findall(r"[0-9A-Z]{4,}(?:-[0-9A-Z]{4,}){4,}", page.body):
            self.mint.keep(code, f"{browser.who}: code to print")
        return Walker(browser, {"passphrase": self.passphrase}, self._everywhere)

    def _wrong(self, browser: Browser, path: str) -> Page:
        page = browser.get(path)
        form = _form_with(page, "name")
        browser.post(path, planted(form, self.mint, f"{browser.who}: {path}", oversize=True))
        page = browser.post(path, planted(form, self.mint, f"{browser.who}: {path}"))
        assert page.status in (422, 429), (path, page.status)
        return page

    def _fill(self, browser: Browser, page: Page, said: dict[str, str]) -> Page:
        form = _form_with(page, next(iter(said)))
        pairs = [(one.name, said.get(one.name, one.value)) for one in form.controls.values() if one.name != "next"]
        return browser.post(form.action, [*pairs, ("next", "/account/")])


def name_of_path(page: Page) -> str:
    """The path of a page, without its query."""
    return page.address.split("?")[0]


def _form_with(page: Page, name: str) -> Form:
    found = next((form for form in page.forms if name in form.names), None)
    assert found, f"{page.address} ({page.status}) has no form with {name}"
    return found
