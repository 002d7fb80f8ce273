"""What comes of a count is computed once for each state of its totals, by one thread; no page holds the server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from threading import Event, Thread
from uuid import uuid4

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
        assert computing.found(uuid4(), totals(people), None) is None
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
    count = uuid4()
    try:
        assert computing.found(count, totals(200), None) is None
    finally:
        for _seat in seats:
            computing._seats.release()
    answers: list[object] = []
    waiting = Thread(target=lambda: answers.append(computing.found(count, totals(200), None)))
    waiting.start()
    held.set()
    waiting.join(60)
    assert isinstance(answers[0], linkage.Unduplicated)
    assert len(calls) == 1


def test_what_is_kept_is_bounded(calls: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "MOST_KEPT", 3)
    monkeypatch.setattr(computing, "WAIT", 60)
    counts = {people: uuid4() for people in range(100, 104)}
    for people in (100, 101, 102, 103, 100):
        assert computing.found(counts[people], totals(people), None) is not None
    assert (len(computing._kept), len(calls)) == (3, 5)


def test_totals_that_were_changed_replace_what_was_begun(
    calls: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    held, quick, count, other = Event(), vars(computing)["unduplicated"], uuid4(), uuid4()

    def slow(*args: object, **asked: object) -> linkage.Unduplicated:
        held.wait(60)
        found: linkage.Unduplicated = quick(*args, **asked)
        return found

    monkeypatch.setattr(computing, "unduplicated", slow)
    monkeypatch.setattr(computing, "WAIT", 0.01)
    assert computing.found(other, totals(300), None) is None
    for people in range(301, 330):
        assert computing.found(count, totals(people), None) is None
    assert len(computing._kept) == 2
    held.set()
    monkeypatch.setattr(computing, "WAIT", 60)
    assert computing.found(count, totals(329), None) is not None
    assert calls == [tuple(totals(300)), tuple(totals(329))]


def test_a_failure_is_told_and_not_kept(calls: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_args: object, **_asked: object) -> None:
        raise MemoryError

    count, quick = uuid4(), vars(computing)["unduplicated"]
    monkeypatch.setattr(computing, "WAIT", 60)
    monkeypatch.setattr(computing, "unduplicated", failing)
    with pytest.raises(MemoryError):
        computing.found(count, totals(400), None)
    monkeypatch.setattr(computing, "unduplicated", quick)
    assert computing.found(count, totals(400), None) is not None
    assert len(calls) == 1


STOPPING = """
import time
from uuid import uuid4
from waystation.core.linkage import AgencyTotals, Band
from waystation.numbers.multiplicity import computing
def slow(totals, **asked):
    print(totals[0].bands[0].people)
    time.sleep(2)
computing.unduplicated, computing.WAIT = slow, 0.01
for people in range(100, 107):
    totals = [AgencyTotals(f"A{at}", (Band(0, 0, people), Band(1, 1, 50)), 0) for at in range(2)]
    assert computing.found(uuid4(), totals, None) is None
"""


def test_what_waits_is_not_begun_when_the_server_stops() -> None:
    done = subprocess.run([sys.executable, "-c", STOPPING], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "100\n"), done.stderr
