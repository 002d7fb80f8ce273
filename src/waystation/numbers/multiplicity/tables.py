"""An overlap table out of a count, where its totals determine one; marked self-reported from then on."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waystation.core.linkage import Histories, NotDetermined, Word, histories
from waystation.numbers.multiplicity.periods import start
from waystation.numbers.multiplicity.selectors import CountPage
from waystation.numbers.prevalence.shapes import Said, Sheet, Told


def sheet_of(page: CountPage) -> Sheet:
    """The table of a count. Raises NotDetermined: sample (there is none, or the count itself must not be published),
    many, pairs, merged, alone (nobody is with two agencies).
    """
    found = determined(page)
    if not any(mask.bit_count() > 1 for mask in found.counts[0]):
        raise NotDetermined("alone")
    said = Said(str(page.count.pk), found.missed, (found.counts[1], found.counts[2]), found.contradict)
    return Sheet(_told(page), found.agencies, found.counts[0], said)


def determined(page: CountPage) -> Histories:
    """People with exactly which agencies. Raises NotDetermined."""
    given = [each.as_totals for each in page.totals if each is not None]
    if page.found is None or page.found.word != Word.RANGE or page.count.sample is None:
        raise NotDetermined("sample")
    return histories(given, page.count.sample)


def why_not(page: CountPage) -> str:
    """What keeps a count from becoming a table; "" for nothing."""
    try:
        sheet_of(page)
    except NotDetermined as why:
        return why.why
    return ""


def _told(page: CountPage) -> Told:
    days = [date_format(day, "j F Y") for day in (start(page.count.ends_on), page.count.ends_on)]
    return Told(
        population=_("People whom at least one of these agencies helps"),
        period=_("%(first)s to %(last)s") % dict(zip(("first", "last"), days, strict=True)),
        place=_("The partners of %(name)s") % {"name": page.count.agency.name},
        matching=_("Nobody was matched: clients said how many other agencies help them"),
    )
