"""Pictures of the walk for the quickstart, made small: few colours, with a palette (PNG specification, 2003)."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_COLOURS = 160
Bytes = NDArray[np.uint8]


def save(page: Page, name: str, tall: int = 1400) -> None:
    """The page from its top, at most `tall` pixels, as <folder>/<name>.png if WAYSTATION_PICTURES names a folder."""
    folder = os.environ.get("WAYSTATION_PICTURES")
    if not folder:
        return
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    wide, high = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    picture = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": wide, "height": min(high, tall)})
    Path(folder).mkdir(parents=True, exist_ok=True)
    Path(folder, f"{name}.png").write_bytes(shrink(picture))


def shrink(picture: bytes) -> bytes:
    """An 8-bit RGB or RGBA PNG with its most frequent colours as a palette; others become the nearest of them."""
    pixels = _decode(picture)
    high, wide, _ = pixels.shape
    packed = pixels.astype(np.uint32)
    flat = (packed[..., 0] << 16 | packed[..., 1] << 8 | packed[..., 2]).ravel()
    colours, place, count = np.unique(flat, return_inverse=True, return_counts=True)
    kept = colours[np.argsort(-count, kind="stable")[:MOST_COLOURS]]
    nearest = _nearest(_channels(colours), _channels(kept))
    rows = nearest[place].reshape(high, wide).astype(np.uint8)
    lines = np.hstack([np.zeros((high, 1), np.uint8), rows]).tobytes()
    header = struct.pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0)
    palette = _channels(kept).astype(np.uint8).tobytes()
    parts = [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in parts)


def _channels(colours: NDArray[np.uint32]) -> NDArray[np.int64]:
    return np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], axis=1).astype(np.int64)


def _nearest(colours: NDArray[np.int64], kept: NDArray[np.int64]) -> NDArray[np.int64]:
    away = ((colours[:, None, :] - kept[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(away.argmin(axis=1))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _decode(picture: bytes) -> Bytes:
    """Pixels (high, wide, 3 or 4) of a PNG of 8 bits a channel that is not interlaced."""
    parts: dict[bytes, bytes] = {}
    at = len(SIGNATURE)
    while at < len(picture):
        size, kind = struct.unpack(">I4s", picture[at : at + 8])
        parts[kind] = parts.get(kind, b"") + picture[at + 8 : at + 8 + size]
        at += 12 + size
    wide, high, depth, colour, _, _, laced = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    step = {2: 3, 6: 4}[colour]
    if depth != 8 or laced:
        raise ValueError("only plain pictures of 8 bits a channel")
    lines = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(high, wide * step + 1)
    rows = np.zeros((high, wide * step), np.uint8)
    above = np.zeros(wide * step, np.uint8)
    for index, line in enumerate(lines):
        rows[index] = above = _undo(int(line[0]), line[1:], above, step)
    return rows.reshape(high, wide, step)


def _undo(kind: int, line: Bytes, above: Bytes, step: int) -> Bytes:
    """One row with its filter undone."""
    if kind == 0:
        return line
    if kind == 1:
        summed = np.cumsum(line.reshape(-1, step), axis=0, dtype=np.uint64)
        return summed.astype(np.uint8).ravel()
    if kind == 2:
        return line + above
    return _undo_slowly(kind, line.tolist(), above.tolist(), step)


def _undo_slowly(kind: int, line: list[int], above: list[int], step: int) -> Bytes:
    """The two filters that look at what they just made: 3 is the mean, 4 is Paeth's."""
    left, corner = [0] * step, [0] * step
    for place, up in enumerate(above):
        channel = place % step
        a, c = left[channel], corner[channel]
        guess = (a + up) // 2 if kind == 3 else _paeth(a, up, c)
        line[place] = left[channel] = (line[place] + guess) & 255
        corner[channel] = up
    return np.array(line, np.uint8)


def _paeth(a: int, b: int, c: int) -> int:
    pa, pb, pc = abs(b - c), abs(a - c), abs(a + b - 2 * c)
    if pa <= pb and pa <= pc:
        return a
    return b if pb <= pc else c
