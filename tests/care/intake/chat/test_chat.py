"""A visitor without account or script writes with Ana; within a day nothing of it is left but what she noted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.care.intake.chat.conftest import FORM, Visitor
from tests.care.intake.lines.making import public_line
from tests.cast import Cast
from waystation.care.intake.chat import actions, lobby, selectors, streams
from waystation.care.intake.chat.actions import expiring
from waystation.care.intake.chat.actions.answering import Taken
from waystation.care.intake.chat.actions.visiting import MOST, Ended
from waystation.care.intake.chat.models import Chat
from waystation.care.intake.lines.models import Line, Weekly
from waystation.care.intake.models import Contact
from waystation.care.intake.selectors import contact_page
from waystation.care.intake.tips.bucket import Buckets
from waystation.foundation import clock
from waystation.foundation.audit.selectors import verify
from waystation.foundation.gate import Refused
from waystation.foundation.keyring.actions.teams import create_team
from waystation.foundation.keyring.models import Capsule, CompartmentKey, StatisticsCapsule

END = {"disposition": "information_given", "note": "Wants a bed for two. Calls again on Tuesday."}


def text_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]  # any answer of the test client


def test_a_visitor_writes_with_ana_without_script_or_account(visitor: Visitor, cast: Cast) -> None:
    first = visitor.get()
    assert first.cookies == {}
    assert "Before you write" in text_of(first)
    assert text_of(first).index("Before you write") < text_of(first).index("<textarea")
    visitor.begin(danger="within_24h")
    assert visitor.holds_key
    page = text_of(visitor.get())
    assert "Hello, is someone there?" in page
    assert "<noscript><meta http-equiv=\"refresh\"" in page
    ana, row = cast.client("ana"), Chat.objects.get()
    waits = list(selectors.waiting(cast.actor("ana")))
    assert [(one.danger, one.minor, one.url) for one in waits] == [("within_24h", "not_asked", f"/chats/{row.pk}/")]
    assert ana.post(f"/chats/{row.pk}/take/").status_code == 302
    assert list(selectors.waiting(cast.actor("ana"))) == []
    assert ana.post(f"/chats/{row.pk}/say/", {"text": "Yes. I am here."}).status_code == 302
    assert "Yes. I am here." in text_of(visitor.get())
    assert "Ana" not in text_of(visitor.get())
    assert "http-equiv" not in text_of(visitor.get("/chat/write/"))
    assert visitor.send("/chat/write/", text="We need a bed.").status_code == 303
    assert "We need a bed." in text_of(ana.get(f"/chats/{row.pk}/"))
    assert ana.post(f"/chats/{row.pk}/end/", END).status_code == 302
    contact = Contact.objects.get()
    assert (contact.pk, contact.pointer, contact.status) == (row.pk, row.pointer, "closed")
    assert contact_page(cast.actor("ana"), contact.pk).account.note == END["note"]
    assert visitor.send("/chat/write/", text="More?").status_code == 409
    assert StatisticsCapsule.objects.filter(kind="contact", superseded_on=None).count() == 1
    assert verify(row.agency_id).ok


def test_words_lie_nowhere_in_clear(visitor: Visitor, cast: Cast) -> None:
    visitor.begin("marigold-7741 lantern")
    actions.take(cast.actor("ana"), chat_id=Chat.objects.get().pk)
    actions.say(cast.actor("ana"), chat_id=Chat.objects.get().pk, text="umbrella-9913")
    stored = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            stored += repr(cursor.fetchall()).encode()
    for path in Path(settings.WAYSTATION_HOME).rglob("*"):
        stored += path.read_bytes() if path.is_file() else b""
    cookie = visitor.browser.cookies[settings.WAYSTATION_CHAT_COOKIE].value
    for planted in (b"marigold-7741", b"umbrella-9913", cookie.encode(), cookie[24:].encode()):
        assert planted not in stored


def test_who_ends_it_destroys_it_at_once(visitor: Visitor, cast: Cast) -> None:
    visitor.begin()
    row = Chat.objects.get()
    assert visitor.send("/chat/end/", end="yes").status_code == 200
    assert not visitor.holds_key
    assert not Capsule.objects.filter(subject=row.pk).exists()
    assert not CompartmentKey.objects.filter(subject=row.pk).exists()
    assert "destroyed" in text_of(cast.client("chloe").get(f"/chats/{row.pk}/"))
    assert list(selectors.waiting(cast.actor("ana"))) == []
    assert verify(row.agency_id).ok


def test_a_day_later_the_keys_are_gone_and_the_note_is_there(
    visitor: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.begin()
    row, ana = Chat.objects.get(), cast.actor("ana")
    actions.take(ana, chat_id=row.pk)
    actions.end(ana, chat_id=row.pk, **END)
    expiring.sweep()
    assert Capsule.objects.filter(subject=row.pk, kind="chat").count() == 2
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + dt.timedelta(hours=24))
    expiring.sweep()
    assert not Capsule.objects.filter(subject=row.pk, kind="chat").exists()
    assert not CompartmentKey.objects.filter(subject=row.pk, kind="chat").exists()
    assert contact_page(cast.actor("ana"), row.pk).account.note == END["note"]
    assert "Write with a person" in text_of(visitor.get())
    assert verify(row.agency_id).ok


def test_another_browser_cannot_read_it(visitor: Visitor) -> None:
    visitor.begin()
    stranger = Visitor()
    assert "Write with a person" in text_of(stranger.get())
    mine = visitor.browser.cookies[settings.WAYSTATION_CHAT_COOKIE].value
    for forged in (mine[:-4] + "AAA=", mine[:22], "", "ñ", mine + "AAAA"):
        stranger.browser.cookies[settings.WAYSTATION_CHAT_COOKIE] = forged
        assert "Write with a person" in text_of(stranger.get())
        assert stranger.send("/chat/write/", text="x").status_code == 409


def test_two_advocates_at_once_one_wins_and_the_other_is_told(visitor: Visitor, cast: Cast) -> None:
    visitor.begin()
    row = Chat.objects.get()
    actions.take(cast.actor("ana"), chat_id=row.pk)
    actions.take(cast.actor("ana"), chat_id=row.pk)
    assert Contact.objects.count() == 1
    Chat.objects.update(taken_by=cast.member("chloe"))
    with pytest.raises(Taken) as told:
        actions.take(cast.actor("ana"), chat_id=row.pk)
    assert told.value.by == cast.member("chloe").display_name
    page = cast.client("ana").post(f"/chats/{row.pk}/take/")
    assert page.status_code == 409
    assert cast.member("chloe").display_name in text_of(page)


@pytest.mark.parametrize("who", ["ben", "kofi", "iris", "dalia"])
def test_nobody_else_can_read_a_chat(visitor: Visitor, cast: Cast, who: str) -> None:
    visitor.begin()
    with pytest.raises(Refused) as refused:
        selectors.chat_page(cast.actor(who), Chat.objects.get().pk)
    assert not refused.value.visible
    assert list(selectors.waiting(cast.actor(who))) == []


def test_a_supervisor_reads_and_cannot_write(visitor: Visitor, cast: Cast) -> None:
    visitor.begin()
    row = Chat.objects.get()
    actions.take(cast.actor("ana"), chat_id=row.pk)
    assert selectors.chat_page(cast.actor("chloe"), row.pk).said
    with pytest.raises(Refused):
        actions.say(cast.actor("chloe"), chat_id=row.pk, text="Hello")


def test_when_nobody_is_there_the_national_line_is_named(visitor: Visitor) -> None:
    Weekly.objects.all().delete()
    page = text_of(visitor.get())
    assert "Nobody is here right now" in page
    assert "1-888-373-7888" in page
    assert "<textarea" not in page
    assert visitor.send(text="Hello").status_code == 200
    assert not Chat.objects.exists()


def test_with_several_lines_the_visitor_chooses(visitor: Visitor, line: Line) -> None:
    public_line(agency=line.agency, team=line.team, name="Night Line", slug="night", takes_chats=True)
    assert "With whom?" in text_of(visitor.get())
    assert visitor.send("/chat/?line=alder", text="Hello").status_code == 303
    assert Chat.objects.get().line == line


def test_a_flood_waits_in_line_and_keeps_what_was_typed(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lobby, "buckets", Buckets(burst=1, per_minute=0))
    visitor.begin()
    second = Visitor().send(text="Second, typed with care")
    assert second.status_code == 429
    assert "You are number 1" in text_of(second)
    assert "Second, typed with care" in text_of(second)
    assert Chat.objects.count() == 1


def test_pictures_other_sites_and_too_much_are_refused(visitor: Visitor) -> None:
    browser = Client()
    assert browser.post("/chat/", {"text": "x"}).status_code == 415
    foreign = {"Origin": "https://evil.example"}
    assert browser.post("/chat/", b"text=x", content_type=FORM, headers=foreign).status_code == 403
    assert browser.post("/chat/", b"text=" + b"x" * 70_000, content_type=FORM).status_code == 413
    assert visitor.send(text="x" * (MOST + 1)).status_code == 422
    assert visitor.send(text="  ").status_code == 422
    assert not Chat.objects.exists()


def test_a_chat_that_is_full_or_ended_takes_no_more(visitor: Visitor, cast: Cast) -> None:
    visitor.begin()
    row, ana = Chat.objects.get(), cast.actor("ana")
    actions.take(ana, chat_id=row.pk)
    actions.end(ana, chat_id=row.pk, disposition="information_given")
    with pytest.raises((Ended, Refused)):
        actions.say(cast.actor("ana"), chat_id=row.pk, text="One more")


def test_no_more_streams_than_a_quarter_of_the_threads_are_held(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.begin()
    monkeypatch.setattr(streams, "HOLD", 0)
    limit, row = max(1, settings.WAYSTATION_THREADS // 4), Chat.objects.get()
    held = [streams.place() for _ in range(limit)]
    assert all(one.__enter__() for one in held)
    try:
        assert b"".join(streams.events(row.pk, row.version)) == b"retry: 4000\n\nevent: busy\ndata: 0\n\n"
        assert b"event: news" in b"".join(streams.events(row.pk, row.version - 1))
        answer = visitor.get(f"/chat/news/?seen={row.version}")
        assert (answer.status_code, answer["Location"]) == (303, "/chat/?slow=1")
    finally:
        for one in held:
            one.__exit__(None, None, None)
    answer = visitor.browser.get("/chat/news/?seen=0", headers={"Accept": "text/event-stream"})
    assert b"event: news" in b"".join(answer.streaming_content)


def test_the_contact_belongs_to_the_team_of_the_line(visitor: Visitor, line: Line, cast: Cast) -> None:
    """Also when the advocate is in another intake team whose name comes first."""
    first = create_team(cast.keyring("kofi"), kind="intake", name="A night desk", members=[cast.member("ana")])
    visitor.begin()
    actions.take(cast.actor("ana"), chat_id=Chat.objects.get().pk)
    assert Contact.objects.get().team == line.team != first
