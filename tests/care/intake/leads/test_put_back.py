"""Whoever only writes to the database puts an old row back: what was refused once waits for nobody again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.care.intake.leads.conftest import Tips, a_lead, propose, turn_on
from tests.cast import Cast
from waystation.care.intake.leads import actions
from waystation.care.intake.leads.actions.expiring import expire
from waystation.care.intake.leads.models import Lead, LeadTip, Release
from waystation.care.intake.leads.policies import PROPOSAL
from waystation.foundation import clock
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring.errors import Tampered

ENDING = "no_facts"


def _declined(cast: Cast, release: Release) -> None:
    actions.decline(cast.actor("chloe"), release=release)


def _ended(cast: Cast, release: Release) -> None:
    actions.close_lead(cast.actor("ana"), lead=Lead.objects.get(), ending=ENDING)


def _changed(cast: Cast, release: Release) -> None:
    actions.take_out(cast.actor("ana"), lead=Lead.objects.get(), tip=LeadTip.objects.order_by("id")[0].tip)


def _lapsed(cast: Cast, release: Release) -> None:
    Release.objects.update(proposed_on=clock.today() - PROPOSAL - dt.timedelta(days=1))
    assert expire()["proposals"] == 1


@pytest.mark.parametrize("how", [_declined, _ended, _changed, _lapsed])
def test_a_proposal_that_came_to_nothing_is_not_confirmed_from_an_old_row(cast: Cast, tips: Tips, how: Any) -> None:
    turn_on(cast)
    release = propose(cast, a_lead(cast, tips))
    tables = {kind: list(kind.objects.values()) for kind in (Lead, Release)}
    links = list(LeadTip.objects.all())
    how(cast, release)
    assert Release.objects.get().status != "proposed"
    for kind, rows in tables.items():
        for row in rows:
            kind.objects.filter(pk=row["id"]).update(**row)
    for link in links:
        link.save()
    tips.classes.clear()
    with pytest.raises(Tampered):
        actions.confirm(cast.actor("chloe"), release=release)
    assert Release.objects.get().body is None
    assert verify(cast.agency("riverbend").pk).ok
