"""The directory on a real package: import with index, 500 mixed queries, and what typos and Spanish words find.

`python benchmarks/directory.py [--package DIR] [--queries N] [--json]`, on SQLite or DATABASE_URL. Baselines of the
same run: parsing the CSV files with the standard library alone, and the same words as one plain full-text query.
Goals: import < 15 s, CPU p95 <= 15 ms a query, >= 80 % of 40 pairs.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import time
import tomllib
from pathlib import Path
from typing import Any

import ground  # noqa: F401
from django.core.management import call_command
from django.db import connection

from waystation.commons.directory.actions import import_package
from waystation.commons.directory.models import Document, Service
from waystation.commons.directory.search.words import meaningful
from waystation.commons.directory.selectors import Query, search
from waystation.foundation import clock

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("WAYSTATION_SHARED", ROOT.parent / "shared"))
PAIRS = ROOT / "tests" / "commons" / "directory" / "pairs.toml"
SYNONYMS = ROOT / "src" / "waystation" / "commons" / "directory" / "data" / "synonyms.toml"
PLACES = ["33133", "33012", "33030", "33139", "33147", "Hialeah, FL", "Homestead, FL", "Miami Beach, FL"]


def mixed(count: int) -> list[Query]:
    """The same queries in every run: topics near a place, anywhere, with a language, with typos, beginnings, names."""
    dice = random.Random(20191107)
    topics = [word for entry in tomllib.loads(SYNONYMS.read_text())["entry"] for word in (*entry["en"], *entry["es"])]
    names = list(Service.objects.order_by("id").values_list("name", flat=True)[: 40 * 60 : 40])
    made = []
    for n in range(count):
        topic, place = dice.choice(topics), dice.choice(PLACES)
        kind = n % 20
        if kind < 7:
            made.append(Query(words=topic, near=place, within_km=dice.choice([10, 40, 80])))
        elif kind < 10:
            made.append(Query(words=topic))
        elif kind < 13:
            made.append(
                Query(words=topic, near=place, language=dice.choice(["es", "ht", "fr"]), open_now=dice.random() < 0.5)
            )
        elif kind < 16:
            at = dice.randrange(max(1, len(topic) - 1))
            made.append(Query(words=topic[:at] + topic[at + 1 :]))
        elif kind < 18:
            made.append(Query(words=topic[: max(3, len(topic) - 3)], near=place))
        else:
            made.append(Query(words=dice.choice(names)))
    return made


def plain(words: str) -> None:
    """The baseline: every word, one full-text query, best 25 by the engine's own score."""
    asked = meaningful(words)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            text = " ".join(f'"{word}"' for word in asked)
            cursor.execute(
                "SELECT rowid FROM directory_fts WHERE directory_fts MATCH %s ORDER BY bm25(directory_fts) LIMIT 25",
                [text],
            )
        else:
            cursor.execute(
                "SELECT id FROM directory_document WHERE vector @@ plainto_tsquery('english', %s) "
                "ORDER BY ts_rank(vector, plainto_tsquery('english', %s)) DESC LIMIT 25",
                [" ".join(asked)] * 2,
            )
        keys = [row[0] for row in cursor.fetchall()]
    list(Document.objects.filter(pk__in=keys))


def timed(work: Any) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def share(values: list[float], part: float) -> float:
    return round(sorted(values)[min(len(values) - 1, int(len(values) * part))], 2)


def pairs() -> dict[str, float]:
    """Share of pairs in which one of the first three plain hits is among the first ten of the variant."""
    data = tomllib.loads(PAIRS.read_text())
    shares = {}
    for kind, rows in data.items():
        met = 0
        for said, variant in rows:
            first = {hit.service_id for hit in search(Query(words=said, limit=3)).hits}
            met += bool(first & {hit.service_id for hit in search(Query(words=variant, limit=10)).hits})
        shares[kind] = met / len(rows)
    shares["all"] = sum(shares.values()) / len(shares)
    return shares


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", type=Path, default=SHARED / "data" / "hsds" / "miami_2019")
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not options.package.is_dir():
        print(f"skipped: there is no package at {options.package}")
        return
    call_command("migrate", verbosity=0)
    cpu, _ = timed(
        lambda: [list(csv.reader(f.open(newline="", encoding="utf-8"))) for f in options.package.glob("*.csv")]
    )
    began = time.process_time()
    summary = import_package(None, path=options.package)
    import_cpu = time.process_time() - began
    search(Query(words="warm up", near="33133"))
    search(Query(words="warm up", near="Miami, FL"))
    asked = mixed(options.queries)
    ours = [timed(lambda q=q: search(q, clock.now())) for q in asked]
    base = [timed(lambda q=q: plain(q.words)) for q in asked]
    found = {
        "database": connection.vendor, "services": summary.services, "rows": summary.rows_read,
        "import_seconds": summary.seconds, "import_cpu_seconds": round(import_cpu, 2),
        "import_ratio_to_bare_parse": round(import_cpu * 1000 / cpu, 1), "queries": len(asked),
        "cpu_p50_ms": share([c for c, _ in ours], 0.5), "cpu_p95_ms": share([c for c, _ in ours], 0.95),
        "wall_p95_ms": share([w for _, w in ours], 0.95),
        "plain_cpu_p95_ms": share([c for c, _ in base], 0.95),
        "pairs_found": pairs(),
    }  # fmt: skip
    found["p95_ratio_to_plain"] = round(found["cpu_p95_ms"] / max(found["plain_cpu_p95_ms"], 0.01), 1)
    if options.json:
        print(json.dumps(found))
        return
    for key, value in found.items():
        print(f"{key:>28}  {value}")


if __name__ == "__main__":
    main()
