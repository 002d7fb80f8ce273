"""What a contact says of anyone under 18 goes on to its situations, also when it is said later."""

from __future__ import annotations

from dataclasses import replace

from waystation.care import sealed
from waystation.care.intake import clocks
from waystation.care.intake.models import Contact, Situation
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import Facts
from waystation.foundation import clock
from waystation.foundation.gate import Actor, Deed


def carry_minor(act: Deed, actor: Actor, contact: Contact, minor: str) -> None:
    """Put the answer into the open situations of a contact, and begin the clocks it asks for; inside a running deed."""
    for situation in contact.situations.filter(status=Situation.Status.OPEN):
        _carry(act, actor, situation, minor)


def _carry(act: Deed, actor: Actor, situation: Situation, minor: str) -> None:
    kept: list[Facts] = []
    at = clock.now().isoformat(timespec="minutes")

    def change(data: sealed.Data) -> sealed.Data:
        before = Facts.of(data)
        kept.append(clocks.wound(replace(before, minor_told=minor), at, before))
        return kept[-1].to_dict()

    subject = subject_of(situation)
    sealed.amend(act, actor, subject, "facts", change)
    sealed.amend(act, actor, subject, "header", lambda data: {**data, "clocks": clocks.in_header(kept[-1])})
