"""Figures in words: what a count shows, with its range, its label and what would have to be true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waystation.core.linkage import AgencyTotals, Assumption, Band, Caution, Unduplicated, Word
from waystation.core.linkage.totals import THRESHOLD


def result(found: Unduplicated) -> dict[str, Any]:
    """What the page shows of an estimate; in whole people; where it is refused, no number of it."""
    told = {
        "word": words()[found.word], "refused": found.word == Word.REFUSED, "is_band": found.sample is None,
        "added": added(found.records), "answered": whole(found.answered),
        "missed": [percent(rate) for rate in found.missed],
        "assumptions": [assumption(each, found) for each in found.assumptions],
        "cautions": [cautions()[each] for each in found.cautions],
    }  # fmt: skip
    if found.word == Word.REFUSED:
        return told
    return told | {
        "number": None if found.number is None else whole(found.number), "lo": whole(found.lo), "hi": whole(found.hi),
        "level": percent(found.level), "several": _several(found),
        "rows": [(percent(row.missed), whole(row.number), whole(row.lo), whole(row.hi)) for row in found.rows],
    }  # fmt: skip


def _several(found: Unduplicated) -> str:
    """The share of people with two agencies or more; "" where that would be few enough to point at them."""
    share = 1 - found.shares[0]
    return percent(share) if share * found.lo > THRESHOLD else ""


def lines(totals: AgencyTotals) -> list[tuple[str, str]]:
    """Totals line by line, as they leave an agency."""
    found = [(others(band), whole(band.people)) for band in totals.bands]
    rest = _("1 to 10") if totals.unanswered is None else whole(totals.unanswered)
    return [*found, (_("No answer, or none that can be shown"), rest)]


def pairs(totals: AgencyTotals, names: Sequence[str]) -> list[tuple[str, str | None]]:
    """Pair totals as they left an agency, None is withheld; nothing where there are none."""
    return [
        (name, None if people is None else whole(people)) for name, people in zip(names, totals.pairs, strict=False)
    ]


def no_table(why: str) -> str:
    """Why a count cannot become an overlap table; "" when it can."""
    return {
        "": "",
        "sample": _("Only a count with a usable range can go to the panel. It needs a validation sample."),
        "many": _("Totals of five agencies or more fit many overlap tables. None of them is counted, so none is made."),
        "pairs": _("With four agencies, each must also say how many of its clients named each other agency."),
        "merged": _("Some lines were joined or withheld because they are small. Then the totals fit many tables."),
        "alone": _("By these totals nobody is with two agencies."),
    }[why]


def others(band: Band) -> str:
    """How many others a band is about."""
    if band.low == band.high:
        return agencies(band.low) if band.low else _("No other agency")
    return _("%(low)s to %(high)s other agencies") % {"low": band.low, "high": band.high}


def agencies(number: int) -> str:
    return ngettext("%(number)s agency", "%(number)s agencies", number) % {"number": number}


def whole(value: float) -> str:
    return number_format(round(value), use_l10n=True, force_grouping=True)


def percent(share: float) -> str:
    return _("%(number)s %%") % {"number": round(100 * share)}


def added(records: tuple[int, int]) -> str:
    low, high = whole(records[0]), whole(records[1])
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def words() -> dict[Word, str]:
    return {
        Word.RANGE: _("Usable range"),
        Word.BAND: _("Band on an assumption"),
        Word.REFUSED: _("Do not publish"),
    }


def assumption(each: Assumption, found: Unduplicated) -> str:
    """What would have to be true, in the reader's language."""
    said = {
        Assumption.ALL_PARTNERS: _("Every partner agency counts clients of the same year, each client once."),
        Assumption.ANSWERS_ALIKE: _("Clients without an answer are like those of their agency who answered."),
        Assumption.ONE_BY_ONE: _("Each agency that helps is left out equally often, by every client."),
        Assumption.FALSE_NAMING: _("An agency that does not help is named in at most %(rate)s of cases."),
        Assumption.SAMPLE_LIKE_ALL: _("The checked pairs were drawn by chance among clients who are truly shared."),
        Assumption.MISSED_ASSUMED: _("Nobody checked how often an agency is left out. %(low)s to %(high)s is assumed."),
    }
    rates = {
        "rate": percent(found.false[1]), "low": percent(found.missed[1]), "high": percent(found.missed[2]),
    }  # fmt: skip
    return said[each] % rates


def cautions() -> dict[Caution, str]:
    """What speaks against using the figures as they are."""
    return {
        Caution.NO_SAMPLE: _("There is no validation sample. This is a band on an assumption, not an interval."),
        Caution.FEW_PAIRS: _("Few pairs were checked, so the range is wide."),
        Caution.TOO_FEW_PAIRS: _("Fewer than 20 pairs were checked. No number can rest on so few."),
        Caution.OFTEN_MISSED: _("More than half of the agencies may be left out. Then the totals say very little."),
        Caution.LITTLE_ANSWERED: _("Many clients have no answer. If they differ from the others, this is wrong."),
        Caution.TOO_LITTLE_ANSWERED: _("Fewer than three clients in ten have an answer."),
        Caution.TOO_WIDE: _("The upper end is more than twice the lower end."),
        Caution.SILENT_AGENCY: _("One agency has too few answers to show any. The others speak for it."),
    }
