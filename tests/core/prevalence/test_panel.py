"""The panel: reproducible, interruptible, and never a number without its verdict."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from tests.core.prevalence.conftest import THREE, published
from waystation.core.prevalence import METHODS, Stated, Table, Word, panel, text
from waystation.core.prevalence.simulate import Scenario
from waystation.core.prevalence.verdicts import judge


def _quick(table: Table, **more: object):  # type: ignore[no-untyped-def]  # a Panel
    return panel(table, replicates=300, **more)  # type: ignore[arg-type]  # keyword arguments of panel


def _table(scene: Scenario, seed: int = 3) -> Table:
    return Table(tuple("ABCDEF"[: len(scene.chances)]), scene.draw(1, seed)[0])


def test_the_same_seed_gives_the_same_numbers_whatever_the_threads() -> None:
    one, two = (panel(THREE, replicates=2500, threads=threads) for threads in (1, 2))
    assert one.to_json() == two.to_json()


def test_another_seed_moves_the_ends_and_not_the_points() -> None:
    one, two = _quick(THREE, seed=1), _quick(THREE, seed=2)
    assert [each.point for each in one.estimates] == [each.point for each in two.estimates]
    assert [each.lo for each in one.estimates] != [each.lo for each in two.estimates]


def test_a_panel_of_three_lists_holds_at_least_five_methods_that_bracket_their_points() -> None:
    found = _quick(THREE)
    assert len(found.estimates) >= 5
    for each in found.estimates:
        assert each.method in METHODS
        if np.isfinite(each.point):
            assert each.lo <= each.point <= each.hi
            assert each.lo >= THREE.n


def test_json_has_no_number_that_json_does_not_know() -> None:
    counts = np.array([0, 40, 30, 6, 20, 0, 0, 0])
    found = json.loads(_quick(Table(("A", "B", "C"), counts)).to_json())
    assert found["verdict"] == "do not publish"
    assert any(each["point"] is None for each in found["panel"])
    keys = {"method", "point", "lo", "hi", "level", "mc_error", "model", "status"}
    assert all(keys <= set(each) for each in found["panel"])


def test_an_interrupt_gives_what_is_there_and_refuses() -> None:
    def stop(method: str, done: int, of: int) -> None:
        if method == "stepwise":
            raise KeyboardInterrupt

    found = _quick(THREE, progress=stop)
    assert not found.complete
    assert [each.method for each in found.estimates] == ["independence", "pairwise"]
    assert found.verdict.word == Word.REFUSED
    assert "interrupted" in text(found)


@pytest.mark.parametrize("wrong", [{"methods": ["guess"]}, {"replicates": 5}, {"level": 1.5}])
def test_what_cannot_be_asked_is_said(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no method is called|at least 100"):
        panel(THREE, **wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_two_lists_are_refused_unless_their_independence_is_argued() -> None:
    table = Table.from_counts(("A", "B"), {"A": 200, "B": 150, ("A", "B"): 60})
    assert _quick(table).verdict.word == Word.REFUSED
    assert _quick(table, stated=Stated(independent="one list is a street survey")).verdict.word != Word.REFUSED


def test_too_few_on_two_lists_are_refused() -> None:
    table = Table.from_counts(("A", "B", "C"), {"A": 60, "B": 50, "C": 40, ("A", "B"): 2, ("B", "C"): 3, ("A", "C"): 2})
    found = _quick(table)
    assert found.verdict.word == Word.REFUSED
    assert "only 7 people are on two lists or more" in found.verdict.reasons[0]


def test_lists_that_shun_each_other_are_refused_and_named() -> None:
    found = _quick(_table(Scenario("shun", 4000, (0.2,) * 4, leanings={(0, 1): -2.0})))
    assert found.verdict.word == Word.REFUSED
    assert any(reason.startswith("A and B have fewer") for reason in found.verdict.reasons)


def test_people_who_differ_leave_a_lower_bound() -> None:
    found = _quick(_table(Scenario("two kinds", 5000, (0.05,) * 5, classes=((0.15, 10.0), (0.85, 0.5)))))
    assert found.verdict.word == Word.LOWER_BOUND


def test_links_that_nobody_checked_matter_when_the_table_is_large() -> None:
    table = _table(Scenario("alike", 20_000, (0.2,) * 4))
    assert any("matches" in reason for reason in _quick(table).verdict.reasons)
    assert not any("matches" in reason for reason in _quick(table, stated=Stated(linkage_error=0.0)).verdict.reasons)


def test_a_plain_table_of_alike_people_is_usable() -> None:
    assert _quick(_table(Scenario("alike", 1000, (0.15,) * 4), seed=5)).verdict.word == Word.USABLE


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"methods": ["stepwise"]}, "this is not the whole panel"),
        ({"methods": ["stepwise", "chao"]}, "this is not the whole panel"),
        ({"level": 0.5}, "the ranges are made for a lower level than a verdict needs"),
    ],
)
def test_a_verdict_is_not_shopped_for(asked: dict[str, object], says: str) -> None:
    table = _table(Scenario("alike", 1000, (0.15,) * 4), seed=5)
    found = _quick(table, **asked)
    assert found.verdict.word == Word.LOWER_BOUND
    assert says in found.verdict.reasons


def test_a_lower_bound_alone_is_no_estimate() -> None:
    found = _quick(THREE, methods=["chao"])
    assert found.verdict.word == Word.REFUSED
    assert found.verdict.reasons[0].startswith("the chao row is no estimate")


def test_a_lower_level_does_not_hide_how_far_the_ends_are_apart() -> None:
    found = _quick(THREE)
    wide = []
    for level in (0.95, 0.5):
        rows = [dataclasses.replace(each, lo=500.0, hi=1500.0, level=level) for each in found.estimates]
        wide.append(any("upper end" in each for each in judge(found.table, rows, found.diagnostics, Stated()).reasons))
    assert wide == [False, True]


def test_a_number_below_the_lower_bound_is_said() -> None:
    plain = _quick(_table(Scenario("alike", 1000, (0.15,) * 4), seed=5))
    main, chao = (next(each for each in plain.estimates if each.method == name) for name in ("stepwise", "chao"))
    rows = [dataclasses.replace(each, lo=main.point + 1, point=main.point + 90) if each is chao else each
            for each in plain.estimates]  # fmt: skip
    found = judge(plain.table, rows, plain.diagnostics, Stated())
    assert found.word == Word.LOWER_BOUND
    assert found.reasons == (
        f"the stepwise number of {main.point:,.0f} lies below the lower bound of {main.point + 90:,.0f}",
    )


def test_the_united_kingdoms_number_lies_below_its_lower_bound() -> None:
    reasons = _quick(published("uk_2013_5list")).verdict.reasons
    assert any(each.startswith("the stepwise number of 11,313 lies below the lower bound of 14,") for each in reasons)


def test_a_table_without_overlap_has_no_number_at_all() -> None:
    found = _quick(Table.from_counts(("A", "B", "C"), {"A": 8, "B": 6, "C": 5}))
    assert found.verdict.word == Word.REFUSED
    assert not any(np.isfinite([each.point, each.lo, each.hi]).any() for each in found.estimates)
    assert "nobody is on two lists: this would be the prior alone" in text(found)
    assert "nan" not in text(found)
    assert found.sensitivity is None
    assert all(len(note) < 80 for each in found.estimates for note in each.notes)


def test_the_text_shows_verdict_panel_and_what_would_have_to_be_true() -> None:
    found = _quick(THREE)
    shown = text(found)
    assert shown.startswith(f"Verdict: {found.verdict.word.value}")
    for each in (*found.verdict.reasons, *found.verdict.assumptions, *(line.method for line in found.estimates)):
        assert each in shown


def test_estimates_are_records_without_arithmetic() -> None:
    estimate = _quick(THREE).estimates[0]
    assert not hasattr(estimate, "__float__")
    assert not hasattr(estimate, "__add__")
    assert dataclasses.is_dataclass(estimate)
