"""A small agency to measure on: one administrator, one case team, its rules wired, on SQLite or DATABASE_URL.

Import this before anything of Django's: it chooses the data folder (WAYSTATION_HOME, else a temporary one) and cheap
key stretching, which is not what is measured here.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("WAYSTATION_HOME", tempfile.mkdtemp(prefix="waystation-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "src")]

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402

from waystation.care.cases.models import Case  # noqa: E402
from waystation.foundation import clock  # noqa: E402
from waystation.foundation.agencies.models import Agency, Member, Team  # noqa: E402
from waystation.foundation.gate import (  # noqa: E402
    Actor,
    Ruling,
    Subject,
    deed,
    registry,
)
from waystation.foundation.keyring.actions.capsules import write  # noqa: E402
from waystation.foundation.keyring.actions.compartments import create_compartments  # noqa: E402
from waystation.foundation.keyring.actions.founding import create_agency  # noqa: E402
from waystation.foundation.keyring.actions.members import enrol_member  # noqa: E402
from waystation.foundation.keyring.actions.teams import add_to_team, create_team  # noqa: E402
from waystation.foundation.keyring.models import Capsule  # noqa: E402
from waystation.foundation.keyring.ring import Keyring  # noqa: E402
from waystation.foundation.keyring.selectors.unlocking import unlock  # noqa: E402
from waystation.foundation.keyring.session import rows, state  # noqa: E402

PASSPHRASE = "tall grass by the river"
BIRDS = ("HERON", "KESTREL", "WREN", "LINNET", "PLOVER", "SISKIN", "OSPREY", "TEAL", "DUNLIN", "MARTIN")


class Ground(NamedTuple):
    """What a benchmark works with."""

    agency: Agency
    team: Team
    worker: Keyring


def new_ground() -> Ground:
    """Migrate and found, in an empty database or beside what is there."""
    call_command("migrate", verbosity=0)
    tag = uuid.uuid4().hex[:8]
    made = create_agency(
        name="Bench", slug=tag, kind="shelter", sign_in_name=f"admin-{tag}", display_name="Admin", passphrase=PASSPHRASE
    )
    names = {"passphrase": PASSPHRASE, "display_name": "Worker"}
    worker = enrol_member(made.keyring, sign_in_name=f"worker-{tag}", role="case_manager", **names).member
    chief = enrol_member(made.keyring, sign_in_name=f"chief-{tag}", role="supervisor", **names).member
    team = create_team(made.keyring, kind="casework", name="Case team", members=[worker, chief])
    add_to_team(made.keyring, Team.objects.get(agency=made.agency, kind="journal"), chief)
    return Ground(made.agency, team, keyring(worker))


def keyring(member: Member) -> Keyring:
    """An unlocked keyring, as after sign-in."""
    unlocked = unlock(member, PASSPHRASE)
    if unlocked is None:
        raise SystemExit("the bench passphrase does not open")
    return unlocked.keyring


def fresh_actor(ring: Keyring) -> Actor:
    """An actor as one request has it: the bundle at hand, every other key to be looked up."""
    return Actor(ring.member, Keyring(ring.member, ring.bundle), path="bench")


def allow_everything() -> None:
    """The team's members may do everything: rules are measured elsewhere."""
    registry._providers["case"] = [lambda *args: Ruling(True, "bench")]


def new_cases(ground: Ground, count: int) -> list[Subject]:
    """Cases of the worker with a header capsule each, written in deeds of 500."""
    made: list[Subject] = []
    stages = Case.Stage.values
    while len(made) < count:
        actor, cases = fresh_actor(ground.worker), []
        with deed(actor, "case.opened", None) as act:
            for _ in range(min(500, count - len(made))):
                subject = Subject("case", uuid.uuid4(), ground.agency.pk)
                create_compartments(actor.keyring, subject=subject.id, kind="case", holders={"header": [ground.team]})
                data = header(len(made))
                place = {"subject": subject.id, "kind": "case", "compartment": "header"}
                act.wrote(write(actor.keyring, **place, data=data, expected_version=None))
                row = Case(
                    id=subject.id, agency=ground.agency, team=ground.team, assignee=ground.worker.member,
                    stage=stages[len(made) % len(stages)], opened_on=clock.today(), updated_on=clock.today(),
                    next_due_on=clock.today() + dt.timedelta(days=len(made) % 60) if len(made) % 5 else None,
                )  # fmt: skip
                made.append(Subject("case", subject.id, subject.agency, row))
                cases.append(row)
        Case.objects.bulk_create(cases)
    return made


def writes_without_end(ground: Ground, subject: Subject) -> Iterator[Any]:
    """One capsule written again and again, each time in a deed of its own; what was written, once it is committed."""
    version = Capsule.objects.get(subject=subject.id).version
    place = {"subject": subject.id, "kind": "case", "compartment": "header"}
    while True:
        actor = fresh_actor(ground.worker)
        with deed(actor, "case.changed", subject, {"why": "bench"}) as act:
            done = write(actor.keyring, **place, data={"turn": version}, expected_version=version)
            act.wrote(done)
        version = done.version
        yield done


def header(number: int) -> dict[str, Any]:
    """What the header capsule of the benchmark's case of this number holds."""
    return {
        "alias": f"{BIRDS[number % len(BIRDS)]}-{number}", "stage_words": "Looking for a safe place",
        "kind_of_trafficking": "labor", "language": "spa", "group": "adult",
    }  # fmt: skip


def signed_in(ring: Keyring) -> Client:
    """A browser of Django's test client with an open session, both steps of sign-in done."""
    browser, request, answer = Client(), HttpRequest(), HttpResponse()
    request.session = rows.SessionStore()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    state.begin(request, answer, ring.member, ring.bundle)
    request.session.save()
    browser.cookies["__Host-k"] = answer.cookies["__Host-k"].value
    browser.cookies["__Host-s"] = str(request.session.session_key)
    return browser


def cookies(browser: Client) -> str:
    """The header that carries the same session to a server."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
