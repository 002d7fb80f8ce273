"""What can be done in outreach, by whom, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, models

from tests.commons.outreach.conftest import DAY, Scene
from waystation.commons.outreach import actions, errors, policies, selectors, words
from waystation.commons.outreach.models import Hotspot, Night, Outcome, Presence
from waystation.core import codes
from waystation.foundation import clock
from waystation.foundation.agencies.roles import roles
from waystation.foundation.audit.models import Event
from waystation.foundation.gate import Actor


@pytest.mark.parametrize(
    "text",
    ["412 Ferry Street", "40.4417, -83.1123", "behind the laundry", "call 555-0142 77", "mara@alder.example",
     "www.alder.example", "plate HXJ 4417 or HXJ4417", "https://maps.google.com/x", "OH 45011"],
)  # fmt: skip
def test_a_text_that_leads_to_a_place_or_a_person_is_refused(scene: Scene, text: str) -> None:
    assert words.found_in(text)
    with pytest.raises(errors.LeadsToSomebody):
        actions.save_hotspot(scene.actor("ana"), name=text, area="Millrace", kind="lodging")
    with pytest.raises(errors.LeadsToSomebody):
        actions.save_hotspot(scene.actor("ana"), name="Motels", area=text, kind="lodging")


@pytest.mark.parametrize("text", ["Met Maria, blue Toyota", "two girls, room by the stairs", "Maria"])
def test_a_night_has_no_room_for_words_about_a_person(scene: Scene, text: str) -> None:
    """Not even for those that no pattern knows: the columns of a night hold codes, counts and times."""
    with pytest.raises(codes.CodeError):
        scene.plan(remarks=(text,))
    with pytest.raises(codes.CodeError):
        actions.record_night(scene.actor("ana"), scene.result(remarks=[text]))
    assert not Night.objects.exists()
    typed = (models.CharField, models.TextField)
    assert {
        field.name for kind in (Night, Outcome) for field in kind._meta.get_fields() if isinstance(field, typed)
    } == {"status"}


def test_remarks_are_kept_as_codes(scene: Scene) -> None:
    assert scene.plan(remarks=("go_together", "busy")).remarks == ["busy", "go_together"]
    actions.record_night(scene.actor("ana"), scene.result(remarks=["quiet"]))
    assert Outcome.objects.get().remarks == ["quiet"]


@pytest.mark.parametrize("who", ["ben", "kofi", "iris", "femi", "hale", "lucia"])
def test_another_role_can_do_nothing_here(scene: Scene, who: str) -> None:
    actor = scene.actor(who)
    night = scene.plan()
    for act in (
        lambda: actions.save_hotspot(actor, name="X", area="Y", kind="lodging"),
        lambda: actions.plan_night(actor, actions.Plan(scene.hotspot, clock.today(), dt.time(1), dt.time(2))),
        lambda: actions.call_off(actor, night=night),
        lambda: actions.record_night(actor, scene.result(), night=night),
        lambda: actions.go_out(actor, night=night, watcher=scene.cast.member("chloe"), due_at=clock.now() + DAY / 24),
        lambda: actions.note_clearance(actor, member=scene.cast.member("ana"), status="cleared"),
        lambda: list(selectors.nights(actor)),
        lambda: selectors.volunteers(actor),
    ):
        with pytest.raises(errors.NotAllowed):
            act()


def test_another_agency_finds_nothing_and_changes_nothing(scene: Scene) -> None:
    night, gwen = scene.plan(), scene.actor("gwen")
    with pytest.raises(Night.DoesNotExist):
        selectors.night(gwen, night.pk)
    with pytest.raises(Hotspot.DoesNotExist):
        selectors.hotspot(gwen, scene.hotspot.pk)
    with pytest.raises(errors.NotAllowed):
        actions.plan_night(gwen, actions.Plan(scene.hotspot, clock.today(), dt.time(1), dt.time(2)))
    with pytest.raises(Night.DoesNotExist):
        actions.call_off(gwen, night=night)
    with pytest.raises(errors.NotAllowed):
        scene.plan(crew=("gwen",))


def test_a_volunteer_cannot_be_planned_before_the_check_is_done(scene: Scene, volunteer: Actor) -> None:
    plan = actions.Plan(scene.hotspot, clock.today(), dt.time(20), dt.time(23), [volunteer.member])
    with pytest.raises(errors.NotCleared) as refused:
        actions.plan_night(scene.actor("ana"), plan)
    assert refused.value.names == ["Vera"]
    with pytest.raises(errors.NotAllowed):
        selectors.need_to_see(volunteer)
    actions.note_clearance(scene.actor("chloe"), member=volunteer.member, status="pending")
    with pytest.raises(errors.NotCleared):
        actions.plan_night(scene.actor("ana"), plan)
    actions.note_clearance(scene.actor("chloe"), member=volunteer.member, status="cleared")
    assert list(actions.plan_night(scene.actor("ana"), plan).crew.all()) == [volunteer.member]
    assert selectors.coming(volunteer).count() == 1


def test_a_check_ends_on_its_day(scene: Scene, volunteer: Actor) -> None:
    until = clock.today() + 3 * DAY
    actions.note_clearance(scene.actor("chloe"), member=volunteer.member, status="cleared", until=until)
    for days, allowed in ((3, True), (4, False)):
        plan = actions.Plan(scene.hotspot, clock.today() + days * DAY, dt.time(20), dt.time(23), [volunteer.member])
        if allowed:
            actions.plan_night(scene.actor("ana"), plan)
        else:
            with pytest.raises(errors.NotCleared):
                actions.plan_night(scene.actor("ana"), plan)


def test_nobody_but_supervisor_and_coordinator_can_note_a_check(scene: Scene, volunteer: Actor) -> None:
    for who in ("ana", "kofi", "ben", "gwen"):
        with pytest.raises(errors.NotAllowed):
            actions.note_clearance(scene.actor(who), member=volunteer.member, status="cleared")
    with pytest.raises(errors.NotAllowed):
        actions.note_clearance(volunteer, member=volunteer.member, status="cleared")
    with pytest.raises(ValueError, match="status"):
        actions.note_clearance(scene.actor("chloe"), member=volunteer.member, status="fine")


def test_a_night_is_written_down_and_corrected_once_seen(scene: Scene) -> None:
    night = scene.plan()
    done = actions.record_night(
        scene.actor("ana"),
        scene.result(14, materials={"line_card": 30, "soap": 0}, needs=["bed"]),
        night=night,
        version=1,
    )
    assert (done.status, done.version, done.outcome.materials) == ("done", 2, {"line_card": 30})
    with pytest.raises(errors.Changed):
        actions.record_night(scene.actor("chloe"), scene.result(15), night=night, version=1)
    again = actions.record_night(scene.actor("chloe"), scene.result(15), night=night, version=2)
    assert Outcome.objects.get(night=again).contacts == 15
    with pytest.raises(errors.NotNow):
        actions.change_night(
            scene.actor("ana"), night=night, plan=actions.Plan(scene.hotspot, clock.today(), dt.time(1), dt.time(2))
        )
    with pytest.raises(errors.NotNow):
        actions.call_off(scene.actor("ana"), night=night)


@pytest.mark.parametrize(
    "bad", [{"contacts": -1}, {"contacts": 10_000}, {"contacts": True}, {"materials": {"soap": -2}}]
)
def test_a_count_that_is_none_is_refused(scene: Scene, bad: dict[str, object]) -> None:
    given = {"contacts": 3, **bad}
    with pytest.raises(ValueError, match="whole number"):
        actions.record_night(scene.actor("ana"), scene.result(**given))  # type: ignore[arg-type]  # bad on purpose


def test_codes_that_are_on_no_list_and_days_to_come_are_refused(scene: Scene) -> None:
    for bad in ({"materials": {"money": 1}}, {"needs": ["a name"]}, {"languages": ["klingon"]}):
        with pytest.raises(LookupError):
            actions.record_night(scene.actor("ana"), scene.result(**bad))
    with pytest.raises(LookupError):
        actions.save_hotspot(scene.actor("ana"), name="X", area="Y", kind="castle")
    with pytest.raises(errors.NotNow):
        actions.record_night(scene.actor("ana"), scene.result(days=-1))
    with pytest.raises(IntegrityError):
        actions.save_hotspot(scene.actor("ana"), name=scene.hotspot.name, area="Y", kind="lodging")


def test_somebody_out_is_missed_told_of_and_forgotten_after_a_week(scene: Scene) -> None:
    night, ana = scene.plan(), scene.actor("ana")
    due = clock.now() + dt.timedelta(hours=2)
    row = actions.go_out(ana, night=night, watcher=scene.cast.member("chloe"), due_at=due)
    with pytest.raises(errors.NotNow):
        actions.go_out(ana, night=night, watcher=scene.cast.member("chloe"), due_at=due)
    with pytest.raises(errors.NotNow):
        actions.call_off(ana, night=night)
    assert actions.look_for_late() == 0
    assert selectors.late_for(scene.actor("chloe")) == []
    late = due + dt.timedelta(minutes=1)
    assert (actions.look_for_late(late), actions.look_for_late(late)) == (1, 0)
    assert selectors.late_for(scene.actor("chloe"), late) == [row]
    assert selectors.late_for(ana, late) == []
    assert selectors.late_for(scene.actor("gwen"), late) == []
    assert selectors.late_for(scene.actor("kofi"), late) == []
    actions.come_back(scene.actor("chloe"), presence=row)
    assert selectors.late_for(scene.actor("chloe"), late) == []
    assert actions.forget(due + dt.timedelta(days=6, hours=23)) == 0
    assert actions.forget(due + dt.timedelta(days=7, hours=1)) == 1
    assert not Presence.objects.exists()


def test_presence_stands_in_no_journal(scene: Scene) -> None:
    night = scene.plan()
    before = Event.objects.count()
    row = actions.go_out(
        scene.actor("ana"), night=night, watcher=scene.cast.member("chloe"), due_at=clock.now() + dt.timedelta(hours=1)
    )
    actions.come_back(scene.actor("ana"), presence=row)
    assert Event.objects.count() == before


def test_nobody_can_go_out_without_being_planned_or_watch_over_themselves(scene: Scene) -> None:
    night, soon = scene.plan(), clock.now() + dt.timedelta(hours=1)
    with pytest.raises(errors.NotAllowed):
        actions.go_out(scene.actor("chloe"), night=night, watcher=scene.cast.member("ana"), due_at=soon)
    for watcher in ("ana", "gwen"):
        with pytest.raises(errors.NotAllowed):
            actions.go_out(scene.actor("ana"), night=night, watcher=scene.cast.member(watcher), due_at=soon)
    for due in (clock.now() - dt.timedelta(minutes=1), clock.now() + dt.timedelta(hours=17)):
        with pytest.raises(errors.NotNow):
            actions.go_out(scene.actor("ana"), night=night, watcher=scene.cast.member("chloe"), due_at=due)


def test_another_agency_can_end_nobodys_absence(scene: Scene) -> None:
    row = actions.go_out(
        scene.actor("ana"), night=scene.plan(), watcher=scene.cast.member("chloe"),
        due_at=clock.now() + dt.timedelta(hours=1),
    )  # fmt: skip
    for who in ("gwen", "ben", "kofi"):
        with pytest.raises(errors.NotAllowed):
            actions.come_back(scene.actor(who), presence=row)
    with pytest.raises(Presence.DoesNotExist):
        selectors.presence(scene.actor("gwen"), row.pk)


@pytest.mark.parametrize("role", list(roles()))
def test_the_policy_names_who_sees_plans_and_clears(role: str) -> None:
    staff = role in {"hotline_advocate", "supervisor", "coordinator"}
    assert policies.can_plan(role) == staff
    assert policies.can_see(role, is_cleared=False) == staff
    assert policies.can_see(role, is_cleared=True) == (staff or role == "volunteer")
    assert policies.can_clear(role) == (role in {"supervisor", "coordinator"})


def test_each_act_is_one_line_of_the_journal(scene: Scene) -> None:
    night = scene.plan()
    actions.record_night(scene.actor("ana"), scene.result(14), night=night)
    actions.record_night(scene.actor("ana"), scene.result(3))
    verbs = list(Event.objects.filter(verb__startswith="outreach.").order_by("pk").values_list("verb", flat=True))
    assert verbs == [
        f"outreach.{act}" for act in ("hotspot_saved", "night_planned", "night_recorded", "night_recorded")
    ]
