"""What is said first on the lines of whoever reads the page, for paper that has to do without the console."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.template import Context

from waystation.care.intake.lines import selectors
from waystation.foundation.gate import Actor

register = template.Library()


class FirstWords(NamedTuple):
    """The words of a line in a language ("en", "es")."""

    line: str
    language: str
    words: str


@register.simple_tag(takes_context=True)
def first_words(context: Context) -> list[FirstWords]:
    """The scripts of this member's live lines as they were written, each language once."""
    actor = getattr(context["request"], "actor", None)
    if not isinstance(actor, Actor):
        return []
    lines = [line for line in selectors.lines_of(actor) if line.live]
    return [
        FirstWords(line.name, language, str(words).strip())
        for line in lines
        for language, words in sorted(line.script.items())
        if str(words).strip()
    ]
