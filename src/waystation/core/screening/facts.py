"""The facts that can be stated, and the reading of a statement of facts from outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from waystation.core.screening.texts import data

KINDS = ("acts", "means", "purposes")
ELEMENT = {"acts": "act", "means": "means", "purposes": "purpose"}
ADULT_AT = 18
Age = Literal["minor", "adult", "unknown"]


class FactsError(ValueError):
    """The statement cannot be read; the message is one sentence for the person who wrote it."""


@dataclass(frozen=True)
class Fact:
    """One fact that can be stated: its words, the element it belongs to, and what it supports in each statute.

    `supports` holds the parts of the definition by statute; `hints` the statutes where it only points to the element.
    `control` is its code in the code list means_of_control, `raises` the branch of the TVPA a purpose asks about.
    """

    code: str
    kind: str
    en: str
    es: str
    supports: Mapping[str, frozenset[str]]
    hints: frozenset[str]
    whole: bool
    control: str
    raises: str

    @property
    def element(self) -> str:
        return ELEMENT[self.kind]

    def label(self, lang: str = "en") -> str:
        return self.es if lang.lower().startswith("es") else self.en


@dataclass(frozen=True)
class Statement:
    """What was stated: an age at exploitation in years or as a word, facts stated to be so, facts stated not to be."""

    age: Age
    present: frozenset[str]
    absent: frozenset[str]


@cache
def facts() -> Mapping[str, Fact]:
    """Every fact by its code, in the reviewed order."""
    return MappingProxyType(
        {code: _fact(kind, code, row) for kind in KINDS for code, row in data("facts")[kind].items()}
    )


def facts_of(kind: str) -> list[Fact]:
    """The facts of one kind: acts, means or purposes."""
    return [fact for fact in facts().values() if fact.kind == kind]


def codes_json() -> dict[str, list[str]]:
    """The codes by kind, as the command line prints them."""
    return {kind: [fact.code for fact in facts_of(kind)] for kind in KINDS}


def controls(codes: Iterable[str]) -> list[str]:
    """The codes of means_of_control that stated means stand for, for the statistics capsule; sorted, each once."""
    return sorted({facts()[code].control for code in codes if code in facts() and facts()[code].control})


def state(age: Any, facts_stated: Iterable[tuple[str, bool]]) -> Statement:
    """A statement from (code, stated_absent) pairs and an age. Raises `FactsError`."""
    present: set[str] = set()
    absent: set[str] = set()
    for code, is_absent in facts_stated:
        if code not in facts():
            raise FactsError(f"There is no fact {code!r}; list them with: waystation screen --codes.")
        (absent if is_absent else present).add(code)
    return Statement(read_age(age), frozenset(present), frozenset(absent))


def read_age(value: Any) -> Age:
    """minor, adult or unknown from a number of years, a word or nothing. Raises `FactsError`."""
    if value is None or value in ("unknown", "declined", "not_asked"):
        return "unknown"
    if value == "minor" or value == "adult":
        return "minor" if value == "minor" else "adult"
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 120:
        return "minor" if value < ADULT_AT else "adult"
    raise FactsError('age_at_exploitation must be a number of years from 0 to 120, "minor", "adult" or null.')


def parse(document: Any) -> Statement:
    """A statement from the JSON object of the command line. Raises `FactsError` with one clear sentence."""
    if not isinstance(document, dict):
        raise FactsError("The facts must be one JSON object with age_at_exploitation, acts, means and purposes.")
    for key in document:
        if key not in ("age_at_exploitation", *KINDS):
            raise FactsError(f"There is no field {key!r}; the fields are age_at_exploitation, acts, means, purposes.")
    pairs = [pair for kind in KINDS for pair in _pairs(kind, document.get(kind, []))]
    return state(document.get("age_at_exploitation"), pairs)


def _pairs(kind: str, values: Any) -> list[tuple[str, bool]]:
    if not isinstance(values, list):
        raise FactsError(f"{kind} must be a list of codes; list them with: waystation screen --codes.")
    known = data("facts")[kind]
    pairs: list[tuple[str, bool]] = []
    for value in values:
        if not isinstance(value, str):
            raise FactsError(f"{kind} holds {value!r}, which is not a code.")
        absent, code = value.startswith("not:"), value.removeprefix("not:")
        if absent and code == "any":
            pairs += [(each, True) for each in known]
        elif code in known:
            pairs.append((code, absent))
        else:
            raise FactsError(f"{kind} has no code {code!r}; list them with: waystation screen --codes.")
    return pairs


def _fact(kind: str, code: str, row: Mapping[str, Any]) -> Fact:
    return Fact(
        code=code,
        kind=kind,
        en=row["en"],
        es=row["es"],
        supports=MappingProxyType({statute: frozenset(row[statute]) for statute in ("tvpa", "palermo")}),
        hints=frozenset(statute for statute in ("tvpa", "palermo") if row.get(f"{statute}_hint")),
        whole=bool(row.get("whole")),
        control=row.get("control", ""),
        raises=row.get("raises", ""),
    )
