"""Instrument files: what is read, that a complaint names the item and the rule, and what each rule comes to."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.screening import instruments
from waystation.core.screening.instruments import InstrumentError, evaluate, parse, read_toml

HEAD = """
id = "t"
version = "1"
title = "T"
owner = "O"
licence = "L"
source = "S"
audience = "A"
mode = "asked"
"""
ANY = HEAD + '[rule]\nkind = "any_yes"\n'
ITEM = '[[items]]\nid = "a"\nwords = "A?"\n'


def test_the_shipped_example_is_marked_and_reads_back() -> None:
    shipped = instruments.demonstration()
    assert shipped.demonstration
    assert "invented" in shipped.note.en.lower()
    assert all(item.words.es for item in shipped.items)
    assert parse(json.loads(json.dumps(shipped.as_document()))) == shipped


def test_only_one_instrument_is_shipped() -> None:
    from importlib.resources import files

    shipped = [one.name for one in files("waystation.core.screening").joinpath("data").iterdir()]
    assert [name for name in shipped if "rule]" in _text(name)] == ["demonstration.toml"]


def _text(name: str) -> str:
    from importlib.resources import files

    return files("waystation.core.screening").joinpath(f"data/{name}").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("id = [", "not TOML"),
        ("", "The instrument: it has no items"),
        (ANY.replace('id = "t"', "") + ITEM, "The instrument: id is missing"),
        (HEAD + ITEM, "The instrument: rule is missing"),
        (ANY, "The instrument: it has no items"),
        (ANY.replace('"asked"', '"guessed"') + ITEM, "mode must be one of asked, observed"),
        (ANY + ITEM + 'wrods = "x"', "Item a: there is no field 'wrods'"),
        (ANY + ITEM + 'kind = "slider"', "Item a: kind must be one of"),
        (ANY + ITEM + ITEM, "Item a: two items have this id"),
        (ANY + '[[items]]\nid = "a"', "Item a: words is missing"),
        (ANY + '[[items]]\nwords = "a"', "Item 1: id is missing"),
        (ANY + '[[items]]\nid = "a b"\nwords = "a"', "Item 1: id must be letters"),
        (ANY + ITEM + 'kind = "text"', "The rule any_yes: no item has answers to choose from"),
        (ANY + ITEM + 'answers = [{code="x", words="X"}]', "The rule any_yes: no answer of any item is marked as yes"),
        (ANY + ITEM + 'answers = [{code="x", words="X"},{code="x", words="Y"}]', "Item a, answer 2: two answers have"),
        (ANY + ITEM + 'answers = [{code="unknown", words="X"}]', "Item a, answer 1: unknown is offered beside"),
        (ANY + ITEM + 'answers = [{code="x", words="X", weight="2"}]', "Item a, answer 1: weight must be a number"),
        (ANY + ITEM + 'answers = [{code="x", words="X", weight=nan}]', "Item a, answer 1: weight must be a number"),
        (ANY + ITEM + 'answers = [{code="x", words="X", yes="y"}]', "Item a, answer 1: yes must be true or false"),
        (ANY + ITEM + 'kind = "note"\nanswers = [{code="x", words="X"}]', "Item a: an item of the kind note has no"),
        (ANY + ITEM + 'when = [["b", "yes"]]', "Item a: when speaks of 'b', which is no earlier item"),
        (ANY + ITEM + 'when = ["b"]', "Item a: when must hold pairs"),
        ("items = 3\n" + ANY, "items must be a list"),
        (HEAD + '[rule]\nkind = "sum"\n' + ITEM, "The rule: kind must be one of"),
        (HEAD + '[rule]\nkind = "weighted_sum"\n' + ITEM, "The rule weighted_sum: bands belong"),
        (ANY + 'bands = [{low=0, words="x"}]\n' + ITEM, "The rule any_yes: bands belong"),
        (
            HEAD + '[rule]\nkind="weighted_sum"\nbands=[{low=1,words="x"},{low=1,words="y"}]\n' + ITEM,
            "The rule weighted_sum, band 2: each band begins above",
        ),
        (HEAD + '[rule]\nkind = "dimensions"\n' + ITEM, "The rule dimensions: positive_when belongs"),
        (
            HEAD + '[rule]\nkind="dimensions"\npositive_when=[["b"]]\n' + ITEM,
            "The rule dimensions: positive_when speaks of 'b'",
        ),
        (
            HEAD + '[rule]\nkind="dimensions"\npositive_when=[["d"]]\n' + ITEM + 'dimension="d"',
            "Item a: the rule dimensions needs a dimension and a strength",
        ),
        (ANY + "[accuracy]\nsensitivity = 87\n" + ITEM, "The published accuracy: sensitivity must be a share"),
        (ANY + "[accuracy]\nsensitivity = 0.87\n" + ITEM, "The published accuracy: specificity is missing"),
        (ANY + f'note = "{"x" * 3000}"\n' + ITEM, "there is no field 'note'|longer than"),
        (ANY + ITEM * 301, "two items have this id|no more than 300"),
        (ANY + "x." * 200 + 'a = 1\n', "nested more than"),
        (ANY + "x = " + "[" * 200 + "]" * 200, "nested more than"),
        (ANY + "x = " + '["a",' * 0 + "\n[" * 3000, "not TOML|cannot be read"),
        ("x" * 300_000, "larger than 256 kB"),
    ],
)  # fmt: skip
def test_a_malformed_file_is_refused_by_item_and_rule(text: str, complaint: str) -> None:
    with pytest.raises(InstrumentError, match=complaint):
        read_toml(text.encode())


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x80", b'id = "a\x00b"', "id = 'a‮b'".encode()])
def test_signs_that_cannot_be_seen_are_refused(data: bytes) -> None:
    with pytest.raises(InstrumentError):
        read_toml(data)


OPEN = ("unknown", "declined", "not_asked", None)


@pytest.mark.parametrize("open_answer", OPEN)
def test_an_open_answer_never_counts_as_no(open_answer: str | None) -> None:
    shipped = instruments.demonstration()
    assert evaluate(shipped, {"pay": open_answer, "papers": "no", "leave": "no"}).result == "open"
    assert evaluate(shipped, {"pay": "no", "papers": "no", "leave": "no"}).result == "not_indicated_yet"
    assert evaluate(shipped, {"pay": open_answer, "papers": "no", "leave": "yes"}).result == "positive"


def test_an_item_that_may_still_be_asked_keeps_a_sum_open() -> None:
    rule = '[rule]\nkind="weighted_sum"\nbands=[{low=0,words="low"},{low=3,words="high",positive=true}]\n'
    answers = 'answers=[{code="x",words="X",weight=2},{code="y",words="Y"}]\n'
    then = '[[items]]\nid="b"\nwords="B?"\nwhen=[["a","yes"]]\n' + answers
    read = read_toml((HEAD + rule + ITEM + then).encode())
    assert (evaluate(read, {}).low, evaluate(read, {}).high) == (0, 3)
    assert evaluate(read, {"a": "no"}).result == "not_indicated_yet"
    assert evaluate(read, {"a": "yes"}).result == "open"
    assert evaluate(read, {"a": "yes", "b": "x"}).result == "positive"
    assert evaluate(read, {"a": "no", "b": "x"}).high == 0


def delphi(strengths: tuple[str, ...]) -> instruments.Instrument:
    items = [
        {"id": f"i{n}", "words": "?", "dimension": "d", "strength": strength} for n, strength in enumerate(strengths)
    ]
    return parse({
        "id": "t", "version": "1", "title": "T", "owner": "O", "licence": "L", "source": "S", "audience": "A",
        "mode": "asked", "rule": {"kind": "dimensions", "positive_when": [["d"]]}, "items": items,
    })  # fmt: skip


POSITIVE = {("strong", "strong"), ("strong", "medium"), ("strong", "weak"), ("medium", "medium", "medium"),
            ("medium", "medium", "weak")}  # fmt: skip


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_dimension_is_positive_just_where_the_list_says(size: int) -> None:
    """Also where the signs hold one of the listed groups among them, a stronger sign in place of a weaker."""
    order = {"weak": 0, "medium": 1, "strong": 2}
    for strengths in product(order, repeat=size):
        found = evaluate(delphi(strengths), {f"i{n}": "yes" for n in range(size)})
        ranks = sorted((order[one] for one in strengths), reverse=True)
        wanted = any(
            len(group) <= size and all(have >= order[need] for have, need in zip(ranks, group, strict=False))
            for group in POSITIVE
        )
        assert (found.result == "positive") == wanted, strengths
        assert delphi(strengths).rule.review


items = st.sampled_from(["pay", "papers", "papers_back", "leave", "x"])
values: Any = st.none() | st.sampled_from(["yes", "no", "unknown", "maybe"]) | st.lists(st.text(max_size=3), max_size=2)


@given(st.dictionaries(items, values), items)
def test_one_more_answer_never_turns_a_settled_result_round(answers: dict[str, Any], more: str) -> None:
    shipped = instruments.demonstration()
    before = evaluate(shipped, {k: v for k, v in answers.items() if k != more})
    for answer in ("yes", "no"):
        after = evaluate(shipped, {**answers, more: answer})
        if before.result == "positive" and more != "papers":
            assert after.result == "positive"


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
values_of_json = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
KEYS = [*instruments.demonstration().as_document(), "x"]


@given(st.dictionaries(st.sampled_from(KEYS), values_of_json), st.booleans())
def test_any_document_is_read_or_refused_with_one_sentence(document: dict[str, Any], over: bool) -> None:
    whole = {**instruments.demonstration().as_document(), **document} if over else document
    complaint = ""
    try:
        evaluate(parse(whole), {})
    except InstrumentError as problem:
        complaint = str(problem)
    assert complaint == "" or complaint.endswith(".")
    assert "\n" not in complaint
