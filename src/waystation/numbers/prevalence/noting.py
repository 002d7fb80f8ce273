"""What the core notes on a row of a panel, as fixed codes for publications and as sentences for pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from waystation.numbers.prevalence import words

OTHER = "other"
BENT = frozenset({"widened", "uncalibrated", "failed", "percentile", "percentile_fast", "missing", "none", "posterior"})
"""Codes of a range that is not made as the caption of the figure says."""
_NOTES: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    (
        "widened", re.compile(r"widened to hold the number with wrong links"),
        gettext_noop("Its range was widened to hold wrong links."), "",
    ),
    (
        "calibrated", re.compile(r"calibrated on (?P<a>\S+) invented populations: the ends are those of (?P<b>\S+)%"),
        gettext_noop("Its range was calibrated on %(a)s invented populations. Its ends are those of %(b)s %%."),
        gettext_noop("Its range was calibrated on invented populations."),
    ),
    ("uncalibrated", re.compile(r"not calibrated.*"), gettext_noop("Its range is not calibrated."), ""),
    (
        "failed", re.compile(r"calibration could not be done.*"),
        gettext_noop("Its range could not be calibrated. It is too narrow."), "",
    ),
    (
        "missing", re.compile(r"(?P<a>\d+) of (?P<b>\d+) replicates have no estimate"),
        gettext_noop("%(a)s of %(b)s replicates have no estimate."),
        gettext_noop("Some replicates have no estimate."),
    ),
    ("none", re.compile(r"no replicate has an estimate"), gettext_noop("No replicate has an estimate."), ""),
    (
        "percentile", re.compile(r"percentile ends, because the BCa correction is not defined"),
        gettext_noop("Its ends are plain percentiles: the usual correction cannot be made."), "",
    ),
    (
        "percentile_fast", re.compile(r"percentile ends, because the acceleration is too large"),
        gettext_noop("Its ends are plain percentiles: the usual correction would be too large."), "",
    ),
    (
        "no_model", re.compile(r"no model that can be tried has an estimate"),
        gettext_noop("No model that can be tried has an estimate."), "",
    ),
    (
        "tried", re.compile(r"(?P<a>\d+) models tried, the best (?P<b>\d+) again in each replicate"),
        gettext_noop("%(a)s models were tried, and the best %(b)s again in each replicate."),
        gettext_noop("Many models were tried, and the best ones again in each replicate."),
    ),
    (
        "prior", re.compile(r"with four times the prior weight (?P<a>\S+), with a quarter of it (?P<b>\S+)"),
        gettext_noop("Four times the prior weight gives %(a)s, a quarter of it %(b)s."),
        gettext_noop("The number rests in part on a prior weight."),
    ),
    (
        "prior_alone", re.compile(r"nobody is on two lists: this would be the prior alone"),
        gettext_noop("Nobody is on two lists, so there is nothing but the prior weight."), "",
    ),
    (
        "unsettled", re.compile(r"the chains have not converged.*"),
        gettext_noop("The computation did not settle, so there is no number."), "",
    ),
    ("posterior", re.compile(r"a range of the posterior.*"), gettext_noop("Its range is one of Bayes."), ""),
    (
        "loglinear", re.compile(r"as a log-linear model (?P<a>\S+)"),
        gettext_noop("As a log-linear model it gives %(a)s."),
        gettext_noop("A log-linear model gives a bound of its own."),
    ),
)  # fmt: skip
_CODES = {code: public or exact for code, _pattern, exact, public in _NOTES}


def codes(row: Mapping[str, Any]) -> list[str]:
    """The notes of a row as codes: no figure of the table is in them."""
    return [_known(note)[0] for note in row.get("notes", ())]


def sentences(panel: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Each note of a panel for its analysts: the method, and what is noted. One not known is shown as the core says."""
    return [(words.method(row["method"]), _known(note)[1]) for row in panel for note in row.get("notes", ())]


def public_sentences(panel: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The same from codes, as they were published."""
    return [
        (words.method(row["method"]), _(_CODES[code]) if code in _CODES else _("There is a note on its range."))
        for row in panel
        for code in row.get("notes", ())
    ]


def are_bent(panel: Iterable[Mapping[str, Any]], *, are_codes: bool = False) -> bool:
    """Whether a range of the panel is not made as the others are."""
    return any(BENT & set(row.get("notes", ()) if are_codes else codes(row)) for row in panel)


def _known(note: str) -> tuple[str, str]:
    for code, pattern, exact, _public in _NOTES:
        if found := pattern.fullmatch(note):
            return code, _(exact) % found.groupdict() if found.groupdict() else _(exact)
    return OTHER, note
