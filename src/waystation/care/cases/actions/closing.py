"""Closing a case: its worker proposes it with a reason, a second reader closes it; it can open again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace

from waystation.care import sealed
from waystation.care.cases import policies
from waystation.care.cases.actions.opening import add_line, count_again, touch
from waystation.care.cases.models import Case
from waystation.care.cases.policies import Purpose
from waystation.care.cases.rules import is_unsupervised, standing
from waystation.care.cases.selectors.access import subject_of
from waystation.care.cases.shapes import Header, TimelineEntry
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor, Deed

PARTS = {"header", "referrals"}


class NotProposed(ValueError):
    """There is nothing for this person to read second: nobody proposed it, or they did themself."""


def propose_closing(actor: Actor, *, case: Case, ending: str) -> None:
    """Say why the case can end. It stays open until somebody else has read it.

    Raises gate.Refused, core.codes' UnknownCode, NotProposed for whoever is not the worker.
    """
    codes.get("closing_reason")[ending]
    said = {
        "by": actor.id.hex, "name": actor.member.display_name, "on": clock.today().isoformat(), "ending": ending,
    }  # fmt: skip
    with _deed(actor, case, "case.closing_proposed", {"ending": ending}) as act:
        _require(policies.can_propose_closing(actor.role, standing(actor, case)))
        _note(act, actor, case, said, "closing_proposed", {"ending": ending})
        touch(case)


def return_closing(actor: Actor, *, case: Case) -> None:
    """Take a proposal back, or send it back: the work goes on. Raises gate.Refused, NotProposed."""
    with _deed(actor, case, "case.closing_returned") as act:
        _require(bool(_note(act, actor, case, {}, "closing_returned", {})))
        touch(case)


def close_case(actor: Actor, *, case: Case) -> None:
    """Close what somebody else proposed: a supervisor, or a colleague of a team without one.

    Raises gate.Refused, NotProposed.
    """
    with _deed(actor, case, "case.closed") as act:
        said = _note(act, actor, case, {}, "", {})
        stands, is_own = standing(actor, case), said.get("by") == actor.id.hex
        alone = is_unsupervised(actor, case, stands)
        _require(bool(said) and policies.can_read_second(actor.role, stands, is_own, alone))
        ending = {"ending": said["ending"]}
        add_line(act, actor, subject_of(case), TimelineEntry(clock.today().isoformat(), "closed", ending))
        count_again(act, actor, case, {"stage": "closed"})
        act.detail |= {**ending, "proposed_by": said["name"]}
        touch(case, status=Case.Status.CLOSED, next_due_on=None)


def reopen(actor: Actor, *, case: Case) -> None:
    """The person came back, or it was closed too early. Raises gate.Refused, also when it is open."""
    with _deed(actor, case, "case.reopened", purpose=Purpose.REOPEN) as act:
        _note(act, actor, case, {}, "reopened", {})
        count_again(act, actor, case, {"stage": case.stage})
        touch(case, status=Case.Status.OPEN)


def _note(
    act: Deed, actor: Actor, case: Case, said: Mapping[str, str], line: str, params: Mapping[str, str]
) -> dict[str, str]:
    """Put the proposal, or none, into the header and a line on the timeline. Returns what stood there."""
    before: dict[str, str] = {}

    def change(data: sealed.Data) -> sealed.Data:
        header = Header.of(data)
        before.update(header.closing)
        return replace(header, closing=dict(said)).to_dict()

    subject = subject_of(case)
    sealed.amend(act, actor, subject, "header", change)
    if line:
        add_line(act, actor, subject, TimelineEntry(clock.today().isoformat(), line, dict(params)))
    return before


def _require(is_so: bool) -> None:
    if not is_so:
        raise NotProposed("this closing is not for this person to take on")


def _deed(
    actor: Actor, case: Case, verb: str, detail: Mapping[str, str] | None = None, purpose: Purpose = Purpose.CLOSE
) -> AbstractContextManager[Deed]:
    return gate.deed(actor, verb, subject_of(case), detail, fields=PARTS, purpose=purpose)
