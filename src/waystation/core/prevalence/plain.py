"""A panel as plain text, for a terminal."""

from __future__ import annotations

import math

from waystation.core.prevalence.panel import Panel


def text(found: Panel) -> str:
    """The verdict first, then the panel, then what would have to be true. Numbers of people, whole."""
    table = found.table
    lines = [
        f"Verdict: {found.verdict.word.value}",
        *(f"  - {reason}" for reason in found.verdict.reasons),
        "",
        f"{table.n:,} people on {table.size} lists ({', '.join(table.lists)}), {table.on_two_or_more:,} on two or more",
        "",
        f"{'method':<14}{'estimate':>10}{'from':>10}{'to':>10}{'+-':>8}  model",
    ]
    for each in found.estimates:
        numbers = "".join(f"{_whole(value):>10}" for value in (each.point, each.lo, each.hi))
        about = each.model if each.kind == "estimate" else f"{each.kind}: {each.model}"
        lines.append(f"{each.method:<14}{numbers}{_whole(each.mc_error):>8}  {about}")
        lines += [f"{'':<14}{note}" for note in each.notes]
    lines += [
        "",
        f"'from' and 'to' hold {found.level:.0%} of what chance would give if the model were right; '+-' is what",
        "chance in the computation itself adds to them. They say nothing of these, which would have to be true:",
        *(f"  - {each}" for each in found.verdict.assumptions),
        "Not one of these numbers may be shown without the others and the verdict.",
    ]
    if not found.complete:
        lines.append("This was interrupted: only what was done by then is shown.")
    return "\n".join(lines)


def _whole(value: float) -> str:
    return f"{value:,.0f}" if math.isfinite(value) else "none"
