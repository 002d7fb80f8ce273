"""A tour of every page: the story told once, then whatever each person reaches by links, all under one eye."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from tests.browser import patient
from tests.e2e import steps_call, steps_case, steps_people, steps_release, steps_screening
from tests.e2e.crawling import reach
from tests.e2e.hands import Pointer
from tests.e2e.looking import NOWHERE, Eye
from tests.e2e.pages import open_addresses
from tests.e2e.serving import Site
from tests.e2e.waiting import new_code_under_way, passphrase_was_long_ago, recovery_under_way
from tests.e2e.watching import Strays, origin_of
from tests.e2e.words import Words, ids_in

STORY = ("Ana", "Ben", "Femi", "Chloe")
"""The people of the story, whose pages it changes."""
OTHERS = ("Iris", "Kofi", "Dalia", "Jo", "Gwen", "Lucia", "Sgt. Hale")
"""With the story's people, one person for each role that has a sign-in card."""
PASSPHRASE = "alder county demo"
OPEN = {
    "web:home", "ui:styleguide", "signin:sign_in", "signin:lost", "signin:recover", "signin:agency_code", "ui:robots",
}  # fmt: skip
"""Names whose pages are the same for everybody."""
ALIKE = {"web:words", "signin:account", "signin:passkey", "directory:search", "directory:service_detail"}
"""Names whose pages differ by a name at most from person to person."""
LONG = bool(os.environ.get("WAYSTATION_LONG"))
START = ["/today/", "/account/", "/account/passkey/"]


@dataclass
class Tour:
    """What was seen: problems in words, bytes by address, addresses by their name, links that lead nowhere."""

    browser: Browser
    site: Site
    eyes: dict[str, Eye] = field(default_factory=dict)
    reached: dict[str, set[str]] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)
    received: str = ""

    def __post_init__(self) -> None:
        self.strays = Strays(frozenset({self.site.address, origin_of(self.site.exit_address)}))
        self.visitor = self._new_eye()

    def _new_eye(self) -> Eye:
        context = self.browser.new_context(base_url=self.site.address, reduced_motion="reduce")
        self.strays.watch(context)
        return Eye(context, turn=len(self.eyes))

    def eye(self, name: str) -> Eye:
        """The eye on a person's pages; they come in by their card when they are first asked for."""
        if name not in self.eyes:
            found = self._new_eye()
            hand = Pointer(found.page, Words())
            found.page.goto("/sign-in/")
            hand.press(f"Come in as {name}")
            if name == "Ana":
                found.look()
            hand.press("Type it for me")
            self.eyes[name] = found
        return self.eyes[name]

    def hand(self, name: str) -> Pointer:
        return Pointer(self.eye(name).page, Words())

    @property
    def problems(self) -> list[str]:
        return [line for eye in [self.visitor, *self.eyes.values()] for line in eye.problems]

    def tell(self) -> None:
        """The story of tonight's call up to the sent referral, looked at wherever a page has no address of its own."""
        ana, ben, femi = self.hand("Ana"), self.hand("Ben"), self.hand("Femi")
        look = {"Ana": self.eye("Ana").look, "Ben": self.eye("Ben").look, "Femi": self.eye("Femi").look}
        ana.page.goto("/contacts/new/")
        ana.press("End this contact")
        look["Ana"]()
        ana.page.goto("/today/")
        steps_call.take_call(ana)
        look["Ana"]()
        steps_call.note_two_people(ana)
        look["Ana"]()
        steps_screening.print_result(ana, look["Ana"])
        steps_call.hand_over(ana)
        steps_case.read_what_was_heard(ben)
        look["Ben"]()
        steps_case.open_case(ben)
        steps_case.add_name(ben)
        self.eye("Ben").open(f"{self._case_of(ben)}name/")
        ben.page.goto(self._case_of(ben))
        steps_case.add_need(ben)
        look["Ben"]()
        steps_case.search(ben)
        look["Ben"]()
        steps_release.refer(ben)
        look["Ben"]()
        steps_release.begin_release(ben)
        steps_release.sign_with_guardian(ben)
        ben.press("Show what would leave")
        look["Ben"]()
        steps_release.receive(femi, self._record_and_send(ben))
        self.received = urlsplit(femi.page.url).path
        look["Femi"]()

    def _record_and_send(self, ben: Pointer) -> str:
        """Returns the referral's id."""
        steps_release.record(ben)
        self.eye("Ben").look()
        if "/sharing/" not in ben.page.url:
            ben.follow("Sharing")
            ben.follow_in("section[aria-labelledby=h-sent] h3")
        self.eye("Ben").look()
        referral = ids_in(ben.page.url)[-1]
        steps_release.send(ben)
        self.eye("Ben").look()
        return referral

    def walk(self, name: str) -> None:
        """Everything this person reaches by links, each kind of page once; what the story showed is only weighed."""
        eye = self.eye(name)
        found, dead = reach(eye.context, self.site.address, START)
        self.dead += [f"{name}: {line}" for line in dead]
        for one in sorted(set(found) - OPEN - (set() if LONG else {*self.reached} & ALIKE)):
            (eye.weigh if one in eye.names() and not LONG else eye.open)(found[one][-1])
        for one in found:
            self.reached.setdefault(one, set()).add(name)

    def end(self) -> None:
        """The person withdraws; and pages that stand in the way of a person."""
        ben = self.hand("Ben")
        ben.page.goto(self._case_of(ben))
        steps_release.withdraw(ben)
        self.eye("Ben").look()
        self.eye("Femi").open(self.received)
        self.eye("Chloe").open("/contacts/new/", 403)
        self.eye("Chloe").open(NOWHERE, 404)
        self._lock(ben)
        self._bring_back()

    def join(self, other: Tour) -> None:
        """Take over what another tour of the same site saw."""
        self.eyes |= other.eyes
        self.dead += other.dead
        self.strays.seen += other.strays.seen

    def _case_of(self, ben: Pointer) -> str:
        ben.page.goto("/cases/")
        return ben.page.get_by_role("link", name=steps_case.ALIAS).get_attribute("href") or ""

    def _lock(self, ben: Pointer) -> None:
        """A form that came after the screen had locked is kept, and can be sent again."""
        ben.page.goto(f"{self._case_of(ben)}notes/")
        words = ben.page.get_by_role("main").get_by_role("textbox").first
        words.fill("A bed was found.")
        other = Pointer(self.eye("Ben").context.new_page(), Words())
        other.page.goto("/today/")
        other.press("Lock")
        other.page.close()
        ben.press("Add this note")
        self.eye("Ben").look()
        ben.write("Passphrase", PASSPHRASE)
        ben.press("Unlock")
        self.eye("Ben").look()

    def _bring_back(self) -> None:
        """A second custodian goes on with a recovery; first the passphrase is asked for anew."""
        address = recovery_under_way(self.site, "Ana", "Chloe", "Ben")
        chloe = self.eye("Chloe")
        passphrase_was_long_ago(self.site, chloe.context)
        chloe.open(address)
        Pointer(chloe.page, Words()).write("Your passphrase", PASSPHRASE)
        Pointer(chloe.page, Words()).press("Go on")
        chloe.look()
        chloe.open(new_code_under_way(self.site, "Ana"))
        chloe.open("/account/recovery/")

    def guide(self) -> None:
        """A conversation that Jo stops and goes on with, and the example of an instrument."""
        jo, look = self.hand("Jo"), self.eye("Jo").look
        jo.page.goto("/today/")
        steps_screening.stop_for_companion(jo, look)
        steps_screening.go_on_later(jo, look)
        steps_screening.use_example(jo, look)

    def visit(self) -> None:
        """Pages anyone may open, weighed; and the hits of a public search."""
        for address in [*open_addresses(), NOWHERE]:
            if self.visitor.context.request.get(address, max_redirects=0).status in {200, 404}:
                self.visitor.weigh(address)
        self.visitor.page.goto("/directory/")
        self.visitor.page.get_by_label("What is needed").fill("shelter")
        self.visitor.count("public hits", lambda: Pointer(self.visitor.page, Words()).press("Search"))
        self.visitor.look()
        Pointer(self.visitor.page, Words()).follow_in("li.hit h3")
        self.visitor.look()


def walk_apart(executable: str, flags: list[str], site: Site) -> Tour:
    """The tour of everybody else in a browser of its own, closed when this returns: made to run in another thread."""
    with sync_playwright() as tools:
        browser = patient(tools.chromium.launch(executable_path=executable, headless=True, args=flags))
        tour = Tour(browser, site)
        for name in OTHERS:
            tour.walk(name)
        tour.guide()
        tour.eyes["Maya"] = tour._new_eye()
        steps_people.bring_in(site, tour.eye("Kofi"), tour.eyes["Maya"])
        browser.close()
    return tour
