"""Listening to Asterisk's manager interface on this computer: calls that ring or wait, for the board in memory.

Off unless an address is set. Nothing that comes is logged or stored: each packet goes to `rings.parse`, and the board
turns a number into a token of the day and forgets it. Whatever is not a manager interface is hung up on: nothing is
said to it, and it cannot make this process keep more than 64 kB.
"""

from __future__ import annotations

import logging
import re
import socket
import threading
from dataclasses import dataclass, field
from ipaddress import ip_address
from secrets import token_hex

from waystation.care.intake.rings import MOST_BYTES, Board, parse
from waystation.foundation import clock

GREETING = re.compile(rb"Asterisk Call Manager/[0-9.]{1,16}\r?\n")
MOST_GREETING = 64
END = b"\r\n\r\n"
PATIENCE = 20.0
"""Seconds of silence after which the exchange is asked whether it is there; twice as long, and it is lost."""
FIRST_PAUSE, LAST_PAUSE, AFTER_REFUSAL = 1.0, 60.0, 300.0
"""Seconds until the next try: doubled from the first to the last, and longer where the name or secret was refused."""
_log = logging.getLogger(__name__)


class Foreign(Exception):
    """Whoever answered is no manager interface, or speaks without an end."""


class NotLetIn(Exception):
    """The exchange refuses the name or the secret."""


@dataclass(frozen=True)
class Place:
    """Where the exchange is, and how it knows us."""

    host: str
    port: int
    name: str
    secret: str = field(repr=False)


def place_of(address: str, name: str, secret: str) -> Place | None:
    """The exchange that was set; None when none was, or it is not on this computer: the interface is not encrypted."""
    host, _colon, port = address.rpartition(":")
    host = host.strip("[]")
    try:
        is_here, number = ip_address(host).is_loopback, int(port)
    except ValueError:
        return None
    return Place(host, number, name, secret) if is_here and 0 < number < 65_536 and name and secret else None


class Line:
    """The line to the exchange; what came and was not read yet never grows beyond `MOST_BYTES`."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self._rest = b""

    def until(self, end: bytes, most: int) -> bytes:
        """What comes up to and with `end`. Raises Foreign beyond `most` bytes, TimeoutError, ConnectionError."""
        while (place := self._rest.find(end)) < 0:
            if len(self._rest) > most:
                raise Foreign
            more = self.link.recv(4096)
            if not more:
                raise ConnectionResetError
            self._rest += more
        if place > most:
            raise Foreign
        found, self._rest = self._rest[: place + len(end)], self._rest[place + len(end) :]
        return found

    def say(self, **words: str) -> None:
        """Send one action."""
        self.link.sendall("".join(f"{key}: {value}\r\n" for key, value in words.items()).encode() + b"\r\n")


def attend(place: Place, board: Board, patience: float = PATIENCE) -> None:
    """Come in and hand events to the board until the line breaks. Raises Foreign, NotLetIn, OSError; never returns."""
    with socket.create_connection((place.host, place.port), timeout=patience) as link:
        line = Line(link)
        _come_in(line, place, board)
        _log.info("the telephone exchange is heard")
        asked = False
        while True:
            try:
                packet = line.until(END, MOST_BYTES)
            except TimeoutError:
                if asked:
                    raise
                line.say(Action="Ping")
                asked = True
                continue
            asked = False
            _hand_on(packet, board)


def _come_in(line: Line, place: Place, board: Board) -> None:
    """The secret is said only to what greets as a manager interface does."""
    if not GREETING.fullmatch(line.until(b"\n", MOST_GREETING)):
        raise Foreign
    ours = token_hex(8)
    line.say(Action="Login", Username=place.name, Secret=place.secret, Events="call,agent", ActionID=ours)
    while True:
        packet = line.until(END, MOST_BYTES)
        said = [one.strip().lower() for one in packet.decode("utf-8", "replace").splitlines()]
        if said[0].startswith("response:") and f"actionid: {ours}" in said:
            if said[0] != "response: success":
                raise NotLetIn
            return
        _hand_on(packet, board)


def _hand_on(packet: bytes, board: Board) -> None:
    for event in parse(packet):
        board.take(event, clock.now())


def listen(place: Place, board: Board, stop: threading.Event, patience: float = PATIENCE) -> None:
    """Attend until told to stop. A lost line empties the board: no call is said to ring that nobody hears any more."""
    pause, told = FIRST_PAUSE, ""
    while not stop.is_set():
        before = clock.now()
        try:
            attend(place, board, patience)
        except NotLetIn:
            wait, words = AFTER_REFUSAL, "the telephone exchange refuses the name or the secret"
        except Foreign:
            wait, words = LAST_PAUSE, "what answers at the address of the telephone exchange is no manager interface"
        except OSError:
            lasted = (clock.now() - before).total_seconds() > LAST_PAUSE
            wait, words = (FIRST_PAUSE if lasted else pause), "the telephone exchange is not heard"
            pause = min(wait * 2, LAST_PAUSE)
        board.lose()
        if words != told:
            _log.warning(words)
            told = words
        stop.wait(wait)


def start(address: str, name: str, secret: str, board: Board) -> threading.Thread | None:
    """Listen beside the server, when an exchange was set."""
    place = place_of(address, name, secret)
    if place is None:
        return None
    thread = threading.Thread(target=listen, args=(place, board, threading.Event()), name="exchange", daemon=True)
    thread.start()
    return thread
