"""Every rule of the gate: kind x role x standing x purpose x part against a table written by hand (policy_matrix.csv).

Each cell is asked of `gate.decide` itself, with a real member, their teams and keys, and a row that was never saved.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import override_settings

from tests.architecture import matrix_counts, matrix_desk, matrix_estimates, matrix_leads, matrix_messages
from tests.architecture.matrix import undone
from tests.architecture.matrix_world import HOMES, PEOPLE, WORKERS, World, people
from waystation.care.cases.models import Case
from waystation.care.consent.models import Authorization, Packet
from waystation.care.intake.models import Contact, Situation
from waystation.care.referrals.models import Referral
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.selectors import team_of_kind
from waystation.foundation.gate import registry

TABLE = Path(__file__).with_name("policy_matrix.csv")
ROLES = (*PEOPLE, "unknown_role", "closed_account")
CASE = ("assigned", "team", "other_team", "other_agency", "closed_assigned", "closed_team")
CONTACT = (
    "own_open", "team_open", "own_left", "own_left_long_ago", "own_closed", "own_closed_long_ago", "team_closed",
    "to_me", "to_team", "to_colleague", "other_team", "to_other_team", "other_agency", "to_other_agency",
)  # fmt: skip
INTAKE = ("see", "work", "list", "write", "take", "note_case", "export")
# kind: its standings, purposes and parts
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "case": (
        CASE,
        ("see", "work", "list", "alias", "reveal", "write", "share", "open", "assign", "close", "reopen",
         "journal", "export"),
        ("header", "identity", "safe_contact", "narrative", "legal", "health", "referrals", "others", "statistics",
         "journal"),
    ),
    "contact": (CONTACT, INTAKE, ("header", "account", "danger", "statistics")),
    "situation": (CONTACT, INTAKE, ("header", "facts", "statistics")),
    "desk_note": (
        ("own_shift", "team_shift", "own_pattern", "team_pattern", "other_team", "other_agency"), INTAKE,
        ("header", "words"),
    ),
    "authorization": (CASE, ("see", "work", "record", "send", "withdraw", "export"), ("header", "terms")),
    "packet": (
        ("desk_live", "desk_expired", "desk_ahead", "desk_withdrawn", "desk_emptied", "sent_by_us", "other_agency"),
        ("see", "open", "export"),
        ("header", "fields"),
    ),
    "referral": (
        (*CASE, "desk_sent", "desk_received", "desk_ended", "desk_withdrawn", "desk_draft", "desk_called",
         "other_desk"),
        ("see", "work", "list", "send", "answer", "export"),
        ("header", "thread"),
    ),
    "journal": (("own_agency", "other_agency"), ("see", "journal", "work", "export"), ("header", "journal")),
    "statistics": (
        ("own_agency", "other_agency"),
        ("see", "count", "work", "export"),
        ("header", "contact", "situation", "client"),
    ),
}  # fmt: skip
KINDS |= matrix_counts.KINDS | matrix_estimates.KINDS | matrix_leads.KINDS | matrix_messages.KINDS
Key = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One transaction for the whole file, undone at its end."""
    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture(scope="module")
def world(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with override_settings(WAYSTATION_HOME=tmp_path_factory.mktemp("policies")):
        yield people()


def expectations() -> dict[Key, list[frozenset[str]]]:
    """{(kind, role, standing, purpose): the parts that open}, with each line that speaks of it."""
    lines = [line for line in TABLE.read_text().splitlines() if line.strip() and not line.startswith("#")]
    found: dict[Key, list[frozenset[str]]] = {}
    for row in csv.DictReader(lines):
        standings, purposes, parts = KINDS[row["kind"]]
        opens = frozenset(row["opens"].split()) - {"none"}
        assert opens <= set(parts), row
        for key in product([row["kind"]], *(spread(row[name], known) for name, known in (
            ("role", ROLES), ("standing", standings), ("purpose", purposes)
        ))):  # fmt: skip
            found.setdefault(key, []).append(opens)
    return found


def spread(cell: str, known: tuple[str, ...]) -> list[str]:
    named = list(known) if cell == "*" else cell.split("|")
    assert set(named) <= set(known), f"unknown: {set(named) - set(known)}"
    return named


def every_key() -> list[Key]:
    return [
        (kind, role, standing, purpose)
        for kind, (standings, purposes, _) in KINDS.items()
        for role, standing, purpose in product(ROLES, standings, purposes)
    ]


def test_every_combination_stands_in_exactly_one_line() -> None:
    found = expectations()
    assert [key for key in every_key() if key not in found] == []
    assert [key for key, lines in found.items() if len(lines) > 1] == []


def test_every_kind_the_gate_knows_is_in_the_table() -> None:
    assert set(KINDS) == {kind for kind in registry._providers if registry.providers(kind)}


def test_every_cell_is_decided_as_the_table_says(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    found, wrong, cells = expectations(), [], Counter[str]()
    subjects: dict[tuple[str, str, str], gate.Subject] = {}
    actors = {role: actor_for(world, role) for role in ROLES}
    for kind, role, standing, purpose in every_key():
        place = (kind, role, standing)
        if place not in subjects:
            subjects[place] = MAKERS[kind](world, role, actors[role], standing)
        for part in KINDS[kind][2]:
            decision = gate.decide(actors[role], subjects[place], {part}, purpose)
            cells[kind] += 1
            if (decision.allowed and part in decision.fields) != (part in found[kind, role, standing, purpose][0]):
                wrong.append(f"{kind} {role} {standing} {purpose} {part}: is {decision.allowed} by {decision.rule}")
    with capsys.disabled():
        print(f"\npolicy matrix: kinds {len(cells)}, cells {sum(cells.values())}, unexpected {len(wrong)}")
    assert not wrong, "\n".join(wrong)


def test_parts_open_together_only_when_each_opens_alone(world: World) -> None:
    found, wrong = expectations(), []
    actors = {role: actor_for(world, role) for role in ROLES}
    for kind, role, standing, purpose in every_key():
        opens, parts = found[kind, role, standing, purpose][0], frozenset(KINDS[kind][2])
        if not opens:
            continue
        subject = MAKERS[kind](world, role, actors[role], standing)
        together = gate.decide(actors[role], subject, opens, purpose).allowed
        wider = {part: gate.decide(actors[role], subject, opens | {part}, purpose) for part in parts - opens}
        too_many = [part for part, decision in wider.items() if decision.allowed and part in decision.fields]
        if not together or too_many:
            wrong.append(f"{kind} {role} {standing} {purpose}: together {together}, and also with {too_many}")
    assert not wrong, "\n".join(wrong)


def actor_for(world: World, role: str) -> gate.Actor:
    actor = world.actor(PEOPLE.get(role, "ben"))
    if role == "unknown_role":
        actor.member.role = "janitor"
    actor.member.is_active = role != "closed_account"
    return actor


def own_team(world: World, role: str) -> UUID:
    return world.team({"casework": "case"}.get(HOMES.get(role, "casework"), HOMES.get(role, "casework"))).pk


def colleague(world: World, role: str) -> Member:
    return world.member(WORKERS[HOMES.get(role, "casework")][1])


def a_case(world: World, role: str, actor: gate.Actor, standing: str) -> Case:
    case = Case(agency_id=actor.agency_id, team_id=own_team(world, role), assignee=colleague(world, role))
    if standing.startswith("closed"):
        case.status = Case.Status.CLOSED
    if standing.endswith("assigned"):
        case.assignee = actor.member
    if standing == "other_team":
        case.team, case.assignee = world.team("other"), world.member("nia")
    if standing == "other_agency":
        case.agency, case.team = world.agency("crosskeys"), world.team("crosskeys_legal")
        case.assignee = world.member("dalia")
    return case


def case_subject(world: World, role: str, actor: gate.Actor, standing: str) -> gate.Subject:
    case = a_case(world, role, actor, standing)
    return gate.Subject("case", case.pk, case.agency_id, case)


def _intake(table: type[Contact] | type[Situation], kind: str) -> Callable[..., gate.Subject]:
    def subject(world: World, role: str, actor: gate.Actor, standing: str) -> gate.Subject:
        row = table(agency_id=actor.agency_id, status="open", updated_on=clock.today())
        receives = standing.startswith("to_")
        mine = own_team(world, role) if receives else _desk(world, role)
        row.team_id, row.taken_by = mine, actor.member if standing.startswith("own") else world.member("alma")
        if receives or "left" in standing:
            row.status = "handed_over"
        if "closed" in standing:
            row.status = "closed"
        if row.status != "open":
            row.updated_on = clock.today() - dt.timedelta(days=15 if "long_ago" in standing else 14)
        if "left" in standing or "other_team" in standing:
            row.team = world.team("other" if receives or "left" in standing else "night")
        if standing in ("to_me", "to_colleague") or "left" in standing:
            row.assignee = actor.member if standing == "to_me" else colleague(world, role)
        if "left" in standing:
            row.assignee = world.member("nia")
        if "other_agency" in standing:
            row.agency, row.team = world.agency("crosskeys"), world.team("crosskeys_intake")
        return gate.Subject(kind, row.pk, row.agency_id, row)

    return subject


def _desk(world: World, role: str) -> UUID:
    """The team of what is still at the line: the help line's, for those who sit there; else the member's own."""
    at_the_line = role in {"hotline_advocate", "supervisor", "intake_worker"}
    return world.team("intake").pk if at_the_line else own_team(world, role)


def authorization_subject(world: World, role: str, actor: gate.Actor, standing: str) -> gate.Subject:
    case = a_case(world, role, actor, standing)
    row = Authorization(case=case, agency_id=case.agency_id, recipient=world.agency("juniper"), number=1)
    return gate.Subject("authorization", row.pk, row.agency_id, row)


def packet_subject(world: World, role: str, actor: gate.Actor, standing: str) -> gate.Subject:
    today, now, day = clock.today(), clock.now(), dt.timedelta(days=1)
    release = Authorization(status="live", starts_on=today - day, expires_on=today + day)
    row = Packet(
        authorization=release, sender=world.agency("crosskeys"), recipient=world.agency("riverbend"), body=b"sealed",
        expires_at=now + day,
    )  # fmt: skip
    match standing:
        case "desk_expired":
            release.expires_on = today - day
        case "desk_ahead":
            release.starts_on = today + day
        case "desk_withdrawn":
            release.status, row.body, row.withdrawn_on = "withdrawn", None, now
        case "desk_emptied":
            row.body = None
        case "sent_by_us":
            row.sender, row.recipient = world.agency("riverbend"), world.agency("juniper")
        case "other_agency":
            row.recipient = world.agency("juniper")
    return gate.Subject("packet", row.pk, row.sender_id, row)


def referral_subject(world: World, role: str, actor: gate.Actor, standing: str) -> gate.Subject:
    at_desk = "desk" in standing
    case = a_case(world, role, actor, "other_agency" if at_desk else standing)
    row = Referral(case=case, agency_id=case.agency_id, recipient=world.agency("juniper"), status="sent")
    if at_desk and standing != "other_desk":
        row.recipient = world.agency("riverbend")
        row.status = {"desk_received": "received", "desk_withdrawn": "withdrawn", "desk_draft": "draft"}.get(
            standing, "sent"
        )
        row.mode = "three_way" if standing == "desk_called" else "packet"
        if standing == "desk_ended":
            over = clock.today() - dt.timedelta(days=1)
            row.packet = Packet(authorization=Authorization(status="live", starts_on=over, expires_on=over))
    return gate.Subject("referral", row.pk, row.agency_id, row)


def statistics_subject(world: World, role: str, actor: gate.Actor, standing: str) -> gate.Subject:
    agency = world.agency("riverbend" if standing == "own_agency" else "crosskeys").pk
    return gate.Subject("statistics", uuid4(), agency)


def journal_subject(world: World, role: str, actor: gate.Actor, standing: str) -> gate.Subject:
    agency = world.agency("riverbend" if standing == "own_agency" else "crosskeys").pk
    return gate.Subject("journal", agency, agency)


MAKERS: dict[str, Callable[..., gate.Subject]] = {
    "case": case_subject,
    "contact": _intake(Contact, "contact"),
    "situation": _intake(Situation, "situation"),
    "desk_note": matrix_desk.note_subject,
    "authorization": authorization_subject,
    "packet": packet_subject,
    "referral": referral_subject,
    "statistics": statistics_subject,
    "journal": journal_subject,
}
MAKERS |= {
    kind: lambda world, role, actor, standing, of=of, kind=kind: of.subject(world, role, actor, kind, standing)
    for of in (matrix_counts, matrix_estimates, matrix_leads, matrix_messages)
    for kind in of.KINDS
}


def test_the_desk_of_the_packets_exists(world: World) -> None:
    """Else every packet would be refused for the wrong reason."""
    assert team_of_kind(world.agency("riverbend").pk, "intake") is not None
