"""No number of people leaves the core without the panel it belongs to."""

from __future__ import annotations

import dataclasses
import inspect
import typing

import pytest

from tests.core.prevalence.conftest import THREE
from waystation.core import prevalence
from waystation.core.prevalence import Panel, Tries, panel

HOLD_THE_PANEL = {prevalence.Panel, prevalence.Tries, prevalence.Assumed, prevalence.Strata}
HOLD_NO_ESTIMATE = {str, prevalence.Coverage, prevalence.Table, dict[str, prevalence.Table]}
"""Text is checked below to hold the verdict; coverage holds shares and ratios; a table holds the people seen."""


def _doors() -> list[tuple[str, typing.Any]]:
    return [(name, getattr(prevalence, name)) for name in prevalence.__all__]


@pytest.fixture(scope="module")
def found() -> Panel:
    return panel(THREE, replicates=200)


@pytest.mark.parametrize(("name", "door"), [pair for pair in _doors() if inspect.isfunction(pair[1])])
def test_each_function_gives_what_holds_the_panel_or_no_estimate(name: str, door: typing.Any) -> None:
    assert typing.get_type_hints(door)["return"] in HOLD_THE_PANEL | HOLD_NO_ESTIMATE, name


@pytest.mark.parametrize(("name", "kind"), [pair for pair in _doors() if inspect.isclass(pair[1])])
def test_each_method_of_what_is_handed_out_gives_no_bare_estimate(name: str, kind: type) -> None:
    for verb, method in inspect.getmembers(kind, inspect.isfunction):
        if verb.startswith("_") or verb not in vars(kind):
            continue
        given = typing.get_type_hints(method, localns={"Ints": object, "Floats": object})["return"]
        assert given is not float, f"{name}.{verb}"
    assert not {"__float__", "__int__", "__index__", "__add__"} & set(vars(kind))


def test_what_holds_a_number_holds_the_panel() -> None:
    for kind in HOLD_THE_PANEL - {Panel, prevalence.Strata}:
        assert typing.get_type_hints(kind)["panel"] is Panel
    assert typing.get_type_hints(prevalence.Strata) == {"panels": dict[str, Panel], "whole": Panel, "why": str}
    assert {"estimates", "verdict", "diagnostics"} <= {each.name for each in dataclasses.fields(Panel)}
    numbers = {each.name for kind in (prevalence.Coverage, prevalence.Trial) for each in dataclasses.fields(kind)}
    assert not numbers & {"point", "lo", "hi", "number", "size", "unseen"}


def test_an_estimate_alone_knows_its_panel(found: Panel) -> None:
    for each in found.estimates:
        assert each.panel is found
        assert found.verdict.word.value in str(each)
    with pytest.raises(ValueError, match="has no panel"):
        _ = dataclasses.replace(found.estimates[0]).panel


@pytest.mark.parametrize(
    "again", [prevalence.drop_one_list, prevalence.merge_two_lists, prevalence.one_more_or_less, prevalence.wrong_links]
)
def test_numbers_made_again_come_with_the_panel(again: typing.Any, found: Panel) -> None:
    made: Tries = again(found)
    assert made.panel is found
    assert made.rows


def test_each_list_by_the_others_is_a_ratio_near_one_when_nothing_leans(found: Panel) -> None:
    rows = prevalence.each_list_by_the_others(found).rows
    assert [row.what for row in rows] == list(THREE.lists)
    assert all(0.2 < row.number < 5 for row in rows)


def test_more_missed_links_move_the_number_further(found: Panel) -> None:
    few, many = (prevalence.wrong_links(found, share).rows[1].number for share in (0.01, 0.1))
    assert few < many
    with pytest.raises(ValueError, match="between 0 and 1"):
        prevalence.wrong_links(found, 1.0)


def test_text_and_report_hold_the_verdict(found: Panel) -> None:
    assert found.verdict.word.value in prevalence.text(found)
    assert found.verdict.word.value in prevalence.report(found)
