"""One form for a situation and a person: nothing typed is left behind, four answers stay four, an age is one age."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.care.intake.test_walk import take
from tests.cast import Cast
from waystation.care.intake import actions, selectors
from waystation.care.intake.forms_person import STATES
from waystation.care.intake.models import Situation


def begun(cast: Cast, ana: Client) -> tuple[Situation, str, str]:
    """A situation with one person, that person's id and the address of the form."""
    situation = take(ana).situations.get()
    person = selectors.situation_page(cast.actor("ana"), situation.pk).facts.person_list()[0].id
    return situation, person, f"/situations/{situation.pk}/persons/{person}/"


def test_ana_can_save_kind_county_and_person_by_one_button(cast: Cast) -> None:
    ana = cast.client("ana")
    situation, _, address = begun(cast, ana)
    form = ana.get(address).content.decode()
    saving = r'<form method="post" action="/situations/[0-9a-f-]+/(persons/[0-9a-f-]+/)?"'
    assert len(re.findall(saving, form)) == 1
    answer = ana.post(address, {"kind": "labor", "county": "Alder County", "age": "20", "fact_harbor": "heard"})
    assert answer.status_code == 302
    page = selectors.situation_page(cast.actor("ana"), situation.pk)
    assert (page.header.kind, page.header.county, page.facts.person_list()[0].age) == ("labor", "Alder County", 20)


def test_a_kind_that_is_not_sent_stays_as_it_was(cast: Cast) -> None:
    ana = cast.client("ana")
    situation, _, address = begun(cast, ana)
    ana.post(address, {"kind": "labor", "county": "Alder County"})
    ana.post(address, {"age": "20"})
    page = selectors.situation_page(cast.actor("ana"), situation.pk)
    assert (page.header.kind, page.header.county) == ("labor", "Alder County")


def test_ana_can_save_and_add_a_person_in_one_step(cast: Cast) -> None:
    ana = cast.client("ana")
    situation, first, address = begun(cast, ana)
    answer = ana.post(address, {"kind": "sex", "age": "17", "next": "another"})
    persons = selectors.situation_page(cast.actor("ana"), situation.pk).facts.person_list()
    assert [person.age for person in persons] == [17, "not_asked"]
    assert answer.url == f"/situations/{situation.pk}/persons/{persons[1].id}/"
    assert persons[0].id == first


def test_a_draft_keeps_the_kind_too(cast: Cast) -> None:
    ana = cast.client("ana")
    _, _, address = begun(cast, ana)
    assert ana.post(f"{address}draft/", {"kind": "both", "county": "Elsewhere", "age": "30"}).status_code == 204
    form = ana.get(address)
    assert form.context["situation_form"]["kind"].value() == "both"
    assert form.context["situation_form"]["county"].value() == "Elsewhere"
    assert form.context["form"]["age"].value() == "30"


def test_a_stale_kind_shows_both_and_loses_nothing(cast: Cast) -> None:
    ana = cast.client("ana")
    situation, _, address = begun(cast, ana)
    old = selectors.situation_page(cast.actor("ana"), situation.pk)
    ana.post(address, {"kind": "labor", "county": "Alder County", "age": "20"})
    stale = {"version": old.version, "situation_version": old.header_version}
    answer = ana.post(address, {**stale, "kind": "sex", "county": "Elsewhere", "age": "21"})
    assert answer.status_code == 409
    assert "Elsewhere" in answer.content.decode()
    told = [(theirs, yours) for _label, theirs, yours in answer.context["differing"]]
    assert told[1:] == [("Alder County", "Elsewhere"), (20, 21)]
    again = {**answer.context["form"].data, **answer.context["situation_form"].data}
    assert ana.post(address, {k: v for k, v in again.items() if v is not None}).status_code == 302
    assert selectors.situation_page(cast.actor("ana"), situation.pk).header.kind == "sex"


def test_a_fact_can_be_heard_absent_unknown_declined_or_not_asked(cast: Cast) -> None:
    assert [code for code, _label in STATES] == ["heard", "absent", "unknown", "declined", "not_asked"]
    ana = cast.client("ana")
    situation, person, address = begun(cast, ana)
    told = {"fact_recruit": "heard", "fact_harbor": "declined", "fact_transport": "unknown", "fact_labor": "absent"}
    assert ana.post(address, {"age": "20", **told, "fact_commercial_sex": "not_asked"}).status_code == 302
    page = selectors.situation_page(cast.actor("ana"), situation.pk)
    assert {f"fact_{fact.code}": fact.state for fact in page.facts.fact_list(person)} == told
    shown = ana.get(address)
    assert shown.context["form"]["fact_harbor"].value() == "declined"
    panel = shown.context["panels"][0]
    assert [str(words) for words, _facts in panel.left_open] == ["Not known", "Chose not to say"]


def test_a_declined_fact_counts_as_unknown_for_both_laws(cast: Cast) -> None:
    ana = cast.client("ana")
    situation, _, address = begun(cast, ana)
    answers = []
    for state in ("declined", "unknown", "not_asked"):
        ana.post(address, {"age": "20", "fact_harbor": "heard", "fact_commercial_sex": state})
        panel = selectors.panels(selectors.situation_page(cast.actor("ana"), situation.pk).facts)[0]
        answers.append((panel.rows, panel.answers, panel.reasons))
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(("age", "word"), [("17", "adult"), ("18", "minor"), ("17", "unknown"), ("30", "declined")])
def test_an_age_beside_a_word_that_does_not_fit_is_refused(cast: Cast, age: str, word: str) -> None:
    ana = cast.client("ana")
    situation, _, address = begun(cast, ana)
    answer = ana.post(address, {"age": age, "age_word": word, "wishes": "Sleep"})
    assert answer.status_code == 422
    assert "does not fit the age above" in answer.content.decode()
    assert "Sleep" in answer.content.decode()
    assert selectors.situation_page(cast.actor("ana"), situation.pk).facts.person_list()[0].age == "not_asked"


@pytest.mark.parametrize(("age", "word"), [("17", "minor"), ("18", "adult"), ("17", "not_asked"), ("17", "")])
def test_an_age_beside_a_word_that_fits_is_taken(cast: Cast, age: str, word: str) -> None:
    ana = cast.client("ana")
    situation, _, address = begun(cast, ana)
    assert ana.post(address, {"age": age, "age_word": word}).status_code == 302
    assert selectors.situation_page(cast.actor("ana"), situation.pk).facts.person_list()[0].age == int(age)


def test_an_unfinished_person_stands_in_contacts_until_it_is_saved(cast: Cast) -> None:
    ana = cast.client("ana")
    situation, _, address = begun(cast, ana)
    assert ana.post(address, {"age": "17", "next": "later"}).url == "/contacts/"
    listed = ana.get("/contacts/").content.decode()
    assert address in listed
    assert "Person you began to note" in listed
    assert address not in cast.client("chloe").get("/contacts/").content.decode()
    ana.post(address, {"age": "17"})
    assert address not in ana.get("/contacts/").content.decode()
    assert Situation.objects.get() == situation


def test_a_draft_of_a_situation_that_left_the_desk_is_not_listed(cast: Cast) -> None:
    ana = cast.client("ana")
    situation, _, address = begun(cast, ana)
    ana.post(f"{address}draft/", {"age": "17"})
    contact = situation.contacts.get()
    actions.hand_over(cast.actor("ana"), contact=contact, team=cast.team("case"))
    assert address not in ana.get("/contacts/").content.decode()


def test_what_was_handed_over_first_stands_first(cast: Cast) -> None:
    begun_at = []
    for _ in range(4):
        contact = actions.take_contact(cast.actor("ana"), values={"lane": "help", "channel": "phone"})
        begun_at.append(actions.begin_situation(cast.actor("ana"), contact=contact))
    order = [begun_at[index] for index in (2, 0, 3, 1)]
    for situation in order:
        actions.hand_over(cast.actor("ana"), contact=situation.contacts.get(), team=cast.team("case"))
    found = selectors.handed_over_to(cast.actor("ben"))
    assert [row.situation.pk for row in found] == [situation.pk for situation in order]
    assert all(row.at for row in found)


def test_the_bar_marks_contacts_on_a_situation(cast: Cast) -> None:
    ana = cast.client("ana")
    _, _, address = begun(cast, ana)
    current = [item["label"] for item in ana.get(address).context["nav"] if item["current"]]
    assert [str(label) for label in current] == ["Contacts"]
