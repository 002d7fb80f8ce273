"""One member walks through every page they can reach and sends every form they find there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from tests.canary.addresses import kind_of, name_of, siblings
from tests.canary.browsing import Browser
from tests.canary.filling import STOPS, answered, planted
from tests.canary.pages import Form, Page

LAST = (
    "withdraw", "decline", "drop", "remove", "end", "closing", "assign", "hide", "away", "move", "leave", "language",
    "lock", "switch", "sign_out", "exit", "begin",
)  # fmt: skip
"""Acts that close a way are done after the others, in this order; words of an address name or of a button."""
INSTANCES = 2
"""Pages of one address pattern that one member reads."""
SHARED = ("signin:", "ui:", "directory:", "web:", "tips:get_help", "tips:tell", "tips:order", "screening:guide")
"""Forms that look the same for everybody: INSTANCES members send them."""
CLEAR = ("setup:", "people:invite", "people:team", "lines:", "outreach:", "published:", "multiplicity:")
"""Pages where staff name agency, teams, colleagues, lines, places, and whom a published number counts: clear by design
(security.md 4.2). What is typed there is refused, being too long; nothing is sent that would be kept."""
ENDS_ALL = "signin:lock_everyone"
"""An act that would end every other walk; somebody of another house does it at the end."""
ASKS_ANEW = "signin:confirm"
"""Where the passphrase is asked for once more, when a walk is slow and an act wants it fresh."""
TURNS = 4
"""Ways a form is answered until one is accepted."""


@dataclass
class Walker:
    """A signed-in browser. `done` are the forms sent from here, `everywhere` counts those that all members share."""

    browser: Browser
    secrets: dict[str, str]
    everywhere: Counter[tuple[str, ...]]
    done: set[tuple[str, ...]] = field(default_factory=set)
    accepted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    leaky: list[str] = field(default_factory=list)
    drafts: int = 0
    _read: dict[str, set[str]] = field(default_factory=dict)
    _later: list[tuple[int, Page, Form, str]] = field(default_factory=list)

    def walk(self, *starts: str) -> None:
        """Read and fill everything from these addresses on, but for what closes ways."""
        self._read.clear()
        self._wander([*starts])

    def finish(self) -> None:
        """Now what closes ways: withdraw, decline, end, lock, sign out."""
        while self._later:
            self._later.sort(key=lambda item: item[0])
            _rank, page, form, key = self._later.pop(0)
            led = self._send(page, form, key)
            for one in led:
                if isinstance(one, str):
                    self._read.pop(kind_of(one), None)
            self._wander(led)

    def _wander(self, waiting: list[str | Page]) -> None:
        while waiting:
            following = waiting.pop(0)
            if isinstance(following, str):
                if not self._is_new(following):
                    continue
                following = self._get(following)
            waiting[:0] = self._visit(following)
            waiting += siblings(following.address)

    def _get(self, address: str) -> Page:
        return self._confirmed(self.browser.get(address))

    def _confirmed(self, page: Page) -> Page:
        """What follows once the passphrase was given anew; any other page as it is."""
        for form in page.forms:
            if name_of(form.action) == ASKS_ANEW and "passphrase" in form.names:
                pairs = answered(form, self.browser.mint, f"{self.browser.who}: {ASKS_ANEW}", self.secrets)
                return self.browser.post(form.action, pairs, page.address)
        return page

    def _is_new(self, address: str) -> bool:
        parts = urlsplit(address)
        if not address.startswith("/") or parts.path.startswith("/static/") or parts.path.endswith("/exit/"):
            return False
        seen = self._read.setdefault(kind_of(address), set())
        if parts.path in seen or len(seen) >= INSTANCES:
            return False
        seen.add(parts.path)
        return True

    def _visit(self, page: Page) -> list[str | Page]:
        """Send the forms of a page; returns where to go next: first where the forms led, then the links."""
        after: list[str | Page] = []
        for form in page.forms:
            if form.method != "post":
                if form.takes_text:
                    self.leaky.append(f"{name_of(page.address)} sends text by {form.method}")
                continue
            if name_of(form.action) == ENDS_ALL:
                continue
            key = (name_of(form.action), *form.names, *(name for name, _value in form.buttons))
            if key in self.done or (key[0].startswith(SHARED) and self.everywhere[key] >= INSTANCES):
                continue
            self.done.add(key)
            self.everywhere[key] += 1
            rank = self._rank(form)
            label = f"{name_of(page.address)} > {key[0]}"
            if rank >= 0:
                self._later.append((rank, page, form, label))
            else:
                stops = [one for one in form.buttons if STOPS & {*one}]
                if stops and (form.has_plain or len(stops) < len(form.buttons)):
                    self._later.append((0, page, replace(form, buttons=stops, has_plain=False), label))
                    form = replace(form, buttons=[one for one in form.buttons if one not in stops])
                after += self._send(page, form, label)
        return [*after, *page.links]

    def _rank(self, form: Form) -> int:
        words = [name_of(form.action).split(":")[-1]]
        if not form.takes_text:
            words += [value for _name, value in form.buttons[:1]]
        return max(
            (LAST.index(last) for last in LAST for word in words if last in (word, *word.split("_"))), default=-1
        )

    def _send(self, page: Page, form: Form, label: str) -> list[str | Page]:
        """Send a form refused, then accepted, by each of its buttons; returns the address or the page each led to."""
        place, mint = f"{self.browser.who}: {label}", self.browser.mint
        target = form.action
        clear = name_of(form.action).startswith(CLEAR)
        if form.buttons or any(name != "csrfmiddlewaretoken" for name in form.names):
            oversize = name_of(form.action).startswith("setup:") or (not clear and len(self.done) % 3 == 0)
            self._confirmed(self.browser.post(target, planted(form, mint, place, oversize=oversize), page.address))
        if clear:
            return [page.address]
        if form.draft:
            self.browser.post(form.draft, answered(form, mint, f"{place} draft", {}), page.address)
            self.drafts += 1
        led: list[str | Page] = []
        plain = [None] if form.has_plain or not form.buttons else []
        for button in (*plain, *form.buttons):
            fresh = page if page.was_sent else self._get(page.address)
            now = _same(fresh, form)
            if now is None:
                break
            answer = self._accepted(fresh, now, button, label)
            led.append(answer if answer.was_sent and answer.status < 400 else answer.address)
        return led or [page.address]

    def _accepted(self, page: Page, form: Form, button: tuple[str, str] | None, label: str) -> Page:
        place, mint = f"{self.browser.who}: {label}", self.browser.mint
        led = page
        for turn in range(TURNS):
            pairs = answered(form, mint, place, self.secrets, turn)
            pressed = [button] if button else []
            led = self._confirmed(self.browser.post(form.action, [*pairs, *pressed], page.address))
            if led.status < 400:
                self.accepted.append(label)
                if new := dict(pairs).get("new"):
                    self.secrets["passphrase"] = new
                return led
            if led.status not in (409, 422) or not (form.offers or led.status == 409):
                break
            form = _same(led, form) or form
        self.refused.append(f"{label} {button or ''} ({led.status})")
        return led


def _same(page: Page, form: Form) -> Form | None:
    """The form on another answer that goes to the same place; never one of the same shape that does another thing."""
    fitting = [one for one in page.forms if one.method == "post" and one.names == form.names]
    kindred = [one for one in fitting if name_of(one.action) == name_of(form.action)]
    return next((one for one in fitting if one.action == form.action), kindred[0] if len(kindred) == 1 else None)
