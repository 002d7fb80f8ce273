"""A burst of tips while the server is killed: is every acknowledged one there, and none of them twice?

`python benchmarks/kill_tips.py [--tips 500] [--seconds 10] [--kills 2] [--json]`. A child process answers the last form
of each draft with the WSGI application, four at a time, paced over the seconds, and says on a pipe which order number
it acknowledged. It is killed with SIGKILL in between; the next one gets what was not acknowledged, as browsers that got
no answer send it again, and some that were acknowledged, as a double click does. Exits 1 when a message is lost or
there twice, or the journal does not verify.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import threading
import time
from uuid import UUID

import ground
import tips
from django.core.wsgi import get_wsgi_application
from django.db import connection

from waystation.care.intake.tips import bucket
from waystation.care.intake.tips.actions import drafting
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.selectors.sender import find
from waystation.care.intake.tips.views import lanes
from waystation.foundation.audit.selectors import verify

THREADS = 4
Draft = tuple[UUID, str]


def serve(todo: list[Draft], pause: float, pipe: int) -> None:
    """Answer each form in turn, and acknowledge it once its answer is whole."""
    lanes.buckets = bucket.Buckets(burst=10**6)
    application, guard, rest = get_wsgi_application(), threading.Lock(), iter(enumerate(todo))

    def work() -> None:
        while True:
            with guard:
                turn = next(rest, None)
            if turn is None:
                return
            n, (draft, cookie) = turn
            if tips.answer_to(application, tips.request(draft, cookie, n)).startswith("303"):
                os.write(pipe, f"{draft.hex}\n".encode())
            time.sleep(pause)

    crew = [threading.Thread(target=work) for _ in range(THREADS)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()


def one_server(todo: list[Draft], pause: float, killed_after: float | None) -> set[UUID]:
    """Fork a server, kill it after some seconds or let it end; the drafts it acknowledged."""
    connection.close()
    source, pipe = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(source)
            serve(todo, pause, pipe)
        finally:
            os._exit(0)
    os.close(pipe)
    said = os.read(source, 65536)  # the first acknowledgement: now it runs
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(child, signal.SIGKILL)
    while more := os.read(source, 65536):
        said += more
    os.waitpid(child, 0)
    os.close(source)
    return {UUID(name) for name in said.decode().split("\n")[:-1] if len(name) == 32}


def number_of(draft: Draft) -> int:
    """The order number a browser reads on its page, 0 when there is none."""
    key = drafting.key_in(draft[1])
    kept = drafting.load(draft[0], key) if key else None
    return int((kept or {}).get("number", "0"), 16)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tips", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    place = ground.new_ground()
    everything = tips.drafts(tips.a_line(place), given.tips)
    pause, acknowledged, began = given.seconds * THREADS / given.tips / 2, set[UUID](), time.monotonic()
    for _ in range(given.kills):
        todo = [one for one in everything if one[0] not in acknowledged]
        twice = [one for one in everything if one[0] in acknowledged][:10]
        span = given.seconds / (given.kills + 1)
        acknowledged |= one_server([*twice, *todo], pause, random.uniform(0.5, 1) * span)
    todo = [one for one in everything if one[0] not in acknowledged]
    before = len(acknowledged)
    acknowledged |= one_server(todo, 0, None)
    numbers = [number_of(one) for one in everything]
    lost = sum(number == 0 or find(number) is None for number in numbers)
    found = {
        "tips": given.tips, "kills": given.kills, "acknowledged_before_the_last": before,
        "acknowledged": len(acknowledged), "stored": Tip.objects.count(), "lost": lost,
        "twice": Tip.objects.count() - len(set(numbers)), "journal_ok": verify(place.agency.pk).ok,
        "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip
    print(json.dumps(found) if given.json else "\n".join(f"{name}: {value}" for name, value in found.items()))
    is_good = not lost and found["stored"] == found["acknowledged"] == given.tips and found["journal_ok"]
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
