"""Where texts come in and none can go out: no answer is promised, a number is given, and the desk is told."""

from __future__ import annotations

import re

import pytest

from tests.care.intake.texting.conftest import NUMBER, OTHER, SECRET, fields, post
from tests.cast import Cast
from waystation.care.intake.lines.anchors import add
from waystation.care.intake.lines.models import Line, LineNumber, Weekly
from waystation.care.intake.texting import actions, selectors
from waystation.care.intake.texting.actions.answering import Silent
from waystation.care.intake.texting.models import Gateway, Thread
from waystation.care.intake.texting.replies import NATIONAL, Answer

PROMISE = re.compile("will answer you here|le contesta por aqui|reads texts to this number and answers|y contesta")
PHONE = "555-0142"


def said(text: str = "Are you there?", number: str = NUMBER) -> str:
    return post(fields(text, number=number)).content.decode()


def page(cast: Cast, who: str, address: str) -> str:
    return " ".join(cast.client(who).get(address).content.decode().split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Are you there?", "nobody can answer by text"),
        ("Hola, necesito ayuda", "nadie"),
        ("HELP", "nobody can answer by text"),
        ("AYUDA", "nadie"),
    ],
)
@pytest.mark.parametrize("is_open", [True, False])
def test_nobody_is_promised_an_answer_that_cannot_come(one_way: Line, text: str, words: str, is_open: bool) -> None:
    add(LineNumber(line=one_way, kind="phone", number=PHONE))
    if not is_open:
        Weekly.objects.all().delete()
    answer = said(text)
    assert words in answer
    assert not PROMISE.search(answer)
    assert NATIONAL in answer
    assert (PHONE in answer) is is_open


def test_a_line_without_a_telephone_gives_the_national_number(one_way: Line) -> None:
    answer = said()
    assert f"at any hour, call {NATIONAL}" in answer


def test_a_retry_gets_the_same_words(one_way: Line) -> None:
    add(LineNumber(line=one_way, kind="phone", number=PHONE))
    text = fields()
    assert len({post(text).content for _ in range(3)}) == 1


@pytest.mark.parametrize("left_out", ["account", "number", "base"])
def test_a_gateway_that_lacks_what_sending_takes_promises_nothing(line: Line, cast: Cast, left_out: str) -> None:
    given = {"account": "AC1", "number": "+15550142000", "base": "http://127.0.0.1:9"} | {left_out: ""}
    actions.set_gateway(cast.actor("chloe"), line_id=line.pk, kind="twilio", live=True, **given)
    assert not PROMISE.search(said())
    actions.set_gateway(cast.actor("chloe"), line_id=line.pk, kind="generic", live=True, base="http://127.0.0.1:9")
    assert selectors.mute_lines(cast.actor("ana")) == []


def test_with_a_way_out_an_answer_is_promised(line: Line) -> None:
    assert PROMISE.search(said())
    assert PROMISE.search(said("HELP", OTHER))


def test_each_answer_fits_two_parts_of_a_text() -> None:
    """306 letters of the GSM alphabet, with the longest number a line may have."""
    for what in ("first", "closed", "stop", "start", "help", "only_in", "only_in_open"):
        for language in ("en", "es"):
            text = Answer(what, language, "+1 (555) 555-0142 x2").text
            assert len(text) <= 306, (what, language, len(text))
            assert text.isascii()


def test_the_desk_is_told_and_nobody_writes_into_the_void(one_way: Line, cast: Cast) -> None:
    said("We are four in the house.")
    row = Thread.objects.get()
    for address in ("/texts/", f"/texts/{row.pk}/"):
        told = page(cast, "ana", address)
        assert "Nobody can answer texts to Alder Help Line" in told
        assert "A supervisor or the administrator sets this, on the page of the line" in told
    actions.take(cast.actor("ana"), thread_id=row.pk)
    assert "Your answer" not in page(cast, "ana", f"/texts/{row.pk}/")
    with pytest.raises(Silent):
        actions.answer(cast.actor("ana"), thread_id=row.pk, text="Yes.")
    gateway = f"/texts/gateway/{one_way.pk}/"
    assert gateway in page(cast, "chloe", "/texts/")
    assert "Nobody can answer texts yet" in page(cast, "chloe", gateway)


def test_the_desk_is_told_that_texts_do_not_even_come_in(line: Line, cast: Cast) -> None:
    Gateway.objects.update(live=False)
    assert "Texts to Alder Help Line do not come in" in page(cast, "ana", "/texts/")
    Line.objects.update(takes_texts=False)
    assert "do not come in" not in page(cast, "ana", "/texts/")


def test_the_form_asks_for_all_that_twilio_needs_to_send(line: Line, cast: Cast) -> None:
    chloe, address = cast.client("chloe"), f"/texts/gateway/{line.pk}/"
    half = {"kind": "twilio", "live": "on", "secret": SECRET, "base": "https://api.twilio.com", "account": "AC1"}
    refused = chloe.post(address, half)
    assert refused.status_code == 422
    assert "nobody could be answered without it" in refused.content.decode()
    assert chloe.post(address, half | {"kind": "generic"}).status_code == 302
