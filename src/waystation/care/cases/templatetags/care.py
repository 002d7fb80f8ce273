"""Template tags of care: codes in words, days and moments out of sealed JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from waystation.care import codelists

register = template.Library()


@register.simple_tag
def code_words(name: str, code: str) -> str:
    """{% code_words "language" "spa" %}: the words of a code in the reader's language."""
    return codelists.words(name, code)


@register.filter
def iso_day(text: str) -> str:
    """`2026-03-12` -> `12 March 2026`, in the reader's language. What is no day stays as it is."""
    try:
        return date_format(dt.date.fromisoformat(text), _day_format())
    except (TypeError, ValueError):
        return text


@register.filter
def iso_moment(text: str) -> str:
    """A moment in ISO form as local day and time."""
    try:
        moment = timezone.localtime(dt.datetime.fromisoformat(text))
        return f"{date_format(moment, _day_format())}, {date_format(moment, 'H:i')}"
    except (TypeError, ValueError):
        return text


@register.simple_tag
def case_of(page: Any, person: Any) -> Any:
    """{% case_of page person as case_id %}: the case opened for a person of a situation, or None."""
    return page.cases.get(person.id)


def _day_format() -> str:
    return "j F Y" if (get_language() or "en").startswith("en") else "DATE_FORMAT"
