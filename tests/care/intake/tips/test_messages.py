"""A message from a public lane: sealed to the line's team, counted once, answered by order number."""

from __future__ import annotations

import pytest

from tests.care.intake.tips.ground import draft_of, line_of_riverbend, sent
from tests.cast import Cast
from waystation.care.intake.models import Contact
from waystation.care.intake.tips import actions
from waystation.care.intake.tips.actions import drafting
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.selectors import marks_of, open_tip, tips_of
from waystation.care.intake.tips.selectors.queue import waiting_tips
from waystation.care.intake.tips.selectors.sender import find, open_order
from waystation.foundation import gate
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring.models import StatisticsCapsule


def test_ana_can_read_what_a_bystander_wrote(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    tip, _number = sent(line, story="Six men in a van", danger="now", marks={"plate": "ABC 123"})
    ana = cast.actor("ana")
    assert [(one.key, one.danger) for one in waiting_tips(ana)] == [(f"tip:{tip.pk}", "now")]
    opened = open_tip(ana, tip.pk)
    assert opened.told.story == "Six men in a van"
    assert marks_of(ana, [tip])[tip.pk].plate == "ABC 123"
    assert verify(tip.agency_id).ok


@pytest.mark.parametrize("name", ["ben", "iris", "kofi", "femi", "hale"])
def test_whoever_is_not_of_the_lines_team_cannot_read_it(cast: Cast, name: str) -> None:
    tip, _number = sent(line_of_riverbend(cast))
    assert tips_of(cast.actor(name)) == []
    with pytest.raises(gate.Refused) as refused:
        open_tip(cast.actor(name), tip.pk)
    assert not refused.value.visible


def test_a_message_taken_is_one_contact_and_counted_once(cast: Cast) -> None:
    tip, _number = sent(line_of_riverbend(cast), story="x")
    current = StatisticsCapsule.objects.filter(pointer=tip.pointer, superseded_on=None)
    first = current.get().pk
    ana = cast.actor("ana")
    contact = actions.take(ana, opened=open_tip(ana, tip.pk))
    assert (contact.pk, contact.pointer) == (tip.pk, tip.pointer)
    assert current.get().pk != first
    again = actions.take(cast.actor("ana"), opened=open_tip(ana, tip.pk))
    assert again.pk == contact.pk
    assert Contact.objects.count() == 1
    assert verify(tip.agency_id).ok


def test_a_sender_can_read_and_answer_a_letter(cast: Cast) -> None:
    tip, number = sent(line_of_riverbend(cast), story="A story")
    found = find(number)
    assert found is not None
    assert open_order(found).letters.outcome == "received"
    ana = cast.actor("ana")
    actions.take(ana, opened=open_tip(ana, tip.pk))
    actions.write_letter(cast.actor("ana"), tip=Tip.objects.get(), text="Which road was it?")
    found = find(number)
    assert found is not None
    order = open_order(found)
    assert [letter.text for letter in order.letters.letter_list()] == ["Which road was it?"]
    assert actions.write_as_sender(found, text="Mill Road")
    assert not actions.write_as_sender(found, text="Mill Road")
    letters = open_tip(cast.actor("ana"), tip.pk).letters.letter_list()
    assert [(one.by, one.text) for one in letters] == [("team", "Which road was it?"), ("sender", "Mill Road")]
    actions.set_outcome(cast.actor("ana"), tip=Tip.objects.get(), outcome="nothing_passed_on")
    found = find(number)
    assert found is not None
    assert open_order(found).letters.outcome == "nothing_passed_on"
    assert verify(tip.agency_id).ok


def test_a_draft_sent_twice_is_one_message_and_one_number(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    draft, key, data = draft_of(line, story="once")
    number = actions.send(draft, key, data)
    assert actions.send(draft, key, data) == number
    kept = drafting.load(draft, key)
    assert kept is not None
    assert actions.send(draft, key, kept) == number
    assert Tip.objects.count() == 1
    assert "answers" not in kept
