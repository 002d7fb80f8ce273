"""Texts come in signed, once, sealed; everything else is refused."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.care.intake.texting.conftest import BASE, FORM, NUMBER, OTHER, PATH, SECRET, fields, post
from tests.cast import Cast
from waystation.care.intake.lines.models import Line
from waystation.care.intake.texting import selectors
from waystation.care.intake.texting.models import Joining, Message, Seen, Sender, Thread
from waystation.foundation.keyring.models import StatisticsCapsule


def test_a_signed_text_is_kept_and_read_by_the_desk(line: Line, cast: Cast) -> None:
    answer = post(fields("We are four in the house."))
    assert answer.status_code == 200
    assert b"A person will answer you here" in answer.content
    waits = list(selectors.waiting(cast.actor("ana")))
    assert len(waits) == 1
    page = selectors.thread_page(cast.actor("ana"), Thread.objects.get().pk)
    assert [one.text for one in page.said] == ["We are four in the house."]
    assert StatisticsCapsule.objects.filter(kind="contact", superseded_on=None).count() == 1


def test_words_and_number_lie_nowhere_in_clear(line: Line, cast: Cast) -> None:
    post(fields("marigold-7741 lantern"))
    selectors.thread_page(cast.actor("ana"), Thread.objects.get().pk)
    stored = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            stored += repr(cursor.fetchall()).encode()
    for path in Path(settings.WAYSTATION_HOME).rglob("*"):
        stored += path.read_bytes() if path.is_file() else b""
    for planted in (b"marigold-7741", NUMBER.encode(), NUMBER[1:].encode(), SECRET.encode()):
        assert planted not in stored


def test_ten_retries_are_one_message_with_one_answer(line: Line) -> None:
    said = fields()
    answers = {post(said).content for _ in range(10)}
    assert len(answers) == 1
    assert (Message.objects.count(), Thread.objects.count(), Seen.objects.count()) == (1, 1, 1)


def test_what_is_forged_is_refused_and_nothing_is_kept(line: Line) -> None:
    said = fields()
    assert post(said, secret="another").status_code == 403
    assert post(said, signed_at=f"{BASE}/hooks/twilio/other/").status_code == 403
    assert Client().post(PATH, urlencode(said), content_type=FORM).status_code == 403
    changed = Client().post(
        PATH, urlencode({**said, "Body": "Other"}), content_type=FORM,
        headers={"X-Twilio-Signature": "c2lnbmF0dXJl"},
    )  # fmt: skip
    assert changed.status_code == 403
    assert not Message.objects.exists()
    assert not Seen.objects.exists()


def test_the_same_id_from_another_number_is_a_conflict(line: Line) -> None:
    said = fields()
    post(said)
    assert post({**said, "From": OTHER}).status_code == 409
    assert Message.objects.count() == 1


def test_a_megabyte_is_refused_unread(line: Line) -> None:
    assert post(fields("x" * 1_000_000)).status_code == 413
    assert not Message.objects.exists()


def test_with_a_port_and_without_one_is_the_same_address(line: Line) -> None:
    assert post(fields(), signed_at=f"{BASE}:443{PATH}").status_code == 200
    assert post(fields(), signed_at=f"{BASE}:444{PATH}").status_code == 403


@pytest.mark.parametrize("said", [{"From": "", "MessageSid": "SM1"}, {"From": NUMBER, "MessageSid": ""}])
def test_a_signed_text_without_id_or_number_is_no_text(line: Line, said: dict[str, str]) -> None:
    assert post({**fields(), **said}).status_code == 400
    assert not Thread.objects.exists()


@pytest.mark.parametrize("change", [{"live": False}, {"takes_texts": False}])
def test_a_line_that_takes_no_texts_refuses_them(line: Line, change: dict[str, bool]) -> None:
    Line.objects.filter(pk=line.pk).update(**change)
    assert post(fields()).status_code == 403


def test_texts_of_one_number_are_one_contact_and_of_two_are_two(line: Line) -> None:
    for number in (NUMBER, NUMBER, OTHER):
        post(fields(number=number))
    assert sorted(thread.messages.count() for thread in Thread.objects.all()) == [1, 2]
    assert StatisticsCapsule.objects.filter(kind="contact", superseded_on=None).count() == 2
    assert Sender.objects.count() == Joining.objects.count() == 2
