"""Order numbers: 78 random bits as six words or as 24 digits, each with two check digits that tell a typing error.

The same number can be written either way and in either language; whichever comes back is read. The check is the number
modulo 97, a prime, so every single wrong digit and almost every wrong or swapped word is told without a look-up.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import NamedTuple

BITS = 78
WORDS, WORD_BITS = 6, 13
DIGITS = 24
LONGEST = 400
"""Characters that are looked at: six of the longest words with room to spare."""
LANGUAGES = ("en", "es")
_CHECK = 97
_TOKEN = re.compile(r"[a-z]+|[0-9]+")
_GROUPS = (3, 3, 4, 3, 3, 4, 4)


class MistypedNumber(ValueError):
    """What was typed is no order number, or one with a typing error."""


class Keys(NamedTuple):
    """What an order number leads to: where its message is found, and the private key that opens its letters."""

    lookup: bytes
    exchange: bytes


def new_number() -> int:
    """78 random bits from the operating system."""
    return secrets.randbits(BITS)


def keys_of(number: int) -> Keys:
    """Both are BLAKE2b of the number, with a label each. No slow hash: see docs/decisions on order numbers."""
    secret = number.to_bytes(10, "big")
    return Keys(
        blake2b(secret, digest_size=32, person=b"ws/order/find").digest(),
        blake2b(secret, digest_size=32, person=b"ws/order/open").digest(),
    )


def in_words(number: int, language: str) -> str:
    """Six words and two digits, such as `amber canyon ... 07`, in a language or else in English."""
    listed = words_of(language if language in LANGUAGES else LANGUAGES[0])
    chosen = [listed[number >> WORD_BITS * place & 2**WORD_BITS - 1] for place in reversed(range(WORDS))]
    return f"{' '.join(chosen)} {number % _CHECK:02d}"


def in_digits(number: int) -> str:
    """24 digits grouped as telephone numbers are, and two check digits."""
    text, parts, at = f"{number:0{DIGITS}d}", [], 0
    for size in _GROUPS:
        parts.append(text[at : at + size])
        at += size
    return f"{'-'.join(parts)}-{number % _CHECK:02d}"


def read(typed: str) -> int:
    """The number that was typed, in either form; capitals, accents, dashes and line breaks do not matter.

    Raises MistypedNumber.
    """
    tokens = _tokens(typed)
    if all(token.isdigit() for token in tokens):
        return _from_digits("".join(tokens))
    *words, check = tokens
    if len(words) != WORDS or not check.isdigit() or len(check) != 2:
        raise MistypedNumber("an order number is six words and two digits, or 26 digits")
    for language in LANGUAGES:
        places = _places(language)
        if all(word in places for word in words):
            number = 0
            for word in words:
                number = number << WORD_BITS | places[word]
            if number % _CHECK == int(check):
                return number
    raise MistypedNumber("the order number has a typing error")


def _tokens(typed: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", typed[:LONGEST]).casefold()
    tokens = _TOKEN.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))
    if not tokens or len(typed) > LONGEST:
        raise MistypedNumber("this is no order number")
    return tokens


def _from_digits(digits: str) -> int:
    if len(digits) != DIGITS + 2:
        raise MistypedNumber("an order number has 26 digits")
    number = int(digits[:DIGITS])
    if number >= 2**BITS or number % _CHECK != int(digits[DIGITS:]):
        raise MistypedNumber("the order number has a typing error")
    return number


@cache
def words_of(language: str) -> tuple[str, ...]:
    """The list of a language: 8,192 plain words, in the order that the number counts them."""
    return tuple(_file("words", language).split())


@cache
def retired(language: str) -> dict[str, str]:
    """{word that was taken out of the list: the one in its place}. Numbers on paper keep the old one, and are read."""
    pairs = (line.split() for line in _file("retired", language).splitlines())
    return {old: new for old, new in pairs}  # noqa: C416 - two words a line, said as such


def _file(kind: str, language: str) -> str:
    place = files("waystation.care.intake.tips").joinpath(f"data/{kind}_{language}.txt")
    return place.read_text(encoding="ascii")


@cache
def _places(language: str) -> dict[str, int]:
    places = {word: place for place, word in enumerate(words_of(language))}
    return places | {old: places[new] for old, new in retired(language).items()}
