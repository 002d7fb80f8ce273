"""Every page of every role: clean for axe, within its weight, storing nothing, silent; and none left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import waystation
from tests.browser import FLAGS
from tests.e2e import first_day
from tests.e2e.crawling import names
from tests.e2e.going import Taps
from tests.e2e.looking import Eye
from tests.e2e.pages import is_open, patterns
from tests.e2e.serving import House, Site
from tests.e2e.touring import OPEN, STORY, Tour, walk_apart
from tests.e2e.watching import PUBLIC_LIMIT, STAFF_LIMIT
from tests.e2e.words import Words

SOURCE = Path(waystation.__file__).parent
TO_STAFF = {"/styleguide/"}
"""Open pages that only the people who build use."""
NOT_FOLLOWED = {
    "intake:waiting_part": "a part of the queue that its page fetches",
    "intake:danger_card": "opened by a post; seen in test_shift",
    "tips:get_help": "open to everybody; seen in test_public_lanes",
    "tips:tell": "open to everybody; seen in test_public_lanes",
    "tips:order": "open to everybody; seen in test_public_lanes",
    "texting:twilio": "takes what a gateway sends",
    "texting:generic": "takes what a gateway sends",
    "texting:thread": "a text comes by a gateway; seen in test_texts",
    "chat:chat": "open to everybody; seen in test_chat",
    "chat:write": "open to everybody; seen in test_chat",
    "chat:news": "a part that the chat's page fetches",
    "chat:desk_news": "a part that the chat's page fetches",
    "ui:exit": "leads away, by design",
    "ui:language": "takes a form",
    "ui:keep": "takes a sign of life",
    "signin:idle": "tells a script the seconds left; seen by the tests of the desk",
    "ui:robots": "plain text",
    "web:health": "plain text",
    "web:trust": "its address is printed at the server; seen with the open pages",
    "web:certificate": "a file to take",
    "insights:month_file": "a file to take; taken in test_outreach",
    "prevalence:report": "a file to take; asked for in tests/numbers/prevalence",
    "prevalence:panel": "a file to take; asked for in tests/numbers/prevalence",
    "published:report": "a file to take; asked for in tests/numbers/prevalence",
    "published:json": "a file to take; asked for in tests/numbers/prevalence",
    "web:practice": "only where start offers it; seen in test_practice and on a house of its own",
    "web:record": "a reference from a mail or a note; answers with a redirect to the page of the record",
    "setup:begin": "the first link of a house; seen on a house of its own",
    "setup:envelope_check": "the codes of a new house; seen on a house of its own",
    "signin:code": "half a sign-in; seen while coming in",
    "signin:set_up": "a first sign-in; seen on a house of its own",
    "signin:keep": "codes shown once; seen on a house of its own",
    "signin:help_colleague": "where the forms of the page about colleagues go; the same page",
    "signin:unlock": "seen while locked",
    "people:slip": "shown once, after an invitation; seen there",
    "people:admit": "takes a form; answers by a page only when keys were swapped",
    "signin:left_open": "where what was typed comes from; seen at a shared desk",
    "tips:get_help_step": "a page of a message being written; seen in test_public_lanes",
    "tips:get_help_done": "the order number of a message; seen in test_public_lanes",
    "tips:tell_step": "a page of a message being written; seen in test_public_lanes",
    "tips:tell_done": "the order number of a message; seen in test_public_lanes",
    "tips:order_open": "opens with an order number; seen in test_public_lanes",
    "signin:confirm": "seen when the passphrase was typed long ago",
}
"""Names no link leads to, with the reason."""
NOT_RENDERED: dict[str, str] = {
    "care/intake/chat/templates/chat/gone.html": "seen in test_chat",
    "care/intake/chat/templates/chat/not_taken.html": "only in a flood; asked for in tests/care/intake/chat",
    "care/intake/chat/templates/chat/talk.html": "seen in test_chat",
    "care/intake/templates/intake/danger_card.html": "seen in test_shift",
    "care/intake/texting/templates/texting/thread.html": "seen in test_texts",
    "care/intake/tips/templates/tips/done.html": "seen in test_public_lanes",
    "care/intake/tips/templates/tips/lines_again.html": "only with several lines; asked for in tests/care/intake/tips",
    "care/intake/tips/templates/tips/not_taken.html": "only for files; asked for in tests/care/intake/tips",
    "care/intake/tips/templates/tips/order_open.html": "seen in test_public_lanes",
    "care/intake/tips/templates/tips/queue.html": "only in a flood; asked for in tests/care/intake/tips",
    "care/intake/tips/templates/tips/unable.html": "only where no key is trusted; asked for in tests/care/intake/tips",
    "numbers/prevalence/templates/prevalence/trial.html": "comes minutes after a press; seen in test_estimates",
    "numbers/prevalence/templates/prevalence/unfinished.html": "only while computing; seen in test_estimates",
}
"""Page templates that no page of the tour is made of, with the reason."""
EXTENDS = re.compile(r"{%\s*extends\s+(\S+)\s*%}")


@pytest.fixture(scope="module")
def tour(chromium: str, browser: Browser, site: Site) -> Iterator[Tour]:
    """The whole tour, once, by two people side by side; the tests ask what was seen."""
    going = Tour(browser, site)
    going.tell()
    with ThreadPoolExecutor(1) as pool:
        apart = pool.submit(walk_apart, chromium, FLAGS, site)
        for name in STORY:
            going.walk(name)
        going.end()
        going.visit()
    ours = [going.visitor, *going.eyes.values()]
    going.join(apart.result())
    yield going
    for eye in ours:
        eye.context.close()


@pytest.fixture(scope="module")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Eye]]:
    """A house founded by its first administrator, who signs in for the first time."""
    running = House(tmp_path_factory.mktemp("house") / "home")
    try:
        running.start()
        eye = Eye(browser.new_context(base_url=running.address, reduced_motion="reduce"))
        found(running, eye)
        yield running, eye
        eye.context.close()
    finally:
        running.close()


def found(running: House, eye: Eye) -> None:
    """From the printed link to the set-up page, and the pages that only a new house has."""
    eye.open("/begin/an-old-link/", 404)
    admin = Taps(eye.page, Words(), lambda page: eye.look())
    first_day.found(admin, running)
    first_day.keep_envelope(admin)
    admin.open("/tell/")
    admin.open("/set-up/envelope/")
    admin.open("/set-up/envelope/new/")
    admin.open("/practice/")
    admin.open("/backups/")
    admin.press("Make a new backup code")


def test_everyone_can_read_each_page_by_eye_ear_and_touch(tour: Tour) -> None:
    if tour.problems:
        pytest.fail("\n".join(tour.problems), pytrace=False)


def test_first_administrator_can_read_each_page_on_the_way_in(house: tuple[House, Eye]) -> None:
    if house[1].problems:
        pytest.fail("\n".join(house[1].problems), pytrace=False)


def test_no_link_leads_a_person_to_a_closed_door(tour: Tour) -> None:
    assert tour.dead == []


def test_every_page_with_an_address_was_seen(tour: Tour) -> None:
    """An address nobody reached answers only to forms, or is on the list with its reason."""
    eye = tour.eye("Ben")
    seen = {name for one in tour.eyes.values() for name in one.names()}
    missing = []
    for name, route in names().items():
        if name in seen | OPEN | set(NOT_FOLLOWED):
            continue
        path = re.sub(r"<int:\w+>", "1", re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", route))
        if eye.context.request.get(path, max_redirects=0).status != 405:
            missing.append(f"{name} {route}")
    assert missing == []


def test_pages_nobody_links_to_are_still_nobody_s(tour: Tour) -> None:
    assert sorted(set(NOT_FOLLOWED) - set(names())) == []


def test_each_page_keeps_within_its_weight(tour: Tour) -> None:
    heavy = [f"{a}: {n}" for eye in tour.eyes.values() for a, n in eye.weights.items() if n > STAFF_LIMIT]
    for address, weight in tour.visitor.weights.items():
        if weight > (STAFF_LIMIT if address in TO_STAFF else PUBLIC_LIMIT):
            heavy.append(f"{address}: {weight}")
    assert heavy == []
    assert all(weight > 1000 for eye in tour.eyes.values() for weight in eye.weights.values())


def test_no_page_asks_another_origin(tour: Tour) -> None:
    assert tour.strays.seen == []


def test_every_page_template_was_rendered(tour: Tour, house: tuple[House, Eye]) -> None:
    seen = tour.site.templates_seen() | house[0].templates_seen()
    unseen = {str(path.relative_to(SOURCE)) for path in page_templates() if str(path) not in seen}
    assert sorted(unseen) == sorted(NOT_RENDERED)


def page_templates() -> list[Path]:
    """Templates that extend another: each is a page, or the frame of some."""
    return [path for path in SOURCE.rglob("templates/**/*.html") if EXTENDS.search(path.read_text(encoding="utf-8"))]


def test_open_pages_are_the_reviewed_ones(tour: Tour) -> None:
    """A page opened to everybody by mistake is seen here."""
    opened = {name for name, route in names().items() if dict(patterns())[route] and is_open(dict(patterns())[route])}
    assert opened >= OPEN
