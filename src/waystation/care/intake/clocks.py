"""The clock of a mandated report: for whom it runs, from when, and what ended it. Pure; time is an argument.

It starts when what was entered says, or may say, that a person is under 18: an age under 18, an age that was asked and
stays open, or anything heard about a person whose age nobody asked. A contact's answer about anyone under 18 counts for
persons whose age was not asked. It is a reminder: nothing is sent, and the rule of the state decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from waystation.care.intake.shapes import NOT_ASKED, Facts, Person
from waystation.care.payload import Payload
from waystation.core.screening import guide

MADE, NOT_REQUIRED = "made", "not_required"


@dataclass(frozen=True)
class Clock(Payload):
    """One clock. `since`, `ended_at`: moments (ISO); `stated`: an age under 18 was stated when it began or ended.

    `end` is made or not_required, `why` the reason of the second, `by` who said so.
    """

    person: str = ""
    since: str = ""
    stated: bool = False
    ended_at: str = ""
    end: str = ""
    why: str = ""
    by: str = ""


@dataclass(frozen=True)
class Due:
    """A running clock against the rule of a state: `at_once` where the rule gives no hours."""

    label: str
    stated: bool
    since: dt.datetime
    due_at: dt.datetime
    at_once: bool
    now: dt.datetime
    person: str = ""

    @property
    def is_overdue(self) -> bool:
        return self.now > self.due_at

    @property
    def is_pressing(self) -> bool:
        """Overdue, and not only because a rule says at once of an age that is not known."""
        return self.is_overdue and (self.stated or not self.at_once)

    @property
    def late(self) -> dt.timedelta:
        """How long it is overdue; 0 before."""
        return max(self.now - self.due_at, dt.timedelta())


def may_be_minor(facts: Facts, person: Person) -> bool:
    """Under 18, or not known. An age nobody asked is not known, unless the contact said that nobody is under 18."""
    if person.age == NOT_ASKED:
        return facts.minor_told != "no"
    return guide.possibly_minor(person.age)


def clocks_of(facts: Facts) -> dict[str, Clock]:
    """{person: the newest clock}."""
    return {clock.person: clock for clock in map(Clock.of, facts.clocks)}


def wound(facts: Facts, at: str, before: Facts | None = None) -> Facts:
    """The same facts with a clock begun at `at` for everybody who has none and needs one.

    With the facts `before` the change a clock that should have run already begins when the first of them was heard.
    """
    known, began = clocks_of(facts), []
    for person in facts.person_list():
        last = known.get(person.id)
        if not _needs(facts, person) or (last and not _begins_again(last, person)):
            continue
        if last is None and any(one.person == person.id for one in facts.report_list()):
            continue
        since = _heard_first(before, person) if before and last is None and _knew(before, person) else ""
        began.append(Clock(person=person.id, since=since or at, stated=person.is_stated_minor).to_dict())
    return replace(facts, clocks=[*facts.clocks, *began]) if began else facts


def ended(facts: Facts, person_id: str, *, end: str, by: str, at: str, why: str = "") -> Facts:
    """The same facts with this person's clock ended, whether or not it ran."""
    person = next(one for one in facts.person_list() if one.id == person_id)
    last = clocks_of(facts).get(person_id) or Clock(person=person_id, since=_heard_first(facts, person) or at)
    stopped = replace(last, stated=person.is_stated_minor, ended_at=at, end=end, why=why, by=by)
    kept = [one for one in facts.clocks if Clock.of(one) != last]
    return replace(facts, clocks=[*kept, stopped.to_dict()])


def running(facts: Facts) -> list[Clock]:
    """Clocks that run, in the order of the persons. One of a person stated to be older stands still."""
    known = clocks_of(wound(facts, "", facts))
    clocks = [(known.get(person.id), person) for person in facts.person_list()]
    return [clock for clock, person in clocks if clock and not clock.ended_at and may_be_minor(facts, person)]


def in_header(facts: Facts) -> list[dict[str, Any]]:
    """What lists need of the running clocks: whom it is about by letter, since when, whether an age was stated."""
    people = {person.id: person for person in facts.person_list()}
    return [
        {"label": people[clock.person].label, "since": clock.since, "stated": people[clock.person].is_stated_minor}
        for clock in running(facts)
    ]


def due(line: Mapping[str, Any], hours: int, now: dt.datetime, person: str = "") -> Due:
    """A line of a header against the hours of a rule. A moment that was never kept counts as now."""
    since = dt.datetime.fromisoformat(line["since"]) if line["since"] else now
    return Due(line["label"], bool(line["stated"]), since, since + dt.timedelta(hours=hours), hours == 0, now, person)


def _needs(facts: Facts, person: Person) -> bool:
    """Whether what was entered about a person says or may say that they are under 18."""
    if not may_be_minor(facts, person):
        return False
    told = facts.minor_told == "yes" and not any(one.is_stated_minor for one in facts.person_list())
    heard = any(fact.state == "heard" for fact in facts.fact_list(person.id))
    return person.age != NOT_ASKED or told or heard


def _begins_again(last: Clock, person: Person) -> bool:
    """A reason why none was required falls when an age under 18 is stated after it."""
    return last.end == NOT_REQUIRED and not last.stated and person.is_stated_minor


def _knew(before: Facts, person: Person) -> bool:
    earlier = next((one for one in before.person_list() if one.id == person.id), None)
    return earlier is not None and _needs(before, earlier)


def _heard_first(facts: Facts | None, person: Person) -> str:
    return min((fact.at for fact in facts.fact_list(person.id) if fact.at), default="") if facts else ""
