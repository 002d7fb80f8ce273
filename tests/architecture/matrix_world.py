"""The world the role matrix asks about: one member of each role at Riverbend, and an object for every relation.

Relations say how the asking member stands to an object. Cases: `own_assigned` is theirs (attorney and clinician have
their own teams; every other role is asked about Ben's), `own_team` a colleague's in the same team, `other_team` in
another team of the agency, `other_agency` at Crosskeys, `unknown_id` nowhere. The advocate and the intake worker sit in
the case team on purpose: being in the team must not be enough.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator

from tests import signing
from tests.architecture import (
    matrix_counts,
    matrix_desk,
    matrix_estimates,
    matrix_leads,
    matrix_lines,
    matrix_outreach,
    matrix_screening,
    matrix_tips,
    matrix_ways,
)
from tests.architecture.matrix_people import add_people
from tests.care.walk import a_service
from tests.cast import PASSPHRASE, Cast, build, named
from tests.foundation.signin.test_passkeys import Key
from waystation.care.cases import actions as cases
from waystation.care.cases.models import Case
from waystation.care.cases.shapes import Identity, SafeContact
from waystation.care.consent import actions as consent
from waystation.care.consent.models import Authorization
from waystation.care.consent.signers import Signing
from waystation.care.consent.terms import Terms
from waystation.care.intake import actions as intake
from waystation.care.intake.models import Contact
from waystation.care.intake.selectors import situation_page
from waystation.care.referrals import actions as referrals
from waystation.care.referrals.selectors import received_referral, sent_referral
from waystation.commons.directory.models import Service
from waystation.core.vault.bundle import Bundle
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions import lost_paper, recovery
from waystation.foundation.keyring.actions.members import enrol_member
from waystation.foundation.keyring.actions.teams import add_to_team, create_team
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.unlocking import unlock
from waystation.foundation.keyring.session import kept

Ids = dict[str, Any]

PEOPLE = {
    "hotline_advocate": "ana", "case_manager": "ben", "attorney": "lea", "clinician": "hana", "supervisor": "chloe",
    "administrator": "kofi", "intake_worker": "ivy", "coordinator": "gus", "liaison": "lou", "analyst": "iris",
    "volunteer": "vera",
}  # fmt: skip
"""Who asks for each role; all of Riverbend."""
NEWCOMERS = {
    "alma": "hotline_advocate", "cory": "case_manager", "lea": "attorney", "leo": "attorney", "hana": "clinician",
    "hugo": "clinician", "ivy": "intake_worker", "gus": "coordinator", "lou": "liaison", "vera": "volunteer",
    "nadia": "hotline_advocate",
}  # fmt: skip
JOINS = {"alma": ["intake"], "cory": ["case"], "ivy": ["intake", "case"]}
HOMES = {"attorney": "legal", "clinician": "health"}
"""The home of a role: whose cases it works on. All others: `casework`."""
WORKERS = {"casework": ("ben", "cory"), "legal": ("lea", "leo"), "health": ("hana", "hugo")}
DAYS_AGO = 40
FIELDS = ("identity.name_to_use", "safe_contact.how")
FIELDS_WITHOUT_CONTACT = ("identity.name_to_use",)
NAME, CODE_WORD, NOTE, HEARD = "Quetzal-7781", "marigold-4402", "umbrella-9913", "lantern-3358"
"""What a client is called, the word for the phone, a note, what a caller said: they must not reach the wrong page."""


@dataclass
class World(Cast):
    """People and objects; `things[family][relation][home or role]` is a dict of identifiers."""

    bundles: dict[str, Bundle] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    things: dict[str, dict[str, dict[str, Ids]]] = field(default_factory=dict)
    service: Service | None = None

    def keyring(self, name: str) -> Keyring:
        bundle = self.bundles.get(name)
        if bundle is None:
            return super().keyring(name)
        return Keyring(self.member(name), dataclasses.replace(bundle, heads=dict(bundle.heads)))

    def actor(self, name: str) -> Actor:
        ring = self.keyring(name)
        return Actor(ring.member, ring, path="test")

    def team(self, name: str) -> Team:
        return self.teams[name] if name in self.teams else super().team(name)

    def client(self, name: str) -> Any:
        return signing.client(self, name)

    def target(self, family: str, relation: str, role: str) -> Ids:
        """The identifiers of the object of this relation, as this role is asked about it."""
        found = self.things[family][relation]
        return found.get(role) or found.get(HOMES.get(role, "casework")) or found["casework"]


def people() -> World:
    """The people and their teams, and nothing else."""
    build()
    world = World()
    _enrol(world)
    return world


def make() -> World:
    """The people first, then what happened 40 days ago, then what is of today."""
    world = people()
    world.service = a_service(world, "Juniper House", "Emergency beds")
    clock.set_offset(-DAYS_AGO * 86_400)
    past = {home: _case(world, WORKERS[home][0], home) for home in WORKERS}
    past_received = _received(world)
    past_contact = _contact(world, "ana", to=("case", "cory"))
    clock.set_offset(0)
    _cases(world, past)
    _contacts(world, past_contact)
    world.things["received"] = _all_received(world, past_received)
    world.things["pointer"] = {
        f"{family}_{relation}": things
        for family in ("case", "contact")
        for relation, things in world.things[family].items()
        if relation != "unknown_id"
    } | {"unknown_id": {"casework": {"pointer": uuid4()}}}
    world.things["service"] = {
        "listed": {"casework": {"service_id": world.service.pk}},
        "unknown_id": {"casework": {"service_id": uuid4()}},
    }
    world.things["token"] = {"unknown_id": {"casework": {"token": "not-a-link"}}}
    world.things["passkey"] = _passkeys(world)
    world.things["left_open"] = _left_open(world)
    world.things["recovery"] = _recoveries(world)
    world.things["new_code"] = _new_codes(world)
    add_people(world, PEOPLE)
    world.things |= matrix_counts.things(world)
    parts = matrix_outreach, matrix_lines, matrix_desk, matrix_tips, matrix_ways, matrix_leads, matrix_screening
    for part in (*parts, matrix_estimates):
        world.things |= part.things(world)
    world.things["colleague"] = {
        relation: {"casework": {"pk": named(name)}}
        for relation, name in {"own_agency": "cory", "other_agency": "dalia", "other_host": "tam"}.items()
    } | {"unknown_id": {"casework": {"pk": uuid4()}}}
    return world


def _enrol(world: World) -> None:
    kofi = world.keyring("kofi")
    for name, role in NEWCOMERS.items():
        teams = [world.team(short) for short in JOINS.get(name, ())]
        member, _ = enrol_member(
            kofi, sign_in_name=name, display_name=name.title(), role=role, passphrase=PASSPHRASE, pk=named(name),
            teams=teams,
        )  # fmt: skip
        world.bundles[name] = _bundle(member)
    olga, _ = enrol_member(
        world.keyring("rosa"), sign_in_name="olga", display_name="Olga", role="hotline_advocate",
        passphrase=PASSPHRASE, pk=named("olga"), teams=[world.team("crosskeys_intake")],
    )  # fmt: skip
    world.bundles["olga"] = _bundle(olga)
    for short, kind, names in (
        ("legal", "legal", ("lea", "leo")),
        ("health", "health", ("hana", "hugo")),
        ("night", "intake", ("nadia",)),
    ):
        members = [world.member(name) for name in names]
        world.teams[short] = create_team(kofi, kind=kind, name=f"Riverbend {short}", members=members)
    add_to_team(world.keyring("ben"), world.team("case"), world.member("ana"))


def _bundle(member: Member) -> Bundle:
    unlocked = unlock(member, PASSPHRASE)
    assert unlocked is not None
    return unlocked.bundle


def _open(world: World, who: str, team: str) -> tuple[Case, Ids]:
    """A case with a need and a step."""
    actor = world.actor(who)
    case = cases.open_case(
        actor, alias=cases.suggest_alias(actor), assignee=world.member(who), team=world.team(team),
        identity=Identity(name_to_use=NAME), safe_contact=SafeContact(how="agreed_way_only", code_word=CODE_WORD),
        kind_of_trafficking="labor",
    )  # fmt: skip
    need = cases.add_need(actor, case=case, code="emergency_shelter", urgency="tonight")
    step = cases.add_step(actor, case=case, what="Call the clinic")
    if actor.role == "case_manager":
        cases.add_note(actor, case=case, text=NOTE)
    return case, {
        "case_id": case.pk,
        "need_id": UUID(need.id),
        "step_id": UUID(step.id),
        "pointer": case.pointer,
    }


def _team_of(home: str) -> str:
    return {"casework": "case"}.get(home, home)


def _case(world: World, who: str, home: str) -> Ids:
    """A case of this home with a release and what was sent under it, and a draft that was not sent."""
    case, ids = _open(world, who, _team_of(home))
    fields = FIELDS if home == "casework" else FIELDS_WITHOUT_CONTACT
    release = _release(world, case, who, "juniper", fields)
    sent = _send(world, case, who, release, fields, "Juniper House", ids["need_id"])
    draft = _choose(world, case, who, "Juniper House", ids["need_id"])
    called = _choose(world, case, who, "Juniper House", ids["need_id"])
    found = sent_referral(world.actor(who), called, case)
    referrals.send_three_way(world.actor(who), referral=found.row, header=found.header, version=found.row.version)
    return ids | {"release_id": release.pk, "sent_id": sent, "referral_id": draft, "called_id": called}


def _release(world: World, case: Case, who: str, to: str, fields: tuple[str, ...]) -> Authorization:
    terms = Terms(
        purpose="shelter", fields=list(fields), form="paper", language="en", interpreter="none", explained_by="Ben",
        consequences_explained=True,
    )  # fmt: skip
    start = clock.today()
    return consent.record(
        world.actor(who), case=case, recipient=world.agency(to), terms=terms, starts_on=start,
        expires_on=start + dt.timedelta(days=30),
        signing=Signing(age="adult", court_guardian="no", signed_by=frozenset({"survivor"})),
    )  # fmt: skip


def _choose(world: World, case: Case, who: str, organization: str, need: UUID) -> UUID:
    service = a_service(world, organization)
    row = referrals.choose(world.actor(who), case_id=case.pk, service_id=service.pk, need_id=str(need))
    return row.pk


def _send(
    world: World, case: Case, who: str, release: Authorization, fields: tuple[str, ...], organization: str, need: UUID
) -> UUID:
    actor = world.actor(who)
    found = sent_referral(actor, _choose(world, case, who, organization, need), case)
    referrals.send(
        actor, referral=found.row, header=found.header, release=release, fields=fields, version=found.row.version
    )
    return found.row.pk


def _cases(world: World, past: dict[str, Ids]) -> None:
    own = {home: _case(world, people[0], home) for home, people in WORKERS.items()}
    foreign = {"casework": _case(world, "dalia", "crosskeys_legal")}
    # A child of another agency's case under one's own: the pair must not be believed.
    mixed = {home: {**foreign["casework"], "case_id": ids["case_id"]} for home, ids in own.items()}
    whole = {
        "own_assigned": own,
        "own_team": {home: _case(world, people[1], home) for home, people in WORKERS.items()},
        "other_team": {"casework": _case(world, "nia", "other")},
        "other_agency": foreign,
        "expired": past,
        "unknown_id": {"casework": {name: uuid4() for name in foreign["casework"]}},
    }
    part = whole | {"own_case_foreign_child": mixed}
    sent = {home: ids | {"referral_id": ids["sent_id"]} for home, ids in own.items()}
    called = {home: ids | {"referral_id": ids["called_id"]} for home, ids in own.items()}
    world.things |= {"case": whole, "case_part": part, "sharing": part | {"own_sent": sent, "own_called": called}}


def _contact(world: World, who: str, to: tuple[str, str] | None = None) -> Ids:
    """A contact with a situation of one person, handed over to (team, worker or nobody)."""
    actor = world.actor(who)
    told = {"lane": "help", "channel": "phone", "danger": "unknown", "note": HEARD}
    contact = intake.take_contact(actor, values=told)
    situation = intake.begin_situation(actor, contact=contact, persons=1)
    person = situation_page(actor, situation.pk).facts.person_list()[0]
    intake.open_card(actor, contact=contact)
    if to is not None:
        team, worker = world.team(to[0]), world.member(to[1]) if to[1] else None
        intake.hand_over(actor, contact=Contact.objects.get(pk=contact.pk), team=team, worker=worker)
    return {
        "contact_id": contact.pk,
        "draft_id": contact.pk,
        "pointer": contact.pointer,
        "situation_id": situation.pk,
        "person_id": UUID(person.id),
    }


def _contacts(world: World, past: Ids) -> None:
    own = _contact(world, "ana")
    foreign = _contact(world, "olga")
    whole: dict[str, dict[str, Ids]] = {
        "own_open": {"casework": own},
        "team_open": {"casework": _contact(world, "alma")},
        "handed_own": {home: _contact(world, "ana", (_team_of(home), WORKERS[home][0])) for home in WORKERS},
        "handed_team": {home: _contact(world, "alma", (_team_of(home), WORKERS[home][1])) for home in WORKERS},
        "handed_nobody": {home: _contact(world, "alma", (_team_of(home), "")) for home in WORKERS},
        "expired": {"casework": past},
        "other_team": {"casework": _contact(world, "nadia")},
        "other_agency": {"casework": foreign},
        "unknown_id": {"casework": {name: uuid4() for name in own}},
    }
    mixed = {"casework": {**own, "person_id": foreign["person_id"]}}
    world.things |= {"contact": whole, "contact_part": whole | {"own_case_foreign_child": mixed}}


def _passkeys(world: World) -> dict[str, dict[str, Ids]]:
    credential = Key().create({"publicKey": {"challenge": "AAAA", "rp": {"id": "localhost"}}})

    def one(name: str) -> Ids:
        row = Authenticator.objects.create(
            user=world.member(name), type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": credential}
        )
        return {"pk": row.pk}

    return {
        "own": {role: one(name) for role, name in PEOPLE.items()} | {"casework": one("ben")},
        "colleague": {"casework": one("cory")},
        "other_agency": {"casework": one("dalia")},
        "unknown_id": {"casework": {"pk": 999_999_999}},
    }


def _recoveries(world: World) -> dict[str, dict[str, Ids]]:
    """Ben and Chloe are custodians of Riverbend; a third began a recovery for a colleague two hours ago."""

    def one(house: str, custodians: tuple[str, ...], member: str) -> Ids:
        admin = world.keyring({"riverbend": "kofi", "crosskeys": "rosa"}[house])
        people = [world.member(name) for name in custodians]
        recovery.add_custodians(admin, custodians=people, agency_code=world.code(house))
        row = recovery.begin_recovery(world.keyring(custodians[0]), world.member(member))
        row.begun_at -= dt.timedelta(hours=2)
        row.save()
        return {"pk": row.pk}

    return {
        "own_agency": {"casework": one("riverbend", ("nia", "ben", "chloe"), "cory")},
        "other_agency": {"casework": one("crosskeys", ("dalia", "eli"), "olga")},
        "unknown_id": {"casework": {"pk": uuid4()}},
    }


def _new_codes(world: World) -> dict[str, dict[str, Ids]]:
    """The same custodians: in each house one of them began a new agency code two hours ago."""
    clock.set_offset(-7200)
    made = {
        relation: {"casework": {"pk": lost_paper.begin_new_code(world.keyring(first)).pk}}
        for relation, first in (("own_agency", "nia"), ("other_agency", "dalia"))
    }
    clock.set_offset(0)
    return made | {"unknown_id": {"casework": {"pk": uuid4()}}}


def _left_open(world: World) -> dict[str, dict[str, Ids]]:
    """A page that each of them left open with something typed."""

    def one(name: str) -> Ids:
        left = {"page": "/account/", "typed": [["/account/codes/", 0, [["note", NOTE]]]]}
        return {"about": kept.keep(world.member(name), left)}

    return {
        "own": {role: one(name) for role, name in PEOPLE.items()} | {"casework": one("ben")},
        "colleague": {"casework": one("cory")},
        "other_agency": {"casework": one("dalia")},
        "unknown_id": {"casework": {"about": uuid4()}},
    }


def _received(world: World) -> Ids:
    """What Dalia of Crosskeys sent to Riverbend's intake desk."""
    case, ids = _open(world, "dalia", "crosskeys_legal")
    release = _release(world, case, "dalia", "riverbend", FIELDS_WITHOUT_CONTACT)
    sent = _send(world, case, "dalia", release, FIELDS_WITHOUT_CONTACT, "Riverbend Advocates", ids["need_id"])
    return {"referral_id": sent, "release_id": release.pk}


def _all_received(world: World, past: Ids) -> dict[str, dict[str, Ids]]:
    withdrawn = _received(world)
    consent.withdraw(world.actor("dalia"), authorization_id=withdrawn["release_id"])
    live = _received(world)
    ivy = world.actor("ivy")
    referrals.open_received(ivy, referral=received_referral(ivy, live["referral_id"]).row)
    found = {
        "desk_live": live,
        "desk_expired": past,
        "desk_withdrawn": withdrawn,
        "own_sent": {"referral_id": world.things["case"]["own_assigned"]["casework"]["sent_id"]},
        "other_agency": {"referral_id": world.things["case"]["other_agency"]["casework"]["sent_id"]},
        "unknown_id": {"referral_id": uuid4()},
    }
    return {relation: {"casework": ids} for relation, ids in found.items()}
