"""The worklist and its search as people meet them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import Cast
from waystation.care.cases import actions, matching, selectors
from waystation.care.cases.models import KIND, Case, Line
from waystation.care.cases.views import rows
from waystation.foundation import clock
from waystation.foundation.gate import Subject, decide


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    made = [
        actions.open_case(cast.actor("ben"), alias=alias, assignee=cast.member("ben"), team=cast.team("case"))
        for alias in ("HERON-12", "LARK-03", "WREN-07")
    ]
    for case, days in zip(made, (None, 9, 2), strict=True):
        due = clock.today() + dt.timedelta(days=days) if days is not None else None
        Case.objects.filter(pk=case.pk).update(next_due_on=due)
    return made


def test_ben_can_see_first_what_is_due_first(cast: Cast, cases: list[Case]) -> None:
    assert [row.alias for row in selectors.worklist(cast.actor("ben"))] == ["WREN-07", "LARK-03", "HERON-12"]


def test_chloe_can_see_the_cases_of_her_team_and_nia_cannot(cast: Cast, cases: list[Case]) -> None:
    assert len(selectors.worklist(cast.actor("chloe"))) == 3
    assert selectors.worklist(cast.actor("nia")) == []


def test_a_list_knows_of_a_case_what_its_row_says(cast: Cast, cases: list[Case]) -> None:
    for row in selectors.worklist(cast.actor("ben")):
        case = Case.objects.select_related("assignee").get(pk=row.case.pk)
        assert case.assignee is not None
        assert row.case == Line(
            case.pk, case.agency_id, case.team_id, case.assignee_id, case.stage, case.next_due_on, case.updated_on,
            case.assignee.display_name,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["ben", "nia", "chloe", "ana", "iris", "femi"])
def test_a_ruling_is_the_same_for_the_row_and_for_its_line(cast: Cast, cases: list[Case], who: str) -> None:
    lines = {row.case.pk: row.case for row in selectors.worklist(cast.actor("ben"))}
    for purpose in ("see", "list", "work", "reveal", "journal", "nothing"):
        for part in ("header", "identity", "safe_contact", "journal"):
            about = [Subject(KIND, case.pk, case.agency_id, row) for case in cases for row in (None, case)]
            about += [Subject(KIND, pk, line.agency_id, line) for pk, line in lines.items()]
            actor = cast.actor(who)
            found = {(one := decide(actor, item, {part}, purpose)).allowed: one.rule for item in about}
            assert len(found) == 1
            assert found == {(all_ := decide(actor, about, {part}, purpose)).allowed: all_.rule}


def test_the_lines_of_the_list_show_words_as_words_only(cast: Cast) -> None:
    today = dt.date(2026, 3, 12)
    agency = cast.agency("riverbend").pk
    line = Line(agency, agency, agency, None, "intake", None, today, "{1}<b>Ben</b>")
    html = rows.lines([selectors.Row(line, {"alias": '<img src="x">{0}'})])
    assert "<img" not in html
    assert "&lt;img src=&quot;x&quot;&gt;{0}" in html
    assert "{1}&lt;b&gt;Ben&lt;/b&gt;" in html
    assert f'href="/cases/{agency}/"' in html
    assert 'class="blank"' in html


def test_words_are_found_in_plain_and_in_marked_letters() -> None:
    aliases = ["HERON-12", "LARK-03", "MÉRULA-9"]
    texts = [(alias, (alias, "Intake", "")) for alias in aliases]
    assert matching.ranked("herron 12", texts)[0] == "HERON-12"
    assert matching.ranked("merula", texts)[0] == "MÉRULA-9"
    assert set(matching.ranked("intake", texts)) == set(aliases)
    assert matching.ranked("-", texts) == []
