"""The manager interface of a telephone exchange, played on this computer: what it may say, and what it may not do."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from waystation.care.intake import exchange
from waystation.care.intake.exchange import Foreign, NotLetIn, Place, attend, listen, place_of
from waystation.care.intake.rings import MOST_BYTES, Board
from waystation.foundation import clock
from waystation.web.options import OPTIONS, OptionError

GREETING = b"Asterisk Call Manager/7.0.3\r\n"
NUMBER = "+1 555 014 7007"
Play = Callable[[socket.socket], None]


class Exchange:
    """Plays one act for each line that comes in; `heard` is all that was said to it."""

    def __init__(self, *acts: Play) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.place = Place("127.0.0.1", self.door.getsockname()[1], "waystation", "a-secret-of-the-exchange")
        self.heard: list[bytes] = []
        self.acts = acts
        self.thread = threading.Thread(target=self._play, daemon=True)
        self.thread.start()

    def _play(self) -> None:
        for act in self.acts:
            try:
                link, _address = self.door.accept()
            except OSError:
                return
            with link:
                link.settimeout(5)
                try:
                    act(link)
                except OSError:
                    continue

    def login(self, link: socket.socket, answer: str = "Success") -> None:
        """Greet, take the login, answer it."""
        link.sendall(GREETING)
        said = b""
        while not said.endswith(b"\r\n\r\n"):
            said += link.recv(4096)
        self.heard.append(said)
        ours = said.decode().partition("ActionID: ")[2].strip()
        link.sendall(f"Response: {answer}\r\nActionID: {ours}\r\nMessage: x\r\n\r\n".encode())


@contextmanager
def playing(*acts: Callable[[Exchange, socket.socket], None]) -> Iterator[Exchange]:
    made: list[Exchange] = []
    played = [lambda link, act=act: act(made[0], link) for act in acts]
    made.append(Exchange(*played))
    try:
        yield made[0]
    finally:
        made[0].door.close()


def event(name: str, call: str = "17.1") -> bytes:
    return f"Event: {name}\r\nUniqueid: {call}\r\nCallerIDNum: {NUMBER}\r\n\r\n".encode()


def says(*packets: bytes) -> Callable[[Exchange, socket.socket], None]:
    def act(made: Exchange, link: socket.socket) -> None:
        made.login(link)
        for packet in packets:
            link.sendall(packet)

    return act


def states(board: Board) -> list[str]:
    return [ring.state for ring in board.waiting(clock.now())]


def test_events_of_the_exchange_are_on_the_board_and_no_number_in_any_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    board = Board()
    packets = [event("Newchannel"), event("DialBegin", "18.1"), event("QueueCallerJoin"), event("AgentConnect", "18.1")]
    with playing(says(*packets)) as made, pytest.raises(ConnectionError):
        attend(made.place, board)
    assert states(board) == ["waiting"]
    assert made.heard[0].startswith(b"Action: Login\r\nUsername: waystation\r\nSecret: a-secret-of-the-exchange\r\n")
    told = caplog.text + repr(board.calls) + repr(made.place)
    assert "555" not in told
    assert "a-secret" not in told


def test_an_event_before_the_answer_and_in_pieces_is_understood() -> None:
    def act(made: Exchange, link: socket.socket) -> None:
        link.sendall(GREETING + event("Newchannel"))
        said = link.recv(4096).decode()
        answer = f"Response: Success\r\nActionID: {said.partition('ActionID: ')[2].strip()}\r\n\r\n"
        for piece in (answer.encode() + event("Newchannel", "19.1")[:20], event("Newchannel", "19.1")[20:]):
            link.sendall(piece)

    board = Board()
    with playing(act) as made, pytest.raises(ConnectionError):
        attend(made.place, board)
    assert states(board) == ["ringing", "ringing"]


@pytest.mark.parametrize(
    "greeting",
    [b"SSH-2.0-OpenSSH_9.2\r\n", b"220 mail\r\n", b"x" * 100_000, b"\n", b"Asterisk Call Manager/\r\n",
     b"Asterisk Call Manager/7\r\n".rjust(200), b"HTTP/1.1 200 OK\r\n\r\n"],
)  # fmt: skip
def test_the_secret_is_never_said_to_anything_else(greeting: bytes) -> None:
    said: list[bytes] = []

    def act(made: Exchange, link: socket.socket) -> None:
        link.sendall(greeting)
        said.append(link.recv(4096))

    with playing(act) as made, pytest.raises(Foreign):
        attend(made.place, Board())
    made.thread.join(5)
    assert not any(said)


def test_a_packet_without_an_end_is_hung_up_on() -> None:
    sent = 0

    def act(made: Exchange, link: socket.socket) -> None:
        nonlocal sent
        made.login(link)
        while sent < 100 * MOST_BYTES:
            sent += link.send(b"Event: Newchannel" * 1000)

    with playing(act) as made, pytest.raises(Foreign):
        attend(made.place, Board())
    made.thread.join(5)
    assert sent < 100 * MOST_BYTES


@pytest.mark.parametrize(
    "packet",
    [b"\xff\xfe\x00", b"", b"Event: Newchannel\r\nUniqueid: a b", b": : :", b"Event:", b"Response: Error"],
)
def test_what_makes_no_sense_is_passed_over(packet: bytes) -> None:
    board = Board()
    with playing(says(packet + b"\r\n\r\n", event("Newchannel"))) as made, pytest.raises(ConnectionError):
        attend(made.place, board)
    assert states(board) == ["ringing"]


@pytest.mark.parametrize("answer", ["Error", "Goodbye", ""])
def test_a_refused_login_is_not_tried_again_soon(answer: str) -> None:
    waits = Waits(1)
    with playing(lambda made, link: made.login(link, answer)) as made, pytest.raises(NotLetIn):
        attend(made.place, Board())
    with playing(lambda made, link: made.login(link, answer)) as made:
        listen(made.place, Board(), waits)
    assert waits.asked == [exchange.AFTER_REFUSAL]


class Waits(threading.Event):
    """A stop that counts the pauses and does not make anybody wait."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.asked: list[float] = []
        self.most = most

    def wait(self, timeout: float | None = None) -> bool:
        self.asked.append(timeout or 0)
        if len(self.asked) >= self.most:
            self.set()
        return self.is_set()


def test_a_lost_line_empties_the_board_and_is_made_again_with_longer_pauses(caplog: pytest.LogCaptureFixture) -> None:
    board, waits = Board(), Waits(2)
    with playing(says(event("Newchannel")), says(event("Newchannel"))) as made:
        listen(made.place, board, waits)
    assert len(made.heard) == 2
    assert waits.asked == [1.0, 2.0]
    assert states(board) == []
    assert board.changes >= 2
    waits = Waits(9)
    listen(made.place, board, waits)  # nobody is there any more
    assert waits.asked == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]
    assert caplog.text.count("is not heard") == 2


def test_a_silent_line_is_asked_once_and_then_given_up() -> None:
    said: list[bytes] = []

    def act(made: Exchange, link: socket.socket) -> None:
        made.login(link)
        said.append(link.recv(4096))
        link.recv(4096)

    with playing(act) as made, pytest.raises(TimeoutError):
        attend(made.place, Board(), patience=0.2)
    assert said == [b"Action: Ping\r\n\r\n"]


def test_it_is_off_unless_set_and_only_on_this_computer() -> None:
    assert exchange.start("", "", "", Board()) is None
    assert place_of("127.0.0.1:5038", "", "secret") is None
    assert place_of("127.0.0.1:5038", "name", "") is None
    for elsewhere in ("192.0.2.7:5038", "127.0.0.999:5038", "127.0.0.1:99999", "127.0.0.1", "localhost:x"):
        assert place_of(elsewhere, "name", "secret") is None
    assert place_of("[::1]:5038", "name", "secret") == Place("::1", 5038, "name", "secret")
    option = {one.name: one for one in OPTIONS}["ring_manager"]
    assert option.parse("127.0.0.1:5038") == "127.0.0.1:5038"
    assert option.parse("") == option.default == ""
    for wrong in ("192.0.2.7:5038", "exchange.example:5038", "127.0.0.1", "127.0.0.1:5038\r\nAction: x"):
        with pytest.raises(OptionError):
            option.parse(wrong)
