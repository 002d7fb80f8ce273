"""Shapes of what lies in the capsules of a contact and a situation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from waystation.care.payload import Payload

NOT_ASKED = "not_asked"
AGE_WORDS = ("minor", "adult", "unknown", "declined", "not_asked")


@dataclass(frozen=True)
class ContactHeader(Payload):
    """What the queue shows. All codes; `call_back` is yes, no, unknown, declined or not_asked.

    `happened_at` is the moment (ISO, with its offset) the contact came, as the worker told it; "" in older capsules.
    """

    channel: str = ""
    language: str = NOT_ASKED
    danger: str = NOT_ASKED
    minor: str = NOT_ASKED
    call_back: str = NOT_ASKED
    disposition: str = ""
    happened_at: str = ""


@dataclass(frozen=True)
class Account(Payload):
    """How to call back without harm, who is calling, and what the advocate noted.

    `started_at` is the moment the clock had when it was entered (ISO). `waited` in seconds, `lasted` and
    `interpreter_minutes` in minutes, None when nobody said; the interpreter goes by a number, never by name.
    """

    who: str = NOT_ASKED
    safe_to_talk: str = NOT_ASKED
    call_back_how: str = ""
    code_word: str = ""
    voicemail: str = NOT_ASKED
    call_back_on: str = ""
    note: str = ""
    started_at: str = ""
    venue: str = NOT_ASKED
    county: str = ""
    likelihood: str = NOT_ASKED
    needs: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    referrals_made: int | None = None
    wants_report: str = NOT_ASKED
    waited: int | None = None
    lasted: int | None = None
    interpreter_vendor: str = ""
    interpreter_id: str = ""
    interpreter_minutes: int | None = None
    well_being: str = ""
    calls: list[dict[str, str]] = field(default_factory=list)
    """Call-backs that were tried: [{at, reached, by}]."""


@dataclass(frozen=True)
class SituationHeader(Payload):
    """What the queue shows: kinds (codes), county, how many people, and which clocks of reports run.

    `clocks`: [{label, since, stated}], as `care.intake.clocks.in_header` makes them; None in a header that was written
    before clocks were kept (0.3.0), where the facts say it.
    """

    kind: str = NOT_ASKED
    county: str = ""
    persons_count: int = 0
    happened_on: str = ""
    clocks: list[dict[str, Any]] | None = None


@dataclass(frozen=True)
class Person(Payload):
    """One person of a situation. `age`: a number of years or one of `AGE_WORDS`; `age_from` says who told it."""

    id: str = ""
    label: str = ""
    age: int | str = NOT_ASKED
    age_from: str = NOT_ASKED
    language: str = NOT_ASKED
    wishes: str = ""

    @property
    def title(self) -> str:
        return gettext("Person %(label)s") % {"label": self.label}

    @property
    def is_stated_minor(self) -> bool:
        return self.age == "minor" or (isinstance(self.age, int) and self.age < 18)


@dataclass(frozen=True)
class Fact(Payload):
    """What was heard about one person: a code of core/codes, and heard, absent, unknown or declined."""

    person: str = ""
    code: str = ""
    state: str = "heard"
    at: str = ""


@dataclass(frozen=True)
class Report(Payload):
    """A report to child protection that was made: moment (ISO, local), to whom, how, whether the person was told."""

    person: str = ""
    at: str = ""
    to_whom: str = ""
    how: str = ""
    told: str = ""
    reference: str = ""
    by: str = ""


@dataclass(frozen=True)
class Facts(Payload):
    """The compartment `facts`: persons, facts in the order heard, free words per person if any were wanted."""

    persons: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    reports: list[dict[str, str]] = field(default_factory=list)
    screenings: list[dict[str, Any]] = field(default_factory=list)
    minor_told: str = NOT_ASKED
    """What the contact answered to whether anyone is under 18, carried over."""
    clocks: list[dict[str, Any]] = field(default_factory=list)
    """Clocks of mandated reports; see `care.intake.clocks`."""

    def report_list(self) -> list[Report]:
        return [Report.of(item) for item in self.reports]

    def person_list(self) -> list[Person]:
        return [Person.of(item) for item in self.persons]

    def fact_list(self, person: str = "") -> list[Fact]:
        return [Fact.of(item) for item in self.facts if not person or item.get("person") == person]


@dataclass(frozen=True)
class Danger(Payload):
    """What a danger card says. Moments are ISO with their offset; `shared` is a list of {at, whom, what, by}."""

    began_at: str = ""
    county: str = ""
    consent: str = NOT_ASKED
    shared: list[dict[str, Any]] = field(default_factory=list)
    joined_by: str = ""
    joined_at: str = ""
    ended_at: str = ""
    end: str = ""


@dataclass(frozen=True)
class DeskWords(Payload):
    """What a note of the desk says. `began_at`, `ended_at`: of a shift; `alias`: what staff call a pattern."""

    began_at: str = ""
    ended_at: str = ""
    happened_at: str = ""
    entered_at: str = ""
    alias: str = ""
    text: str = ""
    read_by: list[dict[str, str]] = field(default_factory=list)
