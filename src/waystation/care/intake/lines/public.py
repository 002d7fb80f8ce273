"""What public pages say of a line: its numbers, whether it answers now, its languages, and whom to call otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import get_language

from waystation.care.intake.lines.anchors import standing
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.selectors import statement
from waystation.care.intake.lines.showing import language_words
from waystation.foundation.agencies.lines import dial_link

_off: list[Callable[[Line], bool]] = []
"""Each says of a line whether its way for texts is switched off."""
READ_ALOUD = {"phone": "tel:", "text": "sms:", "tty": "tel:"}


@dataclass(frozen=True)
class Number:
    """A number as it is read, what it is for, and the link that dials it."""

    words: str
    number: str
    dial: str


@dataclass(frozen=True)
class Told:
    """A line as its public pages show it; `fallback` are the numbers for when it is closed."""

    line: Line
    numbers: list[Number]
    is_open: bool
    words: str
    languages: str
    fallback: list[Number]


def hide_texts_while(is_off: Callable[[Line], bool]) -> None:
    """Give out no number for texts while `is_off` says so of its line: nobody would read what is sent there."""
    _off.append(is_off)


def told(line: Line, at: dt.datetime) -> Told:
    """What to say of this line at this moment, in the language of the page."""
    said, lang = statement(line, at), (get_language() or "en")[:2]
    numbers = [
        Number(
            str(one.get_kind_display()), one.number,
            dial_link(one.number).replace("tel:", READ_ALOUD.get(one.kind, "tel:")),
        )
        for one in standing(line.numbers.all())
        if one.kind != "text" or not any(is_off(line) for is_off in _off)
    ]  # fmt: skip
    fallback = [Number(one.label(lang), one.number, one.dial) for one in said.fallback]
    return Told(line, numbers, said.is_open, said.words, language_words(line.languages), fallback)
