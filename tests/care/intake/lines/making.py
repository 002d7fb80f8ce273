"""A line as Riverbend runs it, made through the actions alone."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from waystation.care.intake.lines import actions
from waystation.care.intake.lines.anchors import mark_of
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.models.line import DAY
from waystation.foundation import clock

ZONE = "America/New_York"
EVERY_DAY = tuple(range(7))


def a_line(cast: Cast, who: str = "chloe", **facts: Any) -> Line:
    """A line of Riverbend's intake team: no hours, nobody on call."""
    given: dict[str, Any] = {
        "name": "Alder Help Line",
        "team": cast.team("intake"),
        "time_zone": ZONE,
        "county": "Alder",
    } | facts
    return actions.make_line(cast.actor(who), **given)


def public_line(**values: Any) -> Line:
    """A row as it stands after its own people let it go live, without the acts that led there."""
    line = Line(live=True, created_on=clock.today(), updated_on=clock.today(), **values)
    line.mark = mark_of(line)
    line.save(force_insert=True)
    return line


def fresh(line: Line) -> Line:
    """The line as the database has it now."""
    return Line.objects.get(pk=line.pk)


def a_live_line(cast: Cast, on_call: str = "ana", **facts: Any) -> Line:
    """A line that answers day and night, with one advocate on call in every hour."""
    line, chloe = a_line(cast, **facts), cast.actor("chloe")
    actions.add_number(chloe, line, version=line.version, kind="phone", number="555-0140")
    actions.answer_always(chloe, line, version=fresh(line).version)
    actions.ask_weekly(
        cast.actor(on_call), line, member=cast.member(on_call), days=EVERY_DAY, starts=0, ends=DAY,
        since=clock.today(),
    )  # fmt: skip
    actions.go_live(chloe, line, version=fresh(line).version)
    return fresh(line)
