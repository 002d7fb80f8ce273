"""What a statistics capsule may hold, and the check that nothing else gets in.

The schemas are data (`schemas/statistics.toml`), one per kind and version. A capsule holds codes, whole numbers, days
and a county: no name, no free text, no place finer than a county, nothing of the immigration compartment (28 CFR
94.115). Ages stay in years and dates in days; they are made coarser when numbers leave, not when they are written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from waystation.core.codes.lists import ANSWERS, CodeError, CodeList, get

KINDS = ("contact", "situation", "client")
CURRENT: Mapping[str, int] = {"contact": 2, "situation": 2, "client": 2}
"""The version in which records of each kind are written; older ones stay readable through `upgrade`."""

COUNTY = re.compile(r"\d{5}|[a-z]{2}-[a-z0-9]{1,3}-[a-z]+(?:-[a-z]+){0,4}")
"""A county: five FIPS digits, or country-state-name in lower case, as `county_code` writes it (us-oh-alder)."""


class StatisticsError(CodeError):
    """The record holds something that a statistics capsule may not hold; the text names the field."""


def validate(kind: str, record: Mapping[str, Any], version: int | None = None) -> dict[str, Any]:
    """The record as it is sealed: every field of the schema, in its order, dates as ISO text.

    A missing field becomes its default (`not_asked` or `unknown` for codes, [] for lists of codes, None for numbers);
    a record without the day it was entered was entered on the day it happened. Needs that speak of immigration are
    written as legal help. Without a `version` the current one. Raises `StatisticsError`.
    """
    fields = schema(kind, version)
    for name in record:
        if name not in fields:
            raise StatisticsError(_refusal(kind, name))
    checked = {name: _value(kind, name, rule, record.get(name)) for name, rule in fields.items()}
    if "entered" in fields:
        checked["entered"] = checked["entered"] or checked["on"]
    _check_together(kind, checked)
    return checked


def upgrade(kind: str, record: Mapping[str, Any], version: int) -> dict[str, Any]:
    """A record that was valid in an older version, as one of the current version; fields it adds are "not asked".

    Keys that are no field of the record's own version are left as they are. Raises `StatisticsError`.
    """
    found = dict(record)
    for old in range(version, current(kind)):
        fields, taken = schema(kind, old + 1), _file()[kind][f"from_v{old}"]
        for name, rule in fields.items():
            if name not in found:
                found[name] = found[taken[name]] if name in taken else _empty(rule)
    return found


def current(kind: str) -> int:
    """The version in which a kind is written now; `validate` refuses a kind that has none."""
    return CURRENT.get(kind, 1)


def schema(kind: str, version: int | None = None) -> Mapping[str, Mapping[str, Any]]:
    """The fields of one kind and version (without one: the current). Raises `StatisticsError`."""
    version = current(kind) if version is None else version
    try:
        found: Mapping[str, Mapping[str, Any]] = _file()[kind][f"v{version}"]
    except (KeyError, TypeError):
        raise StatisticsError(f"There is no statistics schema {kind!r} of version {version}.") from None
    return found


def county_code(country: str, state: str, name: str) -> str:
    """'us-oh-alder' for ('US', 'OH', 'Alder County'). Raises `StatisticsError` when nothing usable remains."""
    words = re.findall(r"[a-z]+", name.lower())
    code = "-".join([country.lower(), state.lower(), *[w for w in words if w != "county"]])
    if not COUNTY.fullmatch(code):
        raise StatisticsError(f"{name!r} does not read as the name of a county.")
    return code


@cache
def _file() -> Mapping[str, Any]:
    path = files("waystation.core.codes").joinpath("schemas/statistics.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _refusal(kind: str, name: str) -> str:
    asked = str(name).lower()
    if any(word in asked for word in _file()["forbidden"]):
        return f"{name!r} belongs to the immigration compartment and never enters a statistics capsule."
    if any(word == asked or word in asked.split("_") for word in _file()["too_fine"]):
        return f"{name!r} is a place finer than a county and never enters a statistics capsule."
    return f"A statistics capsule of a {kind} has no field {name!r}."


def _value(kind: str, name: str, rule: Mapping[str, Any], value: Any) -> Any:
    if value is None or value == "":
        if rule.get("required"):
            raise StatisticsError(f"A statistics capsule of a {kind} needs {name!r}.")
        return _empty(rule)
    return READERS[rule["type"]](name, rule, value)


def _empty(rule: Mapping[str, Any]) -> Any:
    if rule["type"] == "codes":
        return []
    if rule["type"] == "counts":
        return {}
    return rule.get("default")


def _day(name: str, rule: Mapping[str, Any], value: Any) -> str:
    if type(value) is date:
        return value.isoformat()
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
    raise StatisticsError(f"{name!r} must be a day (YYYY-MM-DD), without an hour.")


def _int(name: str, rule: Mapping[str, Any], value: Any) -> int:
    low, high = rule.get("minimum", 0), rule.get("maximum", 999)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise StatisticsError(f"{name!r} must be a whole number from {low} to {high}.")
    return value


def _county(name: str, rule: Mapping[str, Any], value: Any) -> str:
    if not isinstance(value, str) or not COUNTY.fullmatch(value):
        raise StatisticsError(f"{name!r} must be a county code such as 39049 or us-oh-alder, nothing finer.")
    return value


def _code(name: str, rule: Mapping[str, Any], value: Any) -> str:
    allowed = get(rule["list"])
    if isinstance(value, str):
        if value in allowed:
            return _coarse(allowed, value)
        if value in ANSWERS and rule.get("answers"):
            return value
    raise StatisticsError(f"{name!r} must be a code of the list {rule['list']}; other words are not kept.")


def _codes(name: str, rule: Mapping[str, Any], value: Any) -> list[str]:
    if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
        raise StatisticsError(f"{name!r} must be a list of codes of {rule['list']}.")
    return sorted({_code(name, rule, item) for item in value})


def _counts(name: str, rule: Mapping[str, Any], value: Any) -> dict[str, int]:
    if not isinstance(value, Mapping):
        raise StatisticsError(f"{name!r} must be a count for each code of {rule['list']}.")
    return {code: _int(name, {}, value[code]) for code in sorted(value) if _code(name, rule, code)}


def _coarse(allowed: CodeList, code: str) -> str:
    coarser: str = allowed[code].extra.get("statistics_as", code)
    return coarser


def _check_together(kind: str, record: Mapping[str, Any]) -> None:
    if kind == "situation" and (record["minors"] or 0) > record["persons"]:
        raise StatisticsError("'minors' cannot be more than 'persons'.")
    if record.get("entered") and record["entered"] < record["on"]:
        raise StatisticsError("'entered' cannot be before 'on', the day it happened.")
    if kind == "client" and (record["age_years"] is not None) != (record["age_state"] == "stated"):
        raise StatisticsError("'age_years' is given exactly when 'age_state' is stated.")
    if "other_agencies" in record and (record["other_agencies"] is not None) != (
        record["other_agencies_state"] == "stated"
    ):
        raise StatisticsError("'other_agencies' is given exactly when 'other_agencies_state' is stated.")


READERS: Mapping[str, Callable[[str, Mapping[str, Any], Any], Any]] = {
    "day": _day,
    "int": _int,
    "county": _county,
    "code": _code,
    "codes": _codes,
    "counts": _counts,
}
