"""A member's printed recovery code: 128 random bits as 28 characters, the last two of which catch typing errors.

Alphabet: Crockford's base 32 (no I, L, O, U). The check is the number modulo 1021, a prime, so every single wrong
character and every swap of two neighbours is caught.
"""

from __future__ import annotations

import secrets
from uuid import UUID

from waystation.core.vault.errors import Malformed
from waystation.core.vault.primitives import extract

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_DIGITS, _CHECK = 26, 2
_MODULUS = 1021


def new_recovery_code() -> str:
    """Seven groups of four characters, such as `3V0W-...`."""
    return recovery_code(secrets.randbits(128))


def recovery_code(secret: int) -> str:
    """The written form of a 128 bit number. Raises Malformed out of range."""
    if not 0 <= secret < 2**128:
        raise Malformed("a recovery code holds 128 bits")
    letters = _write(secret, _DIGITS) + _write(secret % _MODULUS, _CHECK)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def recovery_key(code: str, member: UUID) -> bytes:
    """The 32 byte key of a code, for one member; case, spaces, dashes and O/0, I/L/1 do not matter.

    Raises Malformed when the code has a typing error. HKDF-SHA-256 and no stretching: the code is random.
    """
    return extract(code_bytes(code), member.bytes, b"waystation/recovery/1")


def code_bytes(code: str) -> bytes:
    """The 16 bytes of a written code. Raises Malformed when it has a typing error."""
    return _read(code).to_bytes(16, "big")


def _write(number: int, digits: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(digits)))


def _read(code: str) -> int:
    letters = "".join(code.upper().replace("-", "").split())
    if len(letters) != _DIGITS + _CHECK or any(letter not in _VALUE for letter in letters):
        raise Malformed("a recovery code has 28 letters and digits")
    number = check = 0
    for letter in letters[:_DIGITS]:
        number = number << 5 | _VALUE[letter]
    for letter in letters[_DIGITS:]:
        check = check << 5 | _VALUE[letter]
    if number >= 2**128 or number % _MODULUS != check:
        raise Malformed("the recovery code has a typing error")
    return number
