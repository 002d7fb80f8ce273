"""What pages show of a trial: each kind of invented population, and what all of them say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHORT = 0.85
"""A share of ranges that hold the truth below this is said to fail."""


@dataclass(frozen=True)
class Tried:
    """One kind of invented population: its name, how many had an estimate, how many had none, the share held of those
    that had one, and whether that is too few."""

    kind: str
    estimated: int
    without: str
    share: str
    ratio: str
    is_short: bool
    is_tried: bool


def trials(found: Mapping[str, Any]) -> list[Tried]:
    """Each kind of population that was tried."""
    names = (
        _("As the model of this table says"),
        _("And half as many again who are five times harder to see"),
        _("And one link in twenty missed"),
    )
    return [_tried(name, row) for name, row in zip(names, found["trials"], strict=True)]


def _tried(name: str, row: Mapping[str, Any]) -> Tried:
    tried, estimated = row["populations"], row["estimated"]
    without = ngettext("%(n)s had no estimate", "%(n)s had no estimate", tried - estimated) % {"n": tried - estimated}
    told = without if tried > estimated else ""
    if row["share"] is None:
        return Tried(name, estimated, told, "–", "–", tried > 0, tried > 0)
    share, lo, hi = (f"{row[part]:.0%}" for part in ("share", "share_lo", "share_hi"))
    said = _("%(share)s (%(lo)s to %(hi)s)") % {"share": share, "lo": lo, "hi": hi}
    return Tried(name, estimated, told, said, f"{row['median_ratio']:.2f}", row["share"] < SHORT, True)


def judged(rows: Sequence[Tried]) -> tuple[str, list[str]]:
    """What a trial says, and the kinds that it fails on."""
    failed = [row.kind for row in rows if row.is_short]
    if failed:
        said = _("Where the method fails on invented populations like yours, it may fail on yours. It fails here:")
        return said, failed
    if not all(row.is_tried for row in rows):
        return _("Not every kind was tried, so this trial says nothing yet."), []
    return _("On populations like this one the range holds the truth about as often as it says."), []


def made(found: Mapping[str, Any]) -> str:
    """How the ranges of a trial were made; "" for one of an older version, which did not say."""
    if number := found.get("calibrated"):
        return _("Each range was calibrated on %(n)s populations, as a panel does it.") % {"n": number}
    if found.get("note"):
        return _("These ranges are not calibrated, and that of your table is. It may do better, or worse, than these.")
    return ""
