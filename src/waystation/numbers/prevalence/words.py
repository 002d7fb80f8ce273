"""Estimates in plain words: verdicts, methods, and the core's reasons in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

USABLE, BOUND, REFUSED = "usable range", "lower bound only", "do not publish"
VERDICTS = {
    USABLE: gettext_lazy("Usable range"),
    BOUND: gettext_lazy("Lower bound only"),
    REFUSED: gettext_lazy("Do not publish"),
}
METHODS = {
    "independence": gettext_lazy("Lists do not lean"),
    "pairwise": gettext_lazy("All pairs may lean"),
    "stepwise": gettext_lazy("Pairs, step by step"),
    "bic": gettext_lazy("Models, best by BIC"),
    "aic": gettext_lazy("Models, best by AIC"),
    "downhill": gettext_lazy("Models, going downhill"),
    "dga": gettext_lazy("Average of models"),
    "chao": gettext_lazy("Chao, a lower bound"),
    "lcm": gettext_lazy("Hidden groups"),
    "bayes_threshold": gettext_lazy("Pairs, by Bayes"),
}
_REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"nothing in this table speaks against the range"),
        gettext_noop("Nothing in this table speaks against the range."),
    ),
    (re.compile(r"the computation was interrupted"), gettext_noop("The computation ended early.")),
    (
        re.compile(r"there are fewer than three lists, and nobody has stated .*"),
        gettext_noop("There are fewer than three lists, and nobody has said why two of them should be independent."),
    ),
    (
        re.compile(r"only (?P<a>\S+) people are on two lists or more; (?P<b>\S+) is the least"),
        gettext_noop("Only %(a)s people are on two lists or more. The least is %(b)s."),
    ),
    (re.compile(r"no method has an estimate"), gettext_noop("No method has an estimate.")),
    (re.compile(r"the \S+ estimate does not exist for this table"), gettext_noop("This table has no estimate.")),
    (
        re.compile(r"the upper end is more than (?P<a>\S+) times the lower end"),
        gettext_noop("The upper end is more than %(a)s times the lower end."),
    ),
    (
        re.compile(r"the methods are more than (?P<a>\S+) times apart: (?P<b>\S+) to (?P<c>\S+)"),
        gettext_noop("The methods are more than %(a)s times apart: %(b)s to %(c)s."),
    ),
    (
        re.compile(r"the methods differ: (?P<a>\S+) to (?P<b>\S+)"),
        gettext_noop("The methods differ: %(a)s to %(b)s."),
    ),
    (
        re.compile(r"(?P<a>.+) and (?P<b>.+) have fewer people together than chance gives"),
        gettext_noop("%(a)s and %(b)s have fewer people together than chance gives."),
    ),
    (
        re.compile(r"some lists never serve the same people, so that not even a lower bound holds"),
        gettext_noop("Some lists never serve the same people, so not even a lower bound holds."),
    ),
    (
        re.compile(r"more people are on one list alone than alike people would give.*"),
        gettext_noop("More people are on one list alone than chance gives: some people are much harder to see."),
    ),
    (
        re.compile(r"several pairs of lists have more people together than chance gives.*"),
        gettext_noop("Several pairs of lists have more people together than chance gives, as when people differ."),
    ),
    (
        re.compile(r"up to (?P<a>\S+) in 100 links may be wrong as stated, .* range \((?P<b>\S+) to (?P<c>\S+)\)"),
        gettext_noop("Up to %(a)s in 100 links may be wrong, as stated. So many give %(b)s to %(c)s."),
    ),
    (
        re.compile(r"calibration could not be done: in too many invented populations no range .*"),
        gettext_noop("The range could not be calibrated: in too many trials no range held the true number."),
    ),
    (
        re.compile(r"the overlaps are what clients said; nobody was matched"),
        gettext_noop("The overlaps are what clients said. Nobody was matched."),
    ),
    (
        re.compile(r"the totals of the agencies contradict one another"),
        gettext_noop("The totals of the agencies contradict one another."),
    ),
    (re.compile(r"lists send people to each other"), gettext_noop("Lists send people to each other.")),
    (
        re.compile(r"nobody has stated how sure the matches are, .* range \((?P<a>\S+) to (?P<b>\S+)\)"),
        gettext_noop("Nobody has said how sure the matches are. One wrong link in twenty gives %(a)s to %(b)s."),
    ),
    (
        re.compile(r"up to (?P<a>\S+) in 100 links may be wrong as stated, .* with \S+ people on two lists or more"),
        gettext_noop("Up to %(a)s in 100 links may be wrong, as stated. In a table this large that weighs too much."),
    ),
    (
        re.compile(r"nobody has stated how sure the matches are, .* with \S+ people on two lists or more"),
        gettext_noop("Nobody has said how sure the matches are. In a table this large that weighs too much."),
    ),
    (
        re.compile(r"up to (?P<a>\S+) in 100 links may be wrong as stated, .* would leave no estimate"),
        gettext_noop("Up to %(a)s in 100 links may be wrong, as stated. With so many there is no estimate."),
    ),
    (
        re.compile(r"nobody has stated how sure the matches are, .* would leave no estimate"),
        gettext_noop("Nobody has said how sure the matches are. With one wrong link in twenty there is no estimate."),
    ),
    (
        re.compile(r"the \S+ row is no estimate, and there is none to hold it against"),
        gettext_noop("The panel holds a lower bound and no estimate."),
    ),
    (re.compile(r"this is not the whole panel"), gettext_noop("Methods of the usual panel are missing.")),
    (
        re.compile(r"the ranges are made for a lower level than a verdict needs"),
        gettext_noop("The ranges hold less of what chance gives than a verdict needs."),
    ),
    (
        re.compile(r"the \S+ number of (?P<a>\S+) lies below the lower bound of (?P<b>\S+)"),
        gettext_noop("The number of %(a)s lies below the lower bound of %(b)s."),
    ),
)  # fmt: skip
SAID_ASSUMED = gettext_lazy("Each agency is left out as often as in the sample that was checked.")
ASSUMED = (
    gettext_lazy("Nobody came or left while the lists were kept."),
    gettext_lazy("Every match between lists is right, and none is missing."),
    gettext_lazy("Lists lean on each other only as the model says."),
    gettext_lazy("Everybody had some chance to be on each list, and people are alike enough in it."),
)
NOT = (
    gettext_lazy("It is not a count of anybody. Nobody was found by it, and no person can be told from it."),
    gettext_lazy("It is not a number for one agency, and no rank of agencies."),
    gettext_lazy("It does not hold for another place, another year or another group of people."),
    gettext_lazy(
        "Its range is what chance gives if the model is right. It does not hold what is wrong with the model."
    ),
)


def assumed(found: Mapping[str, Any]) -> list[str]:
    """What would have to be true of a panel."""
    return [str(line) for line in (*ASSUMED, *([SAID_ASSUMED] if is_said(found) else []))]


def is_said(found: Mapping[str, Any]) -> bool:
    """Whether a panel is of overlaps that clients told."""
    return "self_reported" in found


def reason(sentence: str) -> str:
    """A reason of the core in the reader's language; one that is not known here is shown as the core says it."""
    for pattern, text in _REASONS:
        if found := pattern.fullmatch(sentence):
            return _(text) % found.groupdict()
    return sentence


def method(name: str) -> str:
    return str(METHODS.get(name, name))


def say(found: Mapping[str, Any], ends: tuple[str, str]) -> str:
    """What may be said of a panel, in one sentence; `ends` are its range in the reader's digits."""
    if found["verdict"] == USABLE:
        return _("Say “between %(lo)s and %(hi)s people”. Do not give a middle figure.") % dict(
            zip(("lo", "hi"), ends, strict=True)
        )
    if found["verdict"] == BOUND:
        return _("Say “at least about %(lo)s people”. Do not give a middle figure.") % {"lo": ends[0]}
    return _("Say nothing about how many there are. This table does not carry it.")
