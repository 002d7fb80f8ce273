"""Writers queue up, and none of them meets a lock."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.cast import Cast
from tests.foundation.scenes import act, allowed, open_case, put
from waystation.foundation import clock, store
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring.actions.capsules import amend
from waystation.foundation.keyring.errors import Stale
from waystation.foundation.keyring.models import Capsule
from waystation.foundation.keyring.selectors import capsules
from waystation.foundation.store import FairLock


def test_a_fair_lock_serves_first_come_first_served_and_again() -> None:
    lock, order = FairLock(), []
    lock.acquire()
    lock.acquire()

    def wait(name: int) -> None:
        lock.acquire()
        order.append(name)
        lock.release()

    threads = []
    for name in range(6):
        thread = threading.Thread(target=wait, args=(name,))
        thread.start()
        threads.append(thread)
        while len(lock._waiting) < name + 1:
            time.sleep(0.001)
    lock.release()
    assert order == []
    lock.release()
    for thread in threads:
        thread.join(10)
    assert order == list(range(6))


def test_writing_knows_itself_and_ends_with_an_error(transactional_db: None) -> None:
    assert not store.is_writing()

    def fail() -> None:
        with store.writing(), store.writing():
            assert store.is_writing()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not store.is_writing()


def test_eight_writers_lose_nothing_and_the_chain_does_not_fork(transactional_cast: Cast) -> None:
    cast = transactional_cast
    about = open_case(cast)

    def work(number: int) -> int:
        done = 0
        try:
            for _ in range(6):
                with act(cast, "ben" if number % 2 else "chloe", about) as (actor, deed):
                    place = {"subject": about.id, "kind": "case", "compartment": "header"}
                    deed.wrote(amend(actor.keyring, **place, change=lambda data: {"n": data.get("n", 0) + 1}))
                done += 1
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 48
    assert Capsule.objects.get(subject=about.id, compartment="header").version == 49
    found = verify(about.agency)
    assert found.ok, found.problems


def test_a_reader_is_not_alarmed_by_a_writer_between_two_queries(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    about, turns = open_case(cast), iter([1])
    honest = capsules.latest_digests_in_hex

    def meanwhile(*args: object) -> object:
        for version in turns:
            with act(cast, "chloe", about) as (actor, deed):
                deed.wrote(put(actor.keyring, about, "header", {"by": "chloe"}, version))
        return honest(*args)

    monkeypatch.setattr(capsules, "latest_digests_in_hex", meanwhile)
    ben = cast.keyring("ben")
    (opened,) = capsules.open_capsules(allowed(ben, about, "header"), ben)
    assert (opened.version, opened.data) == (2, {"by": "chloe"})


def test_of_two_advocates_on_one_record_one_is_told(transactional_cast: Cast) -> None:
    cast = transactional_cast
    about = open_case(cast)
    gate = threading.Barrier(2)

    def work(who: str) -> bool:
        try:
            gate.wait(10)
            with act(cast, who, about) as (actor, deed):
                deed.wrote(put(actor.keyring, about, "header", {"by": who}, 1))
        except Stale:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, ["ben", "chloe"])) == [False, True]


def test_the_clock_follows_its_file(cast: Cast) -> None:
    before = clock.now()
    clock.set_offset(3 * 86400)
    assert (clock.now() - before).days == 3
    assert (clock.today() - before.date()).days in {2, 3}
    clock.set_offset(0)
    assert (clock.now() - before).days == 0
