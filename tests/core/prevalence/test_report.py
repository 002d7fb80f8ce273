"""The report in one file, its figures, and the curve over what no table can show."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from tests.core.prevalence.conftest import THREE
from waystation.core.prevalence import Panel, Stated, Table, assume, panel, report
from waystation.core.prevalence.figures import Bar, intervals, line
from waystation.core.prevalence.sensitivity import curve


@pytest.fixture(scope="module")
def found() -> Panel:
    return panel(THREE, replicates=300, stated=Stated(population="adults & youth <18"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not {name for name, _ in attrs} & {"src", "href", "onclick", "style"}
        if tag not in {"meta", "circle", "line", "polyline"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"circle", "line", "polyline"}:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_it_is_one_well_formed_file_that_fetches_nothing(found: Panel) -> None:
    reader = _Reader()
    page = report(found)
    reader.feed(page.removeprefix("<!doctype html>"))
    assert reader.open == []
    assert "<script" not in page
    assert "url(" not in page
    assert "@import" not in page


def test_verdict_reasons_rows_and_assumptions_all_stand_in_it(found: Panel) -> None:
    reader = _Reader()
    reader.feed(report(found))
    words = " ".join(reader.words)
    for each in (found.verdict.word.value, *found.verdict.reasons, *found.verdict.assumptions):
        assert each in words
    for row in found.estimates:
        assert row.method in words
        assert (f"{row.point:,.0f}" if np.isfinite(row.point) else "no estimate") in words
    assert "adults & youth <18" in words


def test_names_of_lists_cannot_bring_markup() -> None:
    table = Table(("<b>A</b>", "B&B", 'C"'), THREE.counts)
    page = report(panel(table, replicates=200, methods=["stepwise"]))
    assert "<b>" not in page
    assert "&lt;b&gt;A&lt;/b&gt;" in page


def test_each_figure_has_a_title_and_a_place_for_each_row() -> None:
    drawn = intervals(
        [Bar("one", 100, 80, 130), Bar("two", float("nan"), 0, 0), Bar("three", 90, 85, 95, True)], "T", 50
    )
    assert "<title>T</title>" in drawn
    assert drawn.count("<circle") == 2
    assert "no estimate" in drawn
    across = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawn)]
    assert across[0] > across[1]


def test_a_curve_without_numbers_is_no_figure() -> None:
    assert line([0.0, 1.0], [float("nan")] * 2, "T", "foot") == ""


def test_the_curve_keeps_the_fit_and_moves_the_unseen(found: Panel) -> None:
    shape = curve(THREE)
    point = next(each.point for each in found.estimates if each.method == "stepwise")
    middle = shape.log_odds.index(0.0)
    assert shape.numbers[middle] == pytest.approx(point)
    assert (shape.numbers[-1] - THREE.n) / (point - THREE.n) == pytest.approx(np.exp(-1.0))
    assert (shape.numbers[0] - THREE.n) / (point - THREE.n) == pytest.approx(np.exp(1.0))


def test_people_sent_from_one_list_to_another_raise_the_number(found: Panel) -> None:
    shape = assume(found, "A", "C").curve
    assert list(shape.numbers) == sorted(shape.numbers)


def test_the_curve_needs_two_lists_of_the_table(found: Panel) -> None:
    with pytest.raises(ValueError, match="name two lists"):
        assume(found, "A", "Z")
