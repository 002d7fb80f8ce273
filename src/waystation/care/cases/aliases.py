"""Aliases: a bird and a number, made up or chosen, one open case of the agency each. Compared in memory only."""

from __future__ import annotations

import re
import secrets
import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files

SHAPE = re.compile(r"^[A-Z]{3,14}-\d{1,3}$")
HIGHEST = 99


@cache
def birds() -> tuple[str, ...]:
    """The reviewed list of birds, upper case."""
    text = (files(__package__) / "data" / "birds.toml").read_text(encoding="utf-8")
    return tuple(name.upper() for name in tomllib.loads(text)["birds"])


def clean(text: str) -> str:
    """` kestrel 41 ` -> `KESTREL-41`: upper case, one hyphen, the number as two digits."""
    word, _, number = re.sub(r"[\s_-]+", "-", text.strip().upper()).partition("-")
    return f"{word}-{int(number):02d}" if number.isdecimal() and number.isascii() else text.strip().upper()


def is_well_formed(alias: str) -> bool:
    return bool(SHAPE.match(alias))


def suggest(taken: Collection[str], bird: str = "") -> str:
    """A free alias at random, or the lowest free number of `bird`."""
    if bird:
        return next(f"{bird}-{n:02d}" for n in range(1, 1000) if f"{bird}-{n:02d}" not in taken)
    for _ in range(200):
        alias = f"{secrets.choice(birds())}-{1 + secrets.randbelow(HIGHEST):02d}"
        if alias not in taken:
            return alias
    return suggest(taken, secrets.choice(birds()))
