"""The form of a contact: when it happened and when it was entered, interpreter minutes, and the printed night sheet."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from tests.care.intake.lines.making import a_line
from tests.cast import Cast
from waystation.care.intake import actions, selectors
from waystation.care.intake.forms_contact import PARTS, ContactForm
from waystation.care.intake.lines.models import Line
from waystation.care.intake.models import Contact, Situation
from waystation.care.intake.shapes import Account, ContactHeader
from waystation.foundation import clock, gate

CALL = {"lane": "help", "channel": "phone", "next": "open"}


def record(cast: Cast, kind: str = "contact") -> dict[str, object]:
    return gate.read_statistics(cast.actor("iris"), kind, clock.today(), "count")[0]


def test_a_call_of_last_night_counts_on_the_day_it_happened(cast: Cast) -> None:
    ana, today = cast.client("ana"), timezone.localdate(clock.now())
    eve = today - dt.timedelta(days=1)
    sent = {**CALL, "happened_on": eve.isoformat(), "happened_time": "23:40", "next": "situation"}
    assert ana.post(f"/contacts/new/{uuid4()}/", sent).status_code == 302
    contact = Contact.objects.get()
    page = selectors.contact_page(cast.actor("ana"), contact.pk)
    happened = timezone.localtime(dt.datetime.fromisoformat(page.header.happened_at))
    assert (happened.date(), f"{happened:%H:%M}") == (eve, "23:40")
    assert timezone.localdate(dt.datetime.fromisoformat(page.account.started_at)) == today
    assert page.is_entered_later
    assert contact.created_hour.date() != eve or today == contact.created_hour.date()
    found = record(cast)
    assert (found["on"], found["entered"]) == (eve.isoformat(), today.isoformat())
    shown = ana.get(f"/contacts/{contact.pk}/").content.decode()
    assert "23:40" in shown
    assert "Entered" in shown
    assert "23:40" in ana.get("/contacts/").content.decode()
    assert record(cast, "situation")["on"] == eve.isoformat()
    assert record(cast, "situation")["entered"] == today.isoformat()


def test_an_edit_keeps_the_day_it_happened_and_the_moment_it_was_entered(cast: Cast) -> None:
    ana = cast.client("ana")
    eve = timezone.localdate(clock.now()) - dt.timedelta(days=1)
    ana.post(f"/contacts/new/{uuid4()}/", {**CALL, "happened_on": eve.isoformat(), "happened_time": "23:40"})
    contact = Contact.objects.get()
    form = ana.get(f"/contacts/{contact.pk}/edit/").context["form"]
    assert (form["happened_on"].value(), form["happened_time"].value()) == (eve, "23:40")
    before = selectors.contact_page(cast.actor("ana"), contact.pk)
    clock.set_offset(3600)
    actions.change_contact(cast.actor("ana"), contact=contact, values={"lane": "tip", "channel": "phone"})
    after = selectors.contact_page(cast.actor("ana"), contact.pk)
    assert (after.header.happened_at, after.account.started_at) == (
        before.header.happened_at,
        before.account.started_at,
    )


def test_the_form_begins_with_now_and_a_night_sheet_with_nothing(cast: Cast) -> None:
    ana = cast.client("ana")
    now = timezone.localtime(clock.now())
    form = ana.get(f"/contacts/new/{uuid4()}/").context["form"]
    assert form["happened_on"].value() == now.date()
    after = ana.get("/contacts/new/?after=1")
    assert after.url.endswith("?after=1")
    page = ana.get(after.url)
    assert page.context["form"]["happened_on"].value() is None
    assert page.content.decode().count('<details class="sheet" open') == 2


@pytest.mark.parametrize(("days", "time"), [(1, "10:00"), (1, ""), (400, "00:00")])
def test_what_lies_in_the_future_is_refused_in_words(cast: Cast, days: int, time: str) -> None:
    ahead = timezone.localdate(clock.now()) + dt.timedelta(days=days)
    sent = {**CALL, "happened_on": ahead.isoformat(), "happened_time": time, "note": "Kept words"}
    answer = cast.client("ana").post(f"/contacts/new/{uuid4()}/", sent)
    assert answer.status_code == 422
    assert "This lies in the future" in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    assert not Contact.objects.exists()


def test_an_action_refuses_the_future_too(cast: Cast) -> None:
    ahead = (clock.now() + dt.timedelta(minutes=5)).isoformat()
    with pytest.raises(ValueError, match="before it is written down"):
        actions.take_contact(cast.actor("ana"), values={"lane": "help", "channel": "phone", "happened_at": ahead})


def test_a_situation_told_in_the_future_is_refused_in_words(cast: Cast) -> None:
    ana = cast.client("ana")
    ana.post(f"/contacts/new/{uuid4()}/", {**CALL, "next": "situation"})
    ahead = (clock.today() + dt.timedelta(days=1)).isoformat()
    answer = ana.post(f"/situations/{Situation.objects.get().pk}/", {"kind": "sex", "happened_on": ahead})
    assert answer.status_code == 422
    assert "This lies in the future" in answer.content.decode()


def test_interpreter_minutes_and_the_rest_go_sealed_and_as_codes(cast: Cast) -> None:
    ana = cast.client("ana")
    told = {
        "interpreter_vendor": "Zanahoria Voices", "interpreter_id": "4711", "interpreter_minutes": "12",
        "needs": ["shelter", "immigration"], "given": ["warm_handoff"], "referrals_made": "2", "waited": "20",
        "venue": "hotel", "county": "Alder County", "likelihood": "high", "minor": "yes", "well_being": "hard",
    }  # fmt: skip
    assert ana.post(f"/contacts/new/{uuid4()}/", {**CALL, **told}).status_code == 302
    contact = Contact.objects.get()
    account = selectors.contact_page(cast.actor("ana"), contact.pk).account
    assert (account.interpreter_minutes, account.interpreter_id, account.needs) == (
        12,
        "4711",
        ["shelter", "immigration"],
    )
    found = record(cast)
    assert (found["interpreter_minutes"], found["interpreter"], found["emergency"]) == (12, "yes", ["shelter"])
    assert (found["minor_involved"], found["venue"], found["likelihood"]) == ("yes", "hotel", "high")
    assert (found["answer_seconds"], found["referrals_made"]) == (20, 2)
    assert not {"well_being", "needs", "given", "note"} & set(found)
    shown = ana.get(f"/contacts/{contact.pk}/").content.decode()
    assert "12 minutes, Zanahoria Voices, 4711" in shown
    assert "warm hand-off" in shown


def test_several_answers_survive_a_draft(cast: Cast) -> None:
    ana, draft = cast.client("ana"), uuid4()
    ana.post(f"/contacts/new/{draft}/draft/", {"needs": ["shelter", "legal"], "given": ["information"]})
    form = ana.get(f"/contacts/new/{draft}/").context["form"]
    assert (form["needs"].value(), form["given"].value()) == (["shelter", "legal"], ["information"])


def test_two_windows_show_what_differs_in_words(cast: Cast) -> None:
    ana = cast.client("ana")
    contact = actions.take_contact(cast.actor("ana"), values={"lane": "help", "channel": "phone"})
    seen = selectors.contact_page(cast.actor("ana"), contact.pk).version
    edit = f"/contacts/{contact.pk}/edit/"
    ana.post(edit, {**CALL, "danger": "no", "version": seen})
    answer = ana.post(edit, {**CALL, "danger": "within_24h", "note": "mine", "version": seen})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "<span>No</span>" in page
    assert "<span>Within 24 hours</span>" in page
    again = {key: value for key, value in answer.context["form"].data.items() if value not in (None, [])}
    assert ana.post(edit, {**again, "next": "open"}).status_code == 302
    assert selectors.contact_page(cast.actor("ana"), contact.pk).header.danger == "within_24h"


def test_older_capsules_open_without_the_new_answers() -> None:
    header = ContactHeader.of({"channel": "phone", "language": "spa", "danger": "no"})
    account = Account.of({"who": "friend", "note": "n", "started_at": "2026-01-02T03:04:05+00:00"})
    assert (header.minor, header.happened_at, account.needs, account.interpreter_minutes) == ("not_asked", "", [], None)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_night_sheet_does_without_the_computer(cast: Cast, lang: str) -> None:
    """Every answer of its lists to tick, the line's first words in each language, and the numbers to give."""
    line = a_line(cast)
    Line.objects.filter(pk=line.pk).update(live=True, script={"en": "You reached us.", "es": "Nos encontró."})
    ana = cast.client("ana")
    sheet = unescape(ana.get(f"/contacts/night-sheet/?lang={lang}").content.decode())
    with translation.override(lang):
        fields = ContactForm().fields
        for name in ("disposition", "venue", "danger", "who", "needs", "given"):
            for value, words in fields[name].choices:
                assert not value or f"☐ {words}<" in sheet
    for number in ("911", "988", "211", "1-888-373-7888"):
        assert f">{number}<" in sheet
    assert '<p class="small" lang="en">“You reached us.”</p>' in sheet
    assert '<p class="small" lang="es">“Nos encontró.”</p>' in sheet
    assert " paper" in sheet[sheet.index("<body") :][:80]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_night_sheet_asks_what_the_form_asks_in_its_order(cast: Cast, lang: str) -> None:
    ana = cast.client("ana")
    sheet = ana.get(f"/contacts/night-sheet/?lang={lang}").content.decode()
    form = ana.get(f"/contacts/new/{uuid4()}/?lang={lang}").content.decode()
    asked = [unescape(text.strip()) for text in re.findall(r"<dt>(.*?)</dt>", sheet, re.DOTALL)]
    with translation.override(lang):
        fields = ContactForm().fields
        expected = [str(fields[name].label) for part in PARTS for name in part.names]
    assert asked == expected
    places = [form.index(f'name="{name}"') for part in PARTS for name in part.names]
    assert places == sorted(places)
    assert {name for part in PARTS for name in part.names} == set(fields) - {"version"}


@pytest.mark.parametrize(
    ("age", "before", "after", "counted"),
    [(15, "not_asked", "no", "yes"), ("minor", "yes", "no", "yes"), (31, "not_asked", "yes", "yes"),
     (31, "not_asked", "no", "no"),
     (15, "yes", "yes", "yes"), ("not_asked", "no", "yes", "yes"), ("not_asked", "yes", "not_asked", "not_asked"),
     (None, "yes", "not_asked", "not_asked"), (None, "no", "yes", "yes")],
)  # fmt: skip
def test_a_stated_age_goes_before_what_the_form_of_the_contact_says(
    cast: Cast, age: int | str | None, before: str, after: str, counted: str
) -> None:
    ana = cast.actor("ana")
    values = {"lane": "help", "channel": "phone", "minor": before}
    contact = actions.take_contact(ana, values=values)
    if age is not None:
        situation = actions.begin_situation(ana, contact=contact)
        person = selectors.situation_page(ana, situation.pk).facts.person_list()[0].id
        actions.change_person(ana, situation=situation, person_id=person, age=age)
    contact.refresh_from_db()
    actions.change_contact(ana, contact=contact, values={**values, "minor": after, "note": "Rang again"})
    assert record(cast)["minor_involved"] == counted
