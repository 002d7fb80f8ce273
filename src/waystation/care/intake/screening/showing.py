"""Figures of an instrument in words that a worker can say: of 100 who come out positive, so many rightly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from waystation.care.intake.screening.selectors import Held
from waystation.core.screening.instruments import Outcome
from waystation.core.screening.meaning import Accuracy, Meaning, Span, meaning, meanings

NEAR = 1e-9
"""Shares this close are one."""


@dataclass(frozen=True)
class Figures:
    """A table for `ui/components/table.html`, a row for each figure, and the sentence for the one that stands for here.

    Each row: how common it is, of 100 positives how many are right and likely between which, of 100 negatives how many
    are right, of 100 people how many come out positive.
    """

    columns: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    sentence: str
    accuracy: Accuracy


def figures(tool: Held, share: float | None) -> Figures | None:
    """None where no accuracy is published. `share`: how common it is here, 0 to 1, as the worker guesses."""
    accuracy = tool.instrument.accuracy
    if accuracy is None:
        return None
    rows = meanings(accuracy)
    if share is not None and all(abs(row.prevalence - share) > NEAR for row in rows):
        rows = sorted([*rows, meaning(accuracy, share)], key=lambda row: row.prevalence)
    here = meaning(accuracy, share if share is not None else accuracy.prevalence or rows[0].prevalence)
    labels = [
        _("Of 100 people, affected"), _("Of 100 positives, right"), _("Likely between"), _("Of 100 negatives, right"),
        _("Of 100 people, positive"),
    ]  # fmt: skip
    shown = [_row(row, labels, share, accuracy.prevalence) for row in rows]
    return Figures([{"label": label} for label in labels], shown, _sentence(here), accuracy)


def outcome_lines(outcome: Outcome, lang: str) -> list[tuple[str, str]]:
    """(what, words) of the rule's outcome: sum, band, dimensions. Nothing here says what a person is."""
    lines = []
    if outcome.low is not None and outcome.high is not None:
        low, high = _number(outcome.low), _number(outcome.high)
        lines.append((_("Sum"), low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}))
        lines.append((_("Band"), _(" or ").join(band.words.text(lang) for band in outcome.bands)))
    for name, positive in outcome.dimensions:
        words = {None: _("Not known yet"), True: _("Signs noted"), False: _("No sign so far")}
        lines.append((name, words[positive]))
    asked = {"n": outcome.answered, "all": outcome.answered + len(outcome.unanswered)}
    lines.append((_("Answered"), _("%(n)d of %(all)d") % asked))
    return lines


def _row(row: Meaning, labels: list[str], share: float | None, study: float | None) -> dict[str, Any]:
    head = _number(row.prevalence * 100)
    if share is not None and abs(row.prevalence - share) <= NEAR:
        head = _("%(n)s (your figure)") % {"n": head}
    elif study is not None and abs(row.prevalence - study) <= NEAR:
        head = _("%(n)s (its study)") % {"n": head}
    values = [_of_100(row.ppv), _span(row.ppv_span) or "–", _of_100(row.npv), _of_100(row.flagged)]
    return {"head": head, "cells": [{"label": k, "value": v} for k, v in zip(labels[1:], values, strict=True)]}


def _sentence(row: Meaning) -> str:
    if row.ppv is None:
        return _("At this figure nobody would come out positive.")
    told = {"here": _number(row.prevalence * 100), "right": _of_100(row.ppv)}
    return _("Where %(here)s of 100 people are affected, of 100 positives about %(right)s are right.") % told


def _of_100(share: float | None) -> str:
    """Whole people of 100; below one and above 99 it says so rather than rounding to none or all."""
    if share is None:
        return "–"
    if 0 < share < 0.01:
        return _("fewer than 1")
    if 0.99 < share < 1:
        return _("more than 99")
    return str(round(share * 100))


def _span(span: Span | None) -> str:
    return _("%(low)s to %(high)s") % {"low": _of_100(span.low), "high": _of_100(span.high)} if span else ""


def _number(value: float) -> str:
    return str(number_format(round(value, 3), use_l10n=True)).rstrip("0").rstrip(".,") if value % 1 else str(int(value))
