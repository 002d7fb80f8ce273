"""The search itself: it finds what lies open, in every way it could. Without this, finding nothing says nothing."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.canary.minting import Mint
from tests.canary.searching import Search


def _zip(raw: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.txt", raw)
    return target.getvalue()


WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-16le": lambda text: text.encode("utf-16-le"),
    "utf-16be": lambda text: text.encode("utf-16-be"),
    "lower": lambda text: text.lower().encode(),
    "upper": lambda text: text.upper().encode(),
    "hex": lambda text: text.encode().hex().encode(),
    "HEX": lambda text: text.encode().hex().upper().encode(),
    "base64 +0": lambda text: base64.b64encode(text.encode()),
    "base64 +1": lambda text: base64.b64encode(b"x" + text.encode()),
    "base64 +2": lambda text: base64.urlsafe_b64encode(b"xy" + text.encode()),
    "url": lambda text: quote(text).encode(),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "gzip": lambda text: gzip.compress(text.encode()),
    "zlib": lambda text: zlib.compress(text.encode()),
    "bz2": lambda text: bz2.compress(text.encode()),
    "xz": lambda text: lzma.compress(text.encode()),
    "zip": lambda text: _zip(text.encode()),
    "base64 of zlib": lambda text: base64.urlsafe_b64encode(zlib.compress(json.dumps([text, "x" * 40]).encode())),
    "gzip in zip": lambda text: _zip(gzip.compress(text.encode())),
    "cut short": lambda text: text[:14].encode(),
    "its end": lambda text: text[-14:].encode(),
}


@pytest.fixture(scope="module")
def search_of() -> tuple[Mint, Search]:
    mint = Mint("search")
    for number in range(40):
        mint.text(f"place {number}", limit=20 if number % 10 == 9 else None)
    return mint, Search(mint.planted)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", [0, 3, 9, 11])
def test_search_can_find_a_canary(search_of: tuple[Mint, Search], way: str, number: int, tmp_path: Path) -> None:
    mint, search = search_of
    search.hits.clear()
    noise = random.Random(number).randbytes(5000)
    (tmp_path / "file").write_bytes(noise + WAYS[way](mint.planted[number].text) + b"\n" + noise)
    search.folder(tmp_path)
    assert {hit.canary for hit in search.hits} == {mint.planted[number]}


def test_search_can_find_a_canary_in_a_file_name(search_of: tuple[Mint, Search], tmp_path: Path) -> None:
    mint, search = search_of
    search.hits.clear()
    (tmp_path / f"report-{mint.planted[5].text}.txt").touch()
    search.folder(tmp_path)
    assert [hit.canary for hit in search.hits] == [mint.planted[5]]


def test_search_cannot_find_what_is_not_there(search_of: tuple[Mint, Search]) -> None:
    search = search_of[1]
    search.hits.clear()
    search.scan(random.Random(1).randbytes(3_000_000), "noise")
    search.scan(Path(__file__).read_bytes() * 200, "text")
    assert search.hits == []
