"""The month sheet in words: parts with their rows, for the page, for paper and for a file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waystation.commons.directory.exports.package import guard
from waystation.core import codes
from waystation.core.disclosure.withhold import Shown
from waystation.numbers.insights.month.counting import OTHER_LANGUAGES, MonthSheet, Table
from waystation.numbers.insights.month.selectors import MonthPage

LONG = 5
"""Rows from which a table leaves out its zeros on the page."""


@dataclass(frozen=True)
class Part:
    """A table of the sheet: `rows` are (code, words, count or None). `note` says what the rows are."""

    key: str
    title: str
    rows: tuple[tuple[str, str, Shown], ...]
    total: Shown = None
    note: str = ""

    @property
    def short(self) -> tuple[tuple[str, str, Shown], ...]:
        """The rows without those of zero, where there are many; the file has them all."""
        return self.rows if len(self.rows) < LONG else tuple(row for row in self.rows if row[2] != 0)


def parts(page: MonthPage) -> list[Part]:
    """Everything but the three counts and the times, in the order of the sheet."""
    sheet = page.sheet
    if sheet is None:
        return []
    return [*_federal(page, sheet), *_tables(sheet), _apart(sheet)]


def _federal(page: MonthPage, sheet: MonthSheet) -> list[Part]:
    asked = tuple((code, words("emergency_request", code), value) for code, value in sheet.emergency)
    work = (
        ("referrals", _("Individual referrals made"), sheet.referrals),
        ("interpreter_minutes", _("Minutes interpreted"), sheet.interpreter_minutes),
        ("partners", _("Partners in the directory"), page.partners),
        ("partners_added", _("Partners added this month"), page.partners_added),
    )
    return [
        Part("emergency", _("Emergency requests"), asked, note=_("One contact may ask for several.")),
        Part("work", _("Referrals and partners"), work),
    ]


def _tables(sheet: MonthSheet) -> list[Part]:
    titles = {
        "channel": _("How they reached us"), "language": _("Language they prefer"), "contactor": _("Who made contact"),
        "lane": _("What it was about"), "venue": _("Kind of place"), "likelihood": _("Likelihood"),
        "danger": _("Immediate danger"), "interpreter": _("Interpreter used"), "kind": _("Situations by kind"),
    }  # fmt: skip
    notes = {"likelihood": _("As the worker judged it, never a score.")}
    found = [_part(one, titles[one.field], notes.get(one.field, "")) for one in sheet.tables]
    if sheet.kinds:
        found.append(_part(sheet.kinds, titles["kind"]))
    if sheet.ages:
        labels = {"minors": _("Stated to be under 18"), "others": _("18 or older, or age not known")}
        rows = tuple((code, labels[code], value) for code, value in sheet.ages.rows)
        found.append(Part("persons", _("Persons in situations"), rows, sheet.ages.total))
    return found


def _part(table: Table, title: str, note: str = "") -> Part:
    rows = tuple((code, words(table.codes, code), value) for code, value in table.rows)
    return Part(table.field, title, rows, table.total, note)


def _apart(sheet: MonthSheet) -> Part:
    labels = {
        "out_of_scope": _("Not ours: wrong number, or sent to another line"), "silent": _("Silent"),
        "abusive": _("Abusive"), "abandoned": _("Ended before anyone answered"),
    }  # fmt: skip
    rows = tuple((code, labels[code], value) for code, value in sheet.apart)
    return Part("apart", _("Apart, in no figure above"), rows)


def words(name: str, code: str) -> str:
    """A code in the reader's language."""
    if code == OTHER_LANGUAGES:
        return _("Other languages, each of few contacts")
    return codes.label(name, code, get_language() or "en")


def limits(sheet: MonthSheet) -> list[str]:
    """Method and limits, a sentence each."""
    until = date_format(sheet.settles_on, "j F Y")
    return [
        _("A record belongs to the month in which it happened, whenever it was entered."),
        _("Until %(day)s the month is open; what is entered after that day restates it.") % {"day": until},
        _("Signals, situations and persons are three counts. They do not add up and are never added up."),
        _("What is not in a long table on the page was not counted once; the file says every zero."),
        _("Counts from 1 to 10 are withheld, and others with them where the first could be found by subtraction."),
        _("Silent, abusive and abandoned contacts, and those that were not for this line, stand apart."),
        _("Times to answer are of contacts whose waiting was noted. The median is a time that somebody waited."),
        _("One agency only, and only who got in touch: it says nothing about how many there are."),
    ]


def as_csv(page: MonthPage) -> str:
    """The sheet as a file: part, code, words, count. What is withheld is the word `withheld`, what is unknown empty."""
    file = io.StringIO()
    sheet, write = page.sheet, csv.writer(file, lineterminator="\n").writerow
    write(("part", "code", "words", "count"))
    if sheet is None:
        return file.getvalue()
    for code, value in _whose(page, sheet):
        write(("sheet", code, "", value))
    write(("sheet", "restated", "", "yes" if sheet.is_restated else "no"))
    for code, label, count in three(sheet):
        write(("counts", code, label, _said(count)))
    for part in parts(page):
        for code, label, count in part.rows:
            write((part.key, code, label, _said(count)))
    write(("times", "median_seconds", _("Median seconds to answer"), _known(sheet.times.median)))
    write(("times", "within_60_percent", _("Answered within 60 seconds, percent"), _known(sheet.times.prompt)))
    write(("entered", "after_the_month", _("Contacts entered after the month"), _said(sheet.late)))
    for text in limits(sheet):
        write(("method", "", text, ""))
    return file.getvalue()


def _whose(page: MonthPage, sheet: MonthSheet) -> list[tuple[str, object]]:
    """Whose sheet it is and of when; each line of the agency has a row."""
    return [
        ("agency", guard(page.agency)), *(("line", guard(name)) for name in page.lines),
        ("month", f"{sheet.first:%Y-%m}"), ("made_on", page.made_on), ("as_of", sheet.as_of),
        ("settles_on", sheet.settles_on),
    ]  # fmt: skip


def three(sheet: MonthSheet) -> list[tuple[str, str, Shown]]:
    """The three counts: code, words, count."""
    return [
        ("signals", _("Signals"), sheet.signals), ("situations", _("Situations"), sheet.situations),
        ("persons", _("Persons"), sheet.persons),
    ]  # fmt: skip


def _said(count: Shown) -> str:
    return "withheld" if count is None else str(count)


def _known(number: int | None) -> str:
    return "" if number is None else str(number)
