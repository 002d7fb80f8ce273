"""With the real room of tips, journey 2 steps 5 to 7: linked by a plate, released, and the order number says so."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.care.intake.leads.conftest import FACTS, propose, turn_on
from tests.care.intake.tips.ground import line_of_riverbend, sent
from tests.cast import Cast
from waystation.care.intake.leads import actions, policies, selectors, source
from waystation.care.intake.leads.models import Lead
from waystation.care.intake.tips.actions.expiring import expire
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.policies import KEPT
from waystation.care.intake.tips.selectors.sender import find, open_order
from waystation.foundation import clock, gate
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import verify

DAY = 86_400


def outcome(number: int) -> str:
    found = find(number)
    assert found is not None
    return open_order(found).letters.outcome


def test_two_tips_are_linked_released_and_answered_and_the_sender_reads_the_class_alone(cast: Cast) -> None:
    line, ana = line_of_riverbend(cast), "ana"
    one, first = sent(line, story="Six men in one van", vehicle="white van", plate="HZK 4471", place="Motel lot")
    two, second = sent(line, story="Doors locked at noon", plate="hzk-4471", reporter="Pat 555-0142")
    turn_on(cast)
    (pair,) = selectors.suggestions(cast.actor(ana))
    assert {pair.first.id, pair.second.id} == {one.pk, two.pk}
    assert {pair.first.answers["what"], pair.second.answers["what"]} == {""}, "a suggestion opens the marks alone"
    lead = actions.link(cast.actor(ana), first=one.pk, second=two.pk, why=["vehicle"], title="White van")
    page = selectors.lead_page(cast.actor(ana), lead.pk)
    assert [tip.reporter for tip in page.tips] == ["", ""]
    release = propose(cast, lead, fields=["what", "vehicle", "reporter"])
    assert outcome(first) == "received"
    release = actions.confirm(cast.actor("chloe"), release=release)
    assert (outcome(first), outcome(second)) == ("passed_on", "passed_on")
    row, terms = actions.open_given(cast.actor("hale"), release.pk)
    assert set(terms.values) == {"what", "vehicle"}
    assert terms.facts == FACTS
    assert "Pat" not in str(terms)
    actions.answer(cast.actor("hale"), release=row, outcome="opened")
    assert outcome(first) == "passed_on"
    assert actions.take_in_answers(cast.actor(ana)) == 1
    assert (outcome(first), outcome(second)) == ("answered", "answered")
    assert verify(cast.agency("riverbend").pk).ok
    assert verify(cast.agency("alder").pk).ok


def test_a_name_goes_only_when_the_sender_said_yes(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    yes, _ = sent(line, story="A", reporter="Pat 555-0142", share_reporter="yes")
    no, _ = sent(line, story="B", reporter="Sam 555-0143", share_reporter="no")
    open_one, _ = sent(line, story="C", reporter="Kim 555-0144")
    tips = {tip.id: tip.reporter for tip in source.tips_source().tips(cast.actor("ana"), [yes.pk, no.pk, open_one.pk])}
    assert tips == {yes.pk: "Pat 555-0142", no.pk: "", open_one.pk: ""}


def test_a_message_for_help_is_never_in_a_lead(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    helped, _ = sent(line, lane="help", story="I need a bed", marks={"plate": "HZK 4471"})
    seen, _ = sent(line, story="A van", plate="HZK 4471")
    assert selectors.suggestions(cast.actor("ana")) == []
    with pytest.raises(gate.Refused):
        actions.start_lead(cast.actor("ana"), tip=helped.pk)
    with pytest.raises(gate.Refused):
        actions.link(cast.actor("ana"), first=helped.pk, second=seen.pk, why=[])
    with pytest.raises(gate.Refused):
        selectors.tip_page(cast.actor("ana"), helped.pk)


def test_a_tip_that_was_not_released_ends_after_12_months_unless_somebody_renews_it(cast: Cast) -> None:
    assert KEPT["tip"] <= dt.timedelta(days=366)
    line = line_of_riverbend(cast)
    kept, _ = sent(line, story="A", plate="HZK 4471")
    gone, number = sent(line, story="B", plate="XYZ 1234")
    for tip in (kept, gone):
        assert tip.retention_on == clock.today() + KEPT["tip"]
    clock.set_offset(300 * DAY)
    until = actions.renew_tip(cast.actor("ana"), tip=kept.pk, reason="The same van was seen by a neighbor")
    assert until == policies.months_after(clock.today(), 12)
    assert Event.objects.filter(subject=kept.pk, verb="tip.renewed").count() == 1
    clock.set_offset(366 * DAY)
    assert expire() == 1
    assert list(Tip.objects.values_list("pk", flat=True)) == [kept.pk]
    assert find(number) is None
    clock.set_offset((300 + 367) * DAY)
    assert expire() == 1


def test_a_lead_keeps_no_tip_past_its_day(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    one, _ = sent(line, story="A", plate="HZK 4471")
    two, _ = sent(line, story="B", plate="HZK 4471")
    lead = actions.link(cast.actor("ana"), first=one.pk, second=two.pk, why=["vehicle"])
    clock.set_offset(366 * DAY)
    assert expire() == 2
    assert actions.expire()["leads"] == 1
    assert not Lead.objects.filter(pk=lead.pk).exists()


def test_a_tip_that_came_to_nothing_says_so_and_goes_after_90_days(cast: Cast) -> None:
    tip, number = sent(line_of_riverbend(cast), story="A woman and a child looked tired at the bus station")
    last = actions.close_tip(cast.actor("chloe"), tip=tip.pk, ending="no_sign")
    assert outcome(number) == "nothing_passed_on"
    tip.refresh_from_db()
    assert tip.retention_on == last == clock.today() + dt.timedelta(days=90)


@pytest.mark.parametrize("name", ["ben", "iris", "kofi", "femi", "hale", "lucia", "gwen"])
def test_whoever_is_not_of_the_lines_team_links_nothing(cast: Cast, name: str) -> None:
    line = line_of_riverbend(cast)
    one, _ = sent(line, plate="HZK 4471")
    two, _ = sent(line, plate="HZK 4471")
    assert selectors.suggestions(cast.actor(name)) == []
    assert selectors.leads_of(cast.actor(name)) == []
    for act in (
        lambda: actions.link(cast.actor(name), first=one.pk, second=two.pk, why=[]),
        lambda: actions.keep_apart(cast.actor(name), first=one.pk, second=two.pk),
        lambda: actions.close_tip(cast.actor(name), tip=one.pk, ending="no_sign"),
        lambda: actions.renew_tip(cast.actor(name), tip=one.pk, reason="because"),
        lambda: selectors.tip_page(cast.actor(name), one.pk),
    ):
        with pytest.raises(gate.Refused) as refused:
            act()
        assert not refused.value.visible
