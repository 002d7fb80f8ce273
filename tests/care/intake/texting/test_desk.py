"""Ana takes a text and writes back; who stopped gets nothing; what is sent is forgotten by the server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread as Worker
from urllib.parse import parse_qs

import pytest

from tests.care.intake.texting.conftest import NUMBER, SECRET, fields, post
from tests.cast import Cast
from waystation.care.intake.lines.models import Line, Weekly
from waystation.care.intake.models import Contact
from waystation.care.intake.texting import actions, errands, selectors
from waystation.care.intake.texting.actions.answering import Silent, Taken
from waystation.care.intake.texting.models import Errand, Joining, Message, Sender, Thread
from waystation.foundation import clock
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import verify
from waystation.foundation.gate import Refused
from waystation.foundation.keyring.models import Capsule, StatisticsCapsule


class Provider(BaseHTTPRequestHandler):
    """A provider on this computer. `heard` is what it was told, `status` what it answers."""

    heard: list[tuple[str, str, dict[str, list[str]]]] = []
    status = 201

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.heard.append(("POST", self.path, parse_qs(body)))
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(b'{"sid": "SMoutgoing"}')

    def do_DELETE(self) -> None:
        self.heard.append(("DELETE", self.path, {}))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider(line: Line, cast: Cast) -> Iterator[type[Provider]]:
    server = HTTPServer(("127.0.0.1", 0), Provider)
    Provider.heard, Provider.status = [], 201
    Worker(target=server.serve_forever, daemon=True).start()
    actions.set_gateway(
        cast.actor("chloe"), line_id=line.pk, kind="twilio", live=True, account="AC1", number="+15550142000",
        base=f"http://127.0.0.1:{server.server_port}",
    )  # fmt: skip
    yield Provider
    server.shutdown()
    server.server_close()


def taken(cast: Cast) -> Thread:
    return actions.take(cast.actor("ana"), thread_id=Thread.objects.get().pk)


def test_an_advocate_can_take_a_text_answer_and_end_it(provider: type[Provider], cast: Cast) -> None:
    post(fields("Necesito ayuda"))
    ana = cast.client("ana")
    row = Thread.objects.get()
    assert "Necesito ayuda" in ana.get(f"/texts/{row.pk}/").content.decode()
    assert ana.post(f"/texts/{row.pk}/take/").status_code == 302
    contact = Contact.objects.get()
    assert (contact.pk, contact.pointer) == (row.pk, row.pointer)
    assert StatisticsCapsule.objects.filter(kind="contact", superseded_on=None).count() == 1
    assert ana.post(f"/texts/{row.pk}/answer/", {"text": "Estamos aquí."}).status_code == 302
    assert ana.post(f"/texts/{row.pk}/answer/", {"text": ""}).status_code == 422
    errands.run_due()
    sends = [heard for heard in provider.heard if heard[0] == "POST"]
    assert [heard[2]["Body"] for heard in sends] == [["Estamos aquí."]]
    assert sends[0][2]["To"] == [NUMBER]
    errands.run_due()
    assert not Errand.objects.exists()
    assert {heard[1].rpartition("/")[2] for heard in provider.heard if heard[0] == "DELETE"} >= {"SMoutgoing.json"}
    assert set(Message.objects.values_list("provider", flat=True)) == {"deleted"}
    assert Event.objects.filter(verb="text.provider_deleted", subject=row.pk).count() == 2
    assert ana.post(f"/texts/{row.pk}/end/", {"disposition": "information_given"}).status_code == 302
    assert Contact.objects.get().status == Contact.Status.CLOSED
    assert verify(row.agency_id).ok


def test_a_form_sent_twice_is_one_answer(provider: type[Provider], cast: Cast) -> None:
    post(fields())
    row, ana = taken(cast), cast.actor("ana")
    sent = {actions.answer(ana, thread_id=row.pk, text="Yes.", message_id=row.pointer).pk for _ in range(2)}
    assert len(sent) == 1
    assert Errand.objects.filter(kind="send").count() == 1


@pytest.mark.parametrize(("status", "result", "left"), [(400, "failed", 0), (503, "waiting", 1), (500, "unsure", 0)])
def test_what_was_not_sent_is_said_so(
    provider: type[Provider], cast: Cast, status: int, result: str, left: int
) -> None:
    post(fields())
    row = taken(cast)
    message = actions.answer(cast.actor("ana"), thread_id=row.pk, text="Yes.")
    provider.status = status
    errands.run_due()
    message.refresh_from_db()
    assert message.status == result
    assert Errand.objects.filter(kind="send").count() == left


def test_a_send_cut_off_by_a_kill_is_not_said_twice(provider: type[Provider], cast: Cast) -> None:
    post(fields())
    message = actions.answer(cast.actor("ana"), thread_id=taken(cast).pk, text="Yes.")
    Errand.objects.filter(kind="send").update(status="under_way")
    errands.run_due()
    message.refresh_from_db()
    assert message.status == "unsure"
    assert [heard for heard in provider.heard if heard[0] == "POST"] == []


def test_stop_is_obeyed_until_start(provider: type[Provider], cast: Cast) -> None:
    post(fields())
    row = taken(cast)
    assert b"no more texts from this number" in post(fields("STOP")).content
    assert b"Message" not in post(fields("stop.")).content
    with pytest.raises(Silent):
        actions.answer(cast.actor("ana"), thread_id=row.pk, text="Yes.")
    assert b"Message" not in post(fields("hello")).content
    assert b"again" in post(fields("Start")).content
    assert actions.answer(cast.actor("ana"), thread_id=row.pk, text="Yes.").status == "waiting"


def test_alto_and_ayuda_are_answered_in_spanish(line: Line) -> None:
    assert "No va a recibir" in post(fields("ALTO")).content.decode()
    assert "Una persona lee" in post(fields("ayuda", number="+15550142009")).content.decode()


def test_who_only_says_stop_is_no_contact_and_nobody_waits(line: Line) -> None:
    post(fields("STOP"))
    assert not StatisticsCapsule.objects.filter(kind="contact").exists()
    assert Thread.objects.get().status == Thread.Status.CLOSED


def test_outside_hours_the_national_line_is_named(line: Line) -> None:
    Weekly.objects.all().delete()
    answer = post(fields()).content.decode()
    assert "1-888-373-7888" in answer
    assert "Nobody is here" in answer


def test_two_advocates_at_once_one_has_it_and_the_other_is_told(line: Line, cast: Cast) -> None:
    post(fields())
    row = taken(cast)
    Thread.objects.filter(pk=row.pk).update(taken_by=cast.member("chloe"))
    with pytest.raises(Taken) as told:
        actions.take(cast.actor("ana"), thread_id=row.pk)
    assert told.value.by == cast.member("chloe").display_name


@pytest.mark.parametrize("who", ["ben", "kofi", "iris", "dalia"])
def test_nobody_else_can_read_a_text(line: Line, cast: Cast, who: str) -> None:
    post(fields())
    with pytest.raises(Refused) as refused:
        selectors.thread_page(cast.actor(who), Thread.objects.get().pk)
    assert not refused.value.visible
    assert list(selectors.waiting(cast.actor(who))) == []


def test_a_supervisor_reads_and_cannot_answer(line: Line, cast: Cast) -> None:
    post(fields())
    row = taken(cast)
    assert selectors.thread_page(cast.actor("chloe"), row.pk).said
    with pytest.raises(Refused):
        actions.end(cast.actor("chloe"), thread_id=row.pk, disposition="no_action")


def test_numbers_go_after_thirty_days_and_ended_words_too(
    provider: type[Provider], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(fields())
    row = taken(cast)
    actions.end(cast.actor("ana"), thread_id=row.pk, disposition="information_given")
    held = Capsule.objects.filter(subject=row.pk).count()
    errands.sweep()
    assert Sender.objects.exists()
    monkeypatch.setattr(clock, "today", lambda: dt.date.today() + dt.timedelta(days=62))
    errands.sweep()
    assert not Sender.objects.exists()
    assert not Thread.objects.exists()
    assert not Joining.objects.exists()
    assert not Capsule.objects.filter(kind__startswith="text").exists()
    assert Capsule.objects.filter(subject=row.pk).count() == held - 1
    assert verify(row.agency_id).ok


def test_the_secret_is_never_shown_again(line: Line, cast: Cast) -> None:
    page = cast.client("chloe").get(f"/texts/gateway/{line.pk}/")
    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    kept = {"kind": "twilio", "live": "on", "secret": "", "base": ""}
    assert cast.client("chloe").post(f"/texts/gateway/{line.pk}/", kept).status_code == 302
    assert post(fields()).status_code == 200
    assert cast.client("ana").get(f"/texts/gateway/{line.pk}/").status_code == 403
