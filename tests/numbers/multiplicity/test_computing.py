"""What comes of a count is computed once for each state of its totals, by one thread; no page holds the server."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Thread

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.numbers.multiplicity.test_counts import PARTNERS, _end
from waystation.core import linkage
from waystation.core.linkage import AgencyTotals, Band, Sample
from waystation.numbers.multiplicity import actions, computing


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Every computation that is begun."""
    begun: list[object] = []

    def counted(totals: object, **asked: object) -> linkage.Unduplicated:
        begun.append(totals)
        return linkage.unduplicated(totals, sample=asked["sample"], replicates=100)  # type: ignore[arg-type]  # a spy

    monkeypatch.setattr(computing, "unduplicated", counted)
    computing._kept.clear()
    yield begun
    computing._kept.clear()


def totals(people: int) -> list[AgencyTotals]:
    return [AgencyTotals(f"A{at}", (Band(0, 0, people), Band(1, 1, 50)), 0) for at in range(2)]


def test_a_page_that_is_opened_again_computes_nothing_again(cast: Cast, calls: list[object]) -> None:
    count = actions.begin(cast.actor("iris"), ends_on=_end(), partners=PARTNERS[:2])
    for place, each in enumerate(totals(90)):
        actions.enter(cast.actor("iris"), count=count, place=place, totals=each)
    iris, address = cast.client("iris"), reverse("multiplicity:count_detail", args=[count.pk])
    assert all(iris.get(address).status_code == 200 for _again in range(5))
    assert len(calls) == 1
    actions.set_sample(cast.actor("iris"), count=count, sample=Sample(60, 48))
    assert iris.get(address).status_code == 200
    assert len(calls) == 2


def test_a_long_computation_is_told_and_not_waited_for(
    cast: Cast, calls: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Event()
    quick = vars(computing)["unduplicated"]

    def slow(*args: object, **asked: object) -> linkage.Unduplicated:
        held.wait(60)
        found: linkage.Unduplicated = quick(*args, **asked)
        return found

    monkeypatch.setattr(computing, "unduplicated", slow)
    monkeypatch.setattr(computing, "WAIT", 0.01)
    count = actions.begin(cast.actor("iris"), ends_on=_end(), partners=PARTNERS[:2])
    for place, each in enumerate(totals(91)):
        actions.enter(cast.actor("iris"), count=count, place=place, totals=each)
    iris, address = cast.client("iris"), reverse("multiplicity:count_detail", args=[count.pk])
    page = iris.get(address).content.decode()
    assert "All totals are there. The page goes on by itself." in page
    assert 'http-equiv="refresh"' in page
    for people in range(100, 120):
        assert computing.found(totals(people), None) is None
    assert len(computing._kept) == computing.MOST_QUEUED
    held.set()
    monkeypatch.setattr(computing, "WAIT", 60)
    assert "What comes of it" in iris.get(address).content.decode()


def test_few_pages_wait_and_the_others_are_told_to_come_back(
    calls: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    held, quick = Event(), vars(computing)["unduplicated"]

    def slow(*args: object, **asked: object) -> linkage.Unduplicated:
        held.wait(60)
        found: linkage.Unduplicated = quick(*args, **asked)
        return found

    monkeypatch.setattr(computing, "unduplicated", slow)
    monkeypatch.setattr(computing, "WAIT", 60)
    seats = [computing._seats.acquire(blocking=False) for _seat in range(computing.MOST_WAITING)]
    assert all(seats)
    try:
        assert computing.found(totals(200), None) is None
    finally:
        for _seat in seats:
            computing._seats.release()
    answers: list[object] = []
    waiting = Thread(target=lambda: answers.append(computing.found(totals(200), None)))
    waiting.start()
    held.set()
    waiting.join(60)
    assert isinstance(answers[0], linkage.Unduplicated)
    assert len(calls) == 1


def test_what_is_kept_is_bounded(calls: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "MOST_KEPT", 3)
    monkeypatch.setattr(computing, "WAIT", 60)
    for people in (100, 101, 102, 103, 100):
        assert computing.found(totals(people), None) is not None
    assert (len(computing._kept), len(calls)) == (3, 5)
