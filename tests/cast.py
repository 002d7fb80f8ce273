"""The cast: five agencies and their people, made through actions once per process and put back for each test.

    def test_ben_can_...(cast):
        actor = cast.actor("ben")

Riverbend Advocates: ana (hotline advocate, intake), ben (case manager, case team), nia (case manager, other team),
chloe (supervisor: intake, case, journal), iris (analyst), kofi (administrator), uma (case manager in no team).
Crosskeys Legal Aid: dalia, eli. Juniper House: femi (intake worker), pia (administrator). Quarry Hill Community Clinic:
jo. Alder County Coalition, the host: gwen (coordinator), lucia (volunteer), hale (liaison). All agencies trust each
other.
"""

from __future__ import annotations

import dataclasses
import os
import uuid
from collections.abc import Callable, Iterable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management.color import no_style
from django.db import connection, models

from waystation.core.vault.bundle import Bundle
from waystation.foundation import keyfiles
from waystation.foundation.agencies.models import Agency, Member, Membership, Team
from waystation.foundation.audit.models import Checkpoint, Event, Head, Write
from waystation.foundation.gate import Actor
from waystation.foundation.keyring import models as keys
from waystation.foundation.keyring import pins
from waystation.foundation.keyring.actions.founding import create_agency
from waystation.foundation.keyring.actions.members import enrol_member
from waystation.foundation.keyring.actions.teams import add_to_team, create_team, trust_partner
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.unlocking import unlock

PASSPHRASE = "tall grass by the river"

# agency: name, kind, administrator, other people, teams made
HOUSES: dict[str, tuple[str, str, str, dict[str, str], dict[str, tuple[str, list[str]]]]] = {
    "riverbend": (
        "Riverbend Advocates", "victim_services", "kofi",
        {"ana": "hotline_advocate", "ben": "case_manager", "nia": "case_manager", "chloe": "supervisor",
         "iris": "analyst", "uma": "case_manager"},
        {"intake": ("intake", ["ana", "chloe"]), "case": ("casework", ["ben", "chloe"]), "other": ("casework", ["nia"]),
         "journal": ("journal", ["chloe"]), "statistics": ("statistics", ["iris"])},
    ),
    "crosskeys": (
        "Crosskeys Legal Aid", "legal_aid", "rosa", {"dalia": "attorney", "eli": "attorney"},
        {"crosskeys_intake": ("intake", ["eli"]), "crosskeys_legal": ("legal", ["dalia", "eli"])},
    ),
    "juniper": (
        "Juniper House", "shelter", "pia", {"femi": "intake_worker"}, {"juniper_intake": ("intake", ["femi"])},
    ),
    "quarry": (
        "Quarry Hill Community Clinic", "clinic", "sol", {"jo": "clinician"},
        {"quarry_intake": ("intake", ["jo"]), "quarry_health": ("health", ["jo"])},
    ),
    "alder": (
        "Alder County Coalition", "coalition", "tam",
        {"gwen": "coordinator", "lucia": "volunteer", "hale": "liaison"}, {},
    ),
}  # fmt: skip

_TABLES: list[type[models.Model]] = [
    Agency, Member, Team, Membership, Event, Write, Head, Checkpoint, keys.Certificate, keys.MemberSecret,
    keys.RootGrant, keys.TeamGrant, keys.RecoveryEnvelope, keys.Joining,
]  # fmt: skip
_rows: dict[type[models.Model], list[models.Model]] = {}
_statements: list[tuple[str, Any]] = []
_bundles: dict[str, Bundle] = {}
_codes: dict[str, str] = {}
_journal_keys: list[bytes] = []


def named(name: str) -> uuid.UUID:
    """The fixed id of a member or agency of the cast."""
    return uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.alder.example")


class Cast:
    """The people by their short names; ids, rows and unlocked actors."""

    passphrase = PASSPHRASE

    def member(self, name: str) -> Member:
        return Member.objects.select_related("agency").get(pk=named(name))

    def agency(self, name: str) -> Agency:
        return Agency.objects.get(pk=named(name))

    def team(self, name: str) -> Team:
        """A team by its short name: intake, case, other, journal, statistics, juniper_intake, crosskeys_legal ..."""
        house = next(key for key, house in HOUSES.items() if name in house[4])
        kind = HOUSES[house][4][name][0]
        if kind in {"journal", "statistics"}:
            return Team.objects.get(agency=named(house), kind=kind)
        return Team.objects.get(pk=named(f"team-{name}"))

    def keyring(self, name: str) -> Keyring:
        """A fresh keyring, as each request gets one."""
        bundle = _bundles[name]
        return Keyring(self.member(name), dataclasses.replace(bundle, heads=dict(bundle.heads)))

    def actor(self, name: str) -> Actor:
        ring = self.keyring(name)
        return Actor(ring.member, ring, path="test")

    def code(self, name: str) -> str:
        """The recovery code printed at enrolment; of an agency, its envelope code."""
        return _codes[name]

    @property
    def names(self) -> Iterable[str]:
        return list(_bundles)

    def client(self, name: str) -> Any:
        """A signed-in test client (both steps done)."""
        from tests.signing import client  # the sign-in of the web tests

        return client(self, name)


def build() -> Cast:
    """Make the cast in the current database: from actions the first time, from the kept rows afterwards."""
    journal_key = keyfiles.path_of(Path(django_settings.WAYSTATION_HOME), "journal")
    if _rows:
        journal_key.parent.mkdir(mode=0o700, exist_ok=True)
        journal_key.write_bytes(_journal_keys[0])
        journal_key.chmod(0o600)
        _restore()
        for slug, house in HOUSES.items():
            pins.pin(named(slug), _bundles[house[2]].root_fingerprint)
    else:
        for slug in HOUSES:
            _found(slug)
        _trust()
        for name in _names():
            unlocked = unlock(Member.objects.get(pk=named(name)), PASSPHRASE)
            assert unlocked is not None
            _bundles[name] = unlocked.bundle
        for table in _TABLES:
            _rows[table] = list(table._default_manager.order_by("pk"))
        _journal_keys.append(journal_key.read_bytes())
    return Cast()


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Cast:
    """The cast in an empty database, with a data folder of its own (key files, witness)."""
    settings.WAYSTATION_HOME = tmp_path
    return build()


@pytest.fixture
def transactional_cast(transactional_db: None, settings: Any, tmp_path: Path) -> Cast:
    """The same where commits are real: for the witness file, threads and what happens on commit."""
    settings.WAYSTATION_HOME = tmp_path
    return build()


def _names() -> list[str]:
    return [name for _, _, admin, people, _ in HOUSES.values() for name in [admin, *people]]


def _found(slug: str) -> None:
    name, kind, admin, people, teams = HOUSES[slug]
    founded = create_agency(
        name=name, slug=slug, kind=kind, county="Alder County", state="OH", sign_in_name=admin,
        display_name=admin.title(), passphrase=PASSPHRASE, is_host=slug == "alder", pk=named(slug),
        administrator_pk=named(admin),
    )  # fmt: skip
    ring = founded.keyring
    _codes[admin], _codes[slug] = founded.recovery_code, founded.agency_code
    members = {admin: founded.administrator}
    for person, role in people.items():
        language = "es" if person == "lucia" else "en"
        members[person], _codes[person] = enrol_member(
            ring, sign_in_name=person, display_name=person.title(), role=role, passphrase=PASSPHRASE,
            language=language, pk=named(person),
        )  # fmt: skip
    for short, (team_kind, circle) in teams.items():
        if team_kind in {"journal", "statistics"}:
            team = Team.objects.get(agency=founded.agency, kind=team_kind)
            for person in circle:
                add_to_team(ring, team, members[person])
        else:
            label = {"case": "Case team", "other": "Second case team"}.get(short, Team.Kind(team_kind).label)
            create_team(
                ring, kind=team_kind, name=str(label), members=[members[p] for p in circle], pk=named(f"team-{short}")
            )


def _trust() -> None:
    for own, partner in permutations(HOUSES, 2):
        admin = Member.objects.select_related("agency").get(pk=named(HOUSES[own][2]))
        unlocked = unlock(admin, PASSPHRASE)
        assert unlocked is not None
        trust_partner(unlocked.keyring, Agency.objects.get(pk=named(partner)))


def _restore() -> None:
    """Put the rows back: by models once, and then by the very statements that the models made of them."""
    if _statements:
        with connection.cursor() as cursor:
            for sql, values in _statements:
                cursor.execute(sql, values)
        return

    def keep(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith(("INSERT", "SELECT")):
            _statements.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(keep):
        for table, rows in _rows.items():
            table._default_manager.bulk_create(rows)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), _TABLES):
                    cursor.execute(statement)


os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # browser tests reach the database beside their event loop
