"""Releasing a lead: two people, one liaison, field by field, and the end of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.care.intake.leads.conftest import FACTS, Tips, a_lead, propose, released, turn_on
from tests.cast import Cast
from waystation.care.intake.leads import actions, selectors, source
from waystation.care.intake.leads.actions import CannotRelease
from waystation.care.intake.leads.models import LiaisonStanding, Release
from waystation.foundation import clock, gate
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.errors import Tampered

DAY = 86_400


def test_hale_reads_exactly_the_chosen_fields_and_answers(cast: Cast, tips: Tips) -> None:
    release = released(cast, tips)
    hale = cast.actor("hale")
    (given,) = selectors.given_to(hale)
    assert (given.state, given.answer) == ("open", "")
    row, terms = actions.open_given(hale, given.row.pk)
    assert set(terms.values) == {"what", "place", "vehicle"}
    assert terms.facts == FACTS
    actions.answer(hale, release=row, outcome="opened")
    assert selectors.given_to(cast.actor("hale"))[0].answer == "opened"
    page = selectors.release_page(cast.actor("ana"), release.pk)
    assert [code for _, code in page.outcomes] == ["opened"]
    assert len(page.openings) == 1
    assert set(tips.classes.values()) == {source.PASSED_ON}
    assert actions.take_in_answers(cast.actor("chloe")) == 1
    assert actions.take_in_answers(cast.actor("ana")) == 0
    assert set(tips.classes.values()) == {source.ANSWERED}
    verbs = set(Event.objects.filter(chain=cast.agency("riverbend").pk).values_list("verb", flat=True))
    assert {"lead.release_proposed", "lead.released", "lead.opened_by_liaison", "lead.answered"} <= verbs


def test_the_tipster_sees_the_class_only_when_it_is_confirmed(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    release = propose(cast, a_lead(cast, tips))
    assert tips.classes == {}
    actions.confirm(cast.actor("chloe"), release=release)
    assert set(tips.classes.values()) == {source.PASSED_ON}


def test_ana_cannot_confirm_what_she_proposed_also_in_two_windows(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    release = propose(cast, a_lead(cast, tips))
    first, second = cast.actor("ana"), cast.actor("ana")
    for actor in (first, second):
        with pytest.raises(gate.Refused) as refused:
            actions.confirm(actor, release=release)
        assert refused.value.decision.rule == "leads.same_person"
    release.refresh_from_db()
    assert (release.status, release.body) == ("proposed", None)


def test_two_confirmations_release_once(cast: Cast, tips: Tips) -> None:
    release = released(cast, tips)
    with pytest.raises(CannotRelease, match="not_waiting"):
        actions.confirm(cast.actor("chloe"), release=release)


def test_the_database_knows_that_two_people_are_two(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    release = propose(cast, a_lead(cast, tips))
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(confirmed_by=release.proposed_by)


def test_a_changed_proposer_in_the_table_stops_the_release(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    release = propose(cast, a_lead(cast, tips))
    Release.objects.filter(pk=release.pk).update(proposed_by=cast.member("chloe"))
    with pytest.raises(Tampered):
        actions.confirm(cast.actor("ana"), release=release)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"facts": "looks bad"}, "no_facts"),
        ({"facts": ""}, "no_facts"),
        ({"relevance": " "}, "no_relevance"),
        ({"need": ""}, "no_need"),
        ({"reason": " "}, "no_reason"),
        ({"fields": []}, "nothing_to_send"),
        ({"fields": ["what", "accent"]}, "unknown_field"),
        ({"expires_on": dt.date(2020, 1, 1)}, "dates"),
        ({"expires_on": dt.date(2099, 1, 1)}, "dates"),
    ],
)
def test_a_release_without_facts_reason_or_end_is_refused(
    cast: Cast, tips: Tips, changes: dict[str, Any], code: str
) -> None:
    turn_on(cast)
    lead = a_lead(cast, tips)
    with pytest.raises(CannotRelease, match=code):
        propose(cast, lead, **changes)


def test_who_told_it_goes_only_where_they_offered_it(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    offered = tips.add(what="A van with men", vehicle="HZK4471", reporter="Pat, 555-0142")
    silent = tips.add(what="Locked doors", vehicle="HZK 4471")
    lead = actions.link(cast.actor("ana"), first=offered, second=silent, why=["vehicle"])
    page = selectors.lead_page(cast.actor("ana"), lead.pk)
    without = {line.code: line for line in selectors.preview(page.tips, ["what"])}
    assert not without["reporter"].goes
    assert "reporter" not in selectors.values_of(page.tips, ["what"])
    assert selectors.values_of(page.tips, ["reporter"]) == {"reporter": "Pat, 555-0142"}
    silent_only = [tip for tip in page.tips if not tip.reporter]
    assert selectors.values_of(silent_only, ["reporter"]) == {}


def test_a_liaison_is_off_until_two_people_turn_it_on(cast: Cast, tips: Tips) -> None:
    lead = a_lead(cast, tips)
    with pytest.raises(CannotRelease, match="liaison_off"):
        propose(cast, lead)
    actions.ask_for(cast.actor("kofi"), liaison=cast.member("hale"), enforcement="yes")
    with pytest.raises(CannotRelease, match="liaison_off") as off:
        propose(cast, lead)
    assert "second person" in off.value.reason
    actions.decide(cast.actor("chloe"), liaison=cast.member("hale"), allowed=False)
    with pytest.raises(CannotRelease) as off:
        propose(cast, lead)
    assert "enforces immigration law" in off.value.reason
    turn_on(cast, "yes")
    assert propose(cast, lead).status == "proposed"


def test_a_liaison_turned_off_between_proposal_and_confirmation_gets_nothing(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    release = propose(cast, a_lead(cast, tips))
    actions.turn_off(cast.actor("kofi"), liaison=cast.member("hale"))
    with pytest.raises(CannotRelease, match="liaison_off"):
        actions.confirm(cast.actor("chloe"), release=release)
    assert selectors.given_to(cast.actor("hale")) == []


def test_a_liaison_turned_on_in_the_table_alone_is_noticed(cast: Cast, tips: Tips) -> None:
    turn_on(cast, "yes")
    actions.turn_off(cast.actor("kofi"), liaison=cast.member("hale"))
    LiaisonStanding.objects.update(state="on")
    with pytest.raises(Tampered):
        propose(cast, a_lead(cast, tips))


def test_withdrawal_closes_the_view_at_once(cast: Cast, tips: Tips) -> None:
    release = released(cast, tips)
    actions.withdraw(cast.actor("ana"), release=release, reason="A mistake in the plate")
    with pytest.raises(gate.Refused) as refused:
        actions.open_given(cast.actor("hale"), release.pk)
    assert not refused.value.visible
    assert [given.state for given in selectors.given_to(cast.actor("hale"))] == ["ended"]
    release.refresh_from_db()
    assert release.body is None


def test_a_release_whose_day_is_over_opens_nothing_whether_or_not_tick_ran(cast: Cast, tips: Tips) -> None:
    release = released(cast, tips)
    clock.set_offset(91 * DAY)
    with pytest.raises(gate.Refused):
        actions.open_given(cast.actor("hale"), release.pk)
    assert actions.expire()["releases"] == 1
    release.refresh_from_db()
    assert (release.status, release.body) == ("expired", None)


def test_a_proposal_nobody_confirms_lapses(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    release = propose(cast, a_lead(cast, tips))
    clock.set_offset(15 * DAY)
    with pytest.raises(CannotRelease, match="lapsed"):
        actions.confirm(cast.actor("chloe"), release=release)
    assert actions.expire()["proposals"] == 1


def test_a_changed_packet_does_not_open(cast: Cast, tips: Tips) -> None:
    release = released(cast, tips)
    assert release.body is not None
    changed = bytearray(bytes(release.body))
    changed[-1] ^= 1
    Release.objects.filter(pk=release.pk).update(body=bytes(changed))
    with pytest.raises(Tampered):
        actions.open_given(cast.actor("hale"), release.pk)


def test_the_packet_of_another_release_does_not_open_in_its_place(cast: Cast, tips: Tips) -> None:
    one = released(cast, tips)
    lead = actions.start_lead(cast.actor("ana"), tip=tips.add(what="A phone number in a window", phone="555-0177"))
    other = actions.confirm(cast.actor("chloe"), release=propose(cast, lead, fields=["what", "phone"]))
    Release.objects.filter(pk=one.pk).update(body=other.body)
    with pytest.raises(Tampered):
        actions.open_given(cast.actor("hale"), one.pk)


def test_what_was_erased_meanwhile_is_not_released(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    release = propose(cast, a_lead(cast, tips))
    tips.held.popitem()
    with pytest.raises(CannotRelease, match="gone"):
        actions.confirm(cast.actor("chloe"), release=release)


@pytest.mark.parametrize("who", ["ben", "iris", "gwen", "lucia", "kofi", "femi", "eli"])
def test_others_get_the_same_answer_for_a_release_as_for_none(cast: Cast, tips: Tips, who: str) -> None:
    release = released(cast, tips)
    for act in (
        lambda: selectors.release_page(cast.actor(who), release.pk),
        lambda: selectors.lead_page(cast.actor(who), release.lead_id),
        lambda: actions.open_given(cast.actor(who), release.pk),
        lambda: actions.withdraw(cast.actor(who), release=release, reason="x"),
        lambda: actions.answer(cast.actor(who), release=release, outcome="opened"),
    ):
        with pytest.raises(gate.Refused) as refused:
            act()
        assert not refused.value.visible
