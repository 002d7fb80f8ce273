"""Reading a statement of facts, and the reviewed words around it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core import codes, screening
from waystation.core.screening.texts import data


def test_codes_are_unique_over_acts_means_and_purposes() -> None:
    listed = [code for kind in screening.codes_json().values() for code in kind]
    assert len(listed) == len(set(listed)) == len(screening.facts())
    assert list(screening.codes_json()) == ["acts", "means", "purposes"]


def test_facts_support_only_parts_that_a_statute_names() -> None:
    for fact in screening.facts().values():
        for code, statute in screening.statutes().items():
            named = frozenset().union(*(branch.parts[fact.element] for branch in statute.branches.values()))
            assert fact.supports[code] <= named
            assert not (fact.supports[code] and code in fact.hints)


def test_every_part_that_a_statute_names_can_be_stated() -> None:
    for code, statute in screening.statutes().items():
        for branch in statute.branches.values():
            for element, parts in branch.parts.items():
                for part in parts:
                    assert any(part in f.supports[code] for f in screening.facts().values() if f.element == element)


def test_means_map_to_the_control_list_and_cover_it() -> None:
    control = codes.get("means_of_control")
    mapped = {fact.control for fact in screening.facts_of("means") if not fact.whole}
    assert mapped == set(control.codes)
    assert screening.controls(["uses_debt", "deception", "false_promises", "force", "recruit"]) == [
        "false_promises",
        "uses_debt",
    ]


def test_everything_shown_is_in_both_languages_and_never_denies() -> None:
    rows = [row for group in data("texts").values() for row in group.values()]
    rows += [row for kind in data("facts").values() for row in kind.values()]
    for row in rows:
        assert row["en"]
        assert row["es"]
        assert "not a victim" not in row["en"].lower()
        assert "rescue" not in row["en"].lower()
        assert "no es víctima" not in row["es"].lower()


def test_statutes_carry_their_source() -> None:
    for statute in screening.statutes().values():
        assert statute.citation
        assert statute.source
        assert statute.grade == "V"
        assert statute.date
        assert statute.label("es") != statute.label("en")


@pytest.mark.parametrize(
    ("age", "read"),
    [
        (0, "minor"),
        (17, "minor"),
        (17.9, "minor"),
        (18, "adult"),
        (120, "adult"),
        ("minor", "minor"),
        ("adult", "adult"),
        (None, "unknown"),
        ("declined", "unknown"),
        ("not_asked", "unknown"),
    ],
)
def test_ages_are_read(age: Any, read: str) -> None:
    assert screening.read_age(age) == read


@pytest.mark.parametrize("age", [-1, 121, True, "17", "child", [17], float("nan"), float("inf"), 10**400])
def test_other_ages_are_refused(age: Any) -> None:
    with pytest.raises(screening.FactsError, match="age_at_exploitation must be"):
        screening.read_age(age)


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ([], "one JSON object"),
        ({"mean": []}, "no field 'mean'"),
        ({"means": "force"}, "means must be a list"),
        ({"means": {"force": True}}, "means must be a list"),
        ({"means": [1]}, "means holds 1"),
        ({"means": ["forced"]}, "means has no code 'forced'"),
        ({"means": ["recruit"]}, "means has no code 'recruit'"),
        ({"means": ["not:"]}, "means has no code ''"),
        ({"means": ["not:not:force"]}, "means has no code 'not:force'"),
        ({"acts": ["any"]}, "acts has no code 'any'"),
        ({"age_at_exploitation": {}}, "age_at_exploitation must be"),
    ],
)
def test_a_wrong_statement_is_refused_in_one_sentence(document: Any, complaint: str) -> None:
    with pytest.raises(screening.FactsError, match=complaint):
        screening.parse(document)


def test_not_any_denies_the_whole_list() -> None:
    said = screening.parse({"means": ["not:any"]})
    assert said.absent == {fact.code for fact in screening.facts_of("means")}
    assert said.present == frozenset()
    assert said.age == "unknown"


def test_facts_can_be_stated_as_pairs() -> None:
    said = screening.state(17, [("recruit", False), ("force", True)])
    assert said == screening.Statement("minor", frozenset({"recruit"}), frozenset({"force"}))
    with pytest.raises(screening.FactsError, match="no fact 'forced'"):
        screening.state(17, [("forced", False)])


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
json_values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


@given(st.dictionaries(st.sampled_from(["age_at_exploitation", "acts", "means", "purposes", "x"]), json_values))
def test_any_json_is_read_or_refused_with_a_sentence(document: dict[str, Any]) -> None:
    with suppress(screening.FactsError):
        screening.determine(screening.parse(document))


def test_an_ohio_advocate_reads_the_ohio_words_and_others_the_general_ones() -> None:
    ohio = screening.report_rule("OH")
    assert "Ohio" in ohio.say.text()
    assert ohio.review
    assert ohio.number == "855-642-4453"
    assert screening.report_rule("zz") == screening.report_rule()
    for rule in (ohio, screening.report_rule()):
        for text in (rule.say, rule.who, rule.to_whom, rule.deadline):
            assert text.text("es") != text.text("en")


def test_the_public_numbers_are_the_checked_ones() -> None:
    lines = screening.lines()
    assert lines["national"].number == "1-888-373-7888"
    assert lines["national"].dial == "tel:+18883737888"
    assert lines["national_text"].number == "233733"
    assert all(line.label("en") and line.label("es") for line in lines.values())
