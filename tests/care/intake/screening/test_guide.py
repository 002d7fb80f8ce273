"""Who can hold a guided conversation, that every button keeps what was said, and that a companion ends it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.care.intake.test_one_form import begun
from tests.cast import Cast
from waystation.care.intake import actions as intake
from waystation.care.intake import selectors
from waystation.care.intake.models import Contact, Situation
from waystation.care.intake.screening import actions
from waystation.foundation.keyring.models import Draft


def started(cast: Cast, ana: Client) -> tuple[Situation, str, str]:
    """A situation, its person, and the address of a conversation that may ask."""
    situation, person, address = begun(cast, ana)
    guide = ana.post(f"{address}guide/").url
    assert ana.post(guide, {"alone": "yes", "interpreter": "none"}).status_code == 302
    return situation, person, guide


def heard(cast: Cast, situation: Situation, person: str) -> dict[str, str]:
    facts = selectors.situation_page(cast.actor("ana"), situation.pk).facts
    return {fact.code: fact.state for fact in facts.fact_list(person)}


def visit(guide: str) -> str:
    """The neutral page of a conversation."""
    return guide.replace("/guide/", "/visit/")


def test_ana_is_asked_whether_they_are_alone_before_any_question(cast: Cast) -> None:
    ana = cast.client("ana")
    _, _, address = begun(cast, ana)
    guide = ana.post(f"{address}guide/").url
    page = ana.get(f"{guide}?page=sex").content.decode()
    assert "Are you alone with the person?" in page
    assert "fact_commercial_sex" not in page
    assert ana.post(f"{guide}?page=sex", {"fact_commercial_sex": "heard"}).status_code == 422


@pytest.mark.parametrize("answer", ["no", "not_sure"])
def test_ana_cannot_ask_while_somebody_is_there(cast: Cast, answer: str) -> None:
    ana = cast.client("ana")
    _, _, address = begun(cast, ana)
    guide = ana.post(f"{address}guide/").url
    assert ana.post(guide, {"alone": answer}).url == visit(guide)
    assert "Are you alone" in ana.get(guide).content.decode()
    assert "fact_" not in ana.get(guide).content.decode()


def test_the_page_while_paused_says_nothing_of_the_matter(cast: Cast) -> None:
    ana = cast.client("ana")
    _, _, guide = started(cast, ana)
    answer = ana.post(f"{guide}?page=work", {"fact_takes_earnings": "heard", "next": "companion"})
    shown = ana.get(answer.url).content.decode()
    whole = re.sub(r'href="/static[^"]*"|name="(csrfmiddlewaretoken|page|next)"[^>]*>', "", shown).lower()
    told = ("traffick", "guide", "question", "pay", "screen", "conversation", "companion", "law", "waystation", "case")
    for word in (*told, "contacts", "riverbend", ">ana<", "help line"):
        assert word not in whole, word
    assert "<nav" not in whole
    for back in (f"{guide}?page=work", f"{guide}?page=age", f"{guide}review/"):
        assert ana.get(back).url == answer.url


def test_the_one_button_of_the_neutral_page_locks_the_desk_and_the_passphrase_leads_back(cast: Cast) -> None:
    ana = cast.client("ana")
    _, _, guide = started(cast, ana)
    ana.post(f"{guide}?page=work", {"fact_takes_earnings": "heard", "next": "companion"})
    shown = ana.get(visit(guide)).content.decode()
    form = re.search(r'<form method="post" action="(/lock/)">.*?name="page" value="([^"]+)"', shown)
    assert form
    locked = ana.post(form[1], {"page": form[2]})
    assert locked.url.startswith("/unlock/?")
    assert ana.get(guide).url.startswith("/unlock/")
    assert parse_qs(urlsplit(locked.url).query)["next"] == [guide]


def test_ana_can_stop_for_a_companion_and_go_on_another_day(cast: Cast) -> None:
    ana = cast.client("ana")
    situation, person, guide = started(cast, ana)
    ana.post(f"{guide}?page=work", {"fact_takes_earnings": "heard", "next": "companion"})
    assert heard(cast, situation, person) == {"takes_earnings": "heard"}
    assert "somebody was there" in ana.get("/guide/").content.decode()
    assert "Are you alone" in ana.get(guide).content.decode()
    ana.post(guide, {"alone": "yes", "interpreter": "telephone"})
    form = ana.get(f"{guide}?page=work").context["form"]
    assert form["fact_takes_earnings"].value() == "heard"
    ana.post(f"{guide}?page=leaving", {"fact_withholds_documents": "heard", "next": "review"})
    review = ana.get(f"{guide}review/")
    version = review.context["page"].version
    answer = ana.post(f"{guide}review/", {"next": "note", "version": version})
    assert answer.url == f"/situations/{situation.pk}/persons/{person}/screening/"
    assert heard(cast, situation, person) == {"takes_earnings": "heard", "withholds_documents": "heard"}
    assert not Draft.objects.filter(form="guide").exists()


def test_stop_here_keeps_the_five_answers_apart(cast: Cast) -> None:
    ana = cast.client("ana")
    situation, person, guide = started(cast, ana)
    said = {
        "fact_labor": "heard", "fact_peonage": "absent", "fact_debt_bondage": "unknown",
        "fact_takes_earnings": "declined",
    }  # fmt: skip
    ana.post(f"{guide}?page=work", {**said, "fact_excessive_working_hours": "not_asked", "next": "stop"})
    assert heard(cast, situation, person) == {
        "labor": "heard", "peonage": "absent", "debt_bondage": "unknown", "takes_earnings": "declined",
    }  # fmt: skip


def test_the_notice_stands_before_the_age_and_an_unknown_age_is_a_possible_minor(cast: Cast) -> None:
    ana = cast.client("ana")
    situation, person, guide = started(cast, ana)
    page = ana.get(f"{guide}?page=age").content.decode()
    assert page.index("Say this before you ask an age") < page.index('name="age"')
    assert "Possibly under 18" in ana.get(f"{guide}?page=work").content.decode()
    ana.post(f"{guide}?page=age", {"age": "34", "age_from": "self", "next": "on"})
    assert "Possibly under 18" not in ana.get(f"{guide}?page=work").content.decode()
    ana.post(f"{guide}?page=age", {"age": "17", "next": "stop"})
    page_now = selectors.situation_page(cast.actor("ana"), situation.pk)
    assert page_now.facts.person_list()[0].age == 17
    assert "Possibly under 18" in ana.get(f"/situations/{situation.pk}/persons/{person}/screening/").content.decode()


def test_an_age_that_cannot_be_is_refused_and_stop_still_stops(cast: Cast) -> None:
    ana = cast.client("ana")
    _, _, guide = started(cast, ana)
    assert ana.post(f"{guide}?page=age", {"age": "190", "next": "on"}).status_code == 422
    assert ana.post(f"{guide}?page=age", {"age": "190", "next": "companion"}).url == visit(guide)


def test_two_tabs_of_one_conversation_lose_nothing(cast: Cast) -> None:
    ana = cast.client("ana")
    _, _, guide = started(cast, ana)
    ana.get(f"{guide}?page=work")
    ana.get(f"{guide}?page=start")
    ana.post(f"{guide}?page=work", {"fact_labor": "heard", "next": "on"})
    ana.post(f"{guide}?page=start", {"fact_recruit": "heard", "next": "on"})
    found = actions.unfinished(cast.actor("ana"))[0]
    assert found.answers == {"labor": "heard", "recruit": "heard"}


def test_what_somebody_else_noted_is_shown_and_not_written_over_unseen(cast: Cast) -> None:
    ana = cast.client("ana")
    situation, person, guide = started(cast, ana)
    ana.post(f"{guide}?page=work", {"fact_labor": "heard", "fact_peonage": "heard", "next": "on"})
    old = selectors.situation_page(cast.actor("ana"), situation.pk).version
    intake.change_person(cast.actor("ana"), situation=situation, person_id=person, states={"labor": "absent"})
    ana.post(f"{guide}?page=work", {"next": "stop"})
    assert heard(cast, situation, person) == {"labor": "absent", "peonage": "heard"}
    late = ana.post(f"{guide}review/", {"next": "note", "version": old})
    assert late.status_code == 409
    assert "noted: No; said to you: Yes" in late.content.decode()
    ana.post(f"{guide}review/", {"next": "note", "version": late.context["page"].version})
    assert heard(cast, situation, person) == {"labor": "heard", "peonage": "heard"}


def test_jo_can_hold_a_conversation_that_lies_in_her_draft_alone(cast: Cast) -> None:
    jo = cast.client("jo")
    guide = jo.post("/guide/").url
    jo.post(guide, {"alone": "yes"})
    jo.post(f"{guide}?page=work", {"fact_takes_earnings": "heard", "next": "stop"})
    assert not Situation.objects.exists()
    assert "Conversation begun" in jo.get("/guide/").content.decode()
    assert "Not yet known" in jo.get(f"{guide}review/").content.decode()
    assert jo.post(f"{guide}review/", {"next": "note"}).status_code == 403
    jo.post(f"{guide}review/", {"next": "forget"})
    assert not Draft.objects.filter(form="guide").exists()


def test_ana_can_note_a_conversation_as_a_contact_once(cast: Cast) -> None:
    ana = cast.client("ana")
    guide = ana.post("/guide/").url
    ana.post(guide, {"alone": "yes"})
    ana.post(f"{guide}?page=work", {"fact_labor": "heard", "next": "review"})
    assert ana.post(f"{guide}review/", {"next": "note"}).status_code == 302
    assert ana.post(f"{guide}review/", {"next": "note"}).status_code == 404
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("who", ["kofi", "iris"])
def test_others_cannot_open_the_guide(cast: Cast, who: str) -> None:
    assert cast.client(who).get("/guide/").status_code == 403
    assert cast.client(who).post("/guide/").status_code == 403


@pytest.mark.parametrize("who", ["ben", "jo", "chloe"])
def test_nobody_can_open_anas_conversation(cast: Cast, who: str) -> None:
    ana = cast.client("ana")
    situation, person, guide = started(cast, ana)
    other = cast.client(who)
    for address in (guide, f"{guide}review/", visit(guide), f"{guide}instrument/"):
        assert other.get(address).status_code == 404
    assert other.post(f"/situations/{situation.pk}/persons/{person}/guide/").status_code in (403, 404)
