"""Notes of the desk: one's open shift, what colleagues left at the end of theirs, known patterns."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from waystation.care import sealed
from waystation.care.intake import policies
from waystation.care.intake.models import DESK_NOTE, Contact, DeskNote, Situation
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import ContactHeader, DeskWords, SituationHeader
from waystation.core import codes
from waystation.foundation import clock
from waystation.foundation.audit.selectors import events_for
from waystation.foundation.gate import SEE, Actor, Opened, Refused, Subject, read
from waystation.foundation.gate.deciding import require

NOTES_SHOWN_DAYS = 2


@dataclass(frozen=True)
class DeskLine:
    """A note with its words; `version` is that of the words."""

    note: DeskNote
    words: DeskWords
    version: int

    def was_read_by(self, actor: Actor) -> bool:
        return any(one.get("id") == actor.id.hex for one in self.words.read_by)


@dataclass(frozen=True)
class ShiftCount:
    """What one shift brought: signals (contacts about trafficking), situations, persons, and what stays apart."""

    signals: int
    situations: int
    persons: int
    apart: list[tuple[str, int]]


def note_subject(note: DeskNote) -> Subject:
    return Subject(DESK_NOTE, note.pk, note.agency_id, note)


def note_row(actor: Actor, note_id: UUID, kind: str) -> DeskNote:
    """The clear row of a note of this kind. Raises gate.Refused, alike for none, not yours and another kind."""
    row = DeskNote.objects.select_related("agency", "team", "taken_by").filter(pk=note_id).first()
    seen = require(actor, note_subject(row) if row else Subject(DESK_NOTE, note_id, actor.agency_id), {"header"}, SEE)
    if row is None or row.kind != kind:
        raise Refused(seen, visible=False)
    return row


def shift_of(actor: Actor) -> DeskNote | None:
    """This member's open shift."""
    rows = DeskNote.objects.filter(kind=DeskNote.Kind.SHIFT, taken_by=actor.member, status=DeskNote.Status.OPEN)
    return rows.filter(team__in=actor.team_ids).order_by("created_on", "id").last()


def shift_line(actor: Actor, shift: DeskNote) -> DeskLine:
    """A shift with its words: one journal line. Raises gate.Refused."""
    data, version = sealed.read_parts(actor, note_subject(shift), {"words"}, Purpose.WORK)["words"]
    return DeskLine(shift, DeskWords.of(data), version)


def notes_left(actor: Actor) -> list[DeskLine]:
    """What colleagues wrote at the end of their shifts of the last two days, the newest first."""
    since = clock.today() - dt.timedelta(days=NOTES_SHOWN_DAYS)
    rows = _rows(actor, DeskNote.Kind.SHIFT).filter(status=DeskNote.Status.CLOSED, created_on__gte=since)
    lines = [line for line in _opened(actor, list(rows)) if line.words.text]
    return sorted(lines, key=lambda line: line.words.ended_at, reverse=True)


def patterns(actor: Actor) -> list[DeskLine]:
    """Known patterns whose time is not over, by alias."""
    rows = _rows(actor, DeskNote.Kind.PATTERN).filter(retention_on__gte=clock.today())
    return sorted(_opened(actor, list(rows)), key=lambda line: line.words.alias.casefold())


def shift_count(actor: Actor, began_at: str) -> ShiftCount:
    """What this member took since `began_at` (ISO): three counts, and apart from them what is no work of the line."""
    mine = _since(actor, began_at, "contact.taken")
    contacts = list(Contact.objects.filter(pk__in=mine, agency=actor.agency_id).select_related("assignee"))
    headers = [ContactHeader.of(item.data) for item in _headers(actor, contacts)]
    noise = Counter(one.disposition for one in headers if is_apart(one.disposition))
    rows = Situation.objects.filter(contacts__in=contacts).select_related("assignee").distinct()
    begun = list(rows.order_by("created_on", "id"))
    persons = sum(SituationHeader.of(item.data).persons_count for item in _headers(actor, begun))
    return ShiftCount(len(headers) - noise.total(), len(begun), persons, sorted(noise.items()))


def is_apart(disposition: str) -> bool:
    """Whether contacts that end like this stay out of every trafficking total."""
    known = codes.get("disposition")
    return disposition in known and "class" in known[disposition].extra


def _since(actor: Actor, began_at: str, verb: str) -> list[UUID]:
    at = dt.datetime.fromisoformat(began_at)
    rows = events_for(actor.agency_id).filter(verb=verb, actor=actor.id, at__gte=at)
    return [subject for subject in rows.values_list("subject", flat=True) if subject]


def _headers(actor: Actor, rows: list[Contact] | list[Situation]) -> list[Opened]:
    return read(actor, [subject_of(row) for row in rows], {"header"}, Purpose.LIST)


def _rows(actor: Actor, kind: str) -> QuerySet[DeskNote]:
    if actor.role not in (policies.ADVOCATE, "supervisor"):
        return DeskNote.objects.none()
    rows = DeskNote.objects.filter(kind=kind, agency=actor.agency_id, team__in=actor.team_ids)
    return rows.select_related("taken_by", "team").order_by("created_on", "id")


def _opened(actor: Actor, rows: list[DeskNote]) -> list[DeskLine]:
    by_id = {row.pk: row for row in rows}
    opened = read(actor, [note_subject(row) for row in rows], {"words"}, Purpose.LIST)
    return [DeskLine(by_id[item.subject], DeskWords.of(item.data), item.version) for item in opened]
