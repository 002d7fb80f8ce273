"""Figures of an instrument in words that a worker can say: of 100 who come out positive, so many rightly."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from waystation.care.intake.screening.selectors import Held
from waystation.core.screening.instruments import Outcome
from waystation.core.screening.meaning import Accuracy, Meaning, Span, meaning, meanings


@dataclass(frozen=True)
class Figure:
    """One row: how common it is, and what positive and negative then mean. `own`: the share that the worker gave."""

    prevalence: str
    positives: str
    span: str
    negatives: str
    flagged: str
    own: bool
    study: bool


@dataclass(frozen=True)
class Figures:
    """All rows of an instrument, and the sentence for the row that stands for here."""

    rows: list[Figure]
    sentence: str
    accuracy: Accuracy


def figures(tool: Held, share: float | None) -> Figures | None:
    """None where no accuracy is published. `share`: how common it is here, 0 to 1, as the worker guesses."""
    accuracy = tool.instrument.accuracy
    if accuracy is None:
        return None
    rows = meanings(accuracy)
    if share is not None and all(abs(row.prevalence - share) > 1e-9 for row in rows):
        rows = sorted([*rows, meaning(accuracy, share)], key=lambda row: row.prevalence)
    here = meaning(accuracy, share if share is not None else accuracy.prevalence or rows[0].prevalence)
    shown = [_figure(row, share, accuracy.prevalence) for row in rows]
    return Figures(shown, _sentence(here), accuracy)


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


def _figure(row: Meaning, share: float | None, study: float | None) -> Figure:
    return Figure(
        prevalence=_number(row.prevalence * 100),
        positives=_of_100(row.ppv),
        span=_span(row.ppv_span),
        negatives=_of_100(row.npv),
        flagged=_of_100(row.flagged),
        own=share is not None and abs(row.prevalence - share) <= 1e-9,
        study=study is not None and abs(row.prevalence - study) <= 1e-9,
    )


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
