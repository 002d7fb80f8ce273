"""The queue of the console: the order and its reason, the order changed by hand, the part that comes anew by itself."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from tests.cast import Cast
from waystation.care.intake import actions, selectors, waiting
from waystation.care.intake.models import Contact, QueuePlace
from waystation.care.intake.waiting import Waiting
from waystation.foundation import clock
from waystation.foundation.audit.models import Event
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.session import state

KEYS = {name: f"test:{uuid4()}" for name in ("chat", "minor", "now", "day", "old")}


@pytest.fixture
def five(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five messages that wait, as ways messages come in would bring them."""

    def source(actor: Actor) -> list[Waiting]:
        now = clock.now()
        ago = {"chat": 3, "minor": 1, "now": 0, "day": 2, "old": 30}
        said = {"now": ("now", "no"), "day": ("within_24h", "no"), "minor": ("no", "yes"), "old": ("no", "no")}
        return [
            Waiting(
                KEYS[name], f"message {name}", "/contacts/", "chat", "help", now - dt.timedelta(minutes=minutes),
                *said.get(name, ("not_asked", "not_asked")),
            )
            for name, minutes in ago.items()
        ]  # fmt: skip

    monkeypatch.setattr(waiting, "_sources", {"test": source, "contact": waiting._sources["contact"]})


def names(cast: Cast, who: str = "ana") -> list[str]:
    by_key = {key: name for name, key in KEYS.items()}
    return [by_key.get(line.waiting.key, "contact") for line in selectors.queue_of(cast.actor(who))]


def test_danger_comes_first_then_a_minor_then_the_longest_wait(cast: Cast, five: None) -> None:
    assert names(cast) == ["now", "day", "minor", "chat", "old"]


def test_each_line_says_why_it_stands_there(cast: Cast, five: None) -> None:
    page = cast.client("ana").get("/contacts/").content.decode()
    for words in ("danger now", "danger within a day", "a minor", "minor: not known", "then by wait"):
        assert words in page
    assert page.index("message now") < page.index("message minor") < page.index("message old")
    assert "waits 30 minutes" in page


def test_ana_can_put_a_message_first_and_it_is_written_down(cast: Cast, five: None) -> None:
    ana = cast.client("ana")
    answer = ana.post("/contacts/waiting/move/", {"key": KEYS["old"], "to": "first", "why": "Called thrice"})
    assert answer.status_code == 302
    assert names(cast)[0] == "old"
    assert "put first by hand" in ana.get("/contacts/").content.decode()
    event = Event.objects.get(verb="queue.moved")
    assert event.actor == cast.member("ana").pk
    assert b"Called thrice" not in bytes(event.detail)
    ana.post("/contacts/waiting/move/", {"key": KEYS["now"], "to": "last"})
    assert names(cast)[-1] == "now"
    ana.post("/contacts/waiting/move/", {"key": KEYS["old"], "to": "back"})
    assert names(cast) == ["day", "minor", "chat", "old", "now"]
    assert Event.objects.filter(verb="queue.moved").count() == 3


def test_a_place_by_hand_counts_no_more_after_a_week(cast: Cast, five: None) -> None:
    actions.move(cast.actor("ana"), key=KEYS["old"], to="first")
    QueuePlace.objects.update(updated_on=clock.today() - dt.timedelta(days=8))
    assert names(cast)[-1] == "old"


@pytest.mark.parametrize("who", ["chloe", "ben", "kofi", "iris"])
def test_others_cannot_change_the_order(cast: Cast, five: None, who: str) -> None:
    answer = cast.client(who).post("/contacts/waiting/move/", {"key": KEYS["old"], "to": "first"})
    assert answer.status_code == 403
    assert not QueuePlace.objects.exists()


def test_what_does_not_wait_cannot_be_moved(cast: Cast, five: None) -> None:
    for key in (f"test:{uuid4()}", "nothing", ""):
        answer = cast.client("ana").post("/contacts/waiting/move/", {"key": key, "to": "first"})
        assert answer.status_code in (302, 422)
    assert not QueuePlace.objects.exists()


def test_chloe_sees_the_queue_and_ben_does_not(cast: Cast, five: None) -> None:
    assert len(names(cast, "chloe")) == 5
    assert names(cast, "ben") == []


def test_a_contact_given_back_waits_for_everyone_and_can_be_picked_up(cast: Cast) -> None:
    ana = cast.client("ana")
    told = {"lane": "help", "channel": "phone", "danger": "now", "minor": "yes"}
    contact = actions.take_contact(cast.actor("ana"), values=told)
    assert names(cast) == []
    assert ana.post(f"/contacts/{contact.pk}/queue/", {"do": "back"}).status_code == 302
    line = selectors.queue_of(cast.actor("ana"))[0]
    assert (line.waiting.danger, line.waiting.minor, line.waiting.key) == ("now", "yes", f"contact:{contact.pk}")
    ana.post(f"/contacts/{contact.pk}/queue/", {"do": "take"})
    assert Contact.objects.get().status == "open"
    assert names(cast) == []


def test_the_part_comes_anew_only_when_something_was_written(cast: Cast) -> None:
    ana = cast.client("ana")
    known = ana.get("/contacts/").context["known"]
    before = Event.objects.count()
    assert ana.get(f"/contacts/waiting/?known={known}").status_code == 204
    assert Event.objects.count() == before
    contact = actions.take_contact(cast.actor("ana"), values={"lane": "help", "channel": "phone"})
    actions.put_back(cast.actor("ana"), contact=contact)
    part = ana.get(f"/contacts/waiting/?known={known}")
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert f"/contacts/{contact.pk}/" in part.content.decode()


def test_a_page_that_looks_by_itself_keeps_no_screen_open(cast: Cast) -> None:
    ana = cast.client("ana")
    ana.get("/contacts/")
    session = ana.session
    session[state.SEEN] = state.seconds() - 1_000
    session.save()
    ana.get("/contacts/waiting/")
    assert state.seconds() - ana.session[state.SEEN] > 900
    ana.get("/contacts/")
    assert state.seconds() - ana.session[state.SEEN] < 60


def test_without_script_the_list_looks_anew_and_can_be_told_not_to(cast: Cast) -> None:
    ana = cast.client("ana")
    assert 'http-equiv="refresh" content="60"' in ana.get("/contacts/").content.decode()
    assert 'http-equiv="refresh"' not in ana.get("/contacts/?still").content.decode()
