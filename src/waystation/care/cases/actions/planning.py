"""Needs, next steps, notes and the timeline: additions that show nothing, so they read nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import uuid4

from waystation.care import sealed
from waystation.care.cases.actions.opening import add_line, count_again
from waystation.care.cases.models import Case
from waystation.care.cases.policies import Purpose, notes_part
from waystation.care.cases.selectors.access import subject_of
from waystation.care.cases.shapes import Need, Note, Referrals, Step, TimelineEntry
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor, Deed


def note_on_timeline(
    act: Deed, actor: Actor, case: Case, code: str, params: Mapping[str, str], on: dt.date | None = None
) -> None:
    """Put one line on a case's timeline inside a running deed of another wing; `code` is a key of `timeline.TEXTS`."""
    day = on or clock.today()
    add_line(act, actor, subject_of(case), TimelineEntry(day.isoformat(), code, dict(params)))


def add_need(
    actor: Actor,
    *,
    case: Case,
    code: str,
    urgency: str = "no_hurry",
    language: str = "",
    age_group: str = "",
    for_whom: str = "self",
) -> Need:
    """Note what the person says they need. Raises gate.Refused, core.codes' UnknownCode."""
    found = codes.get("service")[code]
    need = Need(str(uuid4()), found.code, urgency, for_whom, language, age_group, clock.today().isoformat())
    subject = subject_of(case)

    def add(data: sealed.Data) -> sealed.Data:
        now = Referrals.of(data)
        entry = TimelineEntry(need.said_on, "need_added", {"service": code})
        wanted.extend({item["code"] for item in now.needs} | {code})
        return replace(now, needs=[*now.needs, need.to_dict()], timeline=[*now.timeline, entry.to_dict()]).to_dict()

    wanted: list[str] = []
    with gate.deed(
        actor,
        "case.need_added",
        subject,
        detail={"need": need.id, "code": code},
        fields={"referrals", "statistics"},
        purpose=Purpose.WRITE,
    ) as act:
        sealed.amend(act, actor, subject, "referrals", add)
        count_again(act, actor, case, {"needs": sorted(wanted)})
    return need


def set_need_state(actor: Actor, *, case: Case, need_id: str, state: str) -> None:
    """Say where a need stands (a code of `need_state`). Raises gate.Refused, UnknownCode, KeyError."""
    codes.get("need_state")[state]
    subject = subject_of(case)

    def change(data: sealed.Data) -> sealed.Data:
        now = Referrals.of(data)
        found = {item["id"]: item for item in now.needs}[need_id]
        entry = TimelineEntry(clock.today().isoformat(), "need_changed", {"service": found["code"], "state": state})
        needs = [{**item, "state": state} if item["id"] == need_id else item for item in now.needs]
        return replace(now, needs=needs, timeline=[*now.timeline, entry.to_dict()]).to_dict()

    with gate.deed(
        actor,
        "case.need_changed",
        subject,
        detail={"need": need_id, "state": state},
        fields={"referrals"},
        purpose=Purpose.WRITE,
    ) as act:
        sealed.amend(act, actor, subject, "referrals", change)


def add_step(actor: Actor, *, case: Case, what: str, due_on: dt.date | None = None) -> Step:
    """Note a next step; its day, and only the day, becomes the row's `next_due_on` when it is the first."""
    step = Step(str(uuid4()), what, due_on.isoformat() if due_on else "")
    _steps(actor, case, "case.step_added", step.id, lambda steps: [*steps, step.to_dict()])
    return step


def finish_step(actor: Actor, *, case: Case, step_id: str) -> None:
    """Mark a step done today. Raises gate.Refused, KeyError."""
    today = clock.today().isoformat()

    def finish(steps: list[sealed.Data]) -> list[sealed.Data]:
        if step_id not in {item["id"] for item in steps}:
            raise KeyError(step_id)
        return [{**item, "done_on": today} if item["id"] == step_id else item for item in steps]

    _steps(actor, case, "case.step_done", step_id, finish)


def add_note(actor: Actor, *, case: Case, text: str) -> None:
    """Add a note, signed with the writer's name and the moment, where notes of their role lie.

    Raises gate.Refused, ValueError when empty.
    """
    if not text.strip():
        raise ValueError("a note needs words")
    note = Note(clock.now().isoformat(), actor.member.display_name, text.strip())
    subject = subject_of(case)

    def add(data: sealed.Data) -> sealed.Data:
        return {**data, "notes": [*data.get("notes", []), note.to_dict()]}

    part = notes_part(actor.role)
    with gate.deed(actor, "case.note_added", subject, fields={part}, purpose=Purpose.WRITE) as act:
        sealed.amend(act, actor, subject, part, add)


def _steps(
    actor: Actor, case: Case, verb: str, step_id: str, change_steps: Callable[[list[sealed.Data]], list[sealed.Data]]
) -> None:
    subject = subject_of(case)
    due: list[str] = []

    def change(data: sealed.Data) -> sealed.Data:
        now = Referrals.of(data)
        before = {item["id"] for item in now.steps if item.get("done_on")}
        steps = change_steps(now.steps)
        due.extend(item["due_on"] for item in steps if item.get("due_on") and not item.get("done_on"))
        done = [item for item in steps if item.get("done_on") and item["id"] not in before]
        lines = [TimelineEntry(item["done_on"], "step_done", {"what": item["what"]}).to_dict() for item in done]
        return replace(now, steps=steps, timeline=[*now.timeline, *lines]).to_dict()

    with gate.deed(actor, verb, subject, detail={"step": step_id}, fields={"referrals"}, purpose=Purpose.WRITE) as act:
        sealed.amend(act, actor, subject, "referrals", change)
        case.next_due_on = dt.date.fromisoformat(min(due)) if due else None
        case.updated_on = clock.today()
        case.version += 1
        case.save(update_fields=["next_due_on", "updated_on", "version"])
