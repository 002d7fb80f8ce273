"""Shifts and stretches of time in the words of a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.formats import date_format

from waystation.care.intake.lines import selectors, showing
from waystation.care.intake.lines.models import Interpreter, Line, Shift, Weekly
from waystation.care.intake.lines.policies import can_answer, can_run
from waystation.care.intake.lines.selectors import Turn
from waystation.care.intake.lines.walltime import Span
from waystation.care.intake.lines.weekdays import day_words, range_words
from waystation.core import screening
from waystation.foundation import clock
from waystation.foundation.gate import Actor

register = template.Library()


@register.simple_tag
def span_of(line: Line, span: Span) -> str:
    """A stretch on the line's clock, such as Sunday 02:00-06:00."""
    return showing.span_words(line, span)


@register.simple_tag
def times_of(turn: Turn) -> str:
    """The clock times of a shift as written in the rota."""
    return range_words(turn.starts, turn.ends)


@register.simple_tag
def length_of(span: Span) -> str:
    """How long a stretch really lasts."""
    return showing.length_words(span.length)


@register.simple_tag
def length_note(turn: Turn) -> str:
    """What to say when clocks change in a shift; "" for every other one."""
    return showing.odd_length(turn)


@register.simple_tag
def duty_words(duty: Weekly | Shift) -> str:
    """The day and the times of a weekly or single shift."""
    day = day_words(duty.weekday) if isinstance(duty, Weekly) else date_format(duty.on, "l j F")
    return f"{day} {range_words(duty.starts, duty.ends)}"


@register.simple_tag
def languages_of(interpreter: Interpreter) -> str:
    """The languages of an interpreter service by their names."""
    return showing.language_words(interpreter.languages)


@register.inclusion_tag("lines/_desk.html", takes_context=True)
def line_desk(context: Context, waiting: Iterable[Any] = ()) -> dict[str, Any]:
    """Who is on call on the lines of this member's teams, and what the queue's waits tell them."""
    actor = getattr(context["request"], "actor", None)
    if not isinstance(actor, Actor) or not can_answer(actor.role):
        return {"rows": [], "alerts": []}
    at = clock.now()
    known = list(selectors.lines_of(actor))
    lines = [line for line in known if line.live and line.team_id in actor.team_ids]
    return {
        "can_make": can_run(actor.role) and not known,
        "rows": [(line, selectors.on_call(line, at)) for line in lines],
        "alerts": selectors.alerts_for(actor.member, at, [(one.waiting.line, one.waiting.since) for one in waiting]),
    }


@register.inclusion_tag("lines/_interpreters.html", takes_context=True)
def interpreter_list(context: Context, language: str = "") -> dict[str, Any]:
    """The interpreter services of this member's lines, for the form of a contact."""
    actor = getattr(context["request"], "actor", None)
    found = selectors.interpreters_for(actor, language) if isinstance(actor, Actor) else []
    return {"interpreters": found}


@register.simple_tag
def national_number() -> str:
    """The number of the national line."""
    return screening.lines()["national"].number
