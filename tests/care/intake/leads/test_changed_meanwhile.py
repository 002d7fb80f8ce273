"""What changes between a proposal, its confirmation and the liaison's opening."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from tests.care.intake.leads.conftest import Tips, a_lead, propose, released, turn_on
from tests.cast import Cast
from waystation.care.intake.leads import actions, selectors, source
from waystation.care.intake.leads.actions import CannotLink, CannotRelease
from waystation.care.intake.leads.models import Lead, LeadTip, LiaisonStanding, Release
from waystation.foundation import clock, gate
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import verify

ENDING = "no_facts"


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


@pytest.mark.parametrize("how", ["off", "enforces"])
def test_what_a_liaison_holds_is_withdrawn_when_he_is_turned_off(cast: Cast, tips: Tips, how: str) -> None:
    release, hale = released(cast, tips), cast.member("hale")
    actions.answer(cast.actor("hale"), release=release, outcome="opened")
    if how == "off":
        actions.turn_off(cast.actor("chloe"), liaison=hale)
    else:
        actions.ask_for(cast.actor("kofi"), liaison=hale, enforcement="yes")
    row = Release.objects.get()
    assert (row.status, row.body) == ("withdrawn", None)
    assert [given.state for given in selectors.given_to(cast.actor("hale"))] == ["ended"]
    assert Event.objects.filter(verb="lead.withdrawn", chain=cast.agency("riverbend").pk).count() == 1
    actions.ask_for(cast.actor("kofi"), liaison=hale, enforcement="yes")
    actions.decide(cast.actor("chloe"), liaison=hale, allowed=True)
    with pytest.raises(gate.Refused):
        actions.open_given(cast.actor("hale"), row.pk)
    assert verify(cast.agency("riverbend").pk).ok


def test_a_liaison_who_is_off_opens_nothing_that_is_live(cast: Cast, tips: Tips) -> None:
    release = released(cast, tips)
    LiaisonStanding.objects.update(state="off")
    with pytest.raises(gate.Refused):
        actions.open_given(cast.actor("hale"), release.pk)
    assert [given.state for given in selectors.given_to(cast.actor("hale"))] == ["ended"]


def test_a_lead_that_was_released_meanwhile_is_not_ended(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    lead = a_lead(cast, tips)
    release, read_before = propose(cast, lead), Lead.objects.get()
    actions.confirm(cast.actor("chloe"), release=release)
    with pytest.raises(CannotLink, match="closed"):
        actions.close_lead(cast.actor("ana"), lead=read_before, ending=ENDING)
    assert Lead.objects.get().status == "released"
    assert set(tips.classes.values()) == {source.PASSED_ON}


def test_a_lead_that_ended_is_not_renewed(cast: Cast, tips: Tips) -> None:
    lead = a_lead(cast, tips)
    read_before = Lead.objects.get()
    last = actions.close_lead(cast.actor("ana"), lead=lead, ending=ENDING)
    with pytest.raises(CannotLink, match="closed"):
        actions.renew(cast.actor("ana"), lead=read_before, reason="A van was seen again")
    assert Lead.objects.get().retention_on == last


def test_a_lead_whose_day_is_over_is_as_none_though_tick_did_not_run(cast: Cast, tips: Tips) -> None:
    release = released(cast, tips)
    Lead.objects.update(retention_on=clock.today() - dt.timedelta(days=1))
    assert selectors.leads_of(cast.actor("ana")) == []
    with pytest.raises(gate.Refused):
        selectors.lead_page(cast.actor("ana"), release.lead_id)
    with pytest.raises(gate.Refused):
        selectors.release_page(cast.actor("ana"), release.pk)
    with pytest.raises(gate.Refused):
        actions.open_given(cast.actor("hale"), release.pk)
    assert cast.client("ana").get(f"/contacts/leads/{release.lead_id}/").status_code == 404
