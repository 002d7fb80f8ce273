"""The public lanes as a text browser walks them: no script, no cookie before the first send, nothing kept."""

from __future__ import annotations

import pytest

from tests.care.intake.lines.making import public_line
from tests.care.intake.tips.ground import line_of_riverbend
from tests.care.intake.tips.walking import Walker
from tests.cast import Cast
from waystation.care.intake.tips import bucket
from waystation.care.intake.tips.actions import set_outcome, take, write_letter
from waystation.care.intake.tips.models import Draft, Tip
from waystation.care.intake.tips.selectors import open_tip


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waystation.care.intake.tips.views.lanes.buckets", bucket.Buckets())


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """People take their time."""
    monkeypatch.setattr("waystation.care.intake.tips.arriving.SOONEST", 0)


def walk_a_tip(walker: Walker, lang: str = "") -> None:
    walker.go(f"/tell/{lang}")
    walker.send(danger="no", minor="unknown")
    walker.send(noticed=["held", "unpaid"], story="Six men, one van, each morning.")
    walker.send(place="Mill Road", happened="each Friday", on="2026-11-20")
    walker.send(vehicle="White van", plate="ABC 123")
    walker.send(who="bystander")


def test_a_bystander_can_tell_and_come_back(cast: Cast, patient: None) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    walk_a_tip(walker)
    number = walker.number
    tip = Tip.objects.get()
    assert not tip.set_aside
    opened = open_tip(cast.actor("ana"), tip.pk)
    assert opened.told.story.startswith("Six men")
    assert (opened.told.marks["plate"], opened.told.marks["place"], opened.told.on) == (
        "ABC 123", "Mill Road", "2026-11-20",
    )  # fmt: skip
    take(cast.actor("ana"), opened=opened)
    write_letter(cast.actor("ana"), tip=Tip.objects.get(), text="Which side of the road?")
    later = Walker()
    later.go("/order/")
    later.send(number=number.upper().replace(" ", "\n"))
    assert "Which side of the road?" in later.page.words
    assert "Six men" not in later.page.words
    later.send(1, text="The left one")
    assert [one.text for one in open_tip(cast.actor("ana"), tip.pk).letters.letter_list()][-1] == "The left one"
    set_outcome(cast.actor("ana"), tip=Tip.objects.get(), outcome="nothing_passed_on")
    later.go(later.url)
    assert "Nothing was passed on" in later.page.words
    later.send(2, close="1")
    assert not Draft.objects.filter(sent=False).exists()


def test_a_person_can_ask_for_help_in_spanish(cast: Cast, patient: None) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    walker.go("/get-help/?lang=es")
    assert 'lang="es"' in walker.answer.content.decode()
    walker.send(danger="now")
    assert walker.url.endswith("/2/?lang=es")
    walker.send(last=True, story="Ayuda por favor", needs=["talk"])
    tip = Tip.objects.get()
    opened = open_tip(cast.actor("ana"), tip.pk)
    assert (tip.lane, opened.notice.danger, opened.notice.language, opened.told.needs) == (
        "help",
        "now",
        "spa",
        ["talk"],
    )


def test_no_cookie_before_the_first_send_and_one_after(cast: Cast) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    for url in ("/", "/get-help/", "/tell/", "/order/", "/tell/?lang=es"):
        walker.go(url)
        assert not walker.answer.cookies, url
        assert not walker.client.cookies
    walker.go("/tell/")
    walker.send(danger="no")
    assert list(walker.client.cookies) == ["__Host-m"]
    cookie = walker.client.cookies["__Host-m"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["max-age"]


def test_who_is_too_fast_or_falls_into_the_trap_waits_quietly_and_is_kept(cast: Cast) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    walker.go("/tell/")
    walker.send(last=True, danger="no")
    assert Tip.objects.get().set_aside
    assert walker.number


def test_a_flood_from_one_place_queues_and_no_other_place_waits(
    cast: Cast, patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    line_of_riverbend(cast)
    now = [1000.0]
    few = bucket.Buckets(burst=2, per_minute=60, now=lambda: now[0])
    monkeypatch.setattr("waystation.care.intake.tips.views.lanes.buckets", few)
    walkers = [Walker("127.0.5.9") for _ in range(4)]
    for walker in walkers:
        walker.go("/tell/")
        walker.send(last=True, danger="no")
    assert Tip.objects.count() == 2
    assert "You are number 1" in walkers[2].page.words
    assert "You are number 2" in walkers[3].page.words
    assert 'http-equiv="refresh"' in walkers[3].answer.content.decode()
    other = Walker("127.0.6.9")
    other.go("/tell/")
    other.send(last=True, danger="no")
    assert other.number
    now[0] += 1
    walkers[3].go(walkers[3].url)
    assert "You are number 2" in walkers[3].page.words
    walkers[2].go(walkers[2].url)
    assert walkers[2].number
    now[0] += 1
    walkers[3].go(walkers[3].url)
    assert walkers[3].number
    assert Tip.objects.count() == 5


def test_a_line_is_chosen_by_name_when_there_are_several(cast: Cast, patient: None) -> None:
    line_of_riverbend(cast)
    other = {"team": cast.team("juniper_intake"), "agency": cast.agency("juniper")}
    public_line(name="Lake Line", slug="lake", **other)
    walker = Walker()
    walker.go("/tell/")
    assert not [form for form in walker.page.forms if "t" in form["fields"]]
    assert "Lake Line" in walker.page.words
    walker.go("/tell/?line=lake")
    walker.send(last=True, danger="no")
    assert Tip.objects.get().team == cast.team("juniper_intake")


def test_without_a_line_the_page_says_whom_to_call(cast: Cast) -> None:
    walker = Walker()
    walker.go("/get-help/")
    assert walker.answer.status_code == 200
    assert "No help line takes messages here right now" in walker.page.words


def test_an_empty_message_is_asked_about_once_and_then_sent(cast: Cast, patient: None) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    walker.go("/get-help/")
    walker.send(last=True)
    assert "To send it empty all the same" in walker.page.words
    assert not Tip.objects.exists()
    walker.send(last=True)
    assert walker.number
    assert Tip.objects.get().lane == "help"


@pytest.mark.parametrize(("lane", "steps"), [("/tell/", 5), ("/get-help/", 4)])
def test_what_nobody_answered_stays_open_in_every_browser(cast: Cast, patient: None, lane: str, steps: int) -> None:
    """Some browsers tick the first answer where none is ticked: danger now, call me, tell the police who I am."""
    line_of_riverbend(cast)
    walker = Walker()
    walker.go(f"{lane}?lang=es")
    for number in range(1, steps + 1):
        shown = walker.page.forms[-1]
        ones = {name for name in shown["choices"] if name in shown["fields"]}
        assert {name: shown["fields"][name] for name in ones} == dict.fromkeys(ones, "")
        assert ("Paso" in walker.page.words, "lang=es" in walker.url) == (True, True)
        walker.send(last=number == steps, **({"story": "Algo"} if "story" in shown["fields"] else {}))
    opened = open_tip(cast.actor("ana"), Tip.objects.get().pk)
    assert (opened.notice.danger, opened.notice.minor) == ("not_asked", "not_asked")
    assert opened.told.share_reporter != "yes"
