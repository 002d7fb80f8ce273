"""What the screen says of stated facts: two laws apart, tags to the facts, gaps shown, and no score."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from waystation.care.intake.selectors import panels
from waystation.care.intake.shapes import Fact, Facts, Person
from waystation.core import screening

CODES = sorted(screening.facts())
AGES = st.one_of(st.integers(0, 120), st.sampled_from(["minor", "adult", "unknown", "declined", "not_asked"]))


def said(age: int | str, **states: str) -> Facts:
    person = Person(id="a", label="A", age=age)
    facts = [Fact("a", code, state).to_dict() for code, state in states.items()]
    return Facts(persons=[person.to_dict()], facts=facts)


def test_a_person_of_17_is_met_by_both_laws_and_each_cell_points_to_its_fact() -> None:
    panel = panels(said(17, harbor="heard", commercial_sex="heard"))[0]
    assert not panel.is_open
    assert [cell["facts"] for cell in panel.rows[0]["cells"]] == [[2], [2]]
    assert [cell["text"] for cell in panel.rows[1]["cells"]] == ["Not needed under 18"] * 2
    assert [cell["facts"] for cell in panel.rows[1]["cells"]] == [[1], [1]]
    assert [line.number for line in panel.heard] == [1, 2, 3]


def test_a_person_of_20_with_the_same_facts_is_undetermined_and_the_gap_is_shown() -> None:
    panel = panels(said(20, harbor="heard", commercial_sex="heard"))[0]
    assert panel.is_open
    assert [cell["gap"] for cell in panel.rows[1]["cells"]] == [True, True]
    assert all("force, fraud or coercion" in answer["why"] for answer in panel.answers)


def test_labor_of_a_minor_without_known_means_gives_two_answers() -> None:
    panel = panels(said(16, recruit="heard", labor="heard"))[0]
    assert panel.answers[0]["word"] != panel.answers[1]["word"]


def test_what_was_said_not_to_be_so_is_marked_and_counts_for_nothing() -> None:
    panel = panels(said("not_asked", harbor="absent"))[0]
    assert panel.heard[0].is_absent
    assert panel.heard[0].number == 1


def test_unknown_and_declined_facts_are_no_facts() -> None:
    assert panels(said("declined", harbor="unknown", recruit="declined"))[0].heard == []


@pytest.mark.parametrize("lang", ["en", "es"])
@given(age=AGES, states=st.dictionaries(st.sampled_from(CODES), st.sampled_from(["heard", "absent", "unknown"])))
def test_no_panel_denies_a_person_or_gives_a_number(lang: str, age: int | str, states: dict[str, str]) -> None:
    with override(lang):
        panel = panels(said(age, **states))[0]
    words = " ".join([*(a["word"] + " " + a["why"] for a in panel.answers), panel.foot, *panel.reasons]).lower()
    assert "victim" not in words
    assert "víctima" not in words
    assert not re.search(r"\d+ ?%|score|punt", words)
    assert len(panel.laws) == len(panel.answers) == 2
