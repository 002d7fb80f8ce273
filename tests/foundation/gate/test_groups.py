"""A list is ruled on once for each group, and comes out as if each subject had been asked about."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest

from tests.cast import Cast
from tests.foundation.scenes import KIND, with_rules
from waystation.foundation.gate import Actor, Ruling, Subject, by_group, decide, register

asked: list[str] = []


def shelf(actor: Actor, subject: Subject) -> str:
    return str(subject.row)


@by_group(shelf)
def by_shelf(actor: Actor, group: str, fields: frozenset[str], purpose: str, path: str, now: dt.datetime) -> Ruling:
    asked.append(group)
    return Ruling(group != "locked", f"shelf.{group}", "Locked.")


@pytest.fixture(autouse=True)
def _rules() -> Iterator[None]:
    with with_rules():
        from waystation.foundation.gate import registry

        kept, registry._providers[KIND] = registry._providers[KIND], []
        register(KIND, by_shelf)
        asked.clear()
        yield
        registry._providers[KIND] = kept


def on(*shelves: str) -> list[Subject]:
    return [Subject(KIND, uuid.uuid4(), uuid.uuid4(), row) for row in shelves]


def test_a_list_is_ruled_on_once_for_each_group(cast: Cast) -> None:
    subjects = on(*["open", "loan"] * 50)
    decision = decide(cast.actor("ben"), subjects, {"header"}, "list")
    assert decision.allowed
    assert decision.subjects == tuple(subject.id for subject in subjects)
    assert asked == ["open", "loan"]


@pytest.mark.parametrize("place", [0, 1, 50, 99])
def test_one_forbidden_subject_anywhere_refuses_the_list(cast: Cast, place: int) -> None:
    shelves = ["open"] * 100
    shelves[place] = "locked"
    decision = decide(cast.actor("ben"), on(*shelves), {"header"}, "list")
    assert (decision.allowed, decision.rule) == (False, "shelf.locked")


def test_a_rule_that_looks_at_subjects_is_asked_about_each_of_them(cast: Cast) -> None:
    subjects = on("open", "open", "open")
    met: list[uuid.UUID] = []

    def by_subject(actor: Actor, subject: Subject, *rest: object) -> Ruling:
        met.append(subject.id)
        return Ruling(subject.id != subjects[2].id, "one_by_one")

    register(KIND, by_subject)
    assert not decide(cast.actor("ben"), subjects, {"header"}, "list").allowed
    assert met == [subject.id for subject in subjects]
