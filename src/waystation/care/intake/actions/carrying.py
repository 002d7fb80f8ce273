"""What a contact says of anyone under 18 goes on to its situations, also when it is said later."""

from __future__ import annotations

from dataclasses import replace

from waystation.care import sealed
from waystation.care.intake import clocks
from waystation.care.intake.models import Contact, Situation
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import NOT_ASKED, Facts
from waystation.foundation import clock
from waystation.foundation.gate import Actor, Deed

WEIGHT = ("yes", "unknown", "declined", NOT_ASKED, "no")
"""Of several situations of a contact the first of these counts: nobody under 18 only when that is so in all of them."""


def carry_minor(act: Deed, actor: Actor, contact: Contact, minor: str) -> str | None:
    """Put the answer into the open situations of a contact, and begin the clocks it asks for; inside a running deed.

    Gives what counts now: a stated age goes before the answer. None when what was counted stands, because the
    situations it came from are no longer at the desk.
    """
    told = [
        _carry(act, actor, situation, minor) for situation in contact.situations.filter(status=Situation.Status.OPEN)
    ]
    if told:
        return min(told, key=WEIGHT.index)
    return None if contact.situations.exists() else minor


def minor_involved(facts: Facts) -> str:
    """yes when anyone is stated to be under 18, no when everyone is stated to be older, else what was answered.

    As long as no age was asked, what the contact answered stays. Someone under 18 may be listed nowhere, so that "yes"
    stays beside adults.
    """
    persons = facts.person_list()
    if any(person.is_stated_minor for person in persons):
        return "yes"
    ages = {person.age if isinstance(person.age, str) and person.age != "adult" else "adult" for person in persons}
    if ages == {"adult"} and facts.minor_told != "yes":
        return "no"
    asked = next((word for word in ("unknown", "declined") if word in ages), NOT_ASKED)
    return facts.minor_told if asked == NOT_ASKED or facts.minor_told == "yes" else asked


def _carry(act: Deed, actor: Actor, situation: Situation, minor: str) -> str:
    kept: list[Facts] = []
    at = clock.now().isoformat(timespec="minutes")

    def change(data: sealed.Data) -> sealed.Data:
        before = Facts.of(data)
        kept.append(clocks.wound(replace(before, minor_told=minor), at, before))
        return kept[-1].to_dict()

    subject = subject_of(situation)
    sealed.amend(act, actor, subject, "facts", change)
    sealed.amend(act, actor, subject, "header", lambda data: {**data, "clocks": clocks.in_header(kept[-1])})
    return minor_involved(kept[-1])
