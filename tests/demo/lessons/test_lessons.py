"""Lessons: whole in both languages, true to the product's addresses and verbs, and walked to their end."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

import waystation
from tests.architecture.matrix import routes
from tests.care import walk
from tests.care.intake.test_walk import hear, take
from tests.cast import Cast
from waystation.care.cases.actions import add_need
from waystation.care.consent.actions import withdraw
from waystation.commons.outreach.models import Hotspot, Night
from waystation.demo.lessons import progress
from waystation.demo.lessons.reading import Lesson, lessons
from waystation.demo.reading import toml
from waystation.foundation import clock
from waystation.foundation.agencies.roles import roles

SOURCE = Path(waystation.__file__).parent
HERE = {route.name for route in routes()} | {"demo:next_day"}
OTHER = {"demo:next_day", "demo:lesson"}


@pytest.fixture
def county(cast: Cast, settings: Any) -> Cast:
    """The cast's site as a demo folder has it: lessons, strip, addresses."""
    settings.ROOT_URLCONF = "tests.demo.lessons.county_urls"
    settings.INSTALLED_APPS = ["waystation.demo", *settings.INSTALLED_APPS]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "waystation.demo.lessons.watching.Watching"]
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].append("waystation.demo.context.demo")
    settings.TEMPLATES = templates
    return cast


def test_each_role_has_a_lesson_and_each_lesson_people_of_the_county() -> None:
    people = {person["sign_in"]: person["role"] for agency in toml("agencies")["agency"] for person in agency["member"]}
    assert {lesson.role for lesson in lessons().values()} - {""} == set(roles())
    for lesson in lessons().values():
        assert {step.who for step in lesson.steps} <= set(people)
        if lesson.role:
            assert people[lesson.steps[0].who] == lesson.role


@pytest.mark.parametrize("lesson", lessons().values(), ids=lambda lesson: lesson.id)
def test_a_step_names_what_is_there(lesson: Lesson) -> None:
    verbs = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', "\n".join(p.read_text() for p in SOURCE.rglob("*.py"))))
    for step in lesson.steps:
        assert step.page in HERE | {""}
        assert set(step.views) <= HERE
        assert bool(step.views) != bool(step.event)
        assert step.event in verbs | {""}
        for lang in ("en", "es"):
            assert len(re.findall(r"[.?](?=\s|$)", step.why(lang))) == 1, "why it matters is one sentence"
            assert step.do(lang).strip()


@pytest.mark.parametrize("role", list(roles()))
def test_a_first_shift_has_enough_to_do_for_twenty_minutes(role: str) -> None:
    lesson = lessons()[role]
    assert lesson.minutes == 20
    assert 7 <= len(lesson.steps) <= 14


class Learner:
    """A browser in a lesson."""

    def __init__(self, cast: Cast, name: str, lesson: str) -> None:
        self.cast, self.name, self.browser = cast, name, cast.client(name)
        assert self.act("begin", lesson=lesson).status_code == 303

    def act(self, act: str, **values: str) -> Any:
        return self.browser.post(reverse("demo:lesson"), {"act": act, "page": "/today/", **values})

    def shows(self) -> dict[str, Any]:
        """The strip as the present page draws it."""
        found: dict[str, Any] = self.browser.get("/account/").context["lesson"]
        return found

    def done(self) -> bool:
        return bool(self.shows()["done"])

    def next(self, number: int) -> None:
        """The step is known to be done, and the next one begins."""
        strip = self.shows()
        assert strip["done"], strip["do"]
        assert strip["number"] == number
        if not strip["is_last"]:
            self.act("next")


def test_ana_walks_her_first_shift_to_the_end(county: Cast) -> None:
    ana = Learner(county, "ana", "hotline_advocate")
    assert not ana.done()
    ana.browser.get("/today/")
    ana.next(1)
    ana.browser.get("/contacts/")
    ana.next(2)
    address = f"/contacts/new/{uuid4()}/"
    ana.browser.get(address)
    ana.next(3)
    assert not ana.done()
    contact = take(ana.browser)
    ana.next(4)
    situation = contact.situations.get()
    hear(ana.browser, situation, county, age="17", fact_harbor="heard", kind="sex")
    ana.next(5)
    ana.browser.get(f"/situations/{situation.pk}/")
    ana.next(6)
    to = f"{county.team('case').pk}:{county.member('ben').pk}"
    ana.browser.post(f"/contacts/{contact.pk}/hand-over/", {"to": to})
    ana.next(7)
    ana.browser.get("/directory/")
    ana.next(8)
    ana.act("next")
    ana.browser.post("/sign-out/")
    strip = ana.browser.get("/sign-in/").context["lesson"]
    assert (strip["done"], strip["is_last"], strip["number"]) == (True, True, 10)
    ana.act("end")
    assert "lesson" not in ana.browser.get("/sign-in/").context


def test_ben_walks_his_first_shift_to_the_end(county: Cast) -> None:
    case = walk.open_a_case(county)
    ben = Learner(county, "ben", "case_manager")
    for number, address in enumerate(("/today/", "/cases/", f"/cases/{case.pk}/"), 1):
        ben.browser.get(address)
        ben.next(number)
    ben.browser.post(f"/cases/{case.pk}/reveal/")
    ben.next(4)
    ben.browser.post(f"/cases/{case.pk}/notes/", {"text": "A bed was asked for.", "kind": "note"})
    ben.next(5)
    need = add_need(county.actor("ben"), case=case, code="emergency_shelter", urgency="tonight")
    ben.next(6)
    chosen = {"service_id": str(walk.a_service(county).pk), "case": str(case.pk), "need": need.id}
    referral = ben.browser.post(f"/cases/{case.pk}/sharing/choose/", chosen)["Location"]
    ben.next(7)
    release = walk.a_release(county, case)
    ben.next(8)
    assert not ben.done()
    ben.browser.get(referral)
    ben.next(9)
    told = {"release": str(release.pk), "fields_to_share": list(walk.FIELDS), "version": "1"}
    assert ben.browser.post(f"{referral}send/", told).status_code == 302
    ben.next(10)
    withdraw(county.actor("ben"), authorization_id=release.pk)
    ben.next(11)
    ben.browser.post("/sign-out/")
    assert ben.browser.get("/sign-in/").context["lesson"]["is_last"]


def test_gwen_and_lucia_walk_a_night_of_outreach(county: Cast) -> None:
    gwen = Learner(county, "gwen", "coordinator")
    gwen.act("next")
    gwen.act("next")
    gwen.browser.get("/outreach/")
    gwen.next(3)
    lucia = county.member("lucia").pk
    gwen.browser.post(f"/outreach/volunteers/{lucia}/", {f"{lucia.hex}-status": "cleared"})
    gwen.next(4)
    gwen.browser.post("/outreach/hotspots/new/", {"name": "Truck stops", "area": "North", "kind": "truck_stop"})
    gwen.next(5)
    when = {
        "hotspot": str(Hotspot.objects.get().pk),
        "on": clock.today().isoformat(),
        "starts": "00:10",
        "ends": "23:50",
    }
    gwen.browser.post("/outreach/nights/new/", {**when, "crew": [str(lucia)]})
    gwen.next(6)
    gwen.browser.post("/outreach/nights/log/", {**when, "contacts": "14"})
    gwen.next(7)
    gwen.browser.get("/outreach/months/")
    gwen.next(8)
    learner = Learner(county, "lucia", "volunteer")
    for _ in range(3):
        learner.act("next")
    night = Night.objects.get(status="planned")
    for number, address in ((4, "/outreach/"), (5, f"/outreach/nights/{night.pk}/"), (6, "/outreach/")):
        learner.browser.get(address)
        learner.next(number)
    learner.browser.post(f"/outreach/nights/{night.pk}/record/", {**when, "contacts": "12"})
    learner.next(7)


def test_learner_can_leave_a_lesson_and_take_it_up_again(county: Cast) -> None:
    ana = Learner(county, "ana", "hotline_advocate")
    ana.act("next")
    ana.act("leave")
    assert "lesson" not in ana.browser.get("/contacts/").context
    assert ana.browser.get("/today/").context["lesson"]["away"]
    ana.act("resume")
    assert ana.shows()["number"] == 2
    ana.act("back")
    ana.act("back")
    assert ana.shows()["number"] == 1


def test_a_step_of_somebody_else_asks_for_them(county: Cast) -> None:
    ben = Learner(county, "ben", "hotline_advocate")
    ben.browser.get("/today/")
    assert (ben.shows()["person"], ben.done()) == ("Ana", False)


def test_a_strange_cookie_and_a_strange_way_lead_nowhere(county: Cast) -> None:
    browser = Client()
    for text in ("", "no_such_lesson.0.1.0.0", "hotline_advocate.99.1.0.0", "hotline_advocate.0.x.0.0"):
        browser.cookies[progress.COOKIE] = text
        assert "lesson" not in browser.get("/sign-in/").context
    answer = browser.post(
        reverse("demo:lesson"), {"act": "begin", "lesson": "analyst", "page": "https://evil.example/"}
    )
    assert answer["Location"] == "/sign-in/"
    assert browser.post(reverse("demo:lesson"), {"act": "begin", "lesson": "none"}).status_code == 404


def test_visitor_chooses_a_lesson_on_the_sign_in_page(county: Cast) -> None:
    page = Client().get("/sign-in/").content.decode()
    for lesson in lessons().values():
        assert f'value="{lesson.id}"' in page
    spanish = Client().get("/sign-in/?lang=es").content.decode()
    assert lessons()["analyst"].title("es") in spanish
