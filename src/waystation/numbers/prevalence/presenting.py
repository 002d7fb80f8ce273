"""What pages show of a panel: the verdict, the panel for figure and table, and its diagnostics in plain words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from waystation.numbers.prevalence import words
from waystation.numbers.prevalence.shapes import Sheet, masks_of

Found = Mapping[str, Any]
ICONS = {words.USABLE: "check", words.BOUND: "floor", words.REFUSED: "stop"}
FAR = 1.25
"""A number made again that lies further than this factor from the first moves it."""
DIGITS = 2
"""Digits of a number that is said or published."""


@dataclass(frozen=True)
class Verdict:
    """The verdict in words: what it is called, what may be said, why."""

    word: str
    icon: str
    title: str
    say: str
    reasons: list[str] = field(default_factory=list)
    is_said: bool = False

    @property
    def is_refused(self) -> bool:
        return self.word == words.REFUSED


def whole(value: float | None) -> str:
    """A number of people in the reader's digits; a dash for none."""
    return "–" if value is None else number_format(round(value), use_l10n=True, force_grouping=True)


def rounded(value: float | None, way: Callable[[float], int] = round, least: int = 1) -> int | None:
    """To two digits, in steps of `least` or more: to the nearest, or down or up with math.floor and math.ceil."""
    if value is None:
        return None
    step = max(least, 10 ** max(0, math.floor(math.log10(value)) + 1 - DIGITS) if value >= 1 else 1)
    return way(value / step) * step


def ends(found: Found) -> tuple[float, float]:
    """The range that may be said: of the stepwise row, or from the lower bound on when that is all there is."""
    rows = {row["method"]: row for row in found["panel"]}
    main = rows.get("stepwise") or next(iter(rows.values()), {"lo": None, "hi": None})
    bound = rows.get("chao", main) if found["verdict"] == words.BOUND else main
    lows = [bound["lo"] or found["n"], *(row["lo"] for row in _at_ends(found, "chao") if row["lo"])]
    return min(lows) * _inflated(found), main["hi"] or main["lo"] or found["n"]


def _inflated(found: Found) -> float:
    """What is left of a lower bound when as many links are wrong as nobody has ruled out: missed ones inflate it."""
    main, told = _main(found), found.get("stated", {}).get("linkage_error")
    wrong = [each["number"] for each in found["diagnostics"].get("linkage", ()) if each["number"] is not None]
    if found["verdict"] != words.BOUND or told == 0 or not wrong or not main:
        return 1.0
    return float(min(1.0, min(wrong) / main))


def _at_ends(found: Found, method: str) -> list[dict[str, Any]]:
    """Rows of a method where agencies are left out as rarely, and as often, as may be; none but for self-reports."""
    every = [row for each in found.get("self_reported", ()) for row in each["rows"]]
    return [row for row in every if row["method"] == method]


def said(found: Found) -> list[tuple[str, str, str]]:
    """For a self-reported table: the share left out, the least number, and the number of the stepwise method."""
    shares = [each["missed"] for each in found.get("self_reported", ())]
    rows = zip(shares, _at_ends(found, "chao"), _at_ends(found, "stepwise"), strict=False)
    return [(f"{share:.0%}", whole(least["lo"]), whole(step["point"])) for share, least, step in rows]


def verdict(found: Found) -> Verdict:
    lo, hi = ends(found)
    word = found["verdict"]
    say = words.say(found, (whole(rounded(lo, math.floor)), whole(rounded(hi, math.ceil))))
    reasons = [words.reason(each) for each in found["reasons"]]
    return Verdict(word, ICONS[word], str(words.VERDICTS[word]), say, reasons, words.is_said(found))


def figure(found: Found) -> list[dict[str, Any]]:
    """Rows of the figure; none where no method has a number."""
    if all(row["point"] is None for row in found["panel"]):
        return []
    return [
        {"label": words.method(row["method"]), **{k: row[k] for k in ("point", "lo", "hi")}} for row in found["panel"]
    ]


def panel(found: Found) -> list[dict[str, str]]:
    """Rows of the table beside it."""
    return [
        {
            "label": words.method(row["method"]),
            "point": whole(row["point"]),
            "range": f"{whole(row['lo'])} – {whole(row['hi'])}" if row["lo"] and row["hi"] else "–",
            "chance": whole(row["mc_error"]),
            "model": _("No list leans on another") if row["model"].startswith("no list") else row["model"],
        }
        for row in found["panel"]
    ]


@dataclass(frozen=True)
class Line:
    """One thing for or against: whether it speaks against, and the sentence."""

    against: bool
    text: str


def diagnostics(found: Found) -> list[Line]:
    """What speaks for and against, a sentence each."""
    known = found["diagnostics"]
    enough = found["on_two_or_more"] >= 10
    lines = [Line(not enough, _("People on two lists or more: %(n)s.") % {"n": whole(found["on_two_or_more"])})]
    empty = [lean["pair"] for lean in known["leans"] if lean["together"] == 0]
    lines += [Line(True, _("%(one)s and %(two)s share nobody.") % {"one": one, "two": two}) for one, two in empty]
    for lean in known["leans"]:
        one, two = lean["pair"]
        if lean["lo"] is not None and lean["lo"] > 1:
            lines.append(
                Line(True, _("%(one)s and %(two)s share more people than chance gives.") % {"one": one, "two": two})
            )
        if lean["hi"] is not None and lean["hi"] < 1:
            lines.append(
                Line(True, _("%(one)s and %(two)s share fewer people than chance gives.") % {"one": one, "two": two})
            )
    judged = [each for each in known["consistency"] if each["number"] is not None]
    off = [each["what"] for each in judged if not 1 / FAR <= each["number"] <= FAR]
    if not judged:
        lines.append(Line(True, _("The other lists cannot judge the known size of any list.")))
    elif off:
        lines.append(
            Line(True, _("The other lists misjudge the known size of: %(names)s.") % {"names": ", ".join(off)})
        )
    else:
        lines.append(Line(False, _("The other lists judge the known size of each list about right.")))
    return [*lines, *(_moves(found))]


def _moves(found: Found) -> Iterable[Line]:
    main = _main(found)
    if main is None:
        return
    groups = (
        ("without", _("Leaving one list out moves the number a lot."), _("No single list carries the number.")),
        ("one_more_or_less", _("One person more or fewer on an overlap moves the number a lot."),
         _("One person more or fewer on an overlap changes little.")),
    )  # fmt: skip
    for name, moved, still in groups:
        numbers = [each["number"] for each in found["diagnostics"][name]]
        far = any(one is None or not 1 / FAR <= one / main <= FAR for one in numbers)
        if numbers:
            yield Line(far, moved if far else still)


def _main(found: Found) -> float | None:
    rows = {row["method"]: row["point"] for row in found["panel"]}
    return rows.get("stepwise") or next(iter(rows.values()), None)


@dataclass(frozen=True)
class Again:
    """The number made again after a change of the table: which, the number, and how far it moved, in words."""

    what: str
    number: float | None
    shown: str
    moved: str
    is_far: bool


def again(found: Found, names: Iterable[str]) -> tuple[list[Again], list[Again]]:
    """Each list left out, and each overlap with one person more or fewer."""
    main, known, lists = _main(found), found["diagnostics"], list(names)
    without = [
        _again(_("Without %(name)s") % {"name": name}, each["number"], main)
        for name, each in zip(lists, known["without"], strict=True)
    ]
    nudged = [_again(_nudge(each["what"]), each["number"], main) for each in known["one_more_or_less"]]
    return without, nudged


def _nudge(what: str) -> str:
    """Core says: one more on A and B alone."""
    kind, _on, pair = what.removesuffix(" alone").partition(" on ")
    words_of = {"one more": _("One more on %(pair)s"), "one fewer": _("One fewer on %(pair)s")}
    return words_of.get(kind, what) % {"pair": pair} if kind in words_of else what


def _again(what: str, number: float | None, main: float | None) -> Again:
    if number is None or not main:
        return Again(what, number, whole(number), _("no estimate"), True)
    share = round(100 * (number / main - 1))
    moved = (
        _("the same")
        if share == 0
        else _("%(share)s %% more") % {"share": share}
        if share > 0
        else _("%(share)s %% fewer") % {"share": -share}
    )
    return Again(what, number, whole(number), moved, not 1 / FAR <= number / main <= FAR)


def curve(found: Found) -> list[tuple[str, str]]:
    """The number for each assumed dependence of all lists: as (odds, number), a few of them."""
    shape = found["sensitivity"]
    if not shape or all(number is None for number in shape["numbers"]):
        return []
    pairs = list(zip(shape["log_odds"], shape["numbers"], strict=True))[::5]
    return [(f"{at:+.1f}", whole(number)) for at, number in pairs]


def figure_again(rows: Iterable[Again]) -> list[dict[str, Any]]:
    """Rows of its figure; none where there is no number to draw."""
    shown = [{"label": row.what, "point": row.number, "lo": None, "hi": None} for row in rows]
    return shown if any(row["point"] is not None for row in shown) else []


def has_number(found: Found) -> bool:
    """Whether there is a stepwise number to invent populations from."""
    return any(row["method"] == "stepwise" and row["status"] == 0 and row["point"] for row in found["panel"])


def main_row(found: Found) -> str:
    """The number that is compared with, in the reader's digits."""
    return whole(_main(found))


def cells(sheet: Sheet) -> list[tuple[str, int]]:
    """The overlap table in words: who is on exactly which lists."""
    if not sheet.is_complete:
        return []
    return [
        (" + ".join(sheet.names(mask)), count)
        for mask in masks_of(len(sheet.lists))
        if (count := sheet.counts.get(mask, 0))
    ]
