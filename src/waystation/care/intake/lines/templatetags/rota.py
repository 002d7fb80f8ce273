"""Whom a supervisor may put on a shift that nobody holds."""

from __future__ import annotations

from django import template

from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.selectors import Turn
from waystation.care.intake.lines.selectors.freeing import free_people
from waystation.foundation.agencies.models import Member

register = template.Library()


@register.simple_tag
def free_for(line: Line, turn: Turn) -> list[Member]:
    """Who is free at the time of a shift."""
    return free_people(line, turn.span, turn.on)
