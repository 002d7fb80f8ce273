"""Combinations of agencies out of totals: where these determine them, and that nothing is made where they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.random import Generator, Philox

from waystation.core.linkage import AgencyTotals, Band, NotDetermined, Sample, TotalsError, histories

SURE = Sample(1_000_000, 800_000)
"""Two in ten not named, and no doubt about it."""
TRUE = {
    2: {1: 900, 2: 1100, 3: 330},
    3: {1: 900, 2: 1100, 4: 800, 3: 240, 5: 180, 6: 260, 7: 60},
    4: {1: 900, 2: 1100, 4: 800, 8: 700, 3: 240, 5: 180, 6: 260, 9: 150, 10: 200, 12: 170, 7: 60, 11: 50, 13: 70,
        14: 45, 15: 80},
}  # fmt: skip


def expected(true: Mapping[int, int], partners: int, pairs: bool, missed: float = 0.2) -> list[AgencyTotals]:
    """What agencies tell of a population on average: nobody silent, false naming at its middle."""
    return [_of(Generator(Philox(key=1)), true, place, partners, pairs, missed, 200) for place in range(partners)]


def told(seed: int, true: Mapping[int, int], partners: int, pairs: bool, missed: float = 0.2) -> list[AgencyTotals]:
    generator = Generator(Philox(key=seed))
    return [_of(generator, true, place, partners, pairs, missed, 1) for place in range(partners)]


def _of(
    generator: Generator, true: Mapping[int, int], place: int, partners: int, pairs: bool, missed: float, times: int
) -> AgencyTotals:
    others = [other for other in range(partners) if other != place]
    bands, named = np.zeros(partners), np.zeros(len(others))
    for mask, people in true.items():
        if mask >> place & 1:
            rates = np.array([1 - missed if mask >> other & 1 else 0.005 for other in others])
            said = generator.random((people * times, len(others))) < rates
            bands += np.bincount(said.sum(axis=1), minlength=partners)
            named += said.sum(axis=0)
    lines = tuple(Band(at, at, round(people / times)) for at, people in enumerate(bands))
    return AgencyTotals(f"Agency {place}", lines, 0, tuple(round(each / times) for each in named) if pairs else ())


@pytest.mark.parametrize(("partners", "pairs"), [(2, False), (3, False), (3, True), (4, True)])
def test_totals_of_two_to_four_agencies_give_every_combination_back(partners: int, pairs: bool) -> None:
    found = histories(expected(TRUE[partners], partners, pairs), SURE)
    for mask, people in TRUE[partners].items():
        assert found.counts[0][mask] == pytest.approx(people, abs=max(8.0, 0.03 * people)), mask
    assert not found.contradict


def test_four_agencies_need_pair_totals_and_five_are_never_determined() -> None:
    with pytest.raises(NotDetermined) as four:
        histories(expected(TRUE[4], 4, pairs=False), SURE)
    five = [AgencyTotals(f"A{at}", tuple(Band(n, n, 40) for n in range(5)), 0, (100,) * 4) for at in range(5)]
    with pytest.raises(NotDetermined) as many:
        histories(five, SURE)
    assert (four.value.why, many.value.why) == ("pairs", "many")


def test_lines_that_were_merged_determine_nothing() -> None:
    merged = [AgencyTotals(f"A{at}", (Band(0, 0, 400), Band(1, 2, 90)), 0) for at in range(3)]
    with pytest.raises(NotDetermined) as why:
        histories(merged, SURE)
    assert why.value.why == "merged"


def test_more_left_out_means_more_people_together() -> None:
    low, high = (
        histories(told(3, TRUE[3], 3, pairs=False), Sample(60, named)).counts[0] for named in (58, 40)
    )  # fmt: skip
    assert sum(high[mask] for mask in (3, 5, 6, 7)) > sum(low[mask] for mask in (3, 5, 6, 7))
    found = histories(told(3, TRUE[3], 3, pairs=False), Sample(60, 48))
    together = [sum(people for mask, people in one.items() if mask.bit_count() > 1) for one in found.counts]
    assert together[1] < together[0] < together[2]
    assert found.missed[1] < found.missed[0] < found.missed[2]


@pytest.mark.parametrize(("partners", "pairs"), [(2, False), (3, False), (4, True)])
def test_agencies_that_agree_are_not_said_to_contradict(partners: int, pairs: bool) -> None:
    said = [histories(told(seed, TRUE[partners], partners, pairs), SURE) for seed in range(60)]
    assert sum(each.contradict for each in said) <= 1
    assert np.median([each.agree for each in said]) > 0.25  # people who are shared vary less than Poisson


def test_agencies_that_disagree_are_said_to() -> None:
    one = AgencyTotals("One", (Band(0, 0, 400), Band(1, 1, 200)), 0)
    other = AgencyTotals("Other", (Band(0, 0, 600), Band(1, 1, 60)), 0)
    assert histories([one, other], SURE).contradict


def test_where_no_line_is_left_to_tell_by_nothing_is_said_of_agreement() -> None:
    """Two agencies, one of them with lines joined: three lines, three combinations, and pair totals that take away."""
    one = AgencyTotals("One", (Band(0, 0, 400), Band(1, 1, 100)), 0, (100,))
    other = AgencyTotals("Other", (Band(0, 0, 300), Band(1, 1, 100)), 0, (100,))
    bare = AgencyTotals("Other", (Band(0, 1, 400),), 0, ())
    for pair in ([one, other], [one, bare]):
        found = histories(pair, SURE)
        assert 0 <= found.agree <= 1
    assert found.agree == 1


def test_clients_without_an_answer_are_taken_to_be_like_the_others() -> None:
    half = [
        AgencyTotals(each.agency, tuple(Band(band.low, band.high, band.people) for band in each.bands), each.answered)
        for each in expected(TRUE[2], 2, pairs=False)
    ]
    found = histories(half, SURE)
    assert found.counts[0][3] == pytest.approx(660, rel=0.03)


@pytest.mark.parametrize(
    "pairs",
    [(20, 20), (9, 20, 20), (None, 20, 20), (20, 20, 100), (-1, 20, 20), (0, 0, 0), (90, 90, 90)],
)
def test_pair_totals_that_cannot_be_are_refused(pairs: Sequence[int | None]) -> None:
    lines = (Band(0, 0, 40), Band(1, 1, 20), Band(2, 2, 11), Band(3, 3, 12))
    with pytest.raises(TotalsError):
        AgencyTotals("One", lines, 0, tuple(pairs)).check(4)
    AgencyTotals("One", lines, 0, (None, None, 30)).check(4)
    AgencyTotals("One", lines, 0, (40, 28, 10 + 5)).check(4)
