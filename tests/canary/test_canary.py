"""Canaries in everything that can be typed, sent or passed; the server stopped and killed; every byte searched.

security.md 4.2 and 6 row 3. The full walk (every member of the cast) is marked `long`; the quick one takes those who
make the whole way from a call to an outcome.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from tests import cast as people
from tests.canary import known, strange
from tests.canary.acting import public_actions
from tests.canary.addresses import name_of, plain, routes, written
from tests.canary.databases import own_database
from tests.canary.entering import Entrance, founding
from tests.canary.handed import note_there
from tests.canary.house import House
from tests.canary.minting import Canary, Mint
from tests.canary.searching import Search
from tests.canary.walking import Walker

pytestmark = pytest.mark.wide
QUICK = ("ana", "ben", "femi", "chloe", "iris", "uma", "kofi", "hale")
REST = ("nia", "dalia", "eli", "pia", "jo", "gwen", "rosa")
RECOVERS = "lucia"
LEAST = 300
BESIDE = {
    "ben": ("/people/{ben}/away/",),  # his own days: nobody asks his passphrase anew for them, however slow the walk
    "chloe": ("/people/{ben}/away/", "/cases/of/{ben}/", "/journal/"),
    "kofi": ("/set-up/directory/", "/set-up/envelope/check/"),
}
"""Pages whose form offers nothing here, or only days and choices: canaries go there although no page shows a field."""
ENDS_SESSIONS = ("signin:sign_out", "signin:lock", "signin:lock_everyone", "signin:switch", "ui:exit")
SHOWN_AS_EXAMPLE = "ui:styleguide sends text by get"
"""The style guide shows controls; its form goes nowhere."""


@dataclass
class Planted:
    """What the walk left: the house, the strings, who walked, and the sums of the searches."""

    house: House
    mint: Mint
    walkers: list[Walker]
    acted: list[Canary] = field(default_factory=list)
    searches: dict[str, Search] = field(default_factory=dict)
    reports: list[dict[str, list[str]]] = field(default_factory=list)
    log_left: int = 0

    @property
    def canaries(self) -> list[Canary]:
        return self.acted + self.mint.planted

    def report(self) -> None:
        """Note which columns are filled now: later acts destroy again what earlier ones sealed."""
        self.reports.append(json.loads(self.house.run("tests.canary.known:report")))


@pytest.fixture(scope="module", params=["quick", pytest.param("long", marks=pytest.mark.long)])
def planted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """Walk, act, and misbehave on one server; then search what a killed and what a stopped server leave."""
    base = tmp_path_factory.mktemp("canary")
    with own_database(os.environ.get("DATABASE_URL", "")) as address:
        house = House(base, address)
        try:
            yield _everything(house, QUICK if request.param == "quick" else (*QUICK, *REST))
        finally:
            house.kill()


def _everything(house: House, cast: tuple[str, ...]) -> Planted:
    mint = Mint("walks")
    founding(house, mint, house.start())
    house.run("tests.canary.seeding:populate", str(house.notes))
    house.run("waystation.numbers.insights.actions:run_batch")
    entrance = Entrance(house, mint)
    walkers = [*(entrance.enter(who) for who in cast), entrance.recover(RECOVERS)]
    done = Planted(house, mint, walkers)
    with closing(_held_open(house)):
        note_there(walkers[cast.index("ben")].browser, entrance.handed)
        for walker in walkers:
            walker.walk(*plain())
        house.run("tests.canary.acting:main", str(house.notes))
        done.report()
        for walker in walkers:
            walker.walk(*plain())
        _misbehave(entrance, walkers)
        house.kill()
        done.acted = Mint.load(house.notes / "acts.json")
        done.log_left = sum(path.stat().st_size for path in house.home.glob("*.sqlite3-wal"))
        done.searches["killed"] = _search(done)
        done.report()
    house.start()
    order = [*reversed(walkers)]
    for walker in sorted(order, key=lambda one: one.browser.who == "kofi"):  # who moves people comes last
        walker.finish()
    _leave(entrance, walkers)
    house.stop()
    done.searches["stopped"] = _search(done)
    done.report()
    mint.save(house.notes / "walks.json")
    return done


def _leave(entrance: Entrance, walkers: list[Walker]) -> None:
    """Two who walked nowhere are asked for the passphrase anew, and leave by the ways that end a session."""
    for who, address in (("sol", "/sign-out/"), ("tam", "/switch/")):
        walkers.append(entrance.enter(who))
        browser = walkers[-1].browser
        token = browser.get("/account/").forms[0].controls["csrfmiddlewaretoken"].value
        asked = [
            (name, entrance.mint.text(f"{who}: asked anew {name}")) for name in ("passphrase", "next", "back", "held")
        ]
        browser.post("/confirm/", [("csrfmiddlewaretoken", token), *asked])
        typed = json.dumps([["/account/", 0, [["note", entrance.mint.text(f"{who}: typed and not sent")]]]])
        browser.post(address, [("csrfmiddlewaretoken", token), ("page", "/account/"), ("typed", typed)])
        strange.send_blindly(browser, ["/lock/everyone/", address], token)


def _held_open(house: House) -> sqlite3.Connection:
    """One more connection: while it stands, SQLite does not fold its write-ahead log into the database."""
    connection = sqlite3.connect(":memory:" if house.database_url else house.home / "waystation.sqlite3")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def _misbehave(entrance: Entrance, walkers: list[Walker]) -> None:
    sent = sorted({path for walker in walkers for method, path, _status in walker.browser.answers if method == "POST"})
    seen = [path for walker in walkers for _method, path, _status in walker.browser.answers]
    for walker in walkers[:3]:
        token = next(form for form in walker.browser.get("/account/").forms).controls["csrfmiddlewaretoken"].value
        strange.send_blindly(walker.browser, [one for one in written(seen) if name_of(one) not in ENDS_SESSIONS], token)
    for walker in walkers:
        for address in BESIDE.get(walker.browser.who, ()):
            strange.send_beside(walker.browser, address.format(ben=people.named("ben")))
    for browser in (walkers[0].browser, entrance.browser("nobody")):
        strange.send_all(browser, sent[::3])
        strange.send_files(browser, sent[::5], [])
        strange.send_noise(browser)


def _search(done: Planted, more: Sequence[Canary] = ()) -> Search:
    search = Search([*done.canaries, *more])
    search.folder(done.house.root)
    rows = done.house.notes / "rows.bin"
    done.house.run("tests.canary.known:dump_to", str(rows))
    search.file(rows)
    for folder in data_folders(done.house):
        search.folder(folder)
    return search


def data_folders(house: House) -> list[Path]:
    """The folder of the database server, when there is one and it can be read."""
    said = house.run("tests.canary.databases:print_folder").strip()
    return [Path(said)] if said and os.access(said, os.R_OK | os.X_OK) else []


@pytest.mark.parametrize("moment", ["killed", "stopped"])
def test_nothing_planted_can_be_found(planted: Planted, moment: str, capsys: pytest.CaptureFixture[str]) -> None:
    search = planted.searches[moment]
    with capsys.disabled():
        print(
            f"\ncanary ({moment}): planted {len(search.canaries)}, searched {search.files} files, "
            f"{search.size} bytes, {search.members} compressed members, found {len(search.hits)}"
        )
    assert len(search.canaries) >= LEAST
    assert "\n".join(map(str, search.hits)) == ""


def test_killed_server_left_its_write_ahead_log(planted: Planted) -> None:
    assert planted.log_left > 0 or planted.house.database_url


def test_an_open_row_and_open_files_are_found(planted: Planted, capsys: pytest.CaptureFixture[str]) -> None:
    """The control: the same search, the same places, one table row and some files that nobody sealed."""
    mint, home = Mint("control"), planted.house.home
    texts = {way: mint.text(way) for way in ("row", "utf-8", "utf-16", "base64", "hex", "gzip", "log", "tmp")}
    planted.house.run("tests.canary.databases:write_openly", texts["row"])
    (home / "witness" / "open.log").write_text(texts["utf-8"])
    (home / "keys" / "open.key").write_bytes(texts["utf-16"].encode("utf-16"))
    (home / "static" / "open.css").write_bytes(base64.b64encode(b"." + texts["base64"].encode()))
    (home / "open.hex").write_text(texts["hex"].encode().hex())
    (home / "open.gz").write_bytes(gzip.compress(texts["gzip"].encode()))
    with (planted.house.logs / "stderr.log").open("a") as log:
        log.write(f"ValueError: {texts['log']}")
    (planted.house.tmp / "upload").write_text(texts["tmp"])
    search = _search(planted, mint.planted)
    with capsys.disabled():
        print(f"\ncanary (control): planted {len(texts)}, found {len({hit.canary for hit in search.hits})}")
    assert {hit.canary.place for hit in search.hits} == set(texts)
    assert {"rows.bin"} < {Path(hit.where.split(" ")[0]).name for hit in search.hits if hit.canary.place == "row"}


def test_what_was_planted_is_there_for_those_who_hold_the_keys(planted: Planted) -> None:
    """Nothing found would mean little if nothing had been stored."""
    inside = json.loads(planted.house.run("tests.canary.inside:main", str(planted.house.notes)))
    places = ("contact.account", "situation.facts", "case.identity", "case.safe_contact", "case.narrative", "draft")
    assert all(inside.get(place, 0) for place in (*places, "authorization.terms", "journal")), inside
    assert sum(inside.values()) >= 100, inside


def test_every_field_of_every_form_was_planted(planted: Planted) -> None:
    mint = planted.mint
    texts = {sha256(text.encode()).hexdigest() for text in (*(one.text for one in mint.planted), *mint.long)}
    seen = set()
    for line in planted.house.forms_seen.read_text().splitlines():
        kind, name, digest = line.split("\t")
        if digest in texts:
            seen.add(f"{kind}.{name}")
    missing = known.form_fields() - seen
    assert "\n".join(sorted(missing)) == ""


def test_every_public_action_was_called_and_most_went_through(planted: Planted) -> None:
    acted = json.loads((planted.house.notes / "acted.json").read_text())
    assert set(acted) == {name for name, _function in public_actions()}
    accepted = [name for name, answers in acted.items() if "" in answers]
    assert len(accepted) >= len(acted) / 2, {name: answers for name, answers in acted.items() if "" not in answers}


def test_clear_columns_hold_codes_only_and_sealed_columns_are_filled(planted: Planted) -> None:
    """At three moments: after the acts, after the kill, at the end."""
    assert [one["wordy"] for one in planted.reports] == [[], [], []]
    always_empty = set.intersection(*(set(one["empty"]) for one in planted.reports))
    assert always_empty <= set(known.WITHOUT_TEXT)


def test_no_page_sends_text_in_an_address(planted: Planted) -> None:
    assert {said for walker in planted.walkers for said in walker.leaky} <= {SHOWN_AS_EXAMPLE}


def test_no_planted_input_breaks_a_page(planted: Planted) -> None:
    broken = {answer for walker in planted.walkers for answer in walker.browser.answers if answer[2] >= 500}
    assert sorted(broken) == []


NOT_OFFERED = {"web:practice"}
"""Only `waystation start` offers it; it takes no word from anybody (tests/web/practice)."""


def test_every_address_was_walked(planted: Planted) -> None:
    """A page that lands tomorrow is planted tomorrow; one that no member of the cast came to fails here."""
    answers = [answer for walker in planted.walkers for answer in walker.browser.answers]
    came = {name_of(path) for method, path, status in answers if status < 400 or method == "POST"}
    never = set(routes()) - came - NOT_OFFERED
    assert "\n".join(sorted(never)) == ""
