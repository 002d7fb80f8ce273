"""Statistics records side by side: one numpy column for each field of the schema, and back and forth to bytes.

Codes and counties are numbered by a small vocabulary, whole numbers are int32 with -1 for "no number", days are
datetime64[D] with NaT for "no day", lists and counts are numbered JSON texts.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from waystation.core.late import Array, Flags, np

NO_NUMBER = -1


@dataclass(frozen=True)
class Columns:
    """`ids`: one capsule id (16 bytes) a row. `values`: a column a field. `words`: the vocabulary of coded fields."""

    ids: Array = field(default_factory=lambda: np.zeros(0, dtype="V16"))
    values: dict[str, Array] = field(default_factory=dict)
    words: dict[str, Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, keep: Flags) -> Columns:
        """The rows where `keep` is true."""
        return Columns(self.ids[keep], {name: column[keep] for name, column in self.values.items()}, self.words)

    def uuids(self) -> list[UUID]:
        return [UUID(bytes=item.tobytes()) for item in self.ids]

    def texts(self, name: str) -> Array:
        """A coded field as words."""
        if name not in self.values:
            return np.full(len(self), "", dtype="U1")
        return self.words[name][self.values[name]] if len(self) else np.zeros(0, dtype="U1")

    def days(self, name: str) -> Array:
        """A day field as datetime64[D]."""
        return self.values.get(name, np.zeros(len(self), dtype="datetime64[D]"))


def from_records(ids: Sequence[UUID], records: Sequence[dict[str, Any]], schema: Mapping[str, Any]) -> Columns:
    """Columns of records that have passed `core.codes.statistics.validate`."""
    columns = Columns(np.array([np.void(item.bytes) for item in ids], dtype="V16"))
    for name, rule in schema.items():
        raw = [record.get(name) for record in records]
        if rule["type"] == "int":
            columns.values[name] = np.array([NO_NUMBER if value is None else value for value in raw], dtype=np.int32)
        elif rule["type"] == "day":
            columns.values[name] = np.array(
                [np.datetime64(value or "NaT", "D") for value in raw], dtype="datetime64[D]"
            )
        else:
            texts = np.array([value if isinstance(value, str) else json.dumps(value, sort_keys=True) for value in raw])
            words, numbers = np.unique(texts, return_inverse=True) if len(texts) else (texts.astype("U1"), texts)
            columns.words[name] = words
            columns.values[name] = np.asarray(numbers).astype(np.int32)
    return columns


def capsule_of(record: Mapping[str, Any]) -> UUID:
    """The capsule a record was opened from."""
    return UUID(hex=record["capsule"])


def mask(columns: Columns, ids: Collection[UUID]) -> Flags:
    """Which rows belong to one of these capsules."""
    return np.array([item in ids for item in columns.uuids()], dtype=np.bool_)


def join(parts: Sequence[Columns]) -> Columns:
    """Several columns one below the other; each field's words are numbered anew."""
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else Columns()
    joined = Columns(np.concatenate([part.ids for part in parts]))
    for name in parts[0].values:
        if name in parts[0].words:
            words, numbers = np.unique(np.concatenate([part.texts(name) for part in parts]), return_inverse=True)
            joined.words[name], joined.values[name] = words, numbers.astype(np.int32)
        else:
            joined.values[name] = np.concatenate([part.values[name] for part in parts])
    return joined


def to_bytes(columns: Columns) -> bytes:
    """Numpy's own container, no pickle."""
    file = io.BytesIO()
    arrays: dict[str, Any] = {f"v.{name}": column for name, column in columns.values.items()}
    arrays |= {f"w.{name}": column for name, column in columns.words.items()}
    ids = columns.ids.view(np.uint8).reshape(-1, 16) if len(columns) else np.zeros((0, 16), dtype=np.uint8)
    np.savez(file, ids=ids, **arrays)
    return file.getvalue()


def from_bytes(data: bytes) -> Columns:
    """Undo to_bytes. Raises ValueError on anything else."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        ids = np.frombuffer(np.ascontiguousarray(arrays["ids"]).tobytes(), dtype="V16")
        values = {name[2:]: arrays[name] for name in arrays.files if name.startswith("v.")}
        words = {name[2:]: arrays[name] for name in arrays.files if name.startswith("w.")}
    return Columns(ids, values, words)


def fiscal_year_start(on: dt.date, month: int = 10) -> dt.date:
    """The first of a month on or before a day; without a month the federal fiscal year (31 USC 1102)."""
    return dt.date(on.year if on.month >= month else on.year - 1, month, 1)
