"""Notes of the desk: a shift begun and ended with words for the next, and patterns known for ninety days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from waystation.care import sealed
from waystation.care.intake.models import DESK_NOTE, DeskNote
from waystation.care.intake.policies import Purpose, can_take_contact
from waystation.care.intake.selectors.access import help_line_of
from waystation.care.intake.selectors.desk import note_subject, shift_of
from waystation.care.intake.shapes import DeskWords
from waystation.foundation import clock, gate, store
from waystation.foundation.audit.actions import append
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions.compartments import create_compartments, shred

PATTERN_DAYS = 90
SHIFT_DAYS = 30
"""How long a note of the desk is kept before its keys are destroyed."""


def open_shift(actor: Actor) -> DeskNote:
    """Begin a shift, or give the one that is open. Raises gate.Refused, ValueError for who has no help line."""
    known = shift_of(actor)
    return known or _new(actor, DeskNote.Kind.SHIFT, SHIFT_DAYS, "shift.opened", DeskWords(began_at=_now()))


def close_shift(actor: Actor, *, shift: DeskNote, text: str, version: int | None = None) -> None:
    """End a shift with a note, which may be empty, for whoever comes next. Raises gate.Refused, keyring's Stale."""
    with _deed(actor, "shift.closed", shift) as act:
        shift.status, shift.version = DeskNote.Status.CLOSED, shift.version + 1
        shift.save(update_fields=["status", "version"])
        _change(act, actor, shift, lambda words: replace(words, ended_at=_now(), text=text.strip()), version)


def read_note(actor: Actor, *, note: DeskNote) -> None:
    """Say that the note of a colleague's shift was read. Raises gate.Refused."""
    line = {"who": actor.member.display_name, "id": actor.id.hex, "at": _now()}
    with gate.deed(actor, "shift.note_read", note_subject(note), fields={"words"}, purpose=Purpose.WORK) as act:
        _change(act, actor, note, lambda words: replace(words, read_by=[*words.read_by, line]))


def note_pattern(actor: Actor, *, alias: str, text: str, happened_at: str = "") -> DeskNote:
    """Note a known pattern under a name the caller chose or staff set; it expires after `PATTERN_DAYS`.

    Nobody is blocked by it. Raises gate.Refused, ValueError without an alias or for a moment in the future.
    """
    if not alias.strip():
        raise ValueError("a pattern goes by an alias")
    if happened_at and dt.datetime.fromisoformat(happened_at) > clock.now():
        raise ValueError("a pattern was seen before it is written down")
    words = DeskWords(alias=alias.strip(), text=text.strip(), happened_at=happened_at or _now(), entered_at=_now())
    return _new(actor, DeskNote.Kind.PATTERN, PATTERN_DAYS, "pattern.noted", words)


def end_pattern(actor: Actor, *, note: DeskNote) -> None:
    """Take a pattern away before its time; its words are destroyed. Raises gate.Refused."""
    with _deed(actor, "pattern.ended", note) as act:
        act.wrote(shred(note.pk))
        note.delete()


def expire_notes() -> int:
    """Destroy the notes of the desk whose time is over. Needs no key; for tick. Returns how many."""
    rows = list(DeskNote.objects.filter(retention_on__lt=clock.today()))
    for row in rows:
        with store.writing():
            gone = shred(row.pk)
            row_id, agency = row.pk, row.agency_id
            row.delete()
            append(agency, at=clock.now(), verb="pattern.expired", subject=row_id, writes=gone)
    return len(rows)


def _new(actor: Actor, kind: str, days: int, verb: str, words: DeskWords) -> DeskNote:
    team = help_line_of(actor) if can_take_contact(actor.role) else None
    today = clock.today()
    note = DeskNote(
        agency=actor.agency, team=team, taken_by=actor.member, kind=kind, created_on=today,
        retention_on=today + dt.timedelta(days=days),
    )  # fmt: skip
    with gate.deed(actor, verb, note_subject(note), fields={"words"}, purpose=Purpose.TAKE) as act:
        note.save(force_insert=True)
        create_compartments(actor.keyring, subject=note.pk, kind=DESK_NOTE, holders={"words": [note.team]})
        sealed.put(act, actor, note_subject(note), "words", words.to_dict(), 0)
    return note


def _change(act: Any, actor: Actor, note: DeskNote, change: Any, version: int | None = None) -> None:
    def apply(data: sealed.Data) -> sealed.Data:
        kept: sealed.Data = change(DeskWords.of(data)).to_dict()
        return kept

    sealed.amend(act, actor, note_subject(note), "words", apply, version)


def _deed(actor: Actor, verb: str, note: DeskNote) -> Any:
    return gate.deed(actor, verb, note_subject(note), fields={"words"}, purpose=Purpose.WRITE)


def _now() -> str:
    return clock.now().isoformat()
