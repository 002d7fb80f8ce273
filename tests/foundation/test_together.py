"""Acts that wait for the same disk share a commit; none is lost, and none pays for another's mistake."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.cast import Cast
from waystation.foundation import clock, store, together
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit import witness
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import verify

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="on PostgreSQL the server groups commits")


def all_at_once(acts: list[Any]) -> list[Any]:
    """What each act answered or raised, where all wait in line before the first may write."""

    def work(act: Any) -> Any:
        try:
            return together.written(act)
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        with store.in_line():
            doing = [pool.submit(work, act) for act in acts]
            while len(together._waiting) < len(acts):
                threading.Event().wait(0.001)
        return [one.result(30) for one in doing]


def line(cast: Cast, verb: str) -> Any:
    chain = cast.agency("riverbend").pk
    return lambda: audit.append(chain, at=clock.now(), verb=verb).seq


def test_waiting_acts_share_one_commit_and_one_line_of_the_witness(
    transactional_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: list[int] = []
    honest = witness.remember_all

    def remember_all(chain: UUID, heads: list[tuple[int, bytes]]) -> None:
        forced.append(len(heads))
        honest(chain, heads)

    monkeypatch.setattr(witness, "remember_all", remember_all)
    found = all_at_once([line(transactional_cast, f"test.{number}") for number in range(8)])
    assert sorted(map(type, found), key=str) == [int] * 8, found
    assert len(set(found)) == 8
    assert forced == [8]
    assert Event.objects.filter(verb__startswith="test.").count() == 8
    said = verify(transactional_cast.agency("riverbend").pk)
    assert said.ok, said.problems
    assert set(found) <= set(witness.newest_lines(transactional_cast.agency("riverbend").pk))


def test_one_act_that_fails_takes_no_other_with_it(transactional_cast: Cast) -> None:
    def fails() -> int:
        line(transactional_cast, "test.undone")()
        raise ZeroDivisionError

    first, wrong, last = all_at_once(
        [line(transactional_cast, "test.first"), fails, line(transactional_cast, "test.last")]
    )
    assert isinstance(wrong, ZeroDivisionError)
    kept = Event.objects.filter(verb__startswith="test.").order_by("seq").values_list("seq", "verb")
    assert sorted(kept) == sorted([(first, "test.first"), (last, "test.last")])
    said = verify(transactional_cast.agency("riverbend").pk)
    assert said.ok, said.problems


def test_what_fails_after_the_commit_is_told_and_not_written_again(
    transactional_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(clock, "remember", broken)
    found = all_at_once([line(transactional_cast, f"test.{number}") for number in range(4)])
    assert all(isinstance(one, ZeroDivisionError) for one in found)
    assert Event.objects.filter(verb__startswith="test.").count() == 4


def test_an_act_inside_another_belongs_to_it(transactional_cast: Cast) -> None:
    def inner() -> bool:
        return together.written(store.is_writing)

    assert together.written(inner)

    def outer() -> None:
        with store.writing():
            together.written(line(transactional_cast, "test.undone"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outer()
    assert not Event.objects.filter(verb="test.undone").exists()
