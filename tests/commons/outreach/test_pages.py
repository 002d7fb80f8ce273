"""The pages of outreach as people use them, without scripts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from tests.commons.outreach.conftest import DAY, Scene
from waystation.commons.outreach import actions
from waystation.commons.outreach.models import Hotspot, Night, Presence
from waystation.foundation import clock
from waystation.foundation.gate import Actor


def form_of(scene: Scene, **other: Any) -> dict[str, Any]:
    on = clock.today().isoformat()
    return {"hotspot": str(scene.hotspot.pk), "on": on, "starts": "20:00", "ends": "23:30", **other}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_ana_plans_a_night_goes_out_comes_back_and_records_it(scene: Scene) -> None:
    browser = scene.cast.client("ana")
    crew = [str(scene.cast.member(name).pk) for name in ("ana", "chloe")]
    answer = browser.post("/outreach/nights/new/", form_of(scene, crew=crew, materials=["soap"], languages=["spa"]))
    night = Night.objects.get()
    assert answer.headers["Location"] == f"/outreach/nights/{night.pk}/"
    page = text_of(browser.get(f"/outreach/nights/{night.pk}/"))
    assert "Ana, Chloe" in page
    assert "I am going out" in page
    due = timezone.localtime(clock.now() + dt.timedelta(hours=2)).strftime("%H:%M")
    out = browser.post(f"/outreach/nights/{night.pk}/out/", {"due": due, "watcher": crew[1]})
    assert out.status_code == 302
    assert f"due back at {due}" in text_of(browser.get("/today/"))
    browser.post(f"/outreach/back/{Presence.objects.get().pk}/")
    assert Presence.objects.get().back_at is not None
    done = browser.post(
        f"/outreach/nights/{night.pk}/record/", form_of(scene, contacts="31", given_soap="24", needs=["bed"])
    )
    assert done.status_code == 302
    page = text_of(browser.get(f"/outreach/nights/{night.pk}/"))
    assert ">31<" in page
    assert ">24<" in page


def test_chloe_reads_on_today_who_was_due_back(scene: Scene) -> None:
    night = scene.plan()
    row = actions.go_out(
        scene.actor("ana"),
        night=night,
        watcher=scene.cast.member("chloe"),
        due_at=clock.now() + dt.timedelta(minutes=5),
    )
    assert "was due back" not in text_of(scene.cast.client("chloe").get("/today/"))
    Presence.objects.filter(pk=row.pk).update(due_at=clock.now() - dt.timedelta(minutes=1))
    chloe = scene.cast.client("chloe")
    page = text_of(chloe.get("/today/"))
    assert "Ana was due back at" in page
    assert page.index("h-outreach") < page.index("h-journal")
    assert "1 thing needs you now" in page
    assert "Phone first" in text_of(chloe.get("/outreach/"))
    for who in ("ben", "kofi", "gwen"):
        assert "was due back" not in text_of(scene.cast.client(who).get("/today/"))
    assert chloe.post(f"/outreach/back/{row.pk}/").status_code == 302
    assert "was due back" not in text_of(chloe.get("/today/"))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("on", "tomorrow", "valid date"), ("starts", "25:00", "valid time"), ("ends", "20:00", "It ends when it begins"),
     ("hotspot", "00000000-0000-4000-8000-000000000000", "valid choice"),
     ("remarks", "Met Maria, blue Toyota", "valid choice"), ("materials", "money", "valid choice"),
     ("languages", "tlh", "valid choice"), ("crew", "nobody", "not a valid")],
)  # fmt: skip
def test_a_bad_plan_is_answered_with_what_to_look_at(scene: Scene, field: str, value: str, words: str) -> None:
    answer = scene.cast.client("ana").post("/outreach/nights/new/", form_of(scene, **{field: value}))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Night.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("contacts", ""), ("contacts", "-1"), ("contacts", "many"), ("contacts", "10000"), ("referrals", "1.5"),
     ("given_soap", "-3"), ("needs", "a name"), ("remarks", "Met Maria, blue Toyota")],
)  # fmt: skip
def test_a_bad_record_is_refused(scene: Scene, field: str, value: str) -> None:
    answer = scene.cast.client("ana").post("/outreach/nights/log/", form_of(scene, **{"contacts": "12", field: value}))
    assert answer.status_code == 422
    assert not Night.objects.exists()


def test_a_night_to_come_cannot_be_recorded(scene: Scene) -> None:
    tomorrow = (clock.today() + DAY).isoformat()
    answer = scene.cast.client("ana").post("/outreach/nights/log/", form_of(scene, contacts="12", on=tomorrow))
    assert answer.status_code == 422
    assert "still to come" in text_of(answer)


def test_two_people_cannot_write_over_each_other(scene: Scene) -> None:
    night = scene.plan()
    ana, chloe = scene.cast.client("ana"), scene.cast.client("chloe")
    sent = form_of(scene, version="1", materials=["soap"])
    assert chloe.post(f"/outreach/nights/{night.pk}/change/", sent).status_code == 302
    answer = ana.post(f"/outreach/nights/{night.pk}/change/", form_of(scene, version="1"))
    assert answer.status_code == 422
    assert "changed this while you wrote" in text_of(answer)
    night.refresh_from_db()
    assert night.materials == ["soap"]


def test_planning_names_the_volunteer_whose_check_is_not_done(scene: Scene, volunteer: Actor) -> None:
    browser = scene.cast.client("ana")
    assert "Vera" in text_of(browser.get("/outreach/nights/new/"))
    answer = browser.post("/outreach/nights/new/", form_of(scene, crew=[str(volunteer.id)]))
    assert answer.status_code == 422
    assert "Vera: the check is not done" in text_of(answer)
    chloe = scene.cast.client("chloe")
    prefix = volunteer.id.hex
    late = chloe.post(
        f"/outreach/volunteers/{volunteer.id}/", {f"{prefix}-status": "cleared", f"{prefix}-until": "2020-01-01"}
    )
    assert late.status_code == 422
    assert chloe.post(f"/outreach/volunteers/{volunteer.id}/", {f"{prefix}-status": "fine"}).status_code == 422
    assert chloe.post(f"/outreach/volunteers/{volunteer.id}/", {f"{prefix}-status": "cleared"}).status_code == 302
    assert browser.post("/outreach/nights/new/", form_of(scene, crew=[str(volunteer.id)])).status_code == 302


def test_a_volunteer_whose_check_is_not_done_reads_why(scene: Scene) -> None:
    scene.plan()
    browser = scene.cast.client("lucia")
    answer = browser.get("/outreach/?lang=en")
    assert answer.status_code == 403
    assert "when their check is done" in text_of(answer)
    assert "Your check is not done yet" in text_of(browser.get("/today/?lang=en"))


def test_small_counts_stand_on_no_page_but_the_form_of_those_who_wrote_them(scene: Scene) -> None:
    ana = scene.cast.client("ana")
    ana.post("/outreach/nights/log/", form_of(scene, contacts="7", given_soap="9"))
    night = Night.objects.get()
    for address in (f"/outreach/nights/{night.pk}/", "/outreach/months/", "/outreach/"):
        page = text_of(ana.get(address))
        assert ">7<" not in page
        assert ">9<" not in page
    assert "withheld" in text_of(ana.get(f"/outreach/nights/{night.pk}/"))
    assert 'value="7"' in text_of(ana.get(f"/outreach/nights/{night.pk}/record/"))


def test_a_hotspot_is_kept_changed_and_put_to_rest(scene: Scene) -> None:
    browser = scene.cast.client("chloe")
    sent = {"name": "Truck stops", "area": "Depot Junction", "kind": "truck_stop"}
    assert browser.post("/outreach/hotspots/new/", sent).status_code == 302
    again = browser.post("/outreach/hotspots/new/", sent)
    assert again.status_code == 422
    assert "There is a place of this name" in text_of(again)
    row = Hotspot.objects.get(name="Truck stops")
    assert browser.post(f"/outreach/hotspots/{row.pk}/", sent).status_code == 302
    assert "Truck stops" not in text_of(browser.get("/outreach/"))


@pytest.mark.parametrize("asked", ["", "2031-13", "2199-01", "x" * 300, "2026-1"])
def test_a_month_that_is_none_shows_this_month(scene: Scene, asked: str) -> None:
    page = scene.cast.client("ana").get("/outreach/months/", {"month": asked})
    assert page.status_code == 200
    assert "No night was recorded" in text_of(page)
