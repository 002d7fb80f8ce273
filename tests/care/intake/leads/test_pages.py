"""The pages of leads: the team's, Sgt. Hale's, the administrator's."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.http import HttpResponse

from tests.care.intake.leads.conftest import FACTS, SAME_VAN, VAN, Tips, a_lead, propose, released, turn_on
from tests.cast import Cast
from waystation.care.intake.leads import actions, selectors
from waystation.care.intake.leads.models import Lead, MissingAlert, Release
from waystation.foundation.audit.models import Event

TERMS = {
    "fields_to_send": ["what", "vehicle"], "facts": FACTS, "relevance": "Documents held", "need": "Investigates it",
    "reason": "Two tips in a week", "expires_on": "",
}  # fmt: skip


def test_ana_links_proposes_chloe_confirms_and_hale_answers(cast: Cast, tips: Tips) -> None:
    ana, chloe, hale = cast.client("ana"), cast.client("chloe"), cast.client("hale")
    first, second = tips.add(**VAN), tips.add(**SAME_VAN)
    turn_on(cast)
    page = ana.get("/contacts/leads/links/").content.decode()
    assert "The same plate" in page
    assert "HZK4471" in page
    sent = {"first": first, "second": second, "verdict": "together", "title": "White van"}
    assert ana.post("/contacts/leads/links/", sent).status_code == 302
    lead = Lead.objects.get()
    assert "Nothing to judge" in ana.get("/contacts/leads/links/").content.decode()
    assert "The same plate" in ana.get(f"/contacts/leads/{lead.pk}/").content.decode()
    form = ana.get(f"/contacts/leads/{lead.pk}/release/")
    assert "Nobody offered it" in form.content.decode()
    assert "have counsel review" in form.content.decode().lower()
    told = {
        **TERMS,
        "liaison": str(cast.member("hale").pk),
        "expires_on": form.context["form"]["expires_on"].value().isoformat(),
    }
    shown = ana.post(f"/contacts/leads/{lead.pk}/release/", {**told, "next": "preview"})
    assert "Propose exactly this" in shown.content.decode()
    assert "You keep it here" in shown.content.decode()
    assert not Release.objects.exists()
    assert ana.post(f"/contacts/leads/{lead.pk}/release/", {**told, "next": "propose"}).status_code == 302
    release = Release.objects.get()
    where = f"/contacts/leads/releases/{release.pk}/"
    assert "Confirm and release" not in ana.get(where).content.decode()
    assert ana.post(where, {"do": "confirm"}).status_code == 403
    assert "Waits for you as second person" in chloe.get("/contacts/leads/").content.decode()
    assert chloe.post(where, {"do": "confirm"}).status_code == 302
    mine = hale.get("/leads/").content.decode()
    assert "Awaits your outcome" in mine
    assert "search" not in mine.split("<main")[1].replace("nothing to search", "")
    opened = hale.get(f"/leads/{release.pk}/").content.decode()
    assert "Six men, one van" in opened
    assert "Depot Junction" not in opened
    assert hale.post(f"/leads/{release.pk}/", {"outcome": "opened"}).status_code == 302
    assert "An investigation was opened" in ana.get(where).content.decode()


def test_a_pair_says_that_one_tip_is_in_a_lead_and_links_to_it(cast: Cast, tips: Tips) -> None:
    lead, ana = a_lead(cast, tips), cast.client("ana")
    third = tips.add(what="It stood by the river", vehicle="HZK-4471")
    page = ana.get("/contacts/leads/links/").content.decode()
    assert page.count("tip is in a lead already:") == 2
    assert len(re.findall(rf'<a href="/contacts/leads/{lead.pk}/">White van\s*</a>', page)) == 2
    assert "If they belong together, both are in it." in page
    assert 'name="title"' not in page
    first = lead.tips.values_list("tip", flat=True).first()
    sent = {"first": first, "second": third, "verdict": "together"}
    assert ana.post("/contacts/leads/links/", sent).url == f"/contacts/leads/{lead.pk}/"
    assert lead.tips.count() == 3


def test_a_pair_whose_lead_ended_can_only_be_kept_apart(cast: Cast, tips: Tips) -> None:
    lead = a_lead(cast, tips)
    actions.close_lead(cast.actor("ana"), lead=lead, ending="no_sign")
    tips.add(what="It stood by the river", vehicle="HZK-4471")
    page = cast.client("ana").get("/contacts/leads/links/").content.decode()
    assert "It has ended and takes no more tips." in page
    assert 'value="together"' not in page
    assert 'value="apart"' in page


@pytest.mark.parametrize("who", ["ben", "iris", "gwen", "lucia", "kofi", "dalia", "jo"])
def test_others_have_no_page_of_leads(cast: Cast, tips: Tips, who: str) -> None:
    release = released(cast, tips)
    tip = tips.add(**VAN)
    other = cast.client(who)
    for place in ("", "links/", "alerts/", "alerts/new/"):
        assert other.get(f"/contacts/leads/{place}").status_code == 403
    for place in (
        f"/contacts/leads/{release.lead_id}/", f"/contacts/leads/{release.lead_id}/release/", f"/leads/{release.pk}/",
        f"/contacts/leads/releases/{release.pk}/", f"/contacts/leads/tips/{tip}/", "/leads/",
    ):  # fmt: skip
        assert other.get(place).status_code == 404, place


def test_another_agency_and_none_get_the_same_answer(cast: Cast, tips: Tips) -> None:
    release = released(cast, tips)
    femi, hale = cast.client("femi"), cast.client("hale")
    for place, thing in (("", release.lead_id), ("releases/", release.pk), ("tips/", tips.add(**VAN))):
        there, nowhere = (femi.get(f"/contacts/leads/{place}{pk}/") for pk in (thing, uuid4()))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert without_token(there) == without_token(nowhere)
    actions.withdraw(cast.actor("ana"), release=release, reason="Wrong plate")
    there, nowhere = hale.get(f"/leads/{release.pk}/"), hale.get(f"/leads/{uuid4()}/")
    assert there.status_code == 404
    assert without_token(there) == without_token(nowhere)
    assert "Do not act on it" in hale.get("/leads/").content.decode()


def test_a_list_is_one_line_in_the_journal(cast: Cast, tips: Tips) -> None:
    a_lead(cast, tips)
    actions.start_lead(cast.actor("ana"), tip=tips.add(**VAN))
    ana = cast.client("ana")
    before = Event.objects.count()
    assert ana.get("/contacts/leads/").status_code == 200
    assert Event.objects.count() == before + 1


def test_kofi_asks_and_chloe_decides_and_neither_does_both(cast: Cast, tips: Tips) -> None:
    kofi, chloe, hale = cast.client("kofi"), cast.client("chloe"), cast.member("hale")
    where = f"/liaisons/{hale.pk}/"
    assert "Nobody has said yet" in kofi.get("/liaisons/").content.decode()
    assert kofi.post(where, {"do": "ask"}).status_code == 422
    assert chloe.post(where, {"do": "ask", "enforcement": "no"}).status_code == 422
    assert kofi.post(where, {"do": "ask", "enforcement": "yes"}).status_code == 302
    assert kofi.post(where, {"do": "on"}).status_code == 422
    assert chloe.post(where, {"do": "on"}).status_code == 302
    assert selectors.liaison_row(cast.actor("ana"), hale.pk).why_off == ""  # type: ignore[union-attr]  # he is one
    assert kofi.post(where, {"do": "off"}).status_code == 302
    assert "enforces immigration law" in kofi.get("/liaisons/").content.decode()
    for who in ("ana", "ben", "gwen", "hale", "iris"):
        assert cast.client(who).get("/liaisons/").status_code == 403


def test_a_release_says_what_is_missing(cast: Cast, tips: Tips) -> None:
    lead = a_lead(cast, tips)
    ana = cast.client("ana")
    where = f"/contacts/leads/{lead.pk}/release/"
    assert "There is nobody to release it to" in ana.get(where).content.decode()
    assert ana.post(where, {**TERMS, "next": "propose"}).status_code == 422
    turn_on(cast)
    told = {**TERMS, "facts": "bad", "liaison": str(cast.member("hale").pk), "expires_on": "2099-01-01"}
    answer = ana.post(where, {**told, "next": "propose"})
    assert answer.status_code == 422
    assert "State the facts" in answer.content.decode()
    propose(cast, lead)
    assert "You proposed it" in ana.get(f"/contacts/leads/releases/{Release.objects.get().pk}/").content.decode()


def test_ana_ends_a_tip_that_came_to_nothing(cast: Cast, tips: Tips) -> None:
    tip = tips.add(what="Somebody looked tired at the station")
    ana = cast.client("ana")
    assert ana.get(f"/contacts/leads/tips/{tip}/").status_code == 200
    assert ana.post(f"/contacts/leads/tips/{tip}/", {"do": "end"}).status_code == 422
    assert ana.post(f"/contacts/leads/tips/{tip}/", {"do": "end", "ending": "no_sign"}).status_code == 302
    assert tips.classes[tip] == "nothing_passed_on"
    assert "Its last day is" in ana.get(f"/contacts/leads/tips/{tip}/").content.decode()


def test_ana_writes_an_alert_down_links_it_and_ends_it(cast: Cast, tips: Tips) -> None:
    lead = a_lead(cast, tips)
    ana = cast.client("ana")
    told = {
        "kind": "ebony", "issuer": "State patrol", "issued_on": "2026-03-01", "issued_time": "14:40", "area": "North",
        "report_line": "911", "outcome": "running",
    }  # fmt: skip
    assert ana.post("/contacts/leads/alerts/new/", {**told, "kind": ""}).status_code == 422
    assert ana.post("/contacts/leads/alerts/new/", told).status_code == 302
    alert = MissingAlert.objects.get()
    where = f"/contacts/leads/alerts/{alert.pk}/"
    assert "have counsel review" in ana.get(where).content.decode()
    assert "State patrol, 1 March 2026, 14:40" in ana.get(where).content.decode()
    assert ana.post(where, {"do": "link", "lead": str(lead.pk)}).status_code == 302
    assert "White van" in ana.get(where).content.decode()
    version = selectors.alert_page(cast.actor("ana"), alert.pk).version
    assert ana.post(where, {**told, "outcome": "found_safe", "version": version}).status_code == 302
    assert ana.post(where, {**told, "outcome": "found_safe", "version": version}).status_code == 409
    alert.refresh_from_db()
    assert alert.status == "closed"
    assert selectors.alert_page(cast.actor("ana"), alert.pk).leads[0][0].pk == lead.pk
    assert "Found safe" in ana.get("/contacts/leads/alerts/").content.decode()
    assert cast.client("femi").get(where).status_code == 404


def test_ana_takes_a_tip_out_names_renews_and_ends_a_lead(cast: Cast, tips: Tips) -> None:
    lead = a_lead(cast, tips)
    ana, where = cast.client("ana"), f"/contacts/leads/{lead.pk}/"
    first = lead.tips.first()
    assert first is not None
    assert ana.post(where, {"do": "take_out", "tip": first.tip}).status_code == 302
    assert ana.post(where, {"do": "title", "title": "Grey van"}).status_code == 302
    assert ana.post(where, {"do": "renew", "reason": ""}).status_code == 422
    assert ana.post(where, {"do": "renew", "reason": "A third tip may come"}).status_code == 302
    page = ana.get(where).content.decode()
    assert "Grey van" in page
    assert "A third tip may come" in page
    assert ana.post(where, {"do": "end", "ending": "known"}).status_code == 302
    assert "The same was passed on before" in ana.get(where).content.decode()
    assert ana.post(where, {"do": "end", "ending": "known"}).status_code == 422


def without_token(answer: HttpResponse) -> str:
    """A page but for the token of its forms, new each time, and the address that was asked for."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", page)
