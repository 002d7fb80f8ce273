"""What of a panel may stand on a public page: numbers of two digits in steps of ten or more, no list by name.

Pure. Estimates are functions of the overlap table, and one exact figure beside them can be solved for its small boxes.
So no figure of people is exact, and how many lists people are on is left out whole when one count of it is withheld.
Reasons that name lists refuse a number, and what is refused is never published.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from waystation.core.disclosure.withhold import withhold_one_way
from waystation.numbers.prevalence import noting, presenting, words

STEP = 10
_NUMBER = re.compile(r"\d[\d,]+")


def public_part(found: Mapping[str, Any], ends: tuple[float, float]) -> dict[str, Any]:
    """The part of a panel that is published; `ends` are those of the range that may be said."""
    on_lists = withhold_one_way([int(count) for count in found["diagnostics"]["on_lists"]])
    numbers = [each["number"] for each in found["diagnostics"]["without"] if each["number"] is not None]
    curve = found["sensitivity"] or {"log_odds": [], "numbers": []}
    part = {
        "verdict": found["verdict"],
        "lo": _rounded(ends[0], math.floor),
        "hi": _rounded(ends[1], math.ceil),
        "seen": _rounded(on_lists.total, math.floor),
        "on_lists": [] if on_lists.has_withheld else [_rounded(count) for count in on_lists.counts],
        "lists": len(found["lists"]),
        "panel": [_row(row) for row in found["panel"]],
        "reasons": [_without_numbers(each) for each in found["reasons"]],
        "without_one_list": [_rounded(min(numbers), math.floor), _rounded(max(numbers), math.ceil)] if numbers else [],
        "if_all_lists_lean": [
            [at, _rounded(number)] for at, number in zip(curve["log_odds"], curve["numbers"], strict=True)
        ][::5],
        "stated": _stated(found.get("stated", {})),
    }
    if words.is_said(found):
        part["self_reported"] = [
            {"missed": round(each["missed"], 2), "rows": [_end(row) for row in each["rows"]]}
            for each in found["self_reported"]
        ]
    return part


def _rounded(value: float | None, way: Callable[[float], int] = round) -> int | None:
    return presenting.rounded(value, way, STEP)


def _end(row: Mapping[str, Any]) -> dict[str, Any]:
    lo, hi = _rounded(row["lo"], math.floor), _rounded(row["hi"], math.ceil)
    return {"method": row["method"], "point": _rounded(row["point"]), "lo": lo, "hi": hi}


def _stated(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the verdict rests on beside the table. The argument for two lists may name them: only that there is one."""
    return {
        "linkage_error": told.get("linkage_error"), "referrals": bool(told.get("referrals")),
        "independent": bool(told.get("independent")),
    }  # fmt: skip


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "method": row["method"], "kind": row["kind"], "point": _rounded(row["point"]),
        "lo": _rounded(row["lo"], math.floor), "hi": _rounded(row["hi"], math.ceil), "level": row["level"],
        "mc_error": _rounded(row.get("mc_error"), math.ceil), "notes": noting.codes(row),
    }  # fmt: skip


def _without_numbers(sentence: str) -> str:
    """Numbers of two digits and more are rounded as those of the panel are."""
    return _NUMBER.sub(lambda found: f"{_rounded(float(found[0].replace(',', ''))):,}", sentence)
