"""A report to child protection: to whom, when, and whether the person was told. A journal line of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from waystation.care import sealed
from waystation.care.intake.models import Situation
from waystation.care.intake.policies import ADVOCATE, Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import Facts, Report
from waystation.foundation import gate
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

    def add(data: sealed.Data) -> sealed.Data:
        facts = Facts.of(data)
        if person_id not in {item["id"] for item in facts.persons}:
            raise KeyError(person_id)
        return replace(facts, reports=[*facts.reports, report.to_dict()]).to_dict()

    subject = subject_of(situation)
    with gate.deed(
        actor, "situation.report_made", subject, {"told": told, "at": made}, fields={"facts"},
        purpose=purpose_of(actor),
    ) as act:  # fmt: skip
        sealed.amend(act, actor, subject, "facts", add)
