"""Unique strings to plant, and where each was planted."""

from __future__ import annotations

import hashlib
import json
import re
import string
from dataclasses import asdict, dataclass
from pathlib import Path

ALPHABET = string.ascii_letters + string.digits
ACCENTED = "áéíóúñüçøßÅŽ"
LENGTH = 28
SHORTEST = 12
"""Below this a string is no proof: it could stand in a file by chance."""
WORD = 14
"""Letters of a canary that must look like an alias."""
SHAPED = re.compile(r"^[^\W\d_]+-\d+$")


@dataclass(frozen=True)
class Canary:
    """A string and the place it went to: role, page, field."""

    text: str
    place: str


class Mint:
    """Makes canaries. The same series and order give the same strings, so a leak is found again."""

    def __init__(self, series: str) -> None:
        self.series = series
        self.planted: list[Canary] = []
        self.long: list[str] = []
        """Oversize inputs, as they were sent; their canaries are among the planted."""

    def text(self, place: str, limit: int | None = None, like: str = "") -> str:
        """A new string of at least 24 characters, shorter only when `limit` wants it. `like` gives a shape to keep."""
        number = len(self.planted)
        if SHAPED.match(like):
            made = f"{self._random(number, WORD, string.ascii_uppercase)}-{number % 90 + 10}"
        else:
            made = self._random(number, min(LENGTH, limit or LENGTH), ALPHABET)
            if number % 8 == 3 and len(made) >= 24:
                made = f"{made[:6]}{ACCENTED[number % 12]}{made[7:20]}{ACCENTED[number % 11]}{made[21:]}"
        if len(made) >= SHORTEST:
            self.planted.append(Canary(made, place))
        return made

    def oversize(self, place: str, length: int) -> str:
        """A canary repeated to more than `length` characters."""
        made = self.text(place)
        self.long.append(made * (length // len(made) + 1))
        return self.long[-1]

    def keep(self, text: str, place: str) -> None:
        """Search for a string that was not made here: a passphrase, a browser's key."""
        self.planted.append(Canary(text, place))

    def save(self, path: Path) -> None:
        path.write_text(json.dumps([asdict(one) for one in self.planted]))

    @staticmethod
    def load(path: Path) -> list[Canary]:
        return [Canary(**one) for one in json.loads(path.read_text())]

    def _random(self, number: int, length: int, alphabet: str) -> str:
        found, block = "", 0
        while len(found) < length:
            digest = hashlib.sha256(f"{self.series}/{number}/{block}".encode()).digest()
            found += "".join(alphabet[byte % len(alphabet)] for byte in digest)
            block += 1
        return found[:length]
