"""What changes between a proposal, its confirmation and the liaison's opening."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.care.intake.leads.conftest import Tips, a_lead, propose, turn_on
from tests.cast import Cast
from waystation.care.intake.leads import actions, source
from waystation.care.intake.leads.actions import CannotRelease
from waystation.care.intake.leads.models import LeadTip, Release
from waystation.foundation.audit.models import Event


def second_tip(tips: Tips) -> UUID:
    return next(pk for pk, (_, tip) in tips.held.items() if "doors locked" in tip.answers["what"])


def test_a_tip_taken_out_after_the_proposal_does_not_go(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    lead = a_lead(cast, tips)
    release = propose(cast, lead)
    actions.take_out(cast.actor("ana"), lead=lead, tip=second_tip(tips))
    with pytest.raises(CannotRelease, match="not_waiting"):
        actions.confirm(cast.actor("chloe"), release=release)
    assert Release.objects.get().status == "lapsed"
    assert tips.classes == {}
    again = actions.confirm(cast.actor("chloe"), release=propose(cast, lead))
    _, terms = actions.open_given(cast.actor("hale"), again.pk)
    assert "doors locked" not in terms.values["what"]


def test_a_new_link_lapses_what_waits(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    lead = a_lead(cast, tips)
    propose(cast, lead)
    third = tips.add(what="A third van", vehicle="HZK 4471")
    actions.link(cast.actor("ana"), first=second_tip(tips), second=third, why=["vehicle"])
    assert Release.objects.get().status == "lapsed"
    assert Event.objects.filter(verb="lead.linked").count() == 1


@pytest.mark.parametrize("how", ["out_in_the_table", "ended"])
def test_a_tip_that_left_or_was_ended_without_the_proposal_hearing_of_it_stops_the_release(
    cast: Cast, tips: Tips, how: str
) -> None:
    turn_on(cast)
    lead = a_lead(cast, tips)
    release = propose(cast, lead)
    if how == "ended":
        tips.set_class(cast.actor("ana"), [second_tip(tips)], source.NOTHING)
    else:
        LeadTip.objects.filter(tip=second_tip(tips)).delete()
    with pytest.raises(CannotRelease, match="changed"):
        actions.confirm(cast.actor("chloe"), release=release)
    assert Release.objects.get().body is None
