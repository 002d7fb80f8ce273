"""Whom the server seals a public message to: the newest key of the line's team, whatever stands in the tables."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.care.intake.tips.ground import line_of_riverbend, sent
from tests.cast import Cast
from waystation.care.intake.tips.models import Tip
from waystation.core.vault.certificate import Certificate
from waystation.foundation.agencies.selectors import members_of
from waystation.foundation.audit.models import Write
from waystation.foundation.audit.selectors import Point, stands
from waystation.foundation.keyring import trust
from waystation.foundation.keyring.actions import teams
from waystation.foundation.keyring.errors import Untrusted
from waystation.foundation.keyring.models import Certificate as Row
from waystation.foundation.keyring.models import Grant
from waystation.foundation.keyring.ring import Keyring

pytestmark = pytest.mark.django_db


def roll_back(cast: Cast) -> None:
    """What whoever writes to the database does, so that Chloe, who left the team, reads what comes in from now on."""
    team = cast.team("intake")
    teams.remove_from_team(cast.keyring("kofi"), team, cast.member("chloe"))
    Row.objects.filter(subject=team.pk, generation=2).delete()
    Write.objects.filter(object=team.pk, version=2).delete()


@pytest.mark.parametrize("is_known", [False, True])
def test_a_writer_to_the_database_cannot_bring_back_an_older_key_of_a_team(
    cast: Cast, is_known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waystation.foundation.keyring.lanes._lanes", {})
    monkeypatch.setattr("waystation.foundation.keyring.lanes.PROVED_FOR", 0)
    line = line_of_riverbend(cast)
    if is_known:  # this process has sealed to the team before
        sent(line, story="before")
    roll_back(cast)
    before = Tip.objects.count()
    for _ in range(2):
        with pytest.raises(Untrusted):
            sent(line, story="He has my papers")
    assert Tip.objects.count() == before


def test_a_message_is_sealed_to_the_newest_key_of_its_team(cast: Cast) -> None:
    line, team = line_of_riverbend(cast), cast.team("intake")
    sent(line, story="before")
    teams.remove_from_team(cast.keyring("kofi"), team, cast.member("chloe"))
    tip, _number = sent(line, story="after")
    held = Grant.objects.filter(key__subject=tip.pk, holder=team.pk).values_list("holder_generation", flat=True)
    assert set(held) == {2}


def test_the_journal_is_proved_once_for_some_seconds_and_then_from_there_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Point, ...]] = []

    def counting(chain: UUID, *since: Point) -> Point | None:
        asked.append(since)
        return stands(chain, *since)

    monkeypatch.setattr("waystation.foundation.keyring.lanes.stands", counting)
    monkeypatch.setattr("waystation.foundation.keyring.lanes._lanes", {})
    line = line_of_riverbend(cast)
    for number in range(3):
        sent(line, story=str(number))
    assert asked == [()]
    monkeypatch.setattr("waystation.foundation.keyring.lanes.PROVED_FOR", 0)
    sent(line, story="later")
    assert [len(since) for since in asked] == [0, 1]


def test_a_key_turned_while_a_lane_is_looked_up_is_used_from_the_next_message_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waystation.foundation.keyring.lanes._lanes", {})
    line, team, real = line_of_riverbend(cast), cast.team("intake"), trust.team_key_of_kind

    def meanwhile(ring: Keyring, kind: str) -> Certificate:
        if kind == "recovery" and cast.member("chloe") in members_of(team):
            teams.remove_from_team(cast.keyring("kofi"), team, cast.member("chloe"))
        return real(ring, kind)

    monkeypatch.setattr(trust, "team_key_of_kind", meanwhile)
    sent(line, story="meanwhile")
    tip, _number = sent(line, story="after")
    held = Grant.objects.filter(key__subject=tip.pk, holder=team.pk).values_list("holder_generation", flat=True)
    assert set(held) == {2}
