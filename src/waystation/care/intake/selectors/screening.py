"""What two laws say of the stated facts about one person: worked out at each look, stored nowhere, never a score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waystation.care.intake import clocks
from waystation.care.intake.shapes import Fact, Facts, Person
from waystation.core import screening
from waystation.core.screening.statutes import ELEMENTS
from waystation.ui.forms import DECLINED, NOT_KNOWN


@dataclass(frozen=True)
class Heard:
    """One stated fact in the order heard: its number, words, whether it was said not to be so, what it supports."""

    number: int
    text: str
    is_absent: bool
    supports: str
    at: str


@dataclass(frozen=True)
class PersonPanel:
    """Two laws in two columns for one person, as `ui/components/law.html` takes them, and the facts behind the tags."""

    person: Person
    age: str
    heard: list[Heard]
    left_open: list[tuple[str, str]]
    """What was asked and stays open: (not known or chose not to say, the facts). It decides nothing."""
    laws: list[dict[str, str]]
    rows: list[dict[str, Any]]
    answers: list[dict[str, str]]
    is_open: bool
    foot: str
    reasons: list[str]
    possibly_minor: bool = False
    report_end: clocks.Clock | None = None
    """What ended the clock of a report about this person."""


def panels(facts: Facts) -> list[PersonPanel]:
    """One panel for each person, in order."""
    ends = {key: one for key, one in clocks.clocks_of(facts).items() if one.ended_at}
    return [
        replace(
            _panel(person, facts.fact_list(person.id)),
            possibly_minor=clocks.may_be_minor(facts, person), report_end=ends.get(person.id),
        )
        for person in facts.person_list()
    ]  # fmt: skip


def age_words(person: Person) -> str:
    """The age as it was stated."""
    if isinstance(person.age, int):
        return _("aged %(n)d") % {"n": person.age}
    return {
        "minor": _("under 18"),
        "adult": _("18 or over"),
        "unknown": _("age not known"),
        "declined": _("chose not to say their age"),
    }.get(person.age, _("age not asked"))


def _panel(person: Person, told: list[Fact]) -> PersonPanel:
    lang = get_language() or "en"
    known = [fact for fact in told if fact.code in screening.facts() and fact.state in ("heard", "absent")]
    age_told = screening.read_age(person.age) != "unknown"
    numbers = {fact.code: n for n, fact in enumerate(known, 2 if age_told else 1)}
    found = screening.determine(screening.state(person.age, [(f.code, f.state == "absent") for f in known]))
    columns = list(found.values())
    rows = [_row(name, columns, numbers, 1 if age_told else None, lang) for name in ELEMENTS]
    return PersonPanel(
        person=person,
        age=age_words(person),
        heard=_heard(person, known, numbers, age_told, lang),
        left_open=_left_open(told, lang),
        laws=[{"name": one.statute.label(lang), "cite": one.statute.citation} for one in columns],
        rows=rows,
        answers=[{"word": one.label(lang), "why": _why(one, lang)} for one in columns],
        is_open=any(one.determination != "met" for one in columns),
        foot=_foot([one.determination for one in columns]),
        reasons=list(dict.fromkeys(text.text(lang) for one in columns for text in one.reasons)),
    )


def _row(
    name: str, columns: list[screening.Determination], numbers: dict[str, int], age: int | None, lang: str
) -> dict[str, Any]:
    cells = []
    for one in columns:
        element = one.elements[name]
        tags = sorted(numbers[code] for code in element.facts if code in numbers)
        if element.status == "not_needed" and age:
            tags = [age]
        cells.append({"text": element.status_label(lang), "gap": element.status == "not_known", "facts": tags})
    return {"element": columns[0].elements[name].label(lang), "cells": cells}


def _why(one: screening.Determination, lang: str) -> str:
    if one.determination == "met":
        return one.reasons[0].text(lang) if one.reasons else ""
    if one.missing:
        return _("Still to learn: %(what)s") % {"what": "; ".join(text.text(lang) for text in one.missing)}
    return one.reasons[0].text(lang) if one.reasons else ""


def _foot(outcomes: list[str]) -> str:
    if set(outcomes) == {"met"}:
        return _("Both laws agree.")
    if "undetermined" in outcomes:
        return _("Not yet known is not “no”. Every service that does not ask for an answer is open.")
    return _("This is what was stated so far. Help does not depend on it.")


def _heard(person: Person, known: list[Fact], numbers: dict[str, int], age_told: bool, lang: str) -> list[Heard]:
    lines = []
    if age_told:
        lines.append(Heard(1, f"{person.title}: {age_words(person)}", False, _("settles whether the means matter"), ""))
    for fact in known:
        entry = screening.facts()[fact.code]
        says = _("speaks of: %(element)s") % {"element": _element(entry.element, lang)}
        lines.append(Heard(numbers[fact.code], entry.label(lang), fact.state == "absent", says, fact.at))
    return lines


def _left_open(told: list[Fact], lang: str) -> list[tuple[str, str]]:
    found = []
    for state, words in (NOT_KNOWN, DECLINED):
        labels = [screening.facts()[fact.code].label(lang) for fact in told if fact.state == state]
        if labels:
            found.append((str(words), "; ".join(labels)))
    return found


def _element(name: str, lang: str) -> str:
    from waystation.core.screening.texts import say

    return say("element", name).text(lang)
