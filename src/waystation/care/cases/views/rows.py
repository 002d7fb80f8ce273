"""The lines of the worklist as HTML, in one pass: each word, day and address is worked out once, not once a cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from waystation.care.cases.selectors import Row
from waystation.care.codelists import words

_NOTHING = "–"
_ANY = UUID(int=0)


class _Once(dict[Any, str]):
    """Escaped words of a value, worked out when it is first met."""

    def __init__(self, say: Any) -> None:
        super().__init__()
        self._say = say

    def __missing__(self, value: Any) -> str:
        self[value] = text = escape(str(self._say(value)))
        return text


def lines(rows: Sequence[Row]) -> SafeString:
    """The rows of the table's body: alias with its link, stage, worker, next day, last day."""
    before, after = reverse("cases:case_detail", args=[_ANY]).split(str(_ANY))
    stage, worker, day = _Once(partial(words, "case_stage")), _Once(lambda name: name or _NOTHING), _Once(_day)
    say = _shape(before, after).format
    text = [
        say(line.pk, escape(data.get("alias", "")), stage[line.stage], worker[line.worker],
            "" if line.next_due_on else ' class="blank"', day[line.next_due_on], day[line.updated_on])
        for line, data in rows
    ]  # fmt: skip
    return mark_safe("".join(text))  # noqa: S308 every value in it is escaped above


def _shape(before: str, after: str) -> str:
    """One row with its places to fill; the labels stand in each cell because a narrow screen shows them there."""
    labels = [_plain(escape(text)) for text in (_("Stage"), _("Worker"), _("Next"), _("Last word"))]
    cells = zip(("{2}", "{3}", "{5}", "{6}"), labels, ("", "", "{4}", ""), strict=True)
    name = f'<th role="rowheader" scope="row"><a href="{before}{{0}}{after}">{{1}}</a></th>'
    rest = "".join(f'<td role="cell" data-label="{label}"{more}><span>{at}</span></td>' for at, label, more in cells)
    return f'<tr role="row">{name}{rest}</tr>\n'


def _plain(label: str) -> str:
    return label.replace("{", "{{").replace("}", "}}")


def _day(day: dt.date | None) -> str:
    return date_format(day, "j M") if day else _NOTHING
