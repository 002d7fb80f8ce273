"""Messages from the public lanes in the canary's house, for the actions that are about one."""

from __future__ import annotations

from tests import cast as people
from tests.care.intake.tips.ground import sent
from waystation.care.intake.lines.models import Line
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.selectors import OpenTip, open_tip

FITTING = {"outcome": "being_read"}
"""Codes that actions about messages take."""


def a_message(cast: people.Cast) -> Tip:
    """One that waits; sent when there is none."""
    waiting = Tip.objects.filter(lane="help", status="waiting", agency=cast.agency("riverbend")).first()
    line = Line.objects.filter(agency=cast.agency("riverbend"), live=True)[0]
    return waiting or sent(line, lane="help", story="A friend asks")[0]


def opened(cast: people.Cast) -> OpenTip:
    """The same, opened by Ana."""
    return open_tip(cast.actor("ana"), a_message(cast).pk)
