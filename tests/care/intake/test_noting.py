"""What is heard of a person who has a case already is noted in that case by the worker who holds both."""

from __future__ import annotations

import html

import pytest

from tests.cast import Cast
from waystation.care.cases import actions as cases
from waystation.care.cases.models import Case
from waystation.care.intake import actions, selectors
from waystation.care.intake.models import Situation
from waystation.care.intake.screening import actions as screening
from waystation.foundation.audit.models import Event
from waystation.foundation.gate import Refused
from waystation.foundation.keyring.actions.teams import create_team


def a_case(cast: Cast, who: str, team: str, alias: str) -> Case:
    return cases.open_case(cast.actor(who), alias=alias, assignee=cast.member(who), team=cast.team(team))


def notes(cast: Cast, who: str, case: Case) -> str:
    answer = cast.client(who).get(f"/cases/{case.pk}/notes/")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_jo_notes_a_conversation_in_a_case_of_hers_and_the_draft_is_gone(cast: Cast) -> None:
    case, client = a_case(cast, "jo", "quarry_health", "WREN-73"), cast.client("jo")
    talk = screening.keep(
        cast.actor("jo"), screening.begin(cast.actor("jo")).with_answers({"excessive_working_hours": "heard"})
    )
    address = f"/guide/{talk.key}/review/"
    page = html.unescape(client.get(address).content.decode())
    assert "WREN-73" in page
    assert "The person has a case of mine already" in page
    assert client.post(address, {"next": "case", "case": str(case.pk), "text": " "}).status_code == 422
    answer = client.post(address, {"next": "case", "case": str(case.pk), "text": "Works from six to ten."})
    assert answer.headers["Location"] == f"/cases/{case.pk}/notes/"
    assert "Works from six to ten." in notes(cast, "jo", case)
    assert screening.load(cast.actor("jo"), talk.key) is None


def test_a_colleagues_case_is_not_offered_and_not_taken(cast: Cast) -> None:
    hers, his = a_case(cast, "jo", "quarry_health", "WREN-73"), a_case(cast, "ben", "case", "KESTREL-41")
    talk = screening.begin(cast.actor("jo"))
    client, address = cast.client("jo"), f"/guide/{talk.key}/review/"
    assert "KESTREL-41" not in client.get(address).content.decode()
    assert client.post(address, {"next": "case", "case": str(his.pk), "text": "x"}).status_code == 422
    with pytest.raises(Refused):
        screening.note_in_case(cast.actor("jo"), talk, case=his, text="x")
    assert screening.load(cast.actor("jo"), talk.key) is not None
    assert "x" not in notes(cast, "jo", hers).partition("<main")[2].split("</main>")[0].split("<form")[0].split()


def test_an_advocate_without_cases_is_offered_none(cast: Cast) -> None:
    talk = screening.begin(cast.actor("ana"))
    assert "case of mine" not in cast.client("ana").get(f"/guide/{talk.key}/review/").content.decode()


@pytest.fixture
def handed(cast: Cast) -> tuple[Situation, str]:
    ana = cast.actor("ana")
    contact = actions.take_contact(ana, values={"lane": "help", "channel": "chat"})
    situation = actions.begin_situation(ana, contact=contact)
    person = selectors.situation_page(ana, situation.pk).facts.person_list()[0].id
    states = {"excessive_working_hours": "heard"}
    actions.change_person(ana, situation=situation, person_id=person, age="adult", states=states, wishes="Her pay")
    actions.hand_over(ana, contact=contact, team=cast.team("case"), worker=cast.member("ben"))
    return Situation.objects.get(), person


def test_ben_notes_what_was_handed_to_him_in_the_case_the_person_has(
    cast: Cast, handed: tuple[Situation, str]
) -> None:
    situation, person = handed
    case, ben = a_case(cast, "ben", "case", "KESTREL-41"), cast.client("ben")
    address = f"/situations/{situation.pk}/persons/{person}/case/"
    page = html.unescape(ben.get(address).content.decode())
    assert "Wants next: Her pay" in page
    assert ben.post(address, {"do": "note", "case": str(case.pk), "text": ""}).status_code == 422
    told = {"do": "note", "case": str(case.pk), "text": "Called again about her pay."}
    assert ben.post(address, told).headers["Location"] == f"/cases/{case.pk}/notes/"
    assert "Called again about her pay." in notes(cast, "ben", case)
    assert Event.objects.filter(subject=situation.pk, verb="situation.noted_in_case").count() == 1
    assert ben.get(address).headers["Location"] == f"/cases/{case.pk}/", "no second case opens for this person"
    assert f"/cases/{case.pk}/" in ben.get(f"/situations/{situation.pk}/").content.decode()
    with pytest.raises(ValueError, match="has a case"):
        actions.note_in_case(cast.actor("ben"), situation=situation, person_id=person, case=case, text="x")


def test_others_cannot_note_it_anywhere(cast: Cast, handed: tuple[Situation, str]) -> None:
    situation, person = handed
    case = a_case(cast, "jo", "quarry_health", "WREN-73")
    for who in ("jo", "ana", "nia"):
        with pytest.raises(Refused):
            actions.note_in_case(cast.actor(who), situation=situation, person_id=person, case=case, text="x")
    with pytest.raises(Refused):
        actions.note_in_case(cast.actor("ben"), situation=situation, person_id=person, case=case, text="x")
    assert not Event.objects.filter(verb="situation.noted_in_case").exists()


@pytest.fixture
def attorney(cast: Cast) -> str:
    """Ben, in an agency that has no legal team."""
    ben = cast.member("ben")
    ben.role = "attorney"
    ben.save(update_fields=["role"])
    return "ben"


SENTENCE = "You hold no key of this part of the case"


def test_an_attorney_without_a_legal_team_is_told_so_in_place_of_the_form_and_loses_no_word(
    cast: Cast, handed: tuple[Situation, str], attorney: str
) -> None:
    situation, person = handed
    case, ben = a_case(cast, "ben", "case", "KESTREL-41"), cast.client("ben")
    talk = screening.begin(cast.actor("ben"))
    for address, button in (
        (f"/situations/{situation.pk}/persons/{person}/case/", {"do": "note"}),
        (f"/guide/{talk.key}/review/", {"next": "case"}),
        (f"/cases/{case.pk}/notes/", {}),
    ):
        shown = html.unescape(ben.get(address).content.decode())
        assert SENTENCE in shown
        assert "Note it in that case" not in shown
        assert "Add this note" not in shown
        answer = ben.post(address, {**button, "case": str(case.pk), "text": "Walked to the market"})
        assert answer.status_code == 422
        said = html.unescape(answer.content.decode())
        assert SENTENCE in said
        assert "Walked to the market" in said
    assert screening.load(cast.actor("ben"), talk.key) is not None
    assert not selectors.situation_page(cast.actor("ben"), situation.pk).facts.cases


def test_a_team_made_later_holds_what_is_opened_later_only(cast: Cast, attorney: str) -> None:
    before = a_case(cast, "ben", "case", "KESTREL-41")
    create_team(cast.keyring("kofi"), kind="legal", name="Legal", members=[cast.member("ben")])
    after = a_case(cast, "ben", "case", "WREN-73")
    assert SENTENCE in notes(cast, "ben", before)
    assert SENTENCE not in notes(cast, "ben", after)


def lists_read() -> int:
    return Event.objects.filter(verb="list.read").count()


def test_a_page_that_offers_the_cases_of_ones_own_reads_their_list_once(
    cast: Cast, handed: tuple[Situation, str], attorney: str
) -> None:
    situation, person = handed
    case, ben = a_case(cast, "ben", "case", "KESTREL-41"), cast.client("ben")
    a_case(cast, "ben", "case", "WREN-73")
    talk, address = screening.begin(cast.actor("ben")), f"/situations/{situation.pk}/persons/{person}/case/"
    review = f"/guide/{talk.key}/review/"
    told = {"case": str(case.pk), "text": "Walked to the market"}
    for where, sent, most in (
        (review, {}, 1),
        (review, {"next": "case", **told}, 1),
        (address, {}, 2),  # where a case can be opened the aliases in use are read, too
        (address, {"do": "note", **told}, 2),
    ):
        before = lists_read()
        answer = ben.post(where, sent) if sent else ben.get(where)
        assert SENTENCE in html.unescape(answer.content.decode())
        assert lists_read() - before == most
