"""The worklist of 200 sealed cases: the whole page against the same page from clear rows, and under load on a server.

`python benchmarks/worklist.py [--rows 200] [--rounds 60] [--seconds 10] [--clients 4] [--json]`. The unsealed page has
the same sign-in, gate and journal line; only its rows come as clear JSON out of a plain table. Rounds take turns, and
CPU time counts, so that a busy machine changes little. The load goes to a server process on loopback as `start` runs
it. Goals: at most 1.15 times the unsealed page; at least 45 requests a second.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

import ground
import serving
from django.db import connection
from django.test import Client

from waystation.foundation import store
from waystation.foundation.gate import reading
from waystation.foundation.keyring.decisions import Decision
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.capsules import Opened

PAGE = "/cases/"
ONCE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
"""What differs between two answers with the same content."""
WARM = 5
"""Pages before the measured ones, which fill caches."""


def put_in_clear(subjects: list[ground.Subject]) -> None:
    """The same headers once more, in a plain table."""
    with store.writing(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_plain (subject char(32) PRIMARY KEY, version integer, body text)")
        rows = [(item.id.hex, 1, json.dumps(ground.header(number))) for number, item in enumerate(subjects)]
        cursor.executemany("INSERT INTO bench_plain VALUES (%s, %s, %s)", rows)


def from_clear(decision: Decision, keyring: Keyring, *, skip_missing: bool = False) -> list[Opened]:
    """What `open_capsules` gives, out of the plain table."""
    names = json.dumps([subject.hex for subject in decision.subjects])
    text = "SELECT subject, version, body FROM bench_plain WHERE subject IN (SELECT value FROM json_each(%s))"
    if connection.vendor == "postgresql":
        text = text.replace("json_each(%s)", "json_array_elements_text(%s)")
    with connection.cursor() as cursor:
        cursor.execute(text, [names])
        found = {row[0]: row for row in cursor.fetchall()}
    rows = ((subject, found[subject.hex]) for subject in decision.subjects)
    return [Opened(item, decision.kind, "header", row[1], json.loads(row[2])) for item, row in rows]


@contextmanager
def unsealed() -> Iterator[None]:
    """Lists come from the plain table."""
    before, reading.open_capsules = reading.open_capsules, from_clear
    try:
        yield
    finally:
        reading.open_capsules = before


def one_page(browser: Client, rows: int) -> tuple[float, float, bytes]:
    """CPU and wall milliseconds of one page, and the page."""
    start, cpu = time.perf_counter(), time.process_time()
    answer = browser.get(PAGE)
    spent, waited = (time.process_time() - cpu) * 1000, (time.perf_counter() - start) * 1000
    if answer.status_code != 200 or answer.content.count(b"<tr") != rows + 1:
        raise SystemExit(f"not the page: {answer.status_code}")
    return spent, waited, answer.content


def compare(browser: Client, rows: int, rounds: int) -> dict[str, float]:
    """Medians of the sealed and of the unsealed page, taken in turn."""
    taken: dict[str, list[tuple[float, float, bytes]]] = {"sealed": [], "unsealed": []}
    gc.freeze()
    for _ in range(rounds + WARM):
        taken["sealed"].append(one_page(browser, rows))
        with unsealed():
            taken["unsealed"].append(one_page(browser, rows))
    if len({ONCE.sub(b"", pages[-1][2]) for pages in taken.values()}) > 1:
        raise SystemExit("the two pages differ")
    found: dict[str, float] = {"bytes": len(taken["sealed"][-1][2])}
    for place, name in enumerate(("cpu", "wall")):
        middle = {kind: statistics.median(one[place] for one in pages[WARM:]) for kind, pages in taken.items()}
        found |= {f"{kind}_{name}_ms": value for kind, value in middle.items()}
        found[f"{name}_ratio"] = middle["sealed"] / middle["unsealed"]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    place = ground.new_ground()
    put_in_clear(ground.new_cases(place, options.rows))
    browser = ground.signed_in(place.worker)
    found = compare(browser, options.rows, options.rounds)
    with serving.server() as server:
        found |= serving.load(server, PAGE, ground.cookies(browser), options.clients, options.seconds)
    print(
        json.dumps(found) if options.json else "\n".join(f"{name:>24}  {value:,.2f}" for name, value in found.items())
    )


if __name__ == "__main__":
    main()
