"""Where a chat begins: which line, whether somebody is there, and how many may begin at once from one place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest

from waystation.care.intake.chat.models import CHAT
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.selectors import live_lines, next_opening, open_now
from waystation.care.intake.tips import arriving
from waystation.care.intake.tips.bucket import Buckets
from waystation.foundation import clock

buckets = Buckets()


@dataclass(frozen=True)
class Place:
    """The line a visitor chose, None while there are several to choose from or none; `opens` when it is closed."""

    line: Line | None
    lines: list[Line]
    is_open: bool = False
    opens: dt.datetime | None = None


def place_of(request: HttpRequest) -> Place:
    """By `?line=`; a single line needs no choosing."""
    lines = live_lines(takes_chats=True)
    return _place(lines, [line for line in lines if line.slug == request.GET.get("line")] or lines)


def named_by(request: HttpRequest) -> Place:
    """The line that the page named which brings these words, and no other; None where it is live no more."""
    lines, named = live_lines(takes_chats=True), arriving.line_in(request.POST.get("t", ""), CHAT)
    return _place(lines, [line for line in lines if line.pk == named])


def stamp_of(place: Place) -> str:
    """For the form of a page to bring back: which line the page named."""
    return arriving.stamp(place.line.pk, CHAT) if place.line else ""


def _place(lines: list[Line], chosen: list[Line]) -> Place:
    if len(chosen) != 1:
        return Place(None, lines)
    at = clock.now()
    if open_now(chosen[0], at):
        return Place(chosen[0], lines, True)
    return Place(chosen[0], lines, False, next_opening(chosen[0], at))
