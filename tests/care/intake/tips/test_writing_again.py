"""Letters under the order number reach whoever holds the message, and nobody answers one that nobody took."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.care.intake.tips.ground import line_of_riverbend, sent
from tests.care.intake.tips.walking import Walker
from tests.cast import Cast
from waystation.care.intake.models import Contact
from waystation.care.intake.selectors import queue_of
from waystation.care.intake.tips import actions
from waystation.care.intake.tips.forms_desk import OutcomeForm
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.receipts import in_words
from waystation.care.intake.tips.selectors import open_tip
from waystation.care.intake.tips.selectors.queue import held_letters, waiting_tips
from waystation.care.intake.tips.selectors.sender import find
from waystation.foundation.audit.selectors import verify


def _written_again(cast: Cast, lane: str = "help") -> Tip:
    tip, number = sent(line_of_riverbend(cast), lane, story="Room 4", danger="now", minor="yes")
    actions.take(cast.actor("ana"), opened=open_tip(cast.actor("ana"), tip.pk))
    found = find(number)
    assert found is not None
    assert actions.write_as_sender(found, text="He is back")
    return Tip.objects.get()


def test_a_reply_stands_in_the_queue_and_on_today_until_it_is_answered(cast: Cast) -> None:
    assert verify(cast.agency("riverbend").pk).ok
    tip = _written_again(cast)
    ana = cast.actor("ana")
    found = next(iter(waiting_tips(ana)))
    assert (found.key, found.title, found.danger, found.minor) == (f"tip:{tip.pk}", "They wrote again", "now", "yes")
    assert [line.waiting.key for line in queue_of(ana)] == [f"tip:{tip.pk}"]
    assert [row.pk for row in held_letters(ana)] == [tip.pk]
    assert held_letters(cast.actor("chloe")) == []
    client = cast.client("ana")
    for address in ("/today/", "/messages/"):
        assert "They wrote again" in client.get(address).content.decode(), address
    actions.write_letter(cast.actor("ana"), tip=tip, text="Are you safe now?")
    assert list(waiting_tips(cast.actor("ana"))) == []
    assert held_letters(cast.actor("ana")) == []


def test_a_lead_that_moves_on_answers_no_letter(cast: Cast) -> None:
    tip = _written_again(cast, "tip")
    actions.set_by_lead(cast.actor("ana"), tip=tip, outcome="passed_on")
    assert Tip.objects.get().wrote_hour


def test_the_contact_of_a_message_leads_to_what_was_written(cast: Cast) -> None:
    tip = _written_again(cast)
    for name in ("ana", "chloe"):
        page = cast.client(name).get(reverse("intake:contact_detail", args=[tip.pk])).content.decode()
        assert f'href="{reverse("tips:message", args=[tip.pk])}#h-told"' in page, name


def test_a_first_letter_or_outcome_takes_the_message(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    client = cast.client("ana")
    for part, given in (("write", {"text": "Which road?"}), ("outcome", {"outcome": "help_offered"})):
        tip, _number = sent(line, "help", story=part)
        page = client.get(reverse("tips:message", args=[tip.pk])).content.decode()
        assert "Take this message" in page
        assert reverse(f"tips:{part}", args=[tip.pk]) not in page
        client.post(reverse(f"tips:{part}", args=[tip.pk]), given)
        assert Contact.objects.filter(pk=tip.pk).exists(), part
        assert Tip.objects.get(pk=tip.pk).taken_by == cast.member("ana")


def test_what_a_release_says_is_not_set_by_hand_and_never_of_help(cast: Cast) -> None:
    offered = {code for code, _label in OutcomeForm().fields["outcome"].choices}  # type: ignore[attr-defined]
    assert not offered & {"passed_on", "answered", "received"}
    tip = _written_again(cast)
    with pytest.raises(ValueError, match="never passed on"):
        actions.set_outcome(cast.actor("ana"), tip=tip, outcome="passed_on")


def test_letters_show_day_and_time_on_both_sides(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tip, number = sent(line_of_riverbend(cast), story="x")
    actions.take(cast.actor("ana"), opened=open_tip(cast.actor("ana"), tip.pk))
    actions.write_letter(cast.actor("ana"), tip=Tip.objects.get(), text="Which road?")
    walker = Walker()
    walker.go("/order/")
    walker.send(number=in_words(number, "en"))
    desk: Client = cast.client("ana")
    shown = desk.get(reverse("tips:message", args=[tip.pk])).content.decode()
    for text in (walker.page.words, shown):
        assert re.search(r"From us, \w+\.? \d+, \d{4}, [\d:]+ (a|p)\.m\.", text)
