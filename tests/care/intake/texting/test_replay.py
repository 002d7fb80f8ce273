"""A webhook that somebody caught and sends again cut otherwise: nothing new comes of it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from twilio.request_validator import RequestValidator

from tests.care.intake.texting.conftest import BASE, FORM, NUMBER, PATH, SECRET, fields, post
from waystation.care.intake.lines.models import Line
from waystation.care.intake.texting import errands
from waystation.care.intake.texting.models import Message, Seen, Thread

CAUGHT = {"FromCity": "ALDER", "NumMedia": "0", "NumSegments": "1"}


def again(said: dict[str, str], body: str) -> int:
    """Another body under the signature of what was said."""
    signature = RequestValidator(SECRET).compute_signature(BASE + PATH, said)
    return Client().post(PATH, body, content_type=FORM, headers={"X-Twilio-Signature": signature}).status_code


@pytest.mark.parametrize(
    ("name", "swallowed"),
    [("MessageSid", ["NumMedia"]), ("MessageSid", ["NumMedia", "NumSegments"]), ("From", ["FromCity"])],
)
def test_a_name_moved_into_the_value_before_it_is_no_new_text(line: Line, name: str, swallowed: list[str]) -> None:
    said = {**fields("Please help"), **CAUGHT}
    assert post(said).status_code == 200
    cut = {key: value for key, value in said.items() if key not in swallowed}
    cut[name] += "".join(key + said[key] for key in swallowed)
    assert again(said, urlencode(cut)) == 400
    assert (Message.objects.count(), Thread.objects.count(), Seen.objects.count()) == (1, 1, 1)


def test_a_field_said_twice_is_refused(line: Line) -> None:
    said = fields("Please help")
    assert again(said, urlencode(said) + "&" + urlencode({"From": NUMBER})) == 400
    assert not Message.objects.exists()


@pytest.mark.parametrize("number", [NUMBER, f"whatsapp:{NUMBER}"])
def test_a_number_as_twilio_tells_it_is_taken(line: Line, number: str) -> None:
    assert post(fields(number=number)).status_code == 200
    assert post({**fields(number=number), "MessageSid": "MM" + "0" * 32}).status_code == 200
    assert Message.objects.count() == 2


def test_what_was_answered_is_not_in_clear_and_goes_with_the_thread(line: Line) -> None:
    said = fields("Hola, necesito ayuda")
    answered, thread = post(said).content, Thread.objects.get()
    post(fields("ALTO"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Seen._meta.db_table}")
        clear = repr(cursor.fetchall()).encode()
    for word in (b"first", b"stop", thread.pk.hex.encode(), thread.pk.bytes):
        assert word not in clear
    assert post(said).content == answered
    errands.erase(thread)
    assert set(Seen.objects.values_list("body", "thread_tag")) == {(b"", b"")}
    assert b"<Message>" not in post(said).content  # the id is still known: nothing new comes of it
    assert not Thread.objects.exists()
