"""The journal's lines in words, each with a way to the record it is about, for those who may open that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waystation.care.cases import journal_words
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import aliases_of
from waystation.care.intake.models import Contact, Situation
from waystation.care.intake.selectors import subject_of
from waystation.foundation import gate
from waystation.foundation.agencies.models import Agency, Member
from waystation.foundation.gate import Actor
from waystation.foundation.gate.chains import Asked, Slice, agency_journal


@dataclass(frozen=True)
class Line:
    """One line: place, moment, who, what in words, which parts, and (words, address) of what it is about or None."""

    seq: int
    at: dt.datetime
    who: str
    what: str
    parts: list[str]
    about: tuple[str, str] | None


@dataclass(frozen=True)
class Page:
    """Days, newest first, each with its lines; and the slice they come from with the proof of the chain."""

    days: list[tuple[dt.date, list[Line]]]
    found: Slice


def journal_page(actor: Actor, asked: Asked) -> Page:
    """Raises gate.Refused."""
    found = agency_journal(actor, asked)
    links = _links(actor, {subject for _entry, subject in found.lines if subject})
    lines = [
        Line(
            entry.seq, entry.at, entry.actor_name, journal_words.sentence(entry), journal_words.parts(entry),
            links.get(subject) if subject else None,
        )
        for entry, subject in found.lines
    ]  # fmt: skip
    days = [(day, list(group)) for day, group in groupby(lines, key=lambda line: timezone.localdate(line.at))]
    return Page(days, found)


def members_of_agency(agency: Agency) -> list[tuple[str, str]]:
    """Everybody who may stand in the journal, those who left included."""
    rows = Member.objects.filter(agency=agency).order_by("display_name")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "display_name")]


def _links(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """{subject: (words, address)}: a case by its alias to its journal, a contact or situation to its page."""
    found = {
        case: (alias, reverse("cases:case_journal", args=[case]))
        for case, alias in aliases_of(actor, Case.objects.filter(pk__in=subjects)).items()
    }
    rows: list[Contact | Situation] = [*Contact.objects.filter(pk__in=subjects)]
    rows += Situation.objects.filter(pk__in=subjects)
    for row in rows:
        name = "contact" if isinstance(row, Contact) else "situation"
        words = _("A contact") if name == "contact" else _("A situation")
        if gate.decide(actor, subject_of(row), {"header"}, "work").allowed:
            found[row.pk] = (words, reverse(f"intake:{name}_detail", args=[row.pk]))
    return found
