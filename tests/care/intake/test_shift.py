"""A shift: three counts, a note for the next, call-backs, patterns that end, contacts that are no work of a line."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from tests.cast import Cast
from waystation.care.intake import actions, selectors
from waystation.care.intake.actions.desk import expire_notes
from waystation.care.intake.models import Contact, DeskNote
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.models import Capsule, CompartmentKey, StatisticsCapsule

CALL = {"lane": "help", "channel": "phone"}


def records(cast: Cast) -> list[dict[str, object]]:
    return gate.read_statistics(cast.actor("iris"), "contact", clock.today(), "count")


def test_a_shift_counts_one_signal_one_situation_two_persons(cast: Cast) -> None:
    ana = cast.client("ana")
    actions.take_contact(cast.actor("ana"), values=CALL)
    assert ana.post("/contacts/shift/", {"do": "open"}).status_code == 302
    contact = actions.take_contact(cast.actor("ana"), values=CALL)
    actions.begin_situation(cast.actor("ana"), contact=contact, persons=2)
    actions.note_noise(cast.actor("ana"), disposition="silent")
    actions.give_number(cast.actor("ana"), number="crisis")
    shown = ana.get("/contacts/shift/")
    count = shown.context["count"]
    assert (count.signals, count.situations, count.persons) == (1, 1, 2)
    assert dict(count.apart) == {"silent": 1, "out_of_scope": 1}
    actions.hand_over(cast.actor("ana"), contact=contact, team=cast.team("case"))
    again = ana.get("/contacts/shift/").context["count"]
    assert (again.signals, again.situations, again.persons) == (1, 1, 2)


def test_the_note_of_a_shift_is_sealed_and_read_by_the_next(cast: Cast) -> None:
    ana, chloe = cast.client("ana"), cast.client("chloe")
    ana.post("/contacts/shift/", {"do": "open"})
    version = ana.get("/contacts/shift/").context["form"].initial["version"]
    ana.post("/contacts/shift/", {"do": "close", "text": "Zanahoria calls at nine", "version": version})
    assert not any(b"Zanahoria" in bytes(body) for body in Capsule.objects.values_list("body", flat=True))
    note = DeskNote.objects.get()
    assert note.status == "closed"
    assert "Zanahoria calls at nine" in chloe.get("/contacts/shift/").content.decode()
    assert ana.post(f"/contacts/shift/{note.pk}/read/").status_code == 302
    assert "You have read it" in ana.get("/contacts/shift/").content.decode()
    assert Event.objects.filter(verb="shift.note_read").count() == 1


def test_a_shift_opened_twice_is_one(cast: Cast) -> None:
    ana = cast.client("ana")
    for _ in range(2):
        ana.post("/contacts/shift/", {"do": "open"})
    assert DeskNote.objects.count() == 1


def test_a_shift_ended_in_two_windows_loses_no_word(cast: Cast) -> None:
    ana = cast.client("ana")
    ana.post("/contacts/shift/", {"do": "open"})
    answer = ana.post("/contacts/shift/", {"do": "close", "text": "my words", "version": 7})
    assert answer.status_code == 409
    assert "my words" in answer.content.decode()
    form = answer.context["form"]
    assert ana.post("/contacts/shift/", {**form.data, "do": "close"}).status_code == 302


@pytest.mark.parametrize("who", ["ben", "nia", "iris", "kofi", "dalia", "femi", "jo", "gwen", "lucia", "hale"])
def test_notes_of_the_desk_are_nobody_elses(cast: Cast, who: str) -> None:
    note = actions.note_pattern(cast.actor("ana"), alias="Night owl", text="hums")
    other = cast.client(who)
    for path in ("/contacts/shift/", "/contacts/patterns/", "/contacts/call-backs/", "/contacts/night-sheet/"):
        assert other.get(path).status_code == 403
    assert other.post(f"/contacts/patterns/{note.pk}/end/").status_code == 404
    assert selectors.patterns(cast.actor(who)) == []


def test_chloe_reads_patterns_and_does_not_write_them(cast: Cast) -> None:
    note = actions.note_pattern(cast.actor("ana"), alias="Night owl", text="hums")
    chloe = cast.client("chloe")
    assert "Night owl" in chloe.get("/contacts/patterns/").content.decode()
    assert chloe.post("/contacts/patterns/", {"alias": "x", "text": "y"}).status_code == 403
    assert chloe.post(f"/contacts/patterns/{note.pk}/end/").status_code == 403


def test_the_open_shift_is_no_pattern_and_a_pattern_is_no_shift(cast: Cast) -> None:
    ana = cast.client("ana")
    shift = actions.open_shift(cast.actor("ana"))
    pattern = actions.note_pattern(cast.actor("ana"), alias="Night owl", text="Hums.")
    assert ana.post(f"/contacts/patterns/{shift.pk}/end/").status_code == 404
    assert ana.post(f"/contacts/shift/{pattern.pk}/read/").status_code == 404
    assert DeskNote.objects.filter(pk__in=[shift.pk, pattern.pk]).count() == 2


def test_a_pattern_is_gone_after_ninety_days_with_its_key(cast: Cast) -> None:
    ana = cast.client("ana")
    sent = {"alias": "Night owl", "text": "hums, then hangs up", "happened_on": clock.today().isoformat()}
    assert ana.post("/contacts/patterns/", sent).status_code == 302
    note = DeskNote.objects.get()
    assert note.retention_on == clock.today() + dt.timedelta(days=90)
    clock.set_offset(90 * 86_400)
    assert expire_notes() == 0
    clock.set_offset(91 * 86_400)
    assert selectors.patterns(cast.actor("ana")) == []
    assert expire_notes() == 1
    assert not CompartmentKey.objects.filter(subject=note.pk).exists()
    assert not Capsule.objects.filter(subject=note.pk).exists()


def test_a_pattern_seen_in_the_future_is_refused_in_words(cast: Cast) -> None:
    ahead = (clock.today() + dt.timedelta(days=1)).isoformat()
    answer = cast.client("ana").post("/contacts/patterns/", {"alias": "a", "text": "b", "happened_on": ahead})
    assert answer.status_code == 422
    assert "This lies in the future" in answer.content.decode()


def test_a_call_back_is_due_then_tried_then_done(cast: Cast) -> None:
    ana, today = cast.client("ana"), clock.today()
    contact = actions.take_contact(cast.actor("ana"), values={**CALL, "call_back_on": today.isoformat()})
    late = actions.take_contact(cast.actor("ana"), values={**CALL, "call_back_on": today.isoformat()})
    Contact.objects.filter(pk=late.pk).update(next_due_on=today - dt.timedelta(days=1))
    page = ana.get("/contacts/call-backs/").content.decode()
    assert page.index("Overdue") < page.index(str(late.pk)) < page.index("Due today") < page.index(str(contact.pk))
    assert ana.post(f"/contacts/{contact.pk}/called-back/", {"reached": "no"}).status_code == 302
    contact.refresh_from_db()
    assert contact.next_due_on == today + dt.timedelta(days=1)
    ana.post(f"/contacts/{contact.pk}/called-back/", {"reached": "yes"})
    contact.refresh_from_db()
    assert contact.next_due_on is None
    calls = selectors.contact_page(cast.actor("ana"), contact.pk).account.calls
    assert [(one["reached"], one["by"]) for one in calls] == [("no", "Ana"), ("yes", "Ana")]
    past = {"reached": "no", "again_on": (today - dt.timedelta(days=1)).isoformat()}
    assert ana.post(f"/contacts/{contact.pk}/called-back/", past).status_code == 422


@pytest.mark.parametrize("noise", actions.NOISE)
def test_silent_and_abusive_contacts_take_one_tap_and_stay_out_of_the_totals(cast: Cast, noise: str) -> None:
    ana = cast.client("ana")
    page = ana.get("/contacts/out-of-scope/").content.decode()
    assert f'name="noise" value="{noise}"' in page
    assert ana.post("/contacts/out-of-scope/", {"noise": noise}).status_code == 302
    contact = Contact.objects.get()
    assert contact.status == "closed"
    record = records(cast)[0]
    assert (record["disposition"], record["lane"]) == (noise, "other")
    assert "class" in codes.get("disposition")[noise].extra


def test_a_silent_contact_is_given_time_in_both_languages(cast: Cast) -> None:
    page = cast.client("ana").get("/contacts/out-of-scope/").content.decode()
    assert "You do not have to talk" in page
    assert "No tiene que hablar" in page
    assert page.index("No tiene que hablar") > page.index('value="silent"')


def test_the_warm_numbers_are_there_with_source_and_date(cast: Cast) -> None:
    from waystation.care.intake.national import national_lines

    page = cast.client("ana").get("/contacts/out-of-scope/").content.decode()
    for number in ("988", "211", "1-888-373-7888", "1-800-799-7233"):
        assert number in page
    assert all(line.source and line.date for line in national_lines())
    assert {"domestic_violence", "child_protection"} & {
        code.removesuffix("_national") for code, _label, _number in selectors.warm_numbers(cast.actor("ana"))
    }


def test_no_number_is_given_for_a_place_that_has_its_own(cast: Cast) -> None:
    ana = cast.actor("ana")
    codes = {code for code, _label, _number in selectors.warm_numbers(ana)}
    assert len(codes & {"child_protection", "child_abuse_national"}) == 1


def test_out_of_scope_with_nothing_or_both_is_refused(cast: Cast) -> None:
    ana = cast.client("ana")
    for sent in ({}, {"number": "crisis", "noise": "silent"}, {"noise": "handed_over"}):
        assert ana.post("/contacts/out-of-scope/", sent).status_code == 422
    assert not Contact.objects.exists()


def test_a_message_taken_over_keeps_its_pointer_and_is_counted_once(cast: Cast) -> None:
    pointer, message = uuid4(), uuid4()
    contact = actions.take_contact(cast.actor("ana"), values=CALL, contact_id=message, pointer=pointer)
    assert (contact.pk, contact.pointer) == (message, pointer)
    assert StatisticsCapsule.objects.filter(pointer=pointer).count() == 1
