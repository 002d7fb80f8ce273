"""Submits of a tip through the whole site: rate, CPU for each, and their ratio to a bare journal line of the same run.

`python benchmarks/tips.py [--count 600] [--threads 4] [--profile] [--json]`. Each submit is the last form of the tip
lane, answered by the WSGI application in this process: draft opened, message sealed to the line's team and to recovery,
counted, journaled, synchronous=FULL, redirect. The baseline is an event of the journal in a transaction of its own.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import json
import pstats
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import ground
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection

from waystation.care.intake.lines.anchors import mark_of
from waystation.care.intake.lines.models import Line
from waystation.care.intake.tips import bucket
from waystation.care.intake.tips.actions import drafting
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.views import lanes
from waystation.foundation import clock, store
from waystation.foundation.agencies.models import Team
from waystation.foundation.audit import actions as audit
from waystation.foundation.keyring.actions.teams import create_team

WORDS = "Six men in a white van, each morning before six, and none of them ever speaks to anyone. " * 3
BODY = b"who=bystander&reporter=&website=&send=1"


def a_line(place: ground.Ground) -> Line:
    """A live line of the agency, answered by an intake team."""
    team = Team.objects.filter(agency=place.agency, kind="intake").first()
    team = team or create_team(ground_admin(place), kind="intake", name="Line", members=[place.worker.member])
    today = clock.today()
    line = Line(
        agency=place.agency, team=team, name="Bench line", slug="bench", live=True, created_on=today, updated_on=today
    )
    line.mark = mark_of(line)
    line.save(force_insert=True)
    return line


def ground_admin(place: ground.Ground) -> Any:
    """The administrator's keyring."""
    unlocked = ground.unlock(ground.Member.objects.get(agency=place.agency, role="administrator"), ground.PASSPHRASE)
    assert unlocked is not None
    return unlocked.keyring


def drafts(line: Line, count: int) -> list[tuple[UUID, str]]:
    """Drafts that wait for their last page: (id, cookie)."""
    made = []
    for _ in range(count):
        cookie = drafting.new_cookie()
        key = drafting.key_in(cookie)
        assert key is not None
        answers = {"story": WORDS, "danger": "no", "minor": "unknown", "plate": "ABC 123", "place": "Mill Road"}
        data = {"line": line.pk.hex, "lane": "tip", "language": "eng", "answers": answers}
        made.append((drafting.begin(key, data), cookie))
    return made


def request(draft: UUID, cookie: str, n: int) -> dict[str, Any]:
    """The last form as a browser sends it."""
    return {
        "REQUEST_METHOD": "POST", "PATH_INFO": f"/tell/{draft}/5/", "QUERY_STRING": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "HTTP_HOST": "localhost", "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr,
        "HTTP_ORIGIN": "http://localhost", "HTTP_COOKIE": f"{settings.WAYSTATION_DRAFT_COOKIE}={cookie}",
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(BODY)),
        "wsgi.input": io.BytesIO(BODY), "REMOTE_ADDR": f"127.0.{n % 250}.7",
    }  # fmt: skip


def answer_to(application: Callable[..., Any], environ: dict[str, Any]) -> str:
    """The status of the answer, once it is whole."""
    said: list[str] = []
    b"".join(application(environ, lambda status, headers: said.append(status)))
    return said[0]


def timed(count: int, threads: int, act: Callable[[int], None]) -> tuple[float, float]:
    """(acts in a second, CPU milliseconds for each) of `count` acts by so many threads."""
    turns: Iterator[int] = iter(range(count))
    guard = threading.Lock()

    def work() -> None:
        while True:
            with guard:
                n = next(turns, None)
            if n is None:
                connection.close()
                return
            act(n)

    crew = [threading.Thread(target=work) for _ in range(threads)]
    wall, cpu = time.perf_counter(), time.process_time()
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    return count / (time.perf_counter() - wall), (time.process_time() - cpu) / count * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--profile", action="store_true", help="show where the time of one thread goes")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    place = ground.new_ground()
    line, application = a_line(place), get_wsgi_application()
    lanes.buckets = bucket.Buckets(burst=10**6)
    waiting = drafts(line, given.count + 20)
    agency = place.agency.pk

    def submit(n: int) -> None:
        said = answer_to(application, request(*waiting[n], n))
        assert said.startswith("303"), said

    def bare(n: int) -> None:
        with store.writing():
            audit.append(agency, at=clock.now(), verb="bench.line")

    for n in range(given.count, given.count + 20):
        submit(n)
    close_old_connections()
    bare_rate, bare_cpu = timed(given.count, given.threads, bare)
    if given.profile:
        profile = cProfile.Profile(time.process_time)
        profile.runcall(lambda: [submit(n) for n in range(given.count)])
        pstats.Stats(profile).sort_stats("cumulative").print_stats(70)
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
        return
    rate, cpu = timed(given.count, given.threads, submit)
    assert Tip.objects.count() == given.count + 20
    found = {
        "submits": given.count, "threads": given.threads, "per_second": round(rate, 1), "cpu_ms": round(cpu, 2),
        "bare_per_second": round(bare_rate, 1), "bare_cpu_ms": round(bare_cpu, 2),
        "ratio_cpu": round(cpu / bare_cpu, 2), "ratio_rate": round(rate / bare_rate, 3),
    }  # fmt: skip
    print(json.dumps(found) if given.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


if __name__ == "__main__":
    main()
