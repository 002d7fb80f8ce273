"""Which passphrases are too easy to guess: common ones, and ones made of words that anybody would try here."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

SHORTEST = 12
"""Characters, blanks at the ends not counted."""
LEAST_REST = 6
"""Letters that must be left when the words of this place are taken out."""
LEAST_KINDS = 5
"""Different characters."""


@cache
def words() -> tuple[str, ...]:
    """The words of `passphrase_words.toml`, longest first."""
    text = files("waystation.foundation.agencies.signin").joinpath("passphrase_words.toml").read_text(encoding="utf-8")
    return tuple(sorted(tomllib.loads(text)["words"], key=len, reverse=True))


@cache
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()


def is_guessable(passphrase: str) -> bool:
    """Whether somebody who knows this product and a list of common passwords would find it early."""
    small = passphrase.strip().casefold()
    try:
        _common().validate(re.sub(r"\s+", "", small))
    except ValidationError:
        return True
    rest = small
    for word in words():
        rest = rest.replace(word, " ")
    letters = [sign for sign in rest if sign.isalpha()]
    return len(set(small)) < LEAST_KINDS or len(letters) < LEAST_REST
