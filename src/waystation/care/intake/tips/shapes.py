"""Shapes of what lies in the capsules of a public message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from waystation.care.payload import Payload

NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Notice(Payload):
    """What the queue shows, all codes; `reply` is the sender's public key in hex, `line` the name of the line.

    `at` is when it came in (ISO, UTC). `machine` is yes where the form was answered as a program does. `lane` is what
    its sender was promised, whatever the row says.
    """

    channel: str = "form"
    language: str = NOT_ASKED
    danger: str = NOT_ASKED
    minor: str = NOT_ASKED
    who: str = NOT_ASKED
    line: str = ""
    at: str = ""
    reply: str = ""
    machine: str = "no"
    lane: str = ""


@dataclass(frozen=True)
class Marks(Payload):
    """What links one message to another: as it was written, each may be empty."""

    vehicle: str = ""
    plate: str = ""
    phone: str = ""
    advert: str = ""
    place: str = ""


@dataclass(frozen=True)
class Told(Payload):
    """What was written. `happened` is the sender's own words for when, `on` the day (ISO) if they knew it.

    `noticed` are codes of tip_noticed, `needs` of help_wanted. `reporter` is a name or a way to reach them, which the
    police may have only when `share_reporter` is yes. `lane` as in the notice.
    """

    lane: str = ""
    story: str = ""
    noticed: list[str] = field(default_factory=list)
    happened: str = ""
    on: str = ""
    needs: list[str] = field(default_factory=list)
    name: str = ""
    call_back: str = NOT_ASKED
    call_back_how: str = ""
    code_word: str = ""
    voicemail: str = NOT_ASKED
    reporter: str = ""
    share_reporter: str = NOT_ASKED
    marks: dict[str, str] = field(default_factory=dict)

    def mark_list(self) -> Marks:
        return Marks.of(self.marks)


@dataclass(frozen=True)
class Letter(Payload):
    """One letter: `by` is sender or team, `on` the day and `at` the moment (ISO); older ones have the day only."""

    by: str = "team"
    on: str = ""
    text: str = ""
    at: str = ""


@dataclass(frozen=True)
class Letters(Payload):
    """What went back and forth, and the outcome class (core/codes: tip_outcome), which is all a tip's sender learns."""

    outcome: str = "received"
    letters: list[dict[str, Any]] = field(default_factory=list)

    def letter_list(self) -> list[Letter]:
        return [Letter.of(item) for item in self.letters]
