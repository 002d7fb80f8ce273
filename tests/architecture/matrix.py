"""Reading the role matrix, finding every route, and asking the site one cell at a time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from tests.architecture.matrix_forms import form_for
from tests.architecture.matrix_world import CODE_WORD, HEARD, NAME, NOTE, PEOPLE, Ids, World
from waystation.foundation.audit.models import Event

TABLE = Path(__file__).with_name("role_matrix.csv")
ROLES = (*PEOPLE, "anonymous", "locked")
ANSWERS = {"sign-in", "unlock", "200", "204", "302", "303", "403", "404", "405", "409", "415", "422", "429"}
REFUSALS = {"sign-in", "unlock", "403", "404", "405", "409", "415", "422", "429"}
FAMILIES = {
    "person_id": "contact_part", "release_id": "case_part", "need_id": "case_part", "step_id": "case_part",
    "referral_id": "sharing", "case_id": "case", "contact_id": "contact", "situation_id": "contact",
    "count_id": "count", "hotspot_id": "hotspot", "night_id": "night", "presence_id": "presence",
    "lead_id": "lead", "alert_id": "alert", "liaison_id": "liaison",
    "thread_id": "text", "chat_id": "chat", "slug": "hook", "line_id": "line", "tip_id": "tip", "draft": "draft",
    "overlap_id": "overlap", "publication_id": "publication",
    "about": "left_open", "draft_id": "contact", "pointer": "pointer", "service_id": "service",
}  # fmt: skip
"""The objects a parameter names; of several parameters the first of this list counts."""
FAMILY_OF = {
    "referrals:received_detail": "received", "referrals:received_answer": "received",
    "signin:help_colleague": "colleague", "signin:begin_recovery": "colleague",
    "signin:stop_recovery": "recovery", "signin:approve_recovery": "recovery",
    "signin:stop_new_code": "new_code", "signin:approve_new_code": "new_code",
    "signin:remove_passkey": "passkey", "setup:begin": "token",
    "outreach:clearance": "volunteer", "cases:case_handing": "staff", "people:accept": "slip", "people:team": "team",
}  # fmt: skip
FAMILY_OF |= {f"screening:guide_{name}": "conversation" for name in ("page", "paused", "review")}
FAMILY_OF |= {f"screening:instrument_{name}": "conversation" for name in ("ask", "meaning")}
FAMILY_OF |= {"screening:instrument_detail": "instrument"}
FAMILY_OF |= {f"prevalence:{name}": "estimate" for name in ("run", "stop", "try_out", "again", "report", "panel")}
FAMILY_OF |= {"published:publish": "estimate"}
FAMILY_OF |= {"leads:release_detail": "lead_release", "leads:given_detail": "lead_release"}
FAMILY_OF |= {"intake:note_read": "shift_note", "intake:pattern_end": "pattern"}
FAMILY_OF |= {f"people:{name}": "staff" for name in ("slip", "renew", "admit", "withdraw", "away", "back", "leave")}
FAMILY_OF |= {f"people:team_{name}": "team" for name in ("add", "move", "remove", "share")}
"""Routes whose parameters alone do not say what they are about."""
ANY, NONE = "any", "-"
JOURNAL = {"audit_event", "audit_head", "audit_write", "audit_checkpoint"}
HARMLESS = {"django_session", "web_cache"}
"""Tables of the browser's own state: a locked screen, a count of tries."""
WRITING_PAGES = {
    "referrals:received_detail", "referrals:referral_list", "insights:data", "insights:month", "leads:given_detail",
}  # fmt: skip
"""Pages whose opening is itself written down: the first opening of a packet, answers taken in, a day's shard."""
WORKERS = frozenset({"case_manager", "attorney", "clinician"})
READERS_OF_CONTACTS = WORKERS | {"hotline_advocate", "supervisor"}
MAY_SHOW: dict[str, list[tuple[str, str, frozenset[str]]]] = {
    NAME: [
        ("POST", "consent:authorization_detail", WORKERS),
        ("POST", "referrals:referral_detail", WORKERS),
        ("GET", "referrals:received_detail", frozenset({"supervisor", "intake_worker"})),
    ],
    CODE_WORD: [(method, "", frozenset({"case_manager"})) for method in ("GET", "POST")],
    NOTE: [
        ("GET", "cases:case_notes", frozenset({"case_manager", "supervisor"})),
        ("GET", "signin:left_open", frozenset(PEOPLE)),
    ],
    HEARD: [("GET", "intake:", READERS_OF_CONTACTS)],
}
"""Words planted in sealed parts: by which method, on which pages, and to whom they may be shown at all."""
NAMELESS = {"desk_expired", "desk_withdrawn"}
SPOKEN_OF = re.compile(r"\.(read|refused)$|^(session|sign_in|factor|member|keyring)\.")
"""Verbs that a refused request may leave: that somebody looked, or was turned away."""


@dataclass(frozen=True)
class Row:
    """One line of the table; `cells` in the order of ROLES."""

    route: str
    method: str
    relation: str
    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Route:
    name: str
    params: tuple[str, ...]

    @property
    def family(self) -> str:
        """Which objects its parameters name; "" for none."""
        if self.name in FAMILY_OF:
            return FAMILY_OF[self.name]
        found = [family for param, family in FAMILIES.items() if param in self.params]
        return found[0] if found else ("?" if self.params else "")


@dataclass
class Found:
    """What one cell came to."""

    answer: str
    body: str
    writes: list[str] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)


@cache
def table() -> tuple[Row, ...]:
    """The hand-written expectations. Lines that begin with # are headings."""
    with TABLE.open(newline="") as source:
        lines = [(n, line) for n, line in enumerate(source, 1) if line.strip() and not line.startswith("#")]
    header, *rest = [(n, next(csv.reader([line]))) for n, line in lines]
    assert tuple(header[1]) == ("route", "method", "relation", *ROLES), "the columns are not the roles"
    rows = [Row(r[0].strip(), r[1].strip(), r[2].strip(), tuple(c.strip() for c in r[3:]), n) for n, r in rest]
    for row in rows:
        assert len(row.cells) == len(ROLES), f"line {row.line}: {len(row.cells)} cells for {len(ROLES)} roles"
        assert set(row.cells) <= ANSWERS, f"line {row.line}: {set(row.cells) - ANSWERS}"
    return tuple(rows)


@cache
def routes() -> tuple[Route, ...]:
    """Every address of the site. One without a name is an error: nobody could write a row for it."""
    return tuple(sorted(_walk(get_resolver().url_patterns, ""), key=lambda route: route.name))


def _walk(patterns: list[Any], space: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"an address without a name: {pattern.pattern}"
            yield Route(f"{space}{pattern.name}", tuple(pattern.pattern.converters))
        else:
            assert isinstance(pattern, URLResolver)
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner)


def relations(world: World, route: Route, row: Row) -> list[str]:
    """The relations a row speaks of; `any` is all of the route's family."""
    if row.relation == ANY:
        return list(world.things[route.family])
    return [row.relation]


class Browsers:
    """A signed-in browser for each role: one site for all, and for each request a copy of the role's cookies."""

    def __init__(self, world: World) -> None:
        self.jars = {role: world.client(name).cookies for role, name in PEOPLE.items()}
        locked = world.client("ben")
        locked.cookies.pop(settings.WAYSTATION_KEY_COOKIE)
        self.jars["locked"] = locked.cookies
        self.browser = Client(raise_request_exception=False)
        self.last_event = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def of(self, role: str, browser: Client | None = None) -> Client:
        jar, browser = self.jars.get(role, {}), browser or self.browser
        browser.cookies = SimpleCookie({key: morsel.value for key, morsel in jar.items()})
        return browser


def ask(
    world: World, browsers: Browsers, route: Route, method: str, relation: str, role: str, browser: Client | None = None
) -> Found:
    """Send one request inside a savepoint, look what it wrote, and undo it."""
    ids: Ids = world.target(route.family, relation, role) if route.family else {}
    address = reverse(route.name, kwargs={name: ids[name] for name in route.params})
    form = form_for(route.name)(world, role, ids) if method == "POST" else None
    with undone() as writes:
        site = browsers.of(role, browser)
        response = site.generic(method, address) if form is None else site.post(address, form)
        written = list(writes)
        events = Event.objects.filter(pk__gt=browsers.last_event).values_list("verb", flat=True)
        verbs = list(events) if "INSERT audit_event" in written else []
        body = masked(response, address)
    return Found(answer_of(response), body, [w for w in written if w.split()[-1] not in HARMLESS], verbs)


@contextmanager
def undone() -> Iterator[list[str]]:
    """A transaction that never was; yields the writing statements as `INSERT table`, but for those the site undid."""
    writes: list[str] = []
    marks: dict[str, int] = {}

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = re.match(r'\s*(INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?([\w]+)"?', sql, re.I)
        if found:
            writes.append(f"{found[1].split()[0].upper()} {found[2]}")
        result = execute(sql, params, many, context)
        if found and context["cursor"].rowcount == 0:
            writes.pop()
        if point := re.match(r"(ROLLBACK TO )?SAVEPOINT (\S+)", sql):
            del writes[marks.get(point[2], 0) if point[1] else len(writes) :]
            marks[point[2]] = len(writes)
        return result

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            yield writes
        transaction.set_rollback(True)


def answer_of(response: HttpResponse) -> str:
    """The status, or the class of a redirect to sign-in or of the locked screen."""
    target = urlsplit(response.headers.get("Location", "")).path
    if response.status_code == 302 and target in ("/sign-in/", "/unlock/"):
        return target.strip("/")
    if response.status_code == 403 and b'name="held"' in response.content:
        return "unlock"
    return str(response.status_code)


_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def masked(response: HttpResponse, address: str) -> str:
    """The whole answer without what differs by itself: the form token, and the address that was asked."""
    head = sorted(f"{k}: {v}" for k, v in response.headers.items() if k != "Content-Length")
    text = "\n".join([*head, response.content.decode(errors="replace")])
    return _TOKEN.sub("TOKEN", text).replace(address, "ADDRESS")


def planted_in(body: str) -> list[str]:
    """Which of the planted words an answer shows."""
    return [word for word in MAY_SHOW if word in body]


def spills(row: Row, relation: str, role: str, found: Found) -> list[str]:
    """Planted words that this role should not read here."""
    wrong = []
    for word in planted_in(found.body):
        allowed = any(
            row.method == method and row.route.startswith(route) and role in roles
            for method, route, roles in MAY_SHOW[word]
        )
        if not allowed or relation in NAMELESS or found.answer not in {"200", "422"}:
            wrong.append(f"line {row.line}: {row.route} {row.method} {relation} {role}: shows {word}")
    return wrong


def complaints(row: Row, relation: str, role: str, expected: str, found: Found) -> list[str]:
    """What is wrong with one cell: the answer, or a refused request that left something behind."""
    where = f"line {row.line}: {row.route} {row.method} {relation} {role}"
    wrong = [f"{where}: expected {expected}, is {found.answer}"] if found.answer != expected else []
    looked = row.method == "GET" and not (expected == "200" and row.route in WRITING_PAGES)
    if expected in REFUSALS or looked:
        left = [w for w in found.writes if w.split()[-1] not in JOURNAL]
        acts = [verb for verb in found.verbs if not SPOKEN_OF.search(verb)]
        wrong += [f"{where}: refused or only looked, and wrote {left or acts}"] if left or acts else []
    return wrong
