"""Small scenes the foundation's tests start from: a rule set of their own and a case with a few capsules."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tests.cast import Cast
from waystation.foundation import clock
from waystation.foundation.gate import Actor, Decision, Ruling, Subject, deed
from waystation.foundation.gate.registry import register, unregister
from waystation.foundation.keyring.actions.capsules import write
from waystation.foundation.keyring.actions.compartments import create_compartments
from waystation.foundation.keyring.ring import Keyring

KIND = "case"
FACTS = {"alias": "HERON-12", "note": "documents held"}


def case_rule(
    actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime
) -> Ruling | None:
    if subject.agency != actor.agency_id:
        return None
    if fields <= {"journal"}:
        return Ruling(actor.role == "supervisor", "journal", "Only supervisors read the journal.")
    if fields <= {"header"} and purpose == "see":
        return Ruling(bool(actor.team_ids), "team")
    return Ruling(actor.role in {"case_manager", "supervisor"} and bool(actor.team_ids), "team", "Not your case.")


@contextmanager
def with_rules() -> Iterator[None]:
    """Only this module's rule for cases, whatever web has wired."""
    from waystation.foundation.gate import registry

    kept = registry._providers.pop(KIND, [])
    register(KIND, case_rule)
    try:
        yield
    finally:
        unregister(KIND, case_rule)
        registry._providers[KIND] = kept


def open_case(
    cast: Cast,
    who: str = "ben",
    teams: Sequence[str] = ("case",),
    compartments: Sequence[str] = ("header", "identity"),
    data: Mapping[str, Any] = FACTS,
    subject: uuid.UUID | None = None,
) -> Subject:
    """A case whose compartments are held by these teams and filled with the same facts."""
    actor = cast.actor(who)
    about = Subject(KIND, subject or uuid.uuid4(), actor.agency_id)
    circle = [cast.team(name) for name in teams]
    with deed(actor, "case.opened", about, {"alias": "HERON-12"}) as act:
        holders = dict.fromkeys(compartments, circle)
        create_compartments(actor.keyring, subject=about.id, kind=KIND, holders=holders)
        for name in compartments:
            act.wrote(put(actor.keyring, about, name, dict(data)))
    return about


def put(keyring: Keyring, about: Subject, compartment: str, data: dict[str, Any], version: int | None = None) -> Any:
    return write(
        keyring, subject=about.id, kind=about.kind, compartment=compartment, data=data, expected_version=version
    )


def allowed(keyring: Keyring, about: Subject, *fields: str) -> Decision:
    """A decision as the gate would give it, to test the keyring without rules."""
    return Decision(
        True, keyring.member.pk, (about.id,), about.kind, frozenset(fields or {"header", "identity"}), "test", "test",
        clock.now(), "test", "",
    )  # fmt: skip


@contextmanager
def act(cast: Cast, who: str, about: Subject | None, verb: str = "case.changed") -> Iterator[tuple[Actor, Any]]:
    actor = cast.actor(who)
    with deed(actor, verb, about, {"why": "test"}) as done:
        yield actor, done
