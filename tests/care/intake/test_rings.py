"""Ring events of a telephone exchange: off by default, loopback and a secret only, no number kept."""

from __future__ import annotations

import datetime as dt
import random
import sys
import threading
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from waystation.care.intake import rings
from waystation.care.intake.rings import Board, RingEvent, parse

SECRET = "a-secret-of-the-exchange-of-32-letters"
NUMBER = "+1 555 014 7007"
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def event(name: str, call: str = "17.1", number: str = NUMBER) -> bytes:
    return f"Event: {name}\r\nPrivilege: call,all\r\nUniqueid: {call}\r\nCallerIDNum: {number}\r\n\r\n".encode()


@pytest.fixture(autouse=True)
def board(monkeypatch: pytest.MonkeyPatch) -> Board:
    fresh = Board()
    monkeypatch.setattr(rings, "BOARD", fresh)
    monkeypatch.setattr("waystation.care.intake.views.rings.BOARD", fresh)
    monkeypatch.setattr("waystation.care.intake.views.console.BOARD", fresh)
    return fresh


def send(body: bytes, secret: str = SECRET, **more: Any) -> int:
    answer = Client().post(
        "/hooks/rings/", body, content_type="text/plain", headers={"authorization": f"Bearer {secret}"}, **more
    )
    return int(answer.status_code)


@pytest.fixture
def on(settings: Any) -> None:
    settings.WAYSTATION_RING_SECRET = SECRET


@pytest.mark.parametrize("kept", ["", "short"])
def test_it_is_off_without_a_long_secret(settings: Any, db: None, kept: str) -> None:
    settings.WAYSTATION_RING_SECRET = kept
    assert send(event("Newchannel"), kept) == 404


def test_another_computer_a_proxy_or_another_secret_find_nothing(on: None, db: None, board: Board) -> None:
    assert send(event("Newchannel"), REMOTE_ADDR="127.0.0.2") == 204
    board.calls.clear()
    assert send(event("Newchannel"), "wrong") == 404
    assert send(event("Newchannel"), REMOTE_ADDR="192.0.2.1") == 404
    assert send(event("Newchannel"), HTTP_X_FORWARDED_FOR="127.0.0.1") == 404
    assert Client().post("/hooks/rings/", b"x", content_type="text/plain").status_code == 404
    assert not board.calls


def test_a_ring_is_shown_and_goes_when_it_is_answered(on: None, cast: Cast, board: Board) -> None:
    ana = cast.client("ana")
    known = ana.get("/contacts/").context["known"]
    assert send(event("Newchannel")) == 204
    part = ana.get(f"/contacts/waiting/?known={known}").content.decode()
    assert "The telephone rings" in part
    assert "earlier today" not in part
    assert NUMBER not in part
    send(event("QueueCallerJoin"))
    assert "A call waits" in ana.get("/contacts/").content.decode()
    send(event("AgentConnect"))
    assert "A call waits" not in ana.get("/contacts/").content.decode()
    send(event("Hangup"))
    assert not board.calls
    send(event("Newchannel", "17.2"))
    assert "called earlier today" in ana.get("/contacts/").content.decode()


def test_the_number_is_nowhere_in_memory_and_the_token_ends_with_the_day() -> None:
    board = Board()
    board.take(RingEvent("newchannel", "1", NUMBER), NOW)
    assert "5550147007" not in repr(board).replace(" ", "")
    board.take(RingEvent("newchannel", "2", NUMBER), NOW)
    assert board.calls["2"].earlier
    board.take(RingEvent("newchannel", "3", NUMBER), NOW + dt.timedelta(days=1))
    assert not board.calls["3"].earlier
    for odd in ("", "anonymous", "12"):
        board.take(RingEvent("newchannel", f"x{odd}", odd), NOW)
        board.take(RingEvent("newchannel", f"y{odd}", odd), NOW)
        assert not board.calls[f"y{odd}"].earlier


def test_a_call_nobody_ended_is_forgotten_and_there_is_a_most() -> None:
    board = Board()
    for n in range(rings.MOST_CALLS + 50):
        board.take(RingEvent("newchannel", str(n), f"555{n:07}"), NOW)
    assert len(board.calls) == rings.MOST_CALLS
    assert board.waiting(NOW + rings.FORGOTTEN + dt.timedelta(seconds=1)) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"\r\n\r\n", b"Event", b"Event: Hangup", b"Event: Newchannel\r\nUniqueid: ../x\r\n\r\n", b"\xff\x00" * 99],
)
def test_a_malformed_event_changes_nothing(on: None, db: None, body: bytes, board: Board) -> None:
    assert send(body) == 204
    assert not board.calls


def test_a_body_too_long_is_refused(on: None, db: None) -> None:
    assert send(b"x" * (rings.MOST_BYTES + 1)) == 413


def test_ten_thousand_broken_streams_never_break_the_reader() -> None:
    chance, whole = random.Random(4), event("Newchannel") + event("QueueCallerJoin") + event("Hangup")
    board = Board()
    for _ in range(10_000):
        body = bytearray(whole)
        for _change in range(chance.randint(1, 12)):
            at = chance.randrange(len(body))
            body[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 5))
        for one in parse(bytes(body)):
            board.take(one, NOW)
    assert len(board.calls) <= rings.MOST_CALLS


def test_a_page_reads_the_board_while_events_come_in() -> None:
    board, broken = Board(), list[Exception]()
    done, before = threading.Event(), sys.getswitchinterval()

    def read() -> None:
        try:
            while not done.is_set():
                board.waiting(NOW)
        except RuntimeError as problem:
            broken.append(problem)

    readers = [threading.Thread(target=read) for _ in range(2)]
    sys.setswitchinterval(1e-5)
    try:
        for reader in readers:
            reader.start()
        for n in range(4_000):
            board.take(RingEvent("newchannel", f"c{n}", f"555{n % 999:07}"), NOW)
    finally:
        done.set()
        for reader in readers:
            reader.join()
        sys.setswitchinterval(before)
    assert broken == []
