"""A report to child protection: made, to whom and when; or why none was required. A journal line of its own each.

Nothing is sent: people report. Both end the clock of the person they are about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from waystation.care import sealed
from waystation.care.intake import clocks
from waystation.care.intake.models import Situation
from waystation.care.intake.policies import ADVOCATE, Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import Facts, Report
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor

TOLD = ("before", "after", "not_told")


def purpose_of(actor: Actor) -> Purpose:
    """The advocate reports while the contact is at the desk, the worker once it was handed over."""
    return Purpose.WRITE if actor.role == ADVOCATE else Purpose.NOTE_CASE


def record_report(
    actor: Actor,
    *,
    situation: Situation,
    person_id: str,
    made_on: dt.date,
    at: dt.time,
    to_whom: str,
    how: str,
    told: str,
    reference: str = "",
) -> None:
    """Write down a report that was made. The software sends nothing: people make it, by telephone or as the rule says.

    `told`: before, after or not_told, whether the person knows. Raises gate.Refused, ValueError, KeyError for a person
    who is not there.
    """
    if told not in TOLD or not to_whom.strip():
        raise ValueError("a report says to whom it went and whether the person was told")
    made = dt.datetime.combine(made_on, at).isoformat(timespec="minutes")
    report = Report(person_id, made, to_whom.strip(), how, told, reference.strip(), actor.member.display_name)

    def add(facts: Facts) -> Facts:
        return replace(facts, reports=[*facts.reports, report.to_dict()])

    _settle(actor, situation, person_id, "situation.report_made", {"told": told, "at": made}, add, clocks.MADE)


def waive_report(actor: Actor, *, situation: Situation, person_id: str, why: str) -> None:
    """Say why no report is required about this person; the reason lies sealed. An age under 18 stated later sets it
    aside, and the clock begins anew.

    Raises gate.Refused, ValueError without a reason, KeyError for a person who is not there.
    """
    if not why.strip():
        raise ValueError("a report that is not required has a reason")
    verb = "situation.report_not_required"
    _settle(actor, situation, person_id, verb, {}, lambda facts: facts, clocks.NOT_REQUIRED, why.strip())


def _settle(
    actor: Actor,
    situation: Situation,
    person_id: str,
    verb: str,
    detail: dict[str, str],
    change: Callable[[Facts], Facts],
    end: str,
    why: str = "",
) -> None:
    """Change the facts, end the person's clock there and in the header."""
    at, by = clock.now().isoformat(timespec="minutes"), actor.member.display_name
    kept: list[Facts] = []

    def apply(data: sealed.Data) -> sealed.Data:
        facts = Facts.of(data)
        if person_id not in {item["id"] for item in facts.persons}:
            raise KeyError(person_id)
        kept.append(clocks.ended(change(facts), person_id, end=end, by=by, at=at, why=why))
        return kept[-1].to_dict()

    subject, purpose = subject_of(situation), purpose_of(actor)
    with gate.deed(actor, verb, subject, detail, fields={"facts", "header"}, purpose=purpose) as act:
        sealed.amend(act, actor, subject, "facts", apply)
        sealed.amend(act, actor, subject, "header", lambda data: {**data, "clocks": clocks.in_header(kept[-1])})
