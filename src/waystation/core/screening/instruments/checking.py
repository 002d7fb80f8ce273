"""One table of an instrument file, read field by field; what is wrong is said with the place it stands in."""

from __future__ import annotations

import re
from typing import Any

from waystation.core.screening.instruments.errors import InstrumentError
from waystation.core.screening.instruments.shapes import Words

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Signs that cannot be seen, and those that turn the direction of a text around."""
MOST_PEOPLE = 100_000_000


def refuse(where: str, why: str) -> InstrumentError:
    """The error for a place and a rule: one sentence."""
    return InstrumentError(f"{where[:1].upper()}{where[1:]}: {why}.")


class Table:
    """The named values of one table; `where` names the table in complaints. Raises `InstrumentError` throughout."""

    def __init__(self, values: Any, where: str) -> None:
        if not isinstance(values, dict):
            raise refuse(where, "it must be a table of named values")
        self.values: dict[Any, Any] = values
        self.where = where

    def only(self, *names: str) -> None:
        """No other name than these."""
        for name in self.values:
            if name not in names:
                raise refuse(self.where, f"there is no field {str(name)[:60]!r}; the fields are {', '.join(names)}")

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def needed(self, name: str) -> Any:
        if self.values.get(name) in (None, ""):
            raise refuse(self.where, f"{name} is missing")
        return self.values[name]

    def rows(self, name: str, most: int) -> list[Any]:
        found = self.values.get(name, [])
        if not isinstance(found, list | tuple):
            raise refuse(self.where, f"{name} must be a list")
        if len(found) > most:
            raise refuse(self.where, f"{name} holds {len(found)}, and no more than {most} are read")
        return list(found)

    def text(self, name: str, longest: int) -> str:
        told = self._text(name, self.needed(name), longest)
        if not told:
            raise refuse(self.where, f"{name} is empty")
        return told

    def words(self, name: str, longest: int, needed: bool = True) -> Words:
        """A text, or a table with `en` and perhaps `es`."""
        value = self.needed(name) if needed else self.values.get(name) or {"en": ""}
        told = {"en": value} if isinstance(value, str) else value
        if not isinstance(told, dict) or not set(told) <= {"en", "es"} or "en" not in told:
            raise refuse(self.where, f"{name} must be a text, or a table with en and es")
        if needed and told["en"] == "":
            raise refuse(self.where, f"{name} is empty")
        return Words(self._text(name, told["en"], longest), self._text(name, told.get("es") or "", longest))

    def code(self, name: str, needed: bool = True) -> str:
        """Letters, digits, dots, lines and dashes; at most 60."""
        value = self.needed(name) if needed else self.values.get(name) or ""
        if not isinstance(value, str) or (value and not CODE.fullmatch(value)):
            raise refuse(self.where, f"{name} must be letters, digits, dots, dashes or lines, 60 at most")
        return value

    def one_of(self, name: str, codes: tuple[str, ...], default: str | None = None) -> Any:
        value = self.values.get(name, default) if default is not None else self.needed(name)
        if default is not None and value in (None, default):
            return default
        if value not in codes:
            raise refuse(self.where, f"{name} must be one of {', '.join(codes)}")
        return value

    def flag(self, name: str) -> bool:
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise refuse(self.where, f"{name} must be true or false")
        return value

    def number(self, name: str, default: float | None = None) -> float:
        value = self.values.get(name, default) if default is not None else self.needed(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 1_000_000:
            raise refuse(self.where, f"{name} must be a number, at most a million")
        return float(value)

    def share(self, name: str) -> float:
        value = self.needed(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise refuse(self.where, f"{name} must be a share from 0 to 1, such as 0.87")
        return float(value)

    def whole(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_PEOPLE:
            raise refuse(self.where, f"{name} must be a whole number of people")
        return value

    def _text(self, name: str, value: Any, longest: int) -> str:
        if not isinstance(value, str):
            raise refuse(self.where, f"{name} must be a text")
        if len(value) > longest:
            raise refuse(self.where, f"{name} is longer than {longest} letters")
        if UNSEEN.search(value):
            raise refuse(self.where, f"{name} holds signs that cannot be seen")
        return value.strip()
