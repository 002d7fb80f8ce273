"""How a string may lie on a disk: cases, accents, encodings; cut into pieces, so that a part of it is found too."""

from __future__ import annotations

import base64
import contextlib
import html
import json
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from tests.canary.minting import Canary

PIECE = 12
"""Characters of a piece: the start, the middle and the end of each canary are looked for."""


def pieces(text: str) -> set[str]:
    """Start, middle and end of a string; the whole when it is no longer than a piece."""
    middle = max(0, len(text) - PIECE) // 2
    return {text[:PIECE], text[middle : middle + PIECE], text[-PIECE:]}


def spellings(text: str) -> set[str]:
    """As written, in the other cases, decomposed, and without accents: as an index for search would keep it."""
    decomposed = unicodedata.normalize("NFD", text)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    forms = {text, decomposed, plain, unicodedata.normalize("NFKC", text)}
    return forms | {form.lower() for form in forms} | {form.upper() for form in forms}


def encoded(text: str) -> dict[bytes, str]:
    """The bytes of a string in every encoding, with the name of the encoding."""
    plain = text.encode()
    ways = [
        ("utf-8", plain),
        ("utf-16le", text.encode("utf-16-le")),
        ("utf-16be", text.encode("utf-16-be")),
        ("utf-32le", text.encode("utf-32-le")),
        ("hex", plain.hex().encode()),
        ("hex", plain.hex().upper().encode()),
        ("url", quote(text).encode()),
        ("url", quote_plus(text).encode()),
        ("json", json.dumps(text)[1:-1].encode()),
        ("html", html.escape(text).encode()),
    ]
    found: dict[bytes, str] = {}
    for way, raw in ways:
        found.setdefault(raw, way)
    for offset in range(3):
        for made in (base64.b64encode, base64.urlsafe_b64encode):
            found[_base64_core(plain, offset, made)] = f"base64 +{offset}"
    with contextlib.suppress(UnicodeEncodeError):
        found.setdefault(text.encode("latin-1"), "latin-1")
    return found


def patterns(canaries: Iterable[Canary]) -> dict[bytes, tuple[Canary, str]]:
    """Everything to look for: bytes to (canary, encoding)."""
    found: dict[bytes, tuple[Canary, str]] = {}
    for canary in canaries:
        for spelling in spellings(canary.text):
            for piece in pieces(spelling):
                for raw, encoding in encoded(piece).items():
                    found.setdefault(raw, (canary, encoding))
    return found


def _base64_core(raw: bytes, offset: int, made: object) -> bytes:
    """The characters of base64 that depend on `raw` alone, when it begins `offset` bytes into a group of three."""
    text: bytes = made(b"\0" * offset + raw)  # type: ignore[operator]  # one of base64's two functions
    first = -(-offset * 8 // 6)
    whole = (offset + len(raw)) * 8 // 6
    return text[first:whole]
