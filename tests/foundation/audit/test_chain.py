"""The journal finds every change made to it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waystation.core.vault import log
from waystation.foundation.audit import checkpoints, seals, witness
from waystation.foundation.audit.actions import append
from waystation.foundation.audit.canon import Written, event_hash
from waystation.foundation.audit.models import Checkpoint, Event, Head, Write
from waystation.foundation.audit.selectors import events_for, head_of, latest_digests, verify

CHAIN = uuid.UUID(int=7)
AT = dt.datetime(2026, 3, 1, 12, 30, 0, 123456, tzinfo=dt.UTC)
THING = uuid.UUID(int=9)


@pytest.fixture
def home(settings: Any, tmp_path: Any) -> Any:
    settings.WAYSTATION_HOME = tmp_path
    return tmp_path


def grow(count: int, chain: uuid.UUID = CHAIN) -> None:
    start = head_of(chain)[0]
    for number in range(start + 1, start + count + 1):
        with transaction.atomic():
            line = Written(THING, number, bytes([number % 256]) * 32)
            at = AT + dt.timedelta(seconds=number)
            append(
                chain,
                at=at,
                verb="case.changed",
                actor=uuid.UUID(int=number),
                subject=THING,
                writes=[line],
                detail=b"x",
            )


def remake(first: int, *, key: bytes | None = None) -> None:
    """What an attacker who knows the code does after a change: every later hash made to fit, and the head too.

    With `key` the attacker has also stolen the key file beside the database.
    """
    previous = bytes(Event.objects.get(seq=first - 1).hash) if first > 1 else bytes(32)
    for seq, row in enumerate(Event.objects.filter(seq__gte=first).order_by("seq"), first):
        writes = list(row.writes.order_by("id").values_list("object", "version", "digest"))
        digest = event_hash(previous, CHAIN, seq, row.at, row.verb, row.actor, row.subject, bytes(row.detail), writes)
        seal = seals.seal(key, digest) if key else bytes(row.seal)
        Event.objects.filter(pk=row.pk).update(seq=seq, previous=previous, hash=digest, seal=seal)
        previous = digest
    Head.objects.update(seq=Event.objects.count(), hash=previous)


def test_an_untouched_chain_verifies(db: None, home: Any) -> None:
    grow(7)
    found = verify(CHAIN)
    assert (found.ok, found.length, found.problems) == (True, 7, [])
    assert found.head == bytes(Event.objects.get(seq=7).hash).hex()
    assert verify(uuid.UUID(int=8)).ok
    assert latest_digests([THING, CHAIN], [CHAIN]) == {THING: (7, b"\x07" * 32)}
    assert [event.seq for event in events_for(CHAIN, THING)] == list(range(1, 8))


def test_the_journal_cannot_be_written_outside_of_a_transaction(transactional_db: None, home: Any) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        append(CHAIN, at=AT, verb="x")


CHANGES: dict[str, Callable[[], Any]] = {
    "verb": lambda: Event.objects.filter(seq=3).update(verb="case.closed"),
    "actor": lambda: Event.objects.filter(seq=3).update(actor=uuid.UUID(int=99)),
    "no actor": lambda: Event.objects.filter(seq=3).update(actor=None),
    "subject": lambda: Event.objects.filter(seq=3).update(subject=CHAIN),
    "time": lambda: Event.objects.filter(seq=3).update(at=AT),
    "detail": lambda: Event.objects.filter(seq=3).update(detail=b"y"),
    "hash": lambda: Event.objects.filter(seq=3).update(hash=bytes(32)),
    "previous": lambda: Event.objects.filter(seq=3).update(previous=bytes(32)),
    "digest": lambda: Write.objects.filter(version=3).update(digest=bytes(32)),
    "version": lambda: Write.objects.filter(version=3).update(version=4),
    "write gone": lambda: Write.objects.filter(version=3).delete(),
    "write added": lambda: Write.objects.create(event=Event.objects.get(seq=3), object=CHAIN, version=1, digest=b"d"),
    "deleted": lambda: Event.objects.filter(seq=3).delete(),
    "first deleted": lambda: Event.objects.filter(seq=1).delete(),
    "tail cut": lambda: Event.objects.filter(seq__gt=5).delete(),
    "head set back": lambda: Head.objects.update(seq=6),
    "head gone": lambda: Head.objects.all().delete(),
}


def swap() -> None:
    Event.objects.filter(seq=3).update(seq=1003)
    Event.objects.filter(seq=4).update(seq=3)
    Event.objects.filter(seq=1003).update(seq=4)


@pytest.mark.parametrize("name", [*CHANGES, "reordered"])
def test_every_plain_change_is_found(name: str, db: None, home: Any) -> None:
    grow(7)
    CHANGES.get(name, swap)()
    assert not verify(CHAIN).ok


@pytest.mark.parametrize("name", ["verb", "detail", "digest", "deleted", "tail cut", "write added"])
@pytest.mark.parametrize("memory", ["witness", "bundle"])
def test_a_change_with_all_hashes_made_to_fit_is_found_by_what_stands_outside(
    name: str, memory: str, transactional_db: None, home: Any
) -> None:
    grow(7)
    seq, digest = head_of(CHAIN)
    remembered = {CHAIN.hex: (seq, digest.hex())} if memory == "bundle" else None
    CHANGES[name]()
    remake(1, key=seals.sealing_key())
    if memory == "bundle":
        witness.path_of(CHAIN).unlink()
        assert verify(CHAIN).ok, "nothing inside the database gives it away"
    assert not verify(CHAIN, remembered).ok


def test_a_rewritten_chain_does_not_fit_the_signed_roots(db: None, home: Any) -> None:
    grow(2 * checkpoints.EVERY + 3)
    assert verify(CHAIN).ok
    assert Checkpoint.objects.count() == 2
    Event.objects.filter(seq=3).update(verb="case.closed")
    remake(1, key=seals.sealing_key())
    assert any("signed root" in problem for problem in verify(CHAIN).problems)


@pytest.mark.parametrize("name", ["verb", "digest", "deleted", "write added"])
def test_a_remade_chain_lacks_the_seals_of_the_server(name: str, db: None, home: Any) -> None:
    grow(7)
    CHANGES[name]()
    remake(1)
    assert any("not written by this server" in problem for problem in verify(CHAIN).problems)


def test_an_event_added_by_a_database_writer_is_found(db: None, home: Any) -> None:
    grow(3)
    previous = bytes(Event.objects.get(seq=3).hash)
    digest = event_hash(previous, CHAIN, 4, AT, "capsule.erased", None, THING, b"", [])
    forged = Event(chain=CHAIN, seq=4, at=AT, verb="capsule.erased", subject=THING, previous=previous, hash=digest)
    forged.save()
    Head.objects.filter(chain=CHAIN).update(seq=4, hash=digest)
    grow(2)
    assert verify(CHAIN).problems == ["event 4 was not written by this server"]


@pytest.mark.parametrize("change", ["forged", "deleted"])
def test_a_forged_or_missing_signed_root_is_found(change: str, db: None, home: Any) -> None:
    grow(checkpoints.EVERY)
    row = Checkpoint.objects.get()
    if change == "forged":
        forged = log.sign_checkpoint(bytes(range(32)), CHAIN, row.size, bytes(row.root), row.at)
        Checkpoint.objects.update(signature=forged)
    else:
        Checkpoint.objects.all().delete()
    assert not verify(CHAIN).ok


def test_signed_roots_are_the_merkle_roots_of_the_standard(db: None, home: Any) -> None:
    grow(checkpoints.EVERY)
    leaves = [log.leaf_hash(bytes(item)) for item in Event.objects.order_by("seq").values_list("hash", flat=True)]
    assert bytes(Checkpoint.objects.get().root) == log.root(leaves)


def test_the_witness_hears_of_commits_only(transactional_db: None, home: Any) -> None:
    grow(2)

    def fail() -> None:
        with transaction.atomic():
            append(CHAIN, at=AT, verb="x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    lines = witness.path_of(CHAIN).read_text().split("\n")
    lines = [line for line in lines if line]
    assert [line.split()[0] for line in lines] == ["1", "2"]
    assert verify(CHAIN).ok


def test_a_cut_last_witness_line_is_no_alarm_and_an_invented_one_is(transactional_db: None, home: Any) -> None:
    grow(3)
    path = witness.path_of(CHAIN)
    text = path.read_bytes()
    path.write_bytes(text[:-20])
    assert verify(CHAIN).ok
    grow(1)
    assert path.read_text().split()[-2] == "4"
    assert verify(CHAIN).ok
    path.write_bytes(text + b"2 " + b"ab" * 32 + b"\n")
    assert not verify(CHAIN).ok


def test_chains_do_not_touch_each_other(db: None, home: Any) -> None:
    other = uuid.UUID(int=8)
    for chain in (CHAIN, other, other, CHAIN):
        grow(1, chain)
    assert verify(CHAIN).length == verify(other).length == 2
    assert verify(CHAIN).ok


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_byte_of_an_event_changes_its_hash(data: st.DataObject) -> None:
    ids = st.none() | st.uuids().filter(lambda item: item.int != 0)
    writes = st.lists(st.tuples(st.uuids(), st.integers(0, 2**40), st.binary(min_size=32, max_size=32)), max_size=3)
    times = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))
    link, number = st.binary(min_size=32, max_size=32), st.integers(1, 2**40)
    parts = (link, st.uuids(), number, times, st.text(max_size=20), ids, ids, st.binary(max_size=40), writes)
    one = [data.draw(part) for part in parts]
    two = list(one)
    place = data.draw(st.integers(0, len(parts) - 1))
    two[place] = data.draw(parts[place])
    assert (event_hash(*one) == event_hash(*two)) == (one == two)
