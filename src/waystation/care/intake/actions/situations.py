"""Beginning a situation and noting what was heard about each person in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from waystation.care import sealed
from waystation.care.cases.statistics import county_of
from waystation.care.intake import clocks
from waystation.care.intake.actions.carrying import minor_involved
from waystation.care.intake.actions.contacts import count
from waystation.care.intake.models import (
    SITUATION,
    SITUATION_COMPARTMENTS,
    Contact,
    ContactSituation,
    Situation,
)
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import AGE_WORDS, ContactHeader, Fact, Facts, Person, SituationHeader
from waystation.core import codes, screening
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor, Deed
from waystation.foundation.keyring.actions.compartments import create_compartments
from waystation.foundation.keyring.actions.statistics import put_statistics

STATES = ("heard", "absent", "unknown", "declined")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def begin_situation(actor: Actor, *, contact: Contact, persons: int = 1, happened_on: str = "") -> Situation:
    """What a contact speaks of: 0..n persons with the labels A, B. `happened_on`: the day it was told (ISO), or today.

    What the contact said of anyone under 18 is carried over, and a clock of a report starts with it. Raises
    gate.Refused, ValueError for a day in the future.
    """
    today = clock.today()
    told = _not_ahead(happened_on) or today.isoformat()
    minor = ContactHeader.of(sealed.read_parts(actor, subject_of(contact), {"header"}, Purpose.WORK)["header"][0]).minor
    situation = Situation(
        agency=contact.agency, team=contact.team, taken_by=actor.member, created_on=today, updated_on=today
    )
    facts = Facts(persons=[_new_person(n).to_dict() for n in range(persons)], minor_told=minor)
    facts = clocks.wound(facts, _now())
    with gate.deed(
        actor, "situation.begun", subject_of(contact), {"situation": str(situation.pk)}, fields={"header"},
        purpose=Purpose.WRITE,
    ) as act:  # fmt: skip
        situation.save(force_insert=True)
        ContactSituation.objects.create(contact=contact, situation=situation)
        holders = {part: [contact.team] for part in SITUATION_COMPARTMENTS}
        create_compartments(actor.keyring, subject=situation.pk, kind=SITUATION, holders=holders)
        sealed.put(act, actor, subject_of(situation), "facts", facts.to_dict(), 0)
        header = SituationHeader(persons_count=persons, happened_on=told, clocks=clocks.in_header(facts))
        sealed.put(act, actor, subject_of(situation), "header", header.to_dict(), 0)
        _count(act, actor, situation, {"on": told, "entered": today.isoformat(), "persons": persons, "minors": 0})
    return situation


def change_situation(
    actor: Actor,
    *,
    situation: Situation,
    kind: str | None = None,
    county: str | None = None,
    happened_on: str | None = None,
    situation_version: int | None = None,
) -> None:
    """Kind of trafficking as far as heard, the county, the day it was told; None leaves it.

    Raises gate.Refused, UnknownCode, Stale, ValueError for a day in the future.
    """
    about = _about(kind, county, happened_on)
    with _deed(actor, situation, "situation.changed") as act:
        _write_about(act, actor, situation, about, situation_version)
        _touch(situation)


def add_person(actor: Actor, *, situation: Situation) -> Person:
    """One more person. Raises gate.Refused."""
    made: list[Person] = []

    def change(facts: Facts) -> Facts:
        made.append(_new_person(len(facts.persons)))
        return replace(facts, persons=[*facts.persons, made[-1].to_dict()])

    _change_facts(actor, situation, "situation.person_added", change)
    return made[-1]


def change_person(
    actor: Actor,
    *,
    situation: Situation,
    person_id: str,
    age: int | str = "not_asked",
    age_from: str = "not_asked",
    language: str = "not_asked",
    states: Mapping[str, str] | None = None,
    words: str = "",
    wishes: str = "",
    version: int | None = None,
    kind: str | None = None,
    county: str | None = None,
    happened_on: str | None = None,
    situation_version: int | None = None,
) -> None:
    """Write what was heard about one person. `states`: {fact code: heard, absent, unknown, declined or not_asked}.

    `kind`, `county` and `happened_on` are of the whole situation; None leaves them. Facts keep the order in which they
    were first heard. Raises gate.Refused, ValueError for an age or a code that is none, KeyError for a person who is
    not there, keyring's Stale when somebody wrote since `version` or `situation_version`.
    """
    _check_age(age)
    said = _stated(states or {})
    at = _now()

    def change(facts: Facts) -> Facts:
        _must_know(facts, person_id)
        new = {"age": age, "age_from": age_from, "language": language, "wishes": wishes}
        persons = [{**item, **new} if item["id"] == person_id else item for item in facts.persons]
        return replace(
            facts,
            persons=persons,
            facts=_merged(facts, person_id, said, at),
            words={k: w for k, w in {**facts.words, person_id: words}.items() if w},
        )

    about = _about(kind, county, happened_on)
    _change_facts(actor, situation, "situation.heard", change, version, about, situation_version)


def _must_know(facts: Facts, person_id: str) -> None:
    if person_id not in {item["id"] for item in facts.persons}:
        raise KeyError(person_id)


def _check_age(age: int | str) -> None:
    if age not in AGE_WORDS and not (isinstance(age, int) and 0 <= age <= 120):
        raise ValueError("an age is years from 0 to 120 or one of the words")


def _stated(states: Mapping[str, str]) -> dict[str, str]:
    said = {code: state for code, state in states.items() if state != "not_asked"}
    if not set(said) <= set(screening.facts()) or not set(said.values()) <= set(STATES):
        raise ValueError("a fact or a state that is not on the list")
    return said


def _about(kind: str | None, county: str | None, happened_on: str | None) -> dict[str, str]:
    if kind is not None and kind not in codes.ANSWERS:
        codes.get("kind_of_trafficking")[kind]
    told = {"kind": kind, "county": county, "happened_on": _not_ahead(happened_on or "") or None}
    return {name: value for name, value in told.items() if value is not None}


def _not_ahead(day: str) -> str:
    if day and day > clock.today().isoformat():
        raise ValueError("what was told happened before it is written down")
    return day


def _write_about(
    act: Deed,
    actor: Actor,
    situation: Situation,
    about: Mapping[str, str],
    version: int | None,
    facts: Facts | None = None,
) -> None:
    """Put kind, county, people and clocks into the header, and all but the clocks into the record of codes."""
    new: dict[str, Any] = dict(about)
    record: dict[str, Any] = {**about, "county": county_of(situation.agency, about.get("county", ""))}
    if told := record.pop("happened_on", None):
        record["on"] = told
    if facts is not None:
        persons = facts.person_list()
        new |= {"persons_count": len(persons), "clocks": clocks.in_header(facts)}
        record |= {"persons": len(persons), "minors": sum(person.is_stated_minor for person in persons)}
    sealed.amend(act, actor, subject_of(situation), "header", lambda data: {**data, **new}, version)
    _count(act, actor, situation, {name: value for name, value in record.items() if value is not None})


def _merged(facts: Facts, person: str, said: Mapping[str, str], at: str) -> list[dict[str, Any]]:
    kept = [
        {**item, "state": said[item["code"]]} if item["person"] == person else item
        for item in facts.facts
        if item["person"] != person or item["code"] in said
    ]
    before = {item["code"] for item in kept if item["person"] == person}
    return kept + [Fact(person, code, state, at).to_dict() for code, state in said.items() if code not in before]


def _change_facts(
    actor: Actor,
    situation: Situation,
    verb: str,
    change: Callable[[Facts], Facts],
    version: int | None = None,
    about: Mapping[str, str] | None = None,
    situation_version: int | None = None,
) -> None:
    kept: list[Facts] = []

    def apply(data: sealed.Data) -> sealed.Data:
        before = Facts.of(data)
        kept.append(clocks.wound(change(before), _now(), before))
        return kept[-1].to_dict()

    subject = subject_of(situation)
    with _deed(actor, situation, verb) as act:
        sealed.amend(act, actor, subject, "facts", apply, version)
        _write_about(act, actor, situation, about or {}, situation_version, kept[-1])
        for contact in situation.contacts.all():
            count(act, actor, contact, {"minor_involved": minor_involved(kept[-1])})
        _touch(situation)


def _deed(actor: Actor, situation: Situation, verb: str) -> Any:
    return gate.deed(actor, verb, subject_of(situation), fields={"header", "facts"}, purpose=Purpose.WRITE)


def _count(act: Deed, actor: Actor, situation: Situation, changes: dict[str, Any]) -> None:
    kept: dict[str, Any] = {}

    def change(data: sealed.Data) -> sealed.Data:
        kept.update({**data, **changes})
        return dict(kept)

    subject = subject_of(situation)
    sealed.amend(act, actor, subject, "statistics", change)
    act.wrote(
        put_statistics(actor.keyring, kind=SITUATION, subject=situation.pk, pointer=situation.pointer, record=kept)
    )


def _now() -> str:
    return clock.now().isoformat(timespec="minutes")


def _touch(situation: Situation) -> None:
    situation.updated_on = clock.today()
    situation.version += 1
    situation.save(update_fields=["updated_on", "version"])


def _new_person(index: int) -> Person:
    return Person(id=str(uuid4()), label=LETTERS[index] if index < len(LETTERS) else str(index + 1))
