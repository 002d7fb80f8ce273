"""The lines of the worklist in words, each word, day and address worked out once and not once a cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waystation.care.cases.selectors import Row
from waystation.care.codelists import words
from waystation.ui import tables

_ANY = UUID(int=0)


class _Once(dict[Any, str]):
    """The words of a value, worked out when it is first met."""

    def __init__(self, say: Callable[[Any], str]) -> None:
        super().__init__()
        self._say = say

    def __missing__(self, value: Any) -> str:
        self[value] = text = self._say(value)
        return text


def lines(rows: Iterable[Row]) -> SafeString:
    """The rows of the table's body: alias with its link, stage, worker, next day, last day."""
    before, after = reverse("cases:case_detail", args=[_ANY]).split(str(_ANY))
    stage, day = _Once(partial(words, "case_stage")), _Once(partial(_day, get_language()))
    labels = [_("Stage"), _("Worker"), _("Next"), _("Last word")]
    return tables.body(
        labels,
        (
            (
                f"{before}{line.pk}{after}",
                str(data.get("alias", "")),
                (stage[line.stage], line.worker, day[line.next_due_on], day[line.updated_on]),
            )
            for line, data in rows
        ),
    )


def _day(language: str | None, day: dt.date | None) -> str:
    return _said(day, language) if day else ""


@lru_cache(maxsize=2000)
def _said(day: dt.date, _language: str | None) -> str:
    """A day as the language on the page says it; lists of many people name the same few days."""
    return date_format(day, "j M")
