"""Publications from before figures were rounded to tens show no more than those made since.

Frozen here: what `rounding` does today, on what it left in clear before. What is rounded already stays as it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from django.db import migrations

NUMBER = re.compile(r"\d[\d,]+")


def round_again(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("published", "Publication").objects.all()
    for row in rows:
        if row.found:
            row.found = rounded_part(row.found)
            row.save(update_fields=["found"])


def rounded_part(found: dict[str, Any]) -> dict[str, Any]:
    """The published part with no exact count in it."""
    counts = found["on_lists"]
    ends = found["without_one_list"]
    return found | {
        "lo": _tens(found["lo"], math.floor), "hi": _tens(found["hi"], math.ceil),
        "seen": _tens(found["seen"], math.floor), "on_lists": [] if None in counts else [_tens(count) for count in counts],
        "panel": [
            row | {"point": _tens(row["point"]), "lo": _tens(row["lo"], math.floor), "hi": _tens(row["hi"], math.ceil)}
            for row in found["panel"]
        ],
        "reasons": [NUMBER.sub(_said, each) for each in found["reasons"]],
        "without_one_list": [_tens(ends[0], math.floor), _tens(ends[1], math.ceil)] if ends else [],
        "if_all_lists_lean": [[at, _tens(number)] for at, number in found["if_all_lists_lean"]],
    }  # fmt: skip


def _said(hit: re.Match[str]) -> str:
    return f"{_tens(int(hit[0].replace(',', ''))):,}"


def _tens(value: float | None, way: Callable[[float], int] = round) -> int | None:
    """Two digits, in steps of ten or more."""
    if value is None:
        return None
    step = max(10, 10 ** (math.floor(math.log10(value)) - 1) if value >= 1 else 1)
    return way(value / step) * step


class Migration(migrations.Migration):
    dependencies = [("published", "0001_initial")]
    operations = [migrations.RunPython(round_again, migrations.RunPython.noop)]
