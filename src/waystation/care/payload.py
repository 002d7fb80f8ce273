"""The base of every shape that goes into and comes out of a capsule as plain JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True)
class Payload:
    """Reads known keys from a dict and drops the rest, so that a newer payload opens in an older program."""

    @classmethod
    def of(cls, data: dict[str, Any] | None) -> Self:
        known = {item.name for item in fields(cls)}
        return cls(**{key: value for key, value in (data or {}).items() if key in known})

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)
