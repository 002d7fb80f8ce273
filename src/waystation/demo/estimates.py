"""The county's estimates: its table is drawn from 610 invented people, computed like any other, and published."""

from __future__ import annotations

import time
from typing import Any

from waystation.demo.people import Staff
from waystation.demo.reading import toml
from waystation.numbers.prevalence import actions, spool
from waystation.numbers.prevalence.models import Run
from waystation.numbers.prevalence.shapes import Sheet, Told
from waystation.numbers.published.actions import CannotPublish, publish


def begin_estimates(staff: Staff) -> list[Run]:
    """Enter both tables and start their panels, which are computed beside the rest of the seeding."""
    told = toml("estimates")
    sheets = _county(told["county"]), _district(told["district"])
    iris, runs = staff.actor(told["analyst"]), []
    for sheet in sheets:
        overlap = actions.save_table(iris, sheet=sheet)
        runs.append(actions.start(iris, overlap=overlap, sheet=sheet, replicates=told["replicates"]))
    return runs


def end_estimates(staff: Staff, runs: list[Run]) -> None:
    """Take the panels in, and publish the county's if its verdict allows it."""
    told = toml("estimates")
    iris, until = staff.actor(told["analyst"]), time.monotonic() + told["waits"]
    for run in runs:
        while spool.is_alive(run.pk) and time.monotonic() < until:
            time.sleep(0.05)
        actions.take_in(iris, run=run)
    words = {name: told["county"][name] for name in ("population", "period", "place", "matching")}
    try:
        publish(iris, run=runs[0], audience="public", **words)
    except CannotPublish:
        return


def _county(entry: dict[str, Any]) -> Sheet:
    from waystation.core.prevalence.simulate import Scenario  # numpy is loaded for these tables alone

    leans = {(entry["leans"]["one"], entry["leans"]["two"]): entry["leans"]["by"]}
    people = Scenario("county", entry["size"], tuple(entry["chances"]), leanings=leans).draw(1, entry["seed"])[0]
    counts = {mask: int(count) for mask, count in enumerate(people.tolist()) if count}
    return Sheet(Told.of(entry), tuple(entry["lists"]), counts)


def _district(entry: dict[str, Any]) -> Sheet:
    return Sheet(Told.of(entry), tuple(entry["lists"]), {1 << at: seen for at, seen in enumerate(entry["seen"])})
