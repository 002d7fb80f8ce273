"""Reading counts, and an agency's own totals as they would leave it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from waystation.core.late import np
from waystation.core.linkage import AgencyTotals, Unduplicated, banded
from waystation.core.linkage.totals import THRESHOLD
from waystation.foundation import gate
from waystation.foundation.gate import Actor
from waystation.foundation.gate.deciding import require
from waystation.numbers.insights.actions import compact
from waystation.numbers.insights.columns import NO_NUMBER
from waystation.numbers.insights.selectors import latest_batch
from waystation.numbers.multiplicity import computing
from waystation.numbers.multiplicity.errors import NotNow
from waystation.numbers.multiplicity.models import Count, Totals
from waystation.numbers.multiplicity.periods import overlap, start
from waystation.numbers.multiplicity.rules import KEEP, SEND, subject_of


@dataclass(frozen=True)
class CountPage:
    """A count, the totals of each place (None is missing), and what comes of it once nobody is missing.

    `is_whole` without `found`: it is being computed.
    """

    count: Count
    totals: tuple[Totals | None, ...]
    found: Unduplicated | None
    is_whole: bool = False


@dataclass(frozen=True)
class Mine:
    """The own agency's totals for a count, as they would leave it or as they left."""

    count: Count
    place: int
    totals: AgencyTotals
    sent: Totals | None

    @property
    def pair_names(self) -> list[str]:
        """The other partners, where pair totals are asked for."""
        return self.count.others_of(self.place) if self.count.takes_pairs else []


def refuse_others(actor: Actor) -> None:
    """Raise gate.Refused for everybody who keeps no counts."""
    require(actor, subject_of(Count(agency=actor.agency, partners=[])), {"totals"}, KEEP)


def kept(actor: Actor) -> list[Count]:
    """The counts that the own agency keeps, newest first. Raises gate.Refused."""
    refuse_others(actor)
    return list(Count.objects.filter(agency=actor.agency_id))


def asked(actor: Actor) -> list[Count]:
    """Counts of other agencies of this site that ask for the own agency's totals."""
    rows = Count.objects.exclude(agency=actor.agency_id).select_related("agency")
    return [row for row in rows if row.place_of(actor.agency_id) is not None and _may_send(actor, row)]


def _may_send(actor: Actor, count: Count) -> bool:
    return gate.decide(actor, subject_of(count), {"totals"}, SEND).allowed


def count_row(actor: Actor, count_id: UUID, purpose: str = KEEP) -> Count:
    """One count, for a purpose. Raises Count.DoesNotExist, gate.Refused."""
    row = Count.objects.select_related("agency").get(pk=count_id)
    require(actor, subject_of(row), {"totals"}, purpose)
    return row


def count_page(actor: Actor, count_id: UUID) -> CountPage:
    """A count with its totals. Raises Count.DoesNotExist, gate.Refused."""
    row = count_row(actor, count_id)
    there = {each.place: each for each in row.totals.select_related("entered_by", "sent_by", "count")}
    totals = tuple(there.get(place) for place in range(len(row.partners)))
    given = [each.as_totals for each in totals if each is not None]
    whole = len(given) == len(totals) and any(each.answered for each in given)
    return CountPage(row, totals, computing.found(row.pk, given, row.sample) if whole else None, whole)


def mine(actor: Actor, count_id: UUID) -> Mine:
    """Count the own agency's clients by number of other agencies, with the analyst's own key.

    Raises Count.DoesNotExist, gate.Refused, NotNow before the first daily batch and when they cannot go out any more.
    """
    row = count_row(actor, count_id, SEND)
    place = row.place_of(actor.agency_id)
    assert place is not None  # the gate asks for it
    sent = row.totals.filter(place=place, sent_by=actor.agency_id).select_related("count", "entered_by").first()
    if sent is None:
        refuse_second(actor.agency_id, row)
    return Mine(row, place, sent.as_totals if sent else own_totals(actor, row, place), sent)


def refuse_second(agency: UUID, count: Count) -> None:
    """Raise NotNow when totals of the same year, or of one with days in common, have left the agency."""
    out = set(Totals.objects.filter(sent_by=agency).values_list("count__ends_on", flat=True))
    if count.ends_on in out:
        raise NotNow("sent")
    if any(overlap(count.ends_on, day) for day in out):
        raise NotNow("overlap")


def own_totals(actor: Actor, count: Count, place: int) -> AgencyTotals:
    """From statistics records alone: clients whose case was opened in the year of the count. Raises as `mine`."""
    batch = latest_batch(actor)
    if batch is None:
        raise NotNow("no_batch")
    clients = compact(actor, kind="client", batch=batch)
    if not len(clients):
        return AgencyTotals(count.names[place], (), 0)
    opened = clients.days("opened_on")
    inside = (opened >= np.datetime64(start(count.ends_on))) & (opened <= np.datetime64(count.ends_on))
    return as_they_leave(count.names[place], clients.values["other_agencies"][inside].tolist(), len(count.partners))


def as_they_leave(name: str, told: list[int], partners: int) -> AgencyTotals:
    """Answers, -1 for none, as totals under the small-cell rule; more others than there are is all of them."""
    answers = [min(number, partners - 1) for number in told if number != NO_NUMBER]
    bands = banded([answers.count(number) for number in range(partners)])
    if not sum(band.people for band in bands):
        bands = ()
    rest = len(told) - sum(band.people for band in bands)
    return AgencyTotals(name, bands, None if 1 <= rest <= THRESHOLD else rest)
