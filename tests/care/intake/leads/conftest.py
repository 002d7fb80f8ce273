"""Tips that lie in memory: what the leads need of the room of tips, without its pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import Cast, named
from waystation.care.intake.leads import actions, policies, source
from waystation.care.intake.leads.models import Lead, Release
from waystation.care.intake.leads.selectors import lead_page
from waystation.care.intake.leads.source import Tip
from waystation.foundation import clock
from waystation.foundation.agencies.models import Team
from waystation.foundation.gate import Actor

FACTS = "Six men get out of the same van at 5 every morning; one said that his passport is held."
VAN = {"what": "Six men, one van, every morning", "place": "Lot behind the Depot Junction motel", "vehicle": "HZK 4471"}
SAME_VAN = {"what": "The van waits with the doors locked", "place": "Orchard Flats", "vehicle": "white van, hzk-4471"}


class Tips:
    """Source in memory; `classes` is what an order number would show."""

    def __init__(self) -> None:
        self.held: dict[UUID, tuple[UUID, Tip]] = {}
        self.classes: dict[UUID, str] = {}
        self.reads = 0

    def add(self, agency: str = "riverbend", team: str = "team-intake", reporter: str = "", **answers: str) -> UUID:
        today = clock.today()
        tip = Tip(uuid4(), named(team), today, policies.end_of_tip(today), answers=answers, reporter=reporter)
        self.held[tip.id] = (named(agency), tip)
        return tip.id

    def tips(self, actor: Actor, ids: Collection[UUID] | None = None) -> list[Tip]:
        self.reads += 1
        return [
            tip for agency, tip in self.held.values()
            if agency == actor.agency_id and tip.team_id in actor.team_ids and (ids is None or tip.id in ids)
        ]  # fmt: skip

    def rows(self, ids: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID, dt.date]]:
        found = ((pk, self.held[pk]) for pk in ids if pk in self.held)
        return {pk: (agency, tip.team_id, tip.ends_on) for pk, (agency, tip) in found}

    def closed(self, ids: Collection[UUID]) -> set[UUID]:
        return {pk for pk in ids if self.classes.get(pk) == source.NOTHING}

    def set_class(self, actor: Actor, ids: Collection[UUID], outcome: str) -> None:
        self.classes |= dict.fromkeys(ids, outcome)

    def keep_until(self, actor: Actor, ids: Collection[UUID], day: dt.date, reason: str) -> None:
        for pk in set(ids) & set(self.held):
            agency, tip = self.held[pk]
            self.held[pk] = (agency, replace(tip, ends_on=day))

    def erase_due(self) -> None:
        self.held = {pk: held for pk, held in self.held.items() if held[1].ends_on >= clock.today()}


@pytest.fixture
def tips() -> Iterator[Tips]:
    made = Tips()
    before = source.register(made)
    yield made
    source.register(before)


def a_lead(cast: Cast, tips: Tips, who: str = "ana") -> Lead:
    """Two tips about one van, linked by Ana."""
    first, second = tips.add(**VAN), tips.add(**SAME_VAN)
    return actions.link(cast.actor(who), first=first, second=second, why=["vehicle"], title="White van")


def turn_on(cast: Cast, enforcement: str = "no") -> None:
    """Kofi asks for Sgt. Hale, Chloe decides."""
    hale = cast.member("hale")
    actions.ask_for(cast.actor("kofi"), liaison=hale, enforcement=enforcement)
    actions.decide(cast.actor("chloe"), liaison=hale, allowed=True)


def propose(cast: Cast, lead: Lead, who: str = "ana", **changes: Any) -> Release:
    told: dict[str, Any] = {
        "liaison": cast.member("hale"), "fields": ["what", "place", "vehicle"], "facts": FACTS, "relevance": "Labor",
        "need": "He investigates trafficking in the county", "reason": "Two people saw the same van",
        "expires_on": clock.today() + policies.PACKET,
    }  # fmt: skip
    actor = cast.actor(who)
    return actions.propose(actor, page=lead_page(actor, lead.pk), **{**told, **changes})


def released(cast: Cast, tips: Tips) -> Release:
    """A lead that Ana proposed and Chloe let go."""
    turn_on(cast)
    return actions.confirm(cast.actor("chloe"), release=propose(cast, a_lead(cast, tips)))


def team(name: str = "team-intake") -> Team:
    return Team.objects.get(pk=named(name))
