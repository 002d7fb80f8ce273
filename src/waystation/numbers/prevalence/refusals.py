"""Why a table could not be read, in the reader's language, with its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from waystation.core.prevalence import TableError

_KNOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"there are (?P<a>\d+) lists; .*"), gettext_noop("There are %(a)s lists. 2 to 8 can be used here.")),
    (re.compile(r"two (?:columns|lists) .*"), gettext_noop("Two lists have the same name. Give each its own.")),
    (re.compile(r"there is nobody in this table"), gettext_noop("There is nobody in this table yet.")),
    (re.compile(r"there are more than (?P<a>\S+) rows"), gettext_noop("There are more than %(a)s rows.")),
    (
        re.compile(r"this history stands already on line (?P<a>\d+); add the two counts"),
        gettext_noop("The same lists stand already on line %(a)s. Add the two counts."),
    ),
    (re.compile(r"there is no row below the header"), gettext_noop("There is no row below the names.")),
    (
        re.compile(r"there are (?P<a>\d+) cells, and (?P<b>\d+) columns"),
        gettext_noop("There are %(a)s cells, and %(b)s columns."),
    ),
    (
        re.compile(r"(?P<a>.+) under (?P<b>.+) is neither 0 nor 1"),
        gettext_noop("%(a)s under %(b)s is neither 0 nor 1."),
    ),
    (
        re.compile(r"this row is on no list; .*"),
        gettext_noop("This row is on no list. Leave it out: nobody can count those."),
    ),
    (
        re.compile(r"the count (?P<a>.+) is not a whole number from 0 to .*"),
        gettext_noop("The count %(a)s is not a whole number of 0 or more."),
    ),
    (
        re.compile(r".*looks like a date.*"),
        gettext_noop("A name in the first line looks like a date. Type it as text."),
    ),
    (re.compile(r"column (?P<a>\d+) has no name"), gettext_noop("Column %(a)s has no name.")),
    (re.compile(r"the name of column (?P<a>\d+) is longer.*"), gettext_noop("The name of column %(a)s is too long.")),
    (re.compile(r"it is empty; .*"), gettext_noop("It is empty. The first line names the lists.")),
    (re.compile(r".*first line.*names.*"), gettext_noop("The first line must name the lists.")),
    (re.compile(r"this is not comma-separated text.*"), gettext_noop("This is not comma-separated text.")),
    (re.compile(r"there is a zero byte in it.*"), gettext_noop("This is no text. Save the table as CSV, UTF-8.")),
)  # fmt: skip


def in_words(problem: TableError) -> str:
    """The sentence, with its line in front where it has one; what is not known here is shown as the core says it."""
    said = str(problem)
    text = said.partition(": ")[2] if problem.line is not None else said
    for pattern, words in _KNOWN:
        if found := pattern.fullmatch(text):
            text = _(words) % found.groupdict()
            break
    return text if problem.line is None else _("Line %(line)s: %(text)s") % {"line": problem.line, "text": text}
