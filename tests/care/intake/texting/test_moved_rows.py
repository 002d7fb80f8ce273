"""Whoever only writes to the database moves rows: no text goes to another agency, and no answer to another number."""

from __future__ import annotations

import pytest
from django.db.models import Model

from tests.care.intake.lines.making import public_line
from tests.care.intake.texting.conftest import BASE, NUMBER, OTHER, SECRET, fields, post
from tests.cast import Cast
from waystation.care.intake.lines.models import Line
from waystation.care.intake.texting import actions, errands, sending
from waystation.care.intake.texting.actions.answering import Silent
from waystation.care.intake.texting.models import Errand, Gateway, Joining, Message, Sender, Thread
from waystation.care.intake.texting.selectors import thread_page
from waystation.foundation.keyring.errors import Tampered

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(line: Line, cast: Cast) -> None:
    """The gateway sends, too."""
    actions.set_gateway(
        cast.actor("chloe"), line_id=line.pk, kind="twilio", live=True, secret=SECRET, account="AC1", number="1",
        base=BASE,
    )  # fmt: skip


@pytest.fixture
def junipers(cast: Cast) -> Line:
    """A real line of another agency, with a gateway of its own that sends."""
    row = public_line(
        agency=cast.agency("juniper"), team=cast.team("juniper_intake"), name="Juniper", slug="juniper",
        takes_texts=True, languages=["eng"],
    )  # fmt: skip
    actions.set_gateway(
        cast.actor("pia"), line_id=row.pk, kind="twilio", live=True, secret="f" * 32, account="AC2", number="2",
        base="https://other.example",
    )  # fmt: skip
    return row


def move(row: Model, **to: object) -> None:
    """What an UPDATE does, past all actions."""
    type(row)._default_manager.filter(pk=row.pk).update(**to)


def test_a_writer_to_the_database_cannot_lead_a_gateway_to_another_agency(line: Line, junipers: Line) -> None:
    Gateway.objects.filter(line=junipers).delete()
    move(Gateway.objects.get(line=line), line=junipers)
    answer = post(fields("Please help"), path="/hooks/twilio/juniper/")
    assert answer.status_code == 403
    assert not Thread.objects.exists()


@pytest.mark.usefixtures("answers")
def test_a_writer_to_the_database_cannot_send_an_answer_by_another_gateway(
    cast: Cast, junipers: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(sending.Twilio, "send", lambda _self, *said: told.append(said))
    post(fields("Please help"))
    thread = actions.take(cast.actor("ana"), thread_id=Thread.objects.get().pk)
    sent = actions.answer(cast.actor("ana"), thread_id=thread.pk, text="We come at nine")
    move(Errand.objects.get(kind="send"), gateway=Gateway.objects.get(line=junipers))
    errands.run_due()
    assert told == []
    assert Message.objects.get(pk=sent.pk).status == Message.Status.FAILED


def two_threads(cast: Cast) -> tuple[Thread, Thread]:
    """What two numbers wrote, both taken by Ana: the first one's, and the other's."""
    post(fields("He took my papers", NUMBER))
    post(fields("Tell me what she says", OTHER))
    ana = cast.actor("ana")
    for row in Thread.objects.all():
        actions.take(ana, thread_id=row.pk)
    first = next(row for row in Thread.objects.all() if said_in(cast, row) == ["He took my papers"])
    return first, Thread.objects.exclude(pk=first.pk).get()


def said_in(cast: Cast, thread: Thread) -> list[str]:
    return [said.text for said in thread_page(cast.actor("ana"), thread.pk).said]


@pytest.mark.usefixtures("answers")
def test_a_writer_to_the_database_cannot_have_an_answer_sent_to_another_number(cast: Cast) -> None:
    hers, his = two_threads(cast)
    number = Sender.objects.get(thread=his)
    Sender.objects.filter(thread=hers).delete()
    move(number, thread=hers)
    with pytest.raises(Tampered):
        actions.answer(cast.actor("ana"), thread_id=hers.pk, text="We come at nine")
    assert not Errand.objects.filter(kind="send").exists()


@pytest.mark.usefixtures("line")
def test_a_writer_to_the_database_cannot_show_a_text_in_another_conversation(cast: Cast) -> None:
    hers, his = two_threads(cast)
    move(hers.messages.get(), thread=his, place=9)
    with pytest.raises(Tampered):
        said_in(cast, his)


@pytest.mark.usefixtures("line")
def test_a_writer_to_the_database_cannot_lead_a_number_to_another_conversation(cast: Cast) -> None:
    hers, his = two_threads(cast)
    move(Joining.objects.get(thread=hers), thread=his)
    post(fields("He comes back at six", NUMBER))
    assert said_in(cast, his) == ["Tell me what she says"]
    third = Thread.objects.exclude(pk__in=[hers.pk, his.pk]).get()
    assert said_in(cast, third) == ["He comes back at six"]
    post(fields("At six", NUMBER))
    assert said_in(cast, third) == ["He comes back at six", "At six"]


@pytest.mark.usefixtures("answers")
def test_a_writer_to_the_database_cannot_lead_a_conversation_to_the_gateway_of_another_agency(
    cast: Cast, junipers: Line
) -> None:
    post(fields("Please help"))
    thread = actions.take(cast.actor("ana"), thread_id=Thread.objects.get().pk)
    move(thread, line=junipers)
    with pytest.raises(Silent):
        actions.answer(cast.actor("ana"), thread_id=thread.pk, text="We come at nine")
    assert thread_page(cast.actor("ana"), thread.pk).silent == "off"
    assert not Errand.objects.filter(kind="send").exists()
