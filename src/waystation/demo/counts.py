"""Counts across agencies: Iris begins one, sends Riverbend's totals and types in what three partners sent on paper.

The coalition has begun one of another quarter, and asks for Riverbend's totals: its page says why none go.
"""

from __future__ import annotations

from waystation.core.linkage import AgencyTotals, Sample, banded
from waystation.demo.people import Staff
from waystation.demo.reading import toml
from waystation.foundation import clock
from waystation.numbers.multiplicity import actions, periods


def seed_count(staff: Staff) -> None:
    """After the first batch, of which Riverbend's own totals are counted."""
    told = toml("counts")
    iris = staff.actor(told["analyst"])
    names = [told["own"], *(partner["name"] for partner in told["partner"])]
    count = actions.begin(iris, ends_on=periods.ends(clock.today())[0], partners=names)
    actions.send(iris, count=count)
    for place, partner in enumerate(told["partner"], start=1):
        given = AgencyTotals(partner["name"], banded(partner["others"]), partner["unanswered"])
        actions.enter(iris, count=count, place=place, totals=given)
    actions.set_sample(iris, count=count, sample=Sample(**told["sample"]))
    actions.begin(staff.actor(told["coordinator"]), ends_on=periods.ends(clock.today())[1], partners=names)
