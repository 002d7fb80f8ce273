"""Order numbers that find nothing: does it take longer to say so of one that never was than of one whose time is over?

`python benchmarks/receipts.py [--tries 1000] [--json]`. Four kinds in turn, each tried so often through the whole site:
never there, erased, expired but not yet erased, and one bit beside a live one. Prints the median CPU milliseconds of
each and by how much the medians differ. Exits 1 from 5 % on.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import random
import statistics
import sys
import time
from typing import Any

import ground
import tips
from django.core.wsgi import get_wsgi_application

from waystation.care.intake.tips import receipts
from waystation.care.intake.tips.actions import drafting, send
from waystation.care.intake.tips.actions.expiring import erase
from waystation.care.intake.tips.models import Tip
from waystation.foundation import clock

LIVE = 300
"""Messages of each kind, so that no row is a special one."""


def ask(number: int) -> dict[str, Any]:
    """The form of the order number as a browser sends it."""
    body = f"number={receipts.in_digits(number)}".encode()
    environ = tips.request(ground.uuid.UUID(int=0), "", 0)
    environ |= {"PATH_INFO": "/order/", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    environ.pop("HTTP_COOKIE")
    return environ


def numbers(place: ground.Ground) -> dict[str, list[int]]:
    """Order numbers of each kind."""
    line, made = tips.a_line(place), []
    for draft, cookie in tips.drafts(line, 3 * LIVE):
        key = drafting.key_in(cookie)
        kept = drafting.load(draft, key) if key else None
        assert key is not None
        assert kept is not None
        made.append(send(draft, key, kept))
    found = {"never": [receipts.new_number() for _ in range(LIVE)]}
    found |= {"erased": made[:LIVE], "expired": made[LIVE : 2 * LIVE]}
    found["beside"] = [number ^ 1 << random.randrange(receipts.BITS) for number in made[2 * LIVE :]]
    for number in found["erased"]:
        erase(Tip.objects.get(lookup=receipts.keys_of(number).lookup))
    for number in found["expired"]:
        rows = Tip.objects.filter(lookup=receipts.keys_of(number).lookup)
        rows.update(retention_on=clock.today() - dt.timedelta(days=1))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tries", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    kinds, application = numbers(ground.new_ground()), get_wsgi_application()
    spent: dict[str, list[float]] = {name: [] for name in kinds}
    for turn in range(given.tries + 50):
        for name in random.sample(sorted(kinds), len(kinds)):
            asked = ask(random.choice(kinds[name]))
            began = time.process_time()
            said = tips.answer_to(application, asked)
            took = time.process_time() - began
            assert said.startswith("303"), said
            if turn >= 50:
                spent[name].append(took * 1000)
    medians = {name: round(statistics.median(times), 4) for name, times in spent.items()}
    spread = (max(medians.values()) - min(medians.values())) / min(medians.values())
    found = {"tries": given.tries, "medians_ms": medians, "differ": round(spread, 4)}
    print(json.dumps(found) if given.json else "\n".join(f"{name}: {value}" for name, value in found.items()))
    sys.exit(0 if spread < 0.05 else 1)


if __name__ == "__main__":
    main()
