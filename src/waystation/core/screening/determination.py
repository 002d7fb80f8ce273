"""From stated facts to what each statute says of them, in three values and explained element by element.

Sources: 22 USC 7102 and Palermo Protocol Article 3, as data in statutes.toml. The logic is Kleene's: an element is
supported, stated absent or not known; a branch needs all its elements, a statute one of its branches. What is not
known never counts as absent. Purposes name the question: once one is stated, only the branches that the stated
purposes raise are in question. Nothing here is a score, and nothing ever says that someone was not trafficked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from waystation.core.screening.facts import Statement, facts
from waystation.core.screening.statutes import ELEMENTS, Branch, Statute, statutes
from waystation.core.screening.texts import Text, say

Status = Literal["supported", "stated_absent", "not_known", "not_needed"]
Outcome = Literal["met", "not_indicated_yet", "undetermined"]
RANK: Mapping[str, int] = {"not_indicated_yet": 0, "undetermined": 1, "met": 2}


@dataclass(frozen=True)
class Element:
    """Where one element stands: its status, the facts that carry the status, the facts that only point to it, why."""

    element: str
    status: Status
    facts: tuple[str, ...]
    hints: tuple[str, ...]
    explanation: Text

    def label(self, lang: str = "en") -> str:
        return say("element", self.element).text(lang)

    def status_label(self, lang: str = "en") -> str:
        if self.explanation.key == "purpose_outside":
            return say("status", "outside").text(lang)
        return say("status", self.status).text(lang)


@dataclass(frozen=True)
class Determination:
    """What one statute says of the stated facts.

    `branch` is the branch shown (the one furthest on), `elements` its act, means and purpose, `missing` what is not yet
    known over all branches still open, `reasons` the sentences to show in order.
    """

    statute: Statute
    determination: Outcome
    branch: Branch
    elements: Mapping[str, Element]
    missing: tuple[Text, ...]
    reasons: tuple[Text, ...]

    def label(self, lang: str = "en") -> str:
        return say("determination", self.determination).text(lang)

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """The JSON form of the command line."""
        return {
            "determination": self.determination,
            "branch": self.branch.code,
            "elements": {name: _element_dict(element, lang) for name, element in self.elements.items()},
            "missing": [text.key for text in self.missing],
            "reasons": [text.text(lang) for text in self.reasons],
            "source": self.statute.citation,
        }


def determine(statement: Statement) -> dict[str, Determination]:
    """The determination of every statute, by its code: tvpa, palermo."""
    return {code: _of_statute(statute, statement) for code, statute in statutes().items()}


def _element_dict(element: Element, lang: str) -> dict[str, Any]:
    return {
        "status": element.status,
        "facts": list(element.facts),
        "hints": list(element.hints),
        "explanation": element.explanation.text(lang),
    }


def _of_statute(statute: Statute, said: Statement) -> Determination:
    open_branches = {name: branch for name, branch in statute.branches.items() if _is_raised(statute, branch, said)}
    looked_at = open_branches or statute.branches
    views = [(branch, _elements(statute, branch, said, bool(open_branches))) for branch in looked_at.values()]
    leading, elements = max(views, key=lambda view: (RANK[_outcome(view[0], view[1], said)], _progress(view[1])))
    outcome = _outcome(leading, elements, said)
    missing: dict[str, Text] = {}
    if outcome != "met":
        for branch, seen in views:
            if branch is leading or _outcome(branch, seen, said) == "undetermined":
                missing |= {text.key: text for text in _missing(branch, seen, said)}
    reasons = tuple(_reasons(statute, elements, outcome, said))
    order = list(missing.values())
    return Determination(statute, outcome, leading, elements, tuple(order), reasons)


def _is_raised(statute: Statute, branch: Branch, said: Statement) -> bool:
    """Whether the stated purposes put this branch in question; every branch is while no purpose is stated."""
    stated = [facts()[code] for code in said.present if facts()[code].kind == "purposes"]
    if not stated or len(statute.branches) == 1:
        return True
    return any(fact.raises == branch.code for fact in stated)


def _elements(statute: Statute, branch: Branch, said: Statement, raised: bool) -> dict[str, Element]:
    return {name: _element(statute, branch, name, said, raised) for name in ELEMENTS}


def _element(statute: Statute, branch: Branch, name: str, said: Statement, raised: bool) -> Element:
    carrying = _carrying(statute.code, branch.code, name)
    hints = tuple(code for code in _hinting(statute.code, branch.code, name) if code in said.present)
    support = tuple(code for code in carrying if code in said.present)
    denied: tuple[str, ...] = ()
    status: Status = "not_known"
    if support:
        status = "supported"
    elif name == "means" and said.age == "minor" and not branch.minor_needs_means:
        status = "not_needed"
    elif (name == "purpose" and not raised) or _deciding(statute.code, branch.code, name) <= said.absent:
        status = "stated_absent"
        denied = tuple(code for code in carrying if code in said.absent)
    return Element(name, status, support or denied, hints, _explanation(name, status, branch, hints, raised))


@cache
def _carrying(statute: str, branch: str, element: str) -> tuple[str, ...]:
    """The facts that support an element of a branch."""
    parts = statutes()[statute].branches[branch].parts[element]
    return tuple(f.code for f in facts().values() if f.element == element and f.supports[statute] & parts)


@cache
def _deciding(statute: str, branch: str, element: str) -> frozenset[str]:
    """The facts that must all be denied before the element is: for each part the fact for the whole of it, or else
    every fact that would support it."""
    deciding: set[str] = set()
    for part in statutes()[statute].branches[branch].parts[element]:
        of_part = [f for f in facts().values() if f.element == element and part in f.supports[statute]]
        deciding |= {f.code for f in ([f for f in of_part if f.whole] or of_part)}
    return frozenset(deciding)


@cache
def _hinting(statute: str, branch: str, element: str) -> tuple[str, ...]:
    """The facts that only point to an element; a purpose points to the branch that it raises."""
    hinting = [f for f in facts().values() if f.element == element and statute in f.hints]
    return tuple(f.code for f in hinting if element != "purpose" or f.raises == branch)


def _explanation(name: str, status: Status, branch: Branch, hints: tuple[str, ...], raised: bool) -> Text:
    if name == "purpose" and not raised:
        return say("explanation", "purpose_outside")
    if status == "not_known" and hints:
        return say("explanation", "means_hint" if name == "means" else f"{name}_not_known_{branch.code}")
    return say("explanation", f"{name}_{status}")


def _outcome(branch: Branch, elements: Mapping[str, Element], said: Statement) -> Outcome:
    values = [elements[name].status for name in ("act", "purpose")]
    means = elements["means"].status
    if means == "stated_absent" and said.age == "unknown" and not branch.minor_needs_means:
        means = "not_known"  # met if the person turns out to be under 18, so the absence decides nothing yet
    values.append(means)
    if "stated_absent" in values:
        return "not_indicated_yet"
    return "undetermined" if "not_known" in values else "met"


def _progress(elements: Mapping[str, Element]) -> int:
    return sum(element.status in ("supported", "not_needed") for element in elements.values())


def _missing(branch: Branch, elements: Mapping[str, Element], said: Statement) -> list[Text]:
    keys: list[str] = []
    for name in ELEMENTS:
        if elements[name].status != "not_known":
            continue
        if name == "purpose" and elements[name].hints:
            keys.append("value" if branch.code == "sex" else "servitude")
        else:
            keys.append(name)
    if said.age == "unknown" and not branch.minor_needs_means and elements["means"].status != "supported":
        keys.append("age")
    return [say("missing", key) for key in keys]


def _reasons(statute: Statute, elements: Mapping[str, Element], outcome: Outcome, said: Statement) -> list[Text]:
    keys: list[str] = []
    if outcome == "met":
        by_age = elements["means"].status == "not_needed"
        keys.append(("met_minor_sex" if statute.code == "tvpa" else "met_minor") if by_age else "met_all")
    elif outcome == "undetermined":
        keys.append("undetermined")
    else:
        absent = [name for name in ELEMENTS if elements[name].status == "stated_absent"]
        outside = elements["purpose"].explanation.key == "purpose_outside"
        keys += [f"not_indicated_{name}" for name in absent if not (outside and name == "purpose")]
    texts = [say("reason", key) for key in keys]
    if outcome != "met":
        texts += [elements[n].explanation for n in ELEMENTS if elements[n].status == "not_known"]
        if elements["purpose"].explanation.key == "purpose_outside":
            texts.append(elements["purpose"].explanation)
    texts += [say("reason", key) for key in _flags(statute, elements, outcome, said)]
    return texts


def _flags(statute: Statute, elements: Mapping[str, Element], outcome: Outcome, said: Statement) -> list[str]:
    raises = {facts()[code].raises for code in said.present}
    federal = statute.code == "tvpa"
    flags = {
        "possible_minor": said.age == "unknown" and outcome != "met" and ("sex" in raises or not federal),
        "labor_of_minor": federal and said.age == "minor" and "labor" in raises and outcome != "met",
        "child_sexual_abuse": said.age == "minor" and "sexual_exploitation" in said.present,
        "organ_removal_not_tvpa": federal and "organ_removal" in said.present,
        "forced_marriage_not_tvpa": federal and "forced_marriage" in said.present,
        "both_ways": bool(said.present & said.absent),
        "not_indicated_open": outcome == "not_indicated_yet",
    }
    return [key for key, holds in flags.items() if holds]
