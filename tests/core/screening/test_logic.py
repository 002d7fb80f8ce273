"""The three-valued logic over the space of statements, against a second and independent reading of the law."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core import screening
from waystation.core.screening import Statement

RANK = {"not_indicated_yet": 0, "undetermined": 1, "met": 2}
FACTS = screening.facts()
BY_KIND = {kind: [fact.code for fact in screening.facts_of(kind)] for kind in ("acts", "means", "purposes")}
WHOLES = {"force", "fraud", "coercion"}
SERVITUDE = {"involuntary_servitude", "peonage", "debt_bondage", "slavery"}
LABOR = SERVITUDE | {"labor", "forced_begging", "forced_criminality"}
TVPA_MEANS = {code for code in BY_KIND["means"] if FACTS[code].supports["tvpa"]}
PALERMO_MEANS = {code for code in BY_KIND["means"] if FACTS[code].supports["palermo"]}

Value = bool | None  # true, false, not known
Partial = tuple[frozenset[str], frozenset[str]]  # present, absent


def all_of(*values: Value) -> Value:
    return False if False in values else None if None in values else True


def any_of(*values: Value) -> Value:
    return True if True in values else None if None in values else False


def stated(said: Statement, supporting: set[str], deciding: set[str]) -> Value:
    """True when a supporting fact is stated, false when every deciding one is stated absent, else not known."""
    if said.present & supporting:
        return True
    return False if deciding <= said.absent else None


def oracle(said: Statement) -> dict[str, Value]:
    minor: Value = {"minor": True, "adult": False, "unknown": None}[said.age]
    labor_acts = {"recruit", "harbor", "transport", "transfer", "provide", "obtain", "receive"}
    sex_acts = labor_acts | {"patronize", "solicit"}
    rest = PALERMO_MEANS - TVPA_MEANS
    means = stated(said, TVPA_MEANS, WHOLES)
    palermo_means = stated(said, PALERMO_MEANS, WHOLES | {"abduction", "false_promises", "deception"} | rest)
    purposes = said.present & set(BY_KIND["purposes"])
    sex_asked = not purposes or purposes & {"commercial_sex", "sexual_exploitation"}
    labor_asked = not purposes or purposes & LABOR
    sex = all_of(
        stated(said, sex_acts, sex_acts),
        stated(said, {"commercial_sex"}, {"commercial_sex"}),
        any_of(minor, means),
    )
    labor = all_of(stated(said, labor_acts, labor_acts), means, stated(said, SERVITUDE, SERVITUDE))
    tvpa = any_of(sex if sex_asked else False, labor if labor_asked else False)
    every = set(BY_KIND["purposes"])
    palermo = all_of(stated(said, labor_acts, labor_acts), stated(said, every, every), any_of(minor, palermo_means))
    return {"tvpa": tvpa, "palermo": palermo}


NAMED = {True: "met", False: "not_indicated_yet", None: "undetermined"}


def partials(kind: str, choices: list[tuple[set[str], set[str]]]) -> list[Partial]:
    return [(frozenset(present), frozenset(absent)) for present, absent in choices]


ACTS = partials(
    "acts",
    [
        (set(), set()),
        ({"recruit"}, set()),
        ({"patronize"}, set()),
        (set(), {"recruit"}),
        (set(), set(BY_KIND["acts"])),
        (set(), set(BY_KIND["acts"]) - {"patronize", "solicit"}),
        ({"transfer"}, set(BY_KIND["acts"])),
    ],
)
MEANS = partials(
    "means",
    [
        (set(), set()),
        ({"physical_abuse"}, set()),
        ({"false_promises"}, WHOLES),
        ({"abuse_of_vulnerability"}, WHOLES),
        ({"takes_earnings"}, set()),
        ({"takes_earnings"}, set(BY_KIND["means"])),
        (set(), {"force"}),
        (set(), WHOLES),
        (set(), PALERMO_MEANS - WHOLES),
        (set(), set(BY_KIND["means"])),
    ],
)
PURPOSES = [
    (frozenset(present), frozenset(absent))
    for size in range(3)
    for present in combinations(BY_KIND["purposes"], size)
    for absent in (set(), {"commercial_sex"}, SERVITUDE, set(BY_KIND["purposes"]) - set(present))
]


def statement(age: Any, *parts: Partial) -> Statement:
    present = frozenset().union(*(part[0] for part in parts))
    absent = frozenset().union(*(part[1] for part in parts))
    return Statement(age, present, absent)


@pytest.mark.parametrize("age", ["minor", "adult", "unknown"])
def test_the_whole_space_agrees_with_an_independent_reading(age: str) -> None:
    for acts, means, purposes in product(ACTS, MEANS, PURPOSES):
        said = statement(age, acts, means, purposes)
        found = screening.determine(said)
        assert {code: d.determination for code, d in found.items()} == {
            code: NAMED[value] for code, value in oracle(said).items()
        }, said


statements = st.builds(
    Statement,
    st.sampled_from(["minor", "adult", "unknown"]),
    st.frozensets(st.sampled_from(sorted(FACTS)), max_size=8),
    st.one_of(
        st.frozensets(st.sampled_from(sorted(FACTS))),
        st.just(frozenset(BY_KIND["means"])),
        st.just(frozenset(BY_KIND["acts"] + BY_KIND["means"])),
    ),
)


@given(statements)
def test_any_statement_agrees_with_the_independent_reading(said: Statement) -> None:
    found = screening.determine(said)
    assert {code: d.determination for code, d in found.items()} == {c: NAMED[v] for c, v in oracle(said).items()}


@given(statements, st.sampled_from(BY_KIND["acts"] + BY_KIND["means"] + BY_KIND["purposes"]))
def test_adding_a_supporting_fact_never_lowers(said: Statement, more: str) -> None:
    """The first purpose stated says which question is asked; from then on purposes too can only raise."""
    first_purpose = FACTS[more].kind == "purposes" and not said.present & set(BY_KIND["purposes"])
    before = screening.determine(said)
    after = screening.determine(Statement(said.age, said.present | {more}, said.absent))
    for code, determination in before.items():
        if determination.determination == "met" or not first_purpose:
            assert RANK[after[code].determination] >= RANK[determination.determination]


@given(statements, st.sampled_from(sorted(FACTS)))
def test_a_stated_absence_never_raises(said: Statement, denied: str) -> None:
    before = screening.determine(said)
    after = screening.determine(Statement(said.age, said.present, said.absent | {denied}))
    for code, determination in before.items():
        assert RANK[after[code].determination] <= RANK[determination.determination]


@given(statements)
def test_knowing_the_age_settles_only_what_was_open(said: Statement) -> None:
    unknown = screening.determine(Statement("unknown", said.present, said.absent))
    for age in ("minor", "adult"):
        known = screening.determine(Statement(age, said.present, said.absent))
        for code, determination in unknown.items():
            if determination.determination != "undetermined":
                assert known[code].determination == determination.determination


@given(statements)
def test_a_minor_is_never_further_from_a_definition_than_an_adult(said: Statement) -> None:
    minor = screening.determine(Statement("minor", said.present, said.absent))
    adult = screening.determine(Statement("adult", said.present, said.absent))
    for code in minor:
        assert RANK[minor[code].determination] >= RANK[adult[code].determination]


@given(statements)
def test_every_answer_explains_itself(said: Statement) -> None:
    for determination in screening.determine(said).values():
        assert determination.reasons
        assert list(determination.elements) == ["act", "means", "purpose"]
        if determination.determination == "met":
            assert not determination.missing
            assert all(e.status in ("supported", "not_needed") for e in determination.elements.values())
        if determination.determination == "undetermined":
            assert determination.missing
        if determination.determination == "not_indicated_yet":
            assert any(e.status == "stated_absent" for e in determination.elements.values())
        for element in determination.elements.values():
            assert set(element.facts) <= said.present | said.absent
            assert set(element.hints) <= said.present
            assert (element.status == "supported") == bool(element.facts and set(element.facts) & said.present)
