"""Whoever answers a message holds it; what only a lead says nobody says by hand; a letter not seen stays unanswered."""

from __future__ import annotations

import pytest

from tests.care.intake.tips.ground import line_of_riverbend, sent
from tests.cast import Cast
from waystation.care.intake.models import Contact
from waystation.care.intake.tips import actions
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.policies import Purpose, may
from waystation.care.intake.tips.selectors import open_tip
from waystation.care.intake.tips.selectors.sender import find
from waystation.foundation.gate import Refused


@pytest.mark.parametrize("act", ["letter", "outcome"])
def test_the_act_itself_takes_a_message_nobody_took(cast: Cast, act: str) -> None:
    tip, _number = sent(line_of_riverbend(cast), "help", story="x")
    chloe, ana = cast.actor("chloe"), cast.actor("ana")
    with pytest.raises(Refused):
        actions.write_letter(chloe, tip=tip, text="Hello")
    assert not Contact.objects.exists()
    if act == "letter":
        actions.write_letter(ana, tip=tip, text="Hello")
    else:
        actions.set_outcome(ana, tip=tip, outcome="help_offered")
    assert Contact.objects.get().pk == tip.pk
    assert Tip.objects.get().taken_by == cast.member("ana")
    assert len(open_tip(ana, tip.pk).letters.letters) == (1 if act == "letter" else 0)


@pytest.mark.parametrize("outcome", ["passed_on", "answered"])
@pytest.mark.parametrize("lane", ["help", "tip"])
def test_nobody_says_by_hand_what_a_lead_alone_says(cast: Cast, lane: str, outcome: str) -> None:
    tip, _number = sent(line_of_riverbend(cast), lane, story="x")
    ana = cast.actor("ana")
    with pytest.raises(ValueError, match="only a lead"):
        actions.set_outcome(ana, tip=tip, outcome=outcome)
    with pytest.raises(ValueError, match="only a lead"):
        actions.write_letter(ana, tip=tip, text="x", outcome=outcome)
    assert Tip.objects.get().status == "waiting"
    assert not Contact.objects.exists()
    if lane == "help":
        with pytest.raises(ValueError, match="never passed on"):
            actions.set_by_lead(ana, tip=tip, outcome=outcome)
    else:
        actions.set_by_lead(ana, tip=tip, outcome=outcome)
        assert Tip.objects.get().status == "passed_on"


@pytest.mark.parametrize("part", ["write", "outcome"])
def test_a_letter_that_came_while_ana_wrote_stays_to_be_answered(cast: Cast, part: str) -> None:
    tip, number = sent(line_of_riverbend(cast), "help", story="x")
    client = cast.client("ana")
    actions.take(cast.actor("ana"), opened=open_tip(cast.actor("ana"), tip.pk))
    assert 'name="seen" value="0"' in client.get(f"/messages/{tip.pk}/").content.decode()
    found = find(number)
    assert found is not None
    actions.write_as_sender(found, text="He is back")
    told = {"write": {"text": "Are you safe?"}, "outcome": {"outcome": "help_offered"}}[part]
    client.post(f"/messages/{tip.pk}/{part}/", {**told, "seen": "0"})
    assert Tip.objects.get().wrote_hour is not None
    page = client.get(f"/messages/{tip.pk}/").content.decode()
    assert "They wrote again" in page
    assert "He is back" in page
    seen = {"write": "2", "outcome": "1"}[part]
    assert f'name="seen" value="{seen}"' in page
    client.post(f"/messages/{tip.pk}/{part}/", {**told, "seen": seen})
    assert Tip.objects.get().wrote_hour is None


def test_a_taken_message_is_read_by_who_took_it_the_desk_and_the_supervisor_and_no_intake_worker(cast: Cast) -> None:
    tip, _number = sent(line_of_riverbend(cast), "help", story="my whole story")
    actions.take(cast.actor("ana"), opened=open_tip(cast.actor("ana"), tip.pk))
    for who in ("ana", "chloe"):
        assert open_tip(cast.actor(who), tip.pk).told.story == "my whole story"
    told = frozenset({"told"})
    assert may("intake_worker", True, told, Purpose.WORK).allowed, "while nobody took it"
    assert not may("intake_worker", True, told, Purpose.WORK, as_contact=False).allowed
    assert may("intake_worker", True, {"notice"}, Purpose.LIST, as_contact=False).allowed
