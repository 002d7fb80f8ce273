"""What of a panel may stand on a public page: numbers of two digits, counts by the rule of 1 to 10, no list by name.

Pure. Estimates are functions of the overlap table; rounded to two digits they do not lead back to its small boxes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from waystation.core.disclosure.withhold import withhold_one_way
from waystation.numbers.prevalence.presenting import rounded

_NUMBER = re.compile(r"\d[\d,]{2,}")


def public_part(found: Mapping[str, Any], ends: tuple[float, float]) -> dict[str, Any]:
    """The part of a panel that is published; `ends` are those of the range that may be said."""
    on_lists = withhold_one_way([int(count) for count in found["diagnostics"]["on_lists"]])
    numbers = [each["number"] for each in found["diagnostics"]["without"] if each["number"] is not None]
    curve = found["sensitivity"] or {"log_odds": [], "numbers": []}
    return {
        "verdict": found["verdict"],
        "lo": rounded(ends[0], math.floor),
        "hi": rounded(ends[1], math.ceil),
        "seen": on_lists.total,
        "on_lists": list(on_lists.counts),
        "lists": len(found["lists"]),
        "panel": [_row(row) for row in found["panel"]],
        "reasons": [_without_numbers(each) for each in found["reasons"] if not _names(each, found["lists"])],
        "without_one_list": [rounded(min(numbers), math.floor), rounded(max(numbers), math.ceil)] if numbers else [],
        "if_all_lists_lean": [
            [at, rounded(number)] for at, number in zip(curve["log_odds"], curve["numbers"], strict=True)
        ][::5],
    }


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "method": row["method"], "kind": row["kind"], "point": rounded(row["point"]),
        "lo": rounded(row["lo"], math.floor), "hi": rounded(row["hi"], math.ceil), "level": row["level"],
    }  # fmt: skip


def _without_numbers(sentence: str) -> str:
    """Numbers of three digits and more are rounded as those of the panel are."""
    return _NUMBER.sub(lambda found: f"{rounded(float(found[0].replace(',', ''))):,}", sentence)


def _names(sentence: str, lists: Sequence[str]) -> bool:
    return any(name.casefold() in sentence.casefold() for name in lists)
