"""Reading the code lists: one immutable `CodeList` for each table of the data files, loaded once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

ANSWERS = ("unknown", "declined", "not_asked")
"""The three answers that are not a code of a list; every list of answers accepts them, and they are never merged."""

GRADES = frozenset("VSKJM")


class CodeError(ValueError):
    """A code list was asked for something that it does not hold, or a data file is wrong."""


class UnknownList(CodeError, LookupError):
    """There is no code list of that name."""


class UnknownCode(CodeError, LookupError):
    """The list has no such code, or no such crosswalk."""


@dataclass(frozen=True)
class Code:
    """One code: its words, and for each crosswalk target the codes it becomes (empty: nothing corresponds)."""

    code: str
    en: str
    es: str
    order: int
    crosswalks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def label(self, lang: str = "en") -> str:
        return self.es if lang.lower().startswith("es") else self.en


@dataclass(frozen=True)
class CodeList:
    """A list of codes in its reviewed order, with the source it was taken from.

    `crosswalks` names the target list of every crosswalk column, `answers` tells whether a question with this list may
    also be answered unknown, declined or not asked.
    """

    name: str
    en: str
    es: str
    source: str
    date: str
    grade: str
    codes: Mapping[str, Code]
    crosswalks: Mapping[str, str]

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes.values())

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __getitem__(self, code: str) -> Code:
        try:
            return self.codes[code]
        except KeyError:
            raise UnknownCode(f"The code list {self.name} has no code {code!r}.") from None

    def title(self, lang: str = "en") -> str:
        return self.es if lang.lower().startswith("es") else self.en

    def choices(self, lang: str = "en", *, answers: bool = False) -> list[tuple[str, str]]:
        """(code, label) pairs in order; with `answers` the three answers follow where the list lacks them."""
        pairs = [(code.code, code.label(lang)) for code in self]
        if answers:
            pairs += [(a.code, a.label(lang)) for a in get("answers") if a.code not in self]
        return pairs


def get(name: str) -> CodeList:
    """The code list of that name. Raises `UnknownList`."""
    try:
        return _all()[name]
    except KeyError:
        raise UnknownList(f"There is no code list called {name!r}.") from None


def names() -> list[str]:
    """The names of all code lists, sorted."""
    return sorted(_all())


def label(name: str, code: str, lang: str = "en") -> str:
    """The words of a code, or of one of the three answers. Raises `UnknownList`, `UnknownCode`."""
    found = get(name)
    if code not in found and code in ANSWERS:
        found = get("answers")
    return found[code].label(lang)


def crosswalk(name: str, target: str, code: str) -> tuple[str, ...]:
    """The codes of the outside standard that `code` becomes; () when the standard has none.

    The three answers become () where the list has no row for them: a standard that only knows "given" or "missing"
    shows them as missing. Raises `UnknownList`, `UnknownCode`.
    """
    found = get(name)
    if target not in found.crosswalks:
        raise UnknownCode(f"The code list {name} has no crosswalk to {target!r}.")
    if code in ANSWERS and code not in found:
        return ()
    return found[code].crosswalks[target]


@cache
def _all() -> Mapping[str, CodeList]:
    lists: dict[str, CodeList] = {}
    folder = files("waystation.core.codes").joinpath("data")
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".toml"):
            continue
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name in lists:
                raise CodeError(f"{path.name}: the code list {name} is defined twice.")
            lists[name] = _parse(path.name, name, table)
    return MappingProxyType(lists)


def _parse(file: str, name: str, table: Mapping[str, Any]) -> CodeList:
    try:
        targets: dict[str, str] = dict(table.get("crosswalks", {}))
        codes = {
            code: _code(f"{file}: {name}.{code}", code, order, row, targets)
            for order, (code, row) in enumerate(table["codes"].items())
        }
        found = CodeList(
            name=name,
            en=table["en"],
            es=table["es"],
            source=table["source"],
            date=str(table["date"]),
            grade=table["grade"],
            codes=MappingProxyType(codes),
            crosswalks=MappingProxyType(targets),
        )
    except KeyError as missing:
        raise CodeError(f"{file}: the code list {name} lacks {missing}.") from None
    if not set(found.grade) <= GRADES:
        raise CodeError(f"{file}: {name} has the grade {found.grade!r}; it must be of {sorted(GRADES)}.")
    return found


def _code(where: str, code: str, order: int, row: Mapping[str, Any], targets: Mapping[str, str]) -> Code:
    for needed in ("en", "es", *targets):
        if needed not in row:
            raise CodeError(f"{where} lacks {needed!r}.")
    walks = {target: _targets(row[target]) for target in targets}
    extra = {key: value for key, value in row.items() if key not in {"en", "es", *targets}}
    return Code(code, row["en"], row["es"], order, MappingProxyType(walks), MappingProxyType(extra))


def _targets(value: str | list[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value)
