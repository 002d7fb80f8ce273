"""Shapes of what lies in the capsules of a case, and how they come from and go to plain JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from waystation.care.payload import Payload

FULL_AGE = 18


def age_fits(age: int, word: str) -> bool:
    """Whether a word about an age (minor, adult, an open answer) can stand beside this number of years."""
    return word in ("", "not_asked", "stated", "minor" if age < FULL_AGE else "adult")


@dataclass(frozen=True)
class Header(Payload):
    """What a list shows: alias, words for the stage, kind of trafficking (code), language (tag or "").

    `age_group`: minor, adult or "" when no age was stated. `closing`: who proposed to close the case, when and why, for
    the second reader; empty otherwise.
    """

    alias: str = ""
    stage_words: str = ""
    kind_of_trafficking: str = "unknown"
    language: str = ""
    group: str = ""
    named: bool = False
    age_group: str = ""
    closing: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Identity(Payload):
    """Who it is, as far as told. `age` is None unless a number was said; `age_state` says why.

    `age_state`: stated, minor, adult, unknown, declined, not_asked. `came_from` names situation and person.
    `other_agencies`: how many other partner agencies help, never which; `other_agencies_state` as for the age.
    """

    name_to_use: str = ""
    full_name: str = ""
    pronouns: str = ""
    age: int | None = None
    age_state: str = "not_asked"
    gender: str = "not_asked"
    languages: list[str] = field(default_factory=list)
    county: str = ""
    citizenship: str = ""
    came_from: dict[str, str] = field(default_factory=dict)
    other_agencies: int | None = None
    other_agencies_state: str = "not_asked"

    @property
    def age_group(self) -> str:
        """minor, adult or "" when no age was stated."""
        if self.age is not None:
            return "minor" if self.age < FULL_AGE else "adult"
        return self.age_state if self.age_state in ("minor", "adult") else ""


@dataclass(frozen=True)
class SafeContact(Payload):
    """How to reach the person without harm. `how` and `voicemail` are codes; the rest is the person's words."""

    how: str = "not_asked"
    line: str = ""
    number: str = ""
    when: str = ""
    voicemail: str = "not_asked"
    code_word: str = ""
    do_not: str = ""
    set_on: str = ""

    @property
    def is_known(self) -> bool:
        return self.how not in {"not_asked", "unknown", "declined"}


@dataclass(frozen=True)
class Note(Payload):
    """One note: moment (ISO, UTC), who wrote it, text."""

    at: str = ""
    by: str = ""
    text: str = ""


@dataclass(frozen=True)
class Need(Payload):
    """One need: service vocabulary code, for whom, how soon, language, age group, the day it was said (ISO)."""

    id: str = ""
    code: str = ""
    urgency: str = "soon"
    for_whom: str = "self"
    language: str = ""
    age_group: str = ""
    said_on: str = ""
    state: str = "open"


@dataclass(frozen=True)
class Step(Payload):
    """One next step: what, and until when (ISO day or "")."""

    id: str = ""
    what: str = ""
    due_on: str = ""
    done_on: str = ""


@dataclass(frozen=True)
class TimelineEntry(Payload):
    """One line of the timeline: day (ISO), a code of `timeline.TEXTS`, and the words that go into it."""

    on: str = ""
    code: str = ""
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Referrals(Payload):
    """The compartment `referrals`: needs, next steps and the timeline, oldest first."""

    needs: list[dict[str, Any]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    timeline: list[dict[str, Any]] = field(default_factory=list)

    def need_list(self) -> list[Need]:
        return [Need.of(item) for item in self.needs]

    def step_list(self) -> list[Step]:
        return [Step.of(item) for item in self.steps]

    def timeline_list(self) -> list[TimelineEntry]:
        return [TimelineEntry.of(item) for item in self.timeline]

    def newest_first(self) -> list[TimelineEntry]:
        """By day, and within a day the line that was written last on top."""
        return sorted(self.timeline_list(), key=lambda entry: entry.on)[::-1]
