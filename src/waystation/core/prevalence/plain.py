"""A panel as plain text, for a terminal."""

from __future__ import annotations

import math

from waystation.core.prevalence.panel import Panel
from waystation.core.prevalence.trying import Coverage


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


def trials(found: Coverage) -> str:
    """How a method did on invented populations, as plain text."""
    lines = [f"How {found.method} would do on populations like this one ({found.level:.0%} intervals):"]
    for each in found.trials:
        lines.append(f"  {each.kind}:")
        if not each.estimated:
            lines.append(f"    none of {each.populations} had an estimate")
            continue
        lines.append(
            f"    the interval held the truth in {each.share:.0%} of {each.estimated} ({each.share_lo:.0%} to"
            f" {each.share_hi:.0%}), lay below it in {each.below:.0%}, above it in {each.above:.0%};"
            f" half of the estimates were under {each.median_ratio:.2f} of the truth"
        )
    if found.calibrated:
        lines.append(f"Each range was calibrated, as in the panel, on {found.calibrated} populations of its own.")
    if found.note:
        lines.append(f"Mind that {found.note}.")
    if not found.complete:
        lines.append("This was ended early: only what was tried by then is counted.")
    return "\n".join(lines)


def _whole(value: float) -> str:
    return f"{value:,.0f}" if math.isfinite(value) else "none"
