"""Standing in: what is a colleague's shows and opens for who covers them, for its days and in its team only."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import Cast
from waystation.care.cases import actions as cases
from waystation.care.cases import selectors
from waystation.care.cases.models import Case
from waystation.care.cases.shapes import Identity, SafeContact
from waystation.foundation import clock, gate
from waystation.foundation.keyring.actions.covers import end_away, set_away
from waystation.foundation.keyring.actions.teams import add_to_team, remove_from_team
from waystation.foundation.keyring.errors import NotAllowed


@pytest.fixture
def case(cast: Cast) -> Case:
    """Ben's case; Uma is in his team, with every key of it."""
    ben = cast.actor("ben")
    add_to_team(ben.keyring, cast.team("case"), cast.member("uma"))
    return cases.open_case(
        ben, alias="HERON-12", assignee=ben.member, team=cast.team("case"), identity=Identity(),
        safe_contact=SafeContact(how="agreed_way_only"), kind_of_trafficking="labor",
    )  # fmt: skip


def cover(cast: Cast, days: int = 3, starts: int = 0, who: str = "ben") -> None:
    since = clock.today() + dt.timedelta(days=starts)
    set_away(
        cast.keyring(who), cast.member("ben"), cover=cast.member("uma"), team=cast.team("case"), since=since,
        until=since + dt.timedelta(days=days),
    )  # fmt: skip


def aliases(cast: Cast, who: str) -> list[str]:
    return [row.alias for row in selectors.worklist(cast.actor(who))]


def opens(cast: Cast, case: Case, who: str) -> bool:
    subject = gate.Subject("case", case.pk, case.agency_id, case)
    return gate.decide(cast.actor(who), subject, {"narrative"}, "work").allowed


def test_uma_can_work_on_bens_case_while_she_stands_in(cast: Cast, case: Case) -> None:
    assert aliases(cast, "uma") == []
    assert not opens(cast, case, "uma")
    cover(cast)
    assert aliases(cast, "uma") == ["HERON-12"]
    assert opens(cast, case, "uma")
    page = cast.client("uma").get("/today/").content.decode()
    assert "You stand in for Ben" in page
    assert "HERON-12" in page
    assert aliases(cast, "ben") == ["HERON-12"]


def test_it_begins_and_ends_by_date(cast: Cast, case: Case) -> None:
    cover(cast, starts=1, days=2)
    assert not opens(cast, case, "uma")
    for passed, expected in ((1, True), (3, True), (4, False)):
        clock.set_offset(passed * 86_400)
        assert opens(cast, case, "uma") is expected
    clock.set_offset(0)


def test_ben_is_back_and_nobody_stands_in(cast: Cast, case: Case) -> None:
    cover(cast)
    end_away(cast.keyring("ben"), cast.member("ben"))
    assert not opens(cast, case, "uma")


def test_who_left_the_team_stands_in_no_more_and_holds_no_key(cast: Cast, case: Case) -> None:
    cover(cast)
    remove_from_team(cast.keyring("kofi"), cast.team("case"), cast.member("uma"))
    assert not opens(cast, case, "uma")
    assert not cast.keyring("uma").holds(cast.team("case").pk)


def test_no_key_changes_hands(cast: Cast, case: Case) -> None:
    before = cast.keyring("uma").team_ids
    cover(cast)
    assert cast.keyring("uma").team_ids == before


def test_a_supervisor_and_an_administrator_can_set_it_and_others_cannot(cast: Cast, case: Case) -> None:
    cover(cast, who="chloe")
    cover(cast, who="kofi")
    for who in ("ana", "nia", "uma", "dalia"):
        with pytest.raises(NotAllowed):
            cover(cast, who=who)


def test_nobody_of_another_team_or_role_stands_in(cast: Cast, case: Case) -> None:
    today = clock.today()
    for name, team in (("nia", "case"), ("chloe", "case"), ("uma", "other")):
        with pytest.raises(ValueError, match="same role"):
            set_away(
                cast.keyring("ben"), cast.member("ben"), cover=cast.member(name), team=cast.team(team), since=today,
                until=today,
            )  # fmt: skip


def test_kofi_cannot_open_what_he_has_somebody_cover(cast: Cast, case: Case) -> None:
    cover(cast, who="kofi")
    assert not opens(cast, case, "kofi")
