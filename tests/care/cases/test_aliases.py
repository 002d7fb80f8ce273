"""Aliases and the search over headers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.care.cases import aliases, matching


@pytest.mark.parametrize(
    ("typed", "alias"),
    [("kestrel 41", "KESTREL-41"), ("  Heron-7 ", "HERON-07"), ("lark_03", "LARK-03"), ("owl--9", "OWL-09")],
)
def test_an_alias_can_be_typed_loosely(typed: str, alias: str) -> None:
    assert aliases.clean(typed) == alias
    assert aliases.is_well_formed(alias)


@pytest.mark.parametrize("typed", ["", "Maria", "41", "KESTREL", "kestrel-4100", "MARIA LOPEZ-1", "é-1"])
def test_a_name_or_a_scrap_is_no_alias(typed: str) -> None:
    assert not aliases.is_well_formed(aliases.clean(typed))


@given(st.sets(st.sampled_from([f"{bird}-{n:02d}" for bird in aliases.birds()[:5] for n in range(1, 100)])))
def test_a_suggested_alias_is_never_taken(taken: set[str]) -> None:
    alias = aliases.suggest(taken)
    assert alias not in taken
    assert aliases.is_well_formed(alias)


def test_a_chosen_bird_gets_its_lowest_free_number() -> None:
    assert aliases.suggest({"HERON-01", "HERON-02"}, "HERON") == "HERON-03"


def test_search_finds_an_alias_with_a_typing_error() -> None:
    rows = [(name, [name]) for name in ("KESTREL-41", "HERON-12", "PLOVER-23")]
    assert matching.ranked("kestral 41", rows)[0] == "KESTREL-41"
    assert matching.ranked("", rows) == []


@given(st.text(max_size=40))
def test_search_takes_any_text(query: str) -> None:
    matching.ranked(query, [("a", ["HERON-12", ""]), ("b", ["José"])])
