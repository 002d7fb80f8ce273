"""Beginning a count, letting the own totals out, typing in those of partners, and the validation sample."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from waystation.core.disclosure.withhold import withhold_one_way
from waystation.core.linkage import AgencyTotals, Sample
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Agency
from waystation.foundation.gate import Actor
from waystation.numbers.multiplicity.errors import NotNow
from waystation.numbers.multiplicity.models import Count, Totals
from waystation.numbers.multiplicity.rules import KEEP, SEND, subject_of
from waystation.numbers.multiplicity.selectors import count_page, own_totals, refuse_second
from waystation.numbers.multiplicity.tables import sheet_of
from waystation.numbers.prevalence import selectors as estimates
from waystation.numbers.prevalence.actions import save_table
from waystation.numbers.prevalence.models import Overlap


def begin(actor: Actor, *, ends_on: dt.date, partners: Sequence[str]) -> Count:
    """A count of the year that ends on a day, with every partner agency by name; those of this site are recognised.

    Raises gate.Refused, NotNow when the agency keeps a count of that quarter already.
    """
    here = {name.casefold(): str(pk) for pk, name in Agency.objects.values_list("pk", "name")}
    named = [{"name": name, "agency": here.get(name.casefold(), "")} for name in partners]
    row = Count(
        agency=actor.agency, ends_on=ends_on, partners=named, begun_by=actor.member, begun_on=clock.today()
    )  # fmt: skip
    with gate.deed(actor, "unduplicated.begun", subject_of(row), fields={"totals"}, purpose=KEEP):
        if Count.objects.filter(agency=actor.agency, ends_on=ends_on).exists():
            raise NotNow("begun")
        row.save(force_insert=True)
    return row


def send(actor: Actor, *, count: Count, pairs: Sequence[int] = ()) -> Totals:
    """Let the own agency's totals out to a count, once: never twice for one quarter, whatever has changed since, and
    never for two years with days in common.

    `pairs`: how many clients named each other partner, as staff tallied it; small ones stay here, and another with
    them. Raises gate.Refused, NotNow, TotalsError when these cannot be.
    """
    place = count.place_of(actor.agency_id)
    given = own_totals(actor, count, place) if place is not None else AgencyTotals("", (), 0)
    with gate.deed(actor, "unduplicated.sent", subject_of(count), fields={"totals"}, purpose=SEND):
        Agency.objects.select_for_update().get(pk=actor.agency_id)
        refuse_second(actor.agency_id, count)
        assert place is not None  # the gate asks for it
        given = replace(given, pairs=withhold_one_way(pairs).counts if pairs else ())
        given.check(len(count.partners))
        return _put(actor, count, place, given, actor.agency_id)


def enter(actor: Actor, *, count: Count, place: int, totals: AgencyTotals) -> Totals:
    """Type in what a partner sent on paper; typed again it is corrected. Raises gate.Refused, TotalsError, NotNow."""
    totals.check(len(count.partners))
    with gate.deed(actor, "unduplicated.entered", subject_of(count), fields={"totals"}, purpose=KEEP):
        if Totals.objects.filter(count=count, place=place, sent_by__isnull=False).exists():
            raise NotNow("sent")
        return _put(actor, count, place, totals, None)


def set_sample(actor: Actor, *, count: Count, sample: Sample | None) -> None:
    """Note the two numbers of the consented validation sample, or take them out. Raises gate.Refused."""
    with gate.deed(actor, "unduplicated.sample_noted", subject_of(count), fields={"totals"}, purpose=KEEP):
        count.pairs, count.named = (sample.pairs, sample.named) if sample else (None, None)
        count.save(update_fields=["pairs", "named"])


def hand_over(actor: Actor, *, count: Count) -> Overlap:
    """An overlap table out of a count, for the panel; the one that is there when nothing has changed since.

    Raises gate.Refused, NotDetermined.
    """
    estimates.refuse_others(actor)
    sheet = sheet_of(count_page(actor, count.pk))
    for kept in estimates.tables(actor):
        if kept.sheet.said == sheet.said and kept.sheet.counts == sheet.counts:
            return kept.row
    return save_table(actor, sheet=sheet)


def _put(actor: Actor, count: Count, place: int, totals: AgencyTotals, sent_by: UUID | None) -> Totals:
    told = {
        "bands": [[band.low, band.high, band.people] for band in totals.bands], "unanswered": totals.unanswered,
        "pairs": list(totals.pairs),
        "sent_by_id": sent_by, "entered_by": actor.member, "entered_on": clock.today(),
    }  # fmt: skip
    return Totals.objects.update_or_create(count=count, place=place, defaults=told)[0]
