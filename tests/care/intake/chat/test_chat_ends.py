"""What the end of a chat leaves alone, and what time alone ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.care.intake.chat.conftest import Visitor
from tests.cast import Cast
from waystation.care.intake import actions as intake
from waystation.care.intake.chat import actions, selectors
from waystation.care.intake.chat.models import LIFE, Chat
from waystation.care.intake.models import Contact
from waystation.care.intake.selectors import contact_page
from waystation.foundation import clock
from waystation.foundation.gate import Refused, read
from waystation.foundation.keyring.errors import Stale

END = {"disposition": "information_given", "note": "Wants a bed for two."}


def test_a_note_at_the_end_leaves_what_was_recorded_as_it_is(visitor: Visitor, cast: Cast) -> None:
    visitor.begin("hello", danger="no")
    row, ana = Chat.objects.get(), cast.actor("ana")
    actions.take(ana, chat_id=row.pk)
    told = {
        "lane": "help", "channel": "chat", "danger": "now", "minor": "yes", "call_back": "yes", "code_word": "Bluebird",
        "call_back_on": str(clock.today()), "needs": ["shelter"], "note": "First note.",
    }  # fmt: skip
    intake.change_contact(ana, contact=Contact.objects.get(), values=told)
    before = contact_page(cast.actor("ana"), row.pk)
    actions.end(cast.actor("ana"), chat_id=row.pk, **END)
    after = contact_page(cast.actor("ana"), row.pk)
    assert after.account == replace(before.account, note=f"First note.\n\n{END['note']}")
    assert after.header == replace(before.header, disposition=END["disposition"])


def test_a_note_on_a_contact_that_was_changed_since_is_refused(visitor: Visitor, cast: Cast) -> None:
    visitor.begin()
    row, ana = Chat.objects.get(), cast.actor("ana")
    actions.take(ana, chat_id=row.pk)
    read_before = Contact.objects.get()
    intake.add_note(ana, contact=Contact.objects.get(), note="One.")
    with pytest.raises(Stale):
        intake.add_note(ana, contact=read_before, note="Two.")
    assert contact_page(cast.actor("ana"), row.pk).account.note == "One."


def test_a_day_later_nobody_reads_a_chat_though_tick_did_not_run(visitor: Visitor, cast: Cast) -> None:
    visitor.begin("hello secret")
    Chat.objects.update(created_hour=clock.now() - LIFE - dt.timedelta(minutes=1))
    row = Chat.objects.get()
    assert selectors.chat_page(cast.actor("ana"), row.pk).said == []
    assert selectors.chat_list(cast.actor("ana")) == []
    assert list(selectors.waiting(cast.actor("ana"))) == []
    with pytest.raises(Refused):
        read(cast.actor("ana"), selectors.subject_of(row), {"talk"}, "work")
    assert b"hello secret" not in visitor.get().content
    assert visitor.send("/chat/write/", text="Still there?").status_code in (303, 404, 409)
    with pytest.raises(Refused):
        actions.take(cast.actor("ana"), chat_id=row.pk)
