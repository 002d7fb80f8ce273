"""A panel as one HTML file: no script, nothing fetched, figures drawn by us with the table of each beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from waystation.core.prevalence.figures import Bar, intervals, line
from waystation.core.prevalence.panel import Panel

NOT = (
    "It is not a count of anybody: nobody here was found, and no person can be told from it.",
    "It is not a number for one agency, and not a rank of agencies.",
    "It does not hold for another place, another year or another definition of who is counted.",
    "Its range is what chance would give if the model were right. It does not hold what is wrong with the model.",
)


def report(found: Panel) -> str:
    """The whole report: verdict, who is counted, panel, diagnostics, sensitivity, what would have to be true."""
    style = files("waystation.core.prevalence").joinpath("report.css").read_text(encoding="utf-8")
    body = "".join([_top(found), _panel(found), _doubts(found), _curve(found), _close(found)])
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>How many were never seen</title><style>{style}</style></head><body><main>{body}</main></body></html>\n"
    )


def _top(found: Panel) -> str:
    table, stated = found.table, found.stated
    told = [
        ("People", stated.population),
        ("Period", stated.period),
        ("Place", stated.place),
        ("Matched by", stated.matching),
    ]
    rows = [(name, escape(value) if value else "not stated") for name, value in told]
    rows += [
        ("Lists", escape(", ".join(table.lists))),
        ("Seen", f"{table.n:,}"),
        ("On two lists or more", f"{table.on_two_or_more:,}"),
    ]
    empty = ", ".join(f"{one} and {two}" for one, two in table.empty_pairs())
    rows.append(("Lists with nobody in common", escape(empty) or "none"))
    return (
        f"<h1>How many were never seen</h1><p class='verdict'>Verdict: <strong>{found.verdict.word.value}</strong></p>"
        f"{_list(found.verdict.reasons)}<h2>Who is counted</h2><table>"
        + "".join(f"<tr><th scope='row'>{name}</th><td>{value}</td></tr>" for name, value in rows)
        + "</table>"
    )


def _panel(found: Panel) -> str:
    bars = [Bar(each.method, each.point, each.lo, each.hi, each.kind != "estimate") for each in found.estimates]
    title = "Estimates and ranges by method; the dashed line is the number seen"
    rows = [
        (each.method, _whole(each.point), f"{_whole(each.lo)} to {_whole(each.hi)}", _whole(each.mc_error),
         f"{each.kind}: {each.model}" if each.kind != "estimate" else each.model, "; ".join(each.notes))
        for each in found.estimates
    ]  # fmt: skip
    heads = ("Method", "Number", f"Range ({found.level:.0%})", "Chance in the computation", "Model", "Notes")
    return f"<h2>The panel</h2>{intervals(bars, title, found.table.n)}{_table(heads, rows)}"


def _doubts(found: Panel) -> str:
    known = found.diagnostics
    seen = [(str(at), f"{count:,}") for at, count in enumerate(known.on_lists, start=1)]
    leans = [
        (
            " and ".join(lean.pair),
            f"{lean.together:,}",
            f"{lean.expected:,.1f}",
            _odds(lean.odds_ratio),
            f"{_odds(lean.lo)} to {_odds(lean.hi)}",
        )
        for lean in known.leans
    ]
    groups = (
        ("Without one list", known.without), ("Two lists as one", known.merged),
        ("One person more or fewer", known.one_more_or_less),
        ("Wrong links", known.linkage), ("Fewer people", known.thinner),
    )  # fmt: skip
    again = [(name, each.what, _whole(each.number)) for name, some in groups for each in some]
    inside = [(each.what, _odds(each.number)) for each in known.consistency]
    return (
        "<h2>What speaks for and against it</h2>"
        + _table(("On so many lists", "People"), seen)
        + "<h3>Lists that lean on each other</h3>"
        + _table(("Lists", "People on both", "Expected by chance", "Odds ratio", "Range (95%)"), leans)
        + "<h3>The stepwise number, made again</h3>"
        + _table(("Change", "Which", "Number"), again)
        + "<h3>Each list as the others would estimate it</h3><p>1 is right.</p>"
        + _table(("List", "Estimate over its true size"), inside)
    )


def _curve(found: Panel) -> str:
    curve = found.sensitivity
    if curve is None:
        return ""
    foot = "assumed log odds ratio between all lists"
    rows = [(f"{at:+.1f}", _whole(number)) for at, number in zip(curve.log_odds, curve.numbers, strict=True)]
    return (
        "<h2>What no table can show</h2><p>How all lists lean on each other together cannot be read off the counts. "
        "The same table gives these numbers, each as good a fit as the next.</p>"
        + line(curve.log_odds, curve.numbers, "The number for each assumed dependence of all lists", foot)
        + _table(("Log odds ratio", "Number"), rows)
    )


def _close(found: Panel) -> str:
    ended = "" if found.complete else "<p><strong>The computation was interrupted.</strong></p>"
    return (
        f"<h2>What would have to be true</h2>{_list(found.verdict.assumptions)}"
        f"<h2>What the number is not</h2>{_list(NOT)}"
        f"{ended}<p class='soft'>Seed {found.seed}. Not one row may be shown without the others and the verdict.</p>"
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f"<th scope='col'>{escape(head)}</th>" for head in heads)
    body = "".join(
        f"<tr><th scope='row'>{escape(row[0])}</th>" + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    around = f"<div class='wide' tabindex='0' role='region' aria-label='{escape(heads[0])}'>"
    return f"{around}<table><tr>{top}</tr>{body}</table></div>"


def _list(sentences: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences) + "</ul>"


def _whole(value: float) -> str:
    return f"{value:,.0f}" if math.isfinite(value) else "none"


def _odds(value: float) -> str:
    return f"{value:.2f}" if math.isfinite(value) else "none"
