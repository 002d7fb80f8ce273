"""The conversation guide: every question is about one fact, every sign and element is asked about, in plain words."""

from __future__ import annotations

import pytest

from tests.architecture import reading
from waystation.core import codes, screening
from waystation.core.screening import guide
from waystation.core.screening.texts import data

NOT_ASKED = {"force", "fraud", "coercion", "receive", "solicit"}
"""Conclusions, and what a person may tell but is not asked."""


def test_every_fact_but_the_conclusions_can_be_asked_about() -> None:
    assert set(guide.questions()) == set(screening.facts()) - NOT_ASKED
    assert [code for rows in data("guide")["questions"].values() for code in rows] == list(guide.questions())


def test_each_of_the_eleven_signs_has_a_question() -> None:
    signs = {one.sign for one in guide.questions().values()} - {""}
    assert signs == set(codes.get("ilo_signs").codes)
    assert len(signs) == 11


@pytest.mark.parametrize("statute", ["tvpa", "palermo"])
def test_each_element_of_each_branch_can_be_reached_by_questions(statute: str) -> None:
    for branch in screening.statutes()[statute].branches.values():
        for element, parts in branch.parts.items():
            asked = [one.fact for one in guide.questions().values() if one.fact.element == element]
            assert any(fact.supports[statute] & parts for fact in asked), (branch.code, element)


def test_every_question_belongs_to_an_element() -> None:
    assert {one.fact.element for one in guide.questions().values()} == {"act", "means", "purpose"}


def texts(lang: str) -> list[str]:
    found = []
    for group in guide.groups():
        found += [group.say.text(lang), group.note.text(lang), *group.advice(lang)[0], *group.advice(lang)[1]]
        found += [one.words.text(lang) for one in group.questions]
    return [text for text in found if text]


def test_the_words_are_plain_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    english, spanish = reading.total(texts("en"), "en"), reading.total(texts("es"), "es")
    with capsys.disabled():
        print(f"\nguide: English grade {english.grade:.1f}; Spanish INFLESZ {spanish.inflesz:.1f}")
    assert english.grade <= 8
    assert spanish.inflesz >= 65
    assert len(texts("en")) == len(texts("es"))
    assert [text for text in texts("en") if reading.size(text, "en").grade > 10] == []


@pytest.mark.parametrize("word", ["victim", "rescue", "traffick", "illegal", "prostitut", "alien"])
def test_no_question_uses_a_word_that_labels(word: str) -> None:
    assert [text for text in texts("en") if word in text.lower()] == []


def test_hard_pages_carry_a_note_and_come_after_the_easier_ones() -> None:
    noted = [group.code for group in guide.groups() if group.note.en]
    order = [group.code for group in guide.groups()]
    assert noted == ["leaving", "harm", "sex"]
    assert order[:2] == ["now", "age"]
    assert order.index("work") < order.index("harm")


def test_answers_become_facts_and_nothing_else() -> None:
    said = guide.said({"labor": "heard", "peonage": "absent", "slavery": "not_asked", "x": "heard", "recruit": "maybe"})
    assert said == {"labor": "heard", "peonage": "absent"}


@pytest.mark.parametrize(
    ("age", "possibly"),
    [(17, True), (18, False), ("minor", True), ("adult", False), ("unknown", True), ("declined", True),
     ("not_asked", True)],
)  # fmt: skip
def test_an_age_that_nobody_told_is_treated_as_possibly_under_18(age: int | str, possibly: bool) -> None:
    assert guide.possibly_minor(age) is possibly


def test_the_data_file_is_in_both_languages_throughout() -> None:
    for group in data("guide")["groups"]:
        for key in group:
            if key.endswith("_en"):
                assert len(group[key.replace("_en", "_es")]) > 0
    assert [one.code for one in guide.questions().values() if not (one.words.en and one.words.es)] == []
