"""Colleagues, teams and slips for the role matrix, and the forms that are sent about them.

Of colleagues: `self` is who asks; `own_agency` is Cory, whose cases Ben's team keeps; `invited` has a slip and `ready`
has used one. Of slips: `live` opens a page for anybody, `unknown_id` is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.cast import PASSPHRASE, named
from waystation.care.cases.models import Case
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.agencies.selectors import stand_ins
from waystation.foundation.keyring.actions.invitations import Invited, accept, invite

if TYPE_CHECKING:
    from tests.architecture.matrix_world import Ids, World

Things = dict[str, dict[str, "Ids"]]


def add_people(world: World, asking: dict[str, str]) -> None:
    """Put `staff`, `team` and `slip` among the things of the world. `asking`: {role: who asks for it}."""
    invited, ready = _invite(world, "maya"), _invite(world, "noor")
    accept(ready.secret, passphrase=PASSPHRASE)
    others = {
        "own_agency": named("cory"), "invited": invited.member.pk, "ready": ready.member.pk,
        "other_agency": named("dalia"), "unknown_id": uuid4(),
    }  # fmt: skip
    own = {role: _named(named(name)) for role, name in asking.items()} | {"casework": _named(named("ben"))}
    world.things["staff"] = {"self": own} | {relation: {"casework": _named(pk)} for relation, pk in others.items()}
    teams = {"own_agency": world.team("case").pk, "other_agency": world.team("juniper_intake").pk}
    world.things["team"] = {
        relation: {"casework": {"pk": pk}} for relation, pk in {**teams, "unknown_id": uuid4()}.items()
    }
    world.things["slip"] = {
        "live": {"casework": {"secret": invited.secret}},
        "unknown_id": {"casework": {"secret": "0000-0000-0000-0000-0000-0000-0000"}},
    }


def _named(pk: Any) -> Ids:
    return {"pk": pk, "member_id": pk}


def _invite(world: World, name: str) -> Invited:
    return invite(
        world.keyring("kofi"), sign_in_name=name, display_name=name.title(), role="case_manager",
        teams=[world.team("case")],
    )  # fmt: skip


def invitation(world: World, role: str, ids: Ids) -> dict[str, Any]:
    return {"display_name": "Rae", "sign_in_name": "rae", "role": "volunteer", "language": "en"}


def away(world: World, role: str, ids: Ids) -> dict[str, Any]:
    """Today, covered by the first colleague who can."""
    member = Member.objects.filter(pk=ids["pk"]).first()
    pairs = stand_ins(member) if member else []
    who = f"{pairs[0][0].pk}:{pairs[0][1].pk}" if pairs else ""
    return {"since": clock.today().isoformat(), "until": clock.today().isoformat(), "who": who}


def add(world: World, role: str, ids: Ids) -> dict[str, Any]:
    return {"add-member": str(named("uma"))}


def move(world: World, role: str, ids: Ids) -> dict[str, Any]:
    return {"move-member": str(named("cory")), "move-to": str(Team.objects.get(pk=world.team("other").pk).pk)}


def remove(world: World, role: str, ids: Ids) -> dict[str, Any]:
    return {"remove-member": str(named("cory"))}


def slip(world: World, role: str, ids: Ids) -> dict[str, Any]:
    """A code and a passphrase, typed."""
    secret = world.things["slip"]["live"]["casework"]["secret"]
    return {"slip": secret, "new": "a different path along water", "again": "a different path along water"}


def handing(world: World, role: str, ids: Ids) -> dict[str, Any]:
    """One case of the member asked about, for Ben."""
    mine = Case.objects.filter(assignee=ids["member_id"], team=world.team("case").pk, status="open").first()
    return {"cases": [str(mine.pk)] if mine else [], "to": str(named("ben"))}
