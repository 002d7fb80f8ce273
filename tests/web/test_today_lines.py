"""Lines on Today: uncovered hours, what one was asked, a wait that climbs; nothing for those without a line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.care.intake.lines.making import a_line, a_live_line, fresh
from tests.cast import Cast
from waystation.care.intake import waiting
from waystation.care.intake.lines import actions
from waystation.care.intake.lines.models.line import DAY
from waystation.care.intake.lines.selectors import alerts_for
from waystation.care.intake.waiting import Waiting
from waystation.foundation import clock


def _shown(cast: Cast, name: str) -> str:
    return re.sub(r"\s+", " ", cast.client(name).get("/today/").content.decode())


def test_uncovered_hours_stand_on_the_day_of_those_who_run_or_answer_the_line(cast: Cast) -> None:
    line = a_line(cast)
    actions.answer_always(cast.actor("chloe"), line, version=1)
    actions.add_number(cast.actor("chloe"), line, version=2, kind="phone", number="555-0140")
    ana: dict[str, Any] = {"member": cast.member("ana"), "since": clock.today() - dt.timedelta(days=1)}
    act = actions.ask_weekly
    act(cast.actor("ana"), line, days=range(6), starts=0, ends=DAY, **ana)
    act(cast.actor("ana"), line, days=[6], starts=360, ends=DAY, **ana)
    act(cast.actor("ana"), line, days=[6], starts=0, ends=120, **ana)
    assert "uncovered" not in _shown(cast, "ana"), "the line is not live"
    actions.go_live(cast.actor("chloe"), line, version=fresh(line).version)
    for name in ("ana", "chloe", "kofi"):
        assert "Sunday 02:00-06:00 uncovered in the rota" in _shown(cast, name), name
    for name in ("ben", "femi", "gwen", "iris"):
        assert "uncovered" not in _shown(cast, name), name


def test_an_advocate_reads_what_they_were_asked(cast: Cast) -> None:
    line = a_line(cast)
    when: dict[str, Any] = {"days": [0], "starts": 0, "ends": 60, "since": clock.today()}
    actions.ask_weekly(cast.actor("kofi"), line, member=cast.member("ana"), **when)
    assert "You are asked about 1 shift" in _shown(cast, "ana")


def _waits(name: str, minutes: int, key: str = "t:1") -> Waiting:
    since = clock.now() - dt.timedelta(minutes=minutes)
    return Waiting(key, "A title that stays in the queue", "/contacts/", "form", "help", since, line=name)


@pytest.fixture
def waits() -> Iterator[list[Waiting]]:
    """Put a message in and it waits, for the supervisor."""
    found: list[Waiting] = []
    waiting.register("a test's own", lambda actor: found if actor.role == "supervisor" else [])
    yield found
    waiting._sources.pop("a test's own")


def test_a_supervisor_hears_of_a_long_wait_first_and_by_its_number_alone(cast: Cast, waits: list[Waiting]) -> None:
    line = a_live_line(cast)
    waits.append(_waits(line.name, 4))
    body = _shown(cast, "chloe")
    assert re.findall(r'aria-labelledby="h-(\w+)"', body)[0] == "alerts"
    alert = body.partition("h-alerts")[2].partition("</section>")[0]
    assert f"1 waiting on {line.name}" in alert
    assert "The longest for 4 minutes" in alert
    assert "A title that stays in the queue" not in alert


def test_each_line_alerts_of_its_own_waits(cast: Cast, waits: list[Waiting]) -> None:
    first = a_live_line(cast)
    other = a_live_line(cast, name="Zebra line")
    waits += [_waits(first.name, 4), _waits("Zebra line", 5, "t:2"), _waits("Zebra line", 1, "t:3")]
    waits.append(_waits("", 6, "t:4"))
    chloe, now = cast.member("chloe"), clock.now()
    found = {one.line: one.count for one in alerts_for(chloe, now, [(one.line, one.since) for one in waits])}
    assert found == {first: 2, other: 1}, "what is on no known line counts once, on the first"
    queue = re.sub(r"\s+", " ", cast.client("chloe").get("/contacts/").content.decode())
    assert "Zebra line. Stands here because" in queue
    assert f"2 waiting on {first.name}" in queue
