"""The base of every shape that goes into and comes out of a capsule as plain JSON."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, fields
from types import NoneType
from typing import Any, Self


@dataclass(frozen=True)
class Payload:
    """Reads known keys from a dict and drops the rest, so that a newer payload opens in an older program."""

    @classmethod
    def of(cls, data: dict[str, Any] | None) -> Self:
        known = {item.name for item in fields(cls)}
        return cls(**{key: value for key, value in (data or {}).items() if key in known})

    def to_dict(self) -> dict[str, Any]:
        """A copy that shares nothing with this; `asdict` would look for dataclasses inside, and there are none."""
        return {
            name: value if isinstance(value, (str, int, float, NoneType)) else deepcopy(value)
            for name, value in vars(self).items()
        }
