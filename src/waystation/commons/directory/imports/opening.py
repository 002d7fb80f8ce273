"""Opening a package, a folder or a zip, within limits. Nothing is written to disk."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

MAX_FILES = 2_000
MAX_FILE_BYTES = 512 * 2**20
MAX_TOTAL_BYTES = 2 * 2**30
MAX_RATIO = 200
KINDS = {".csv", ".tsv", ".txt"}


class BadPackage(Exception):
    """A package that cannot be read at all. `file` and `row` say where; the first row under the heading is row 2."""

    def __init__(self, reason: str, file: str = "", row: int | None = None) -> None:
        self.reason, self.file, self.row = reason, file, row
        place = f"{file}, row {row}: " if file and row else f"{file}: " if file else ""
        super().__init__(place + reason)


@dataclass(frozen=True)
class RawFile:
    """One file of the package: its name inside it and its bytes."""

    name: str
    data: bytes

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem.lower()


def open_package(path: Path) -> list[RawFile]:
    """The tables of a folder or zip, in name order. Raises BadPackage."""
    if not path.exists():
        raise BadPackage("there is no such file or folder", str(path))
    files = list(_from_folder(path) if path.is_dir() else _from_zip(path))
    if not files:
        raise BadPackage("the package holds no CSV file", str(path))
    return files


def _from_folder(folder: Path) -> Iterator[RawFile]:
    root, total = folder.resolve(), 0
    found = sorted(p for p in folder.rglob("*") if p.suffix.lower() in KINDS and p.is_file())
    if len(found) > MAX_FILES:
        raise BadPackage(f"the folder holds more than {MAX_FILES} files", str(folder))
    for path in found:
        name = path.relative_to(folder).as_posix()
        if not path.resolve().is_relative_to(root):
            raise BadPackage("the file lies outside the package (a link that points out of it)", name)
        total += path.stat().st_size
        _check_size(name, path.stat().st_size, total)
        yield RawFile(name, path.read_bytes())


def _from_zip(path: Path) -> Iterator[RawFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _members(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as broken:
        raise BadPackage(f"the zip file is damaged or cut off, or not a zip at all ({broken})", path.name) from broken


def _members(archive: zipfile.ZipFile) -> Iterator[RawFile]:
    entries = archive.infolist()
    if len(entries) > MAX_FILES:
        raise BadPackage(f"the zip holds more than {MAX_FILES} files")
    total = 0
    for entry in sorted(entries, key=lambda e: e.filename):
        name = entry.filename.replace("\\", "/")
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or (parts and ":" in parts[0]):
            raise BadPackage("the name of this file leads out of the package", name)
        if entry.is_dir() or PurePosixPath(name).suffix.lower() not in KINDS or "__MACOSX" in parts:
            continue
        total += entry.file_size
        _check_size(name, entry.file_size, total)
        if entry.file_size > 2**20 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise BadPackage("the file grows more than 200 times when unpacked; refused as a zip bomb", name)
        with archive.open(entry) as stream:
            yield RawFile(name, _read(stream, name, entry.file_size))


def _read(stream: IO[bytes], name: str, promised: int) -> bytes:
    data = stream.read(promised + 1)
    if len(data) != promised:
        raise BadPackage("the file is longer or shorter than the zip says", name)
    return data


def _check_size(name: str, size: int, total: int) -> None:
    if size > MAX_FILE_BYTES:
        raise BadPackage(f"the file is larger than {MAX_FILE_BYTES // 2**20} MB", name)
    if total > MAX_TOTAL_BYTES:
        raise BadPackage(f"the package is larger than {MAX_TOTAL_BYTES // 2**30} GB", name)
