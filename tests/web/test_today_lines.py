"""Lines on Today: uncovered hours, what one was asked, a wait that climbs; nothing for those without a line."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from tests.care.intake.lines.making import a_line, a_live_line, fresh
from tests.cast import Cast
from waystation.care.intake import waiting
from waystation.care.intake.lines import actions
from waystation.care.intake.lines.models.line import DAY
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


def test_a_supervisor_hears_of_a_long_wait_by_its_number_alone(cast: Cast, monkeypatch: object) -> None:
    a_live_line(cast)
    since = clock.now() - dt.timedelta(minutes=4)
    one = Waiting("t:1", "A title that stays in the queue", "/contacts/", "web_form", "help", since)
    waiting.register("a test's own", lambda actor: [one] if actor.role == "supervisor" else [])
    try:
        body = _shown(cast, "chloe")
    finally:
        waiting._sources.pop("a test's own")
    assert "1 waiting" in body
    assert "A title that stays in the queue" not in body.partition("h-lines")[2]
