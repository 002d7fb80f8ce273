"""The agency's journal as its supervisor reads it: in words, by member, kind and day, with its proof."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.care.walk import open_a_case
from tests.cast import Cast
from waystation.care.cases.actions import add_note
from waystation.care.intake.actions import take_contact
from waystation.foundation import clock
from waystation.foundation.audit.models import Event
from waystation.foundation.gate.chains import Asked, agency_journal
from waystation.web.journal.selectors import journal_page


def test_chloe_can_follow_today_to_the_journal_and_reads_it_unbroken(cast: Cast) -> None:
    case = open_a_case(cast)
    chloe = cast.client("chloe")
    assert 'href="/journal/"' in chloe.get("/today/").content.decode()
    page = chloe.get("/journal/").content.decode()
    assert "Verified unbroken" in page
    assert "Began this case" in page
    assert f'<a href="/cases/{case.pk}/journal/">HERON-12</a>' in page


def test_chloe_can_ask_for_one_member_one_kind_and_one_day(cast: Cast) -> None:
    case = open_a_case(cast)
    take_contact(cast.actor("ana"), values={"lane": "help", "channel": "phone"})
    chloe = cast.actor("chloe")
    ana = agency_journal(chloe, Asked(who=cast.member("ana").pk))
    assert {entry.actor_name for entry, _ in ana.lines} == {"Ana"}
    readings = agency_journal(chloe, Asked(kind="readings"))
    assert all(entry.verb.endswith(".read") for entry, _ in readings.lines)
    changes = agency_journal(chloe, Asked(kind="changes"))
    assert not any(entry.verb.endswith(".read") for entry, _ in changes.lines)
    yesterday = clock.today() - dt.timedelta(days=1)
    assert agency_journal(chloe, Asked(day=yesterday)).lines == []
    assert case.pk in {subject for _, subject in agency_journal(chloe, Asked(day=clock.today())).lines}


def test_the_journal_comes_in_pages_without_a_gap(cast: Cast) -> None:
    case = open_a_case(cast)
    for number in range(60):
        add_note(cast.actor("ben"), case=case, text=f"note {number}")
    chloe = cast.client("chloe")
    asked = {"who": str(cast.member("ben").pk), "show": "changes"}
    first = chloe.get("/journal/", asked).content.decode()
    older = re.search(r'href="(/journal/\?[^"]*before=\d+)"', first)
    assert older
    second = chloe.get(older[1].replace("&amp;", "&")).content.decode()
    places = [int(n) for page in (first, second) for n in re.findall(r'<span class="hash">(\d+)</span>', page)]
    known = Event.objects.filter(chain=case.agency_id, actor=cast.member("ben").pk).exclude(verb__endswith=".read")
    assert places == list(known.order_by("-seq").values_list("seq", flat=True))[: len(places)]
    assert len(places) > 60


def test_a_broken_chain_is_said_on_the_page(cast: Cast) -> None:
    open_a_case(cast)
    Event.objects.filter(verb="case.opened").update(verb="case.closed")
    page = cast.client("chloe").get("/journal/").content.decode()
    assert "The journal does not fit together" in page
    assert "Verified unbroken" not in page


def test_a_question_that_cannot_be_read_shows_everything(cast: Cast) -> None:
    open_a_case(cast)
    answer = cast.client("chloe").get("/journal/", {"who": "nobody", "day": "soon", "show": "odd", "before": "-1"})
    assert answer.status_code == 200
    assert "Began this case" in answer.content.decode()


def test_a_case_of_another_team_has_no_alias_and_no_link_here(cast: Cast) -> None:
    case = open_a_case(cast)
    type(case).objects.filter(pk=case.pk).update(team=cast.team("other"), assignee=cast.member("nia"))
    page = journal_page(cast.actor("chloe"), Asked())
    lines = [line for _, found in page.days for line in found if line.what == "Began this case"]
    assert [line.about for line in lines] == [None]


@pytest.mark.parametrize("who", ["ana", "ben", "iris", "kofi", "dalia", "femi", "jo", "gwen", "lucia", "hale"])
def test_for_others_there_is_no_journal(cast: Cast, who: str) -> None:
    assert cast.client(who).get("/journal/").status_code == 404


def test_reading_the_journal_is_a_line_of_it(cast: Cast) -> None:
    found = agency_journal(cast.actor("chloe"), Asked())
    assert found.lines[0][0].verb == "journal.read"
