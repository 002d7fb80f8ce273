"""What a published page gives away of its table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from waystation.core.prevalence.diagnostics import diagnose
from waystation.core.prevalence.table import Table
from waystation.core.prevalence.verdicts import Stated, Word, judge
from waystation.numbers.published.presenting import shown
from waystation.numbers.published.rounding import public_part

SMALL = range(11)


def found_of(on_lists: list[int], **changes: Any) -> dict[str, Any]:
    """A panel of three lists with the row of Chao alone."""
    point = chao(*on_lists)
    row = {"method": "chao", "kind": "bound", "point": point, "lo": point * 0.9, "hi": point * 1.1, "level": 0.95}
    return {
        "verdict": "lower bound only", "n": sum(on_lists), "lists": ["one", "two", "three"], "panel": [row],
        "reasons": [], "sensitivity": {"log_odds": [0.0], "numbers": [point]},
        "diagnostics": {"on_lists": on_lists, "without": [{"number": point}, {"number": None}]}, **changes,
    }  # fmt: skip


def chao(once: int, twice: int, thrice: int) -> float:
    """Seen, and the unseen of three lists: f1^2 (L - 1) / (2 L f2)."""
    return once + twice + thrice + once**2 / (3 * twice)


def numbers_of(part: Any) -> list[int]:
    if isinstance(part, dict):
        return [each for name, one in part.items() if name not in ("lists", "level") for each in numbers_of(one)]
    if isinstance(part, list):
        return [each for one in part for each in numbers_of(one)]
    return [part] if isinstance(part, int) and not isinstance(part, bool) else []


@pytest.mark.parametrize("on_lists", [[120, 12, 1], [124, 9, 2], [60, 7, 4], [300, 40, 3]])
def test_the_equation_of_chao_does_not_give_small_counts_back(on_lists: list[int]) -> None:
    def told(counts: list[int]) -> tuple[Any, ...]:
        part = public_part(found_of(counts), (chao(*counts) * 0.9, chao(*counts) * 1.1))
        return part["seen"], part["on_lists"], part["panel"][0]["point"]

    said, twice = told(on_lists), range(1, 60)
    near = range(max(1, on_lists[0] - 30), on_lists[0] + 31)
    fits = {(two, three) for one in near for two in twice for three in SMALL if told([one, two, three]) == said}
    assert len({three for _two, three in fits}) > 5
    assert len({two for two, _three in fits}) > 1


def test_every_number_is_a_multiple_of_ten() -> None:
    counts = [33, 14, 12]
    part = public_part(found_of(counts, reasons=["the methods differ: 87 to 1,234"]), (61.0, 98.0))
    assert numbers_of(part)
    assert all(number % 10 == 0 for number in numbers_of(part))
    assert (part["seen"], part["on_lists"], part["lo"], part["hi"]) == (50, [30, 10, 10], 60, 100)
    assert part["reasons"] == ["the methods differ: 90 to 1,200"]


def test_what_the_verdict_rests_on_is_published_without_a_list_s_name_or_an_exact_number() -> None:
    told = {"linkage_error": 0.05, "referrals": True, "independent": "one and two never talk"}
    found = found_of([120, 12, 1], stated=told)
    notes = ["widened to hold the number with wrong links", "as a log-linear model 543"]
    found["panel"][0] |= {"mc_error": 3.2, "notes": notes}
    part = public_part(found, (500.0, 600.0))
    assert part["stated"] == {"linkage_error": 0.05, "referrals": True, "independent": True}
    assert (part["panel"][0]["mc_error"], part["panel"][0]["notes"]) == (10, ["widened", "loglinear"])
    page = shown(part)
    assert page["is_bent"]
    assert page["panel"][0]["chance"] == "up to 10"
    assert ("Wrong or missing matches", "A sample was checked: up to 5 in 100") in page["stated"]
    assert ("Lists send people to each other", "Yes") in page["stated"]
    assert next(text for _method, text in page["notes"]) == "Its range was widened to hold wrong links."


def test_figures_of_lists_are_left_out_whole_when_one_is_withheld() -> None:
    assert public_part(found_of([120, 12, 1]), (500.0, 600.0))["on_lists"] == []


@pytest.mark.parametrize("name", ["A", "NG", "lists"])
def test_a_short_name_of_a_list_removes_no_reason(name: str) -> None:
    reasons = ["lists send people to each other", "the methods differ: 350 to 540"]
    part = public_part(found_of([120, 12, 1], lists=[name, "two", "three"], reasons=reasons), (500.0, 600.0))
    assert part["reasons"] == reasons


def test_what_names_lists_is_a_reason_to_refuse() -> None:
    table = Table(("A", "NG", "third"), np.array([0, 90, 90, 0, 90, 30, 30, 0]))
    said = judge(table, [], diagnose(table), Stated())
    assert said.word == Word.REFUSED
    assert "A and NG have fewer people together than chance gives" in said.reasons
