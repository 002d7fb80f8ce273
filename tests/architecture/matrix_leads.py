"""Leads for the matrices: rows that were never saved for the policies, and real ones for the pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.architecture import matrix_tips
from waystation.care.intake.leads import actions
from waystation.care.intake.leads.models import (
    ALERT,
    DESK,
    LEAD,
    RELEASE,
    Desk,
    Lead,
    LiaisonStanding,
    MissingAlert,
    Release,
)
from waystation.care.intake.leads.selectors import lead_page
from waystation.care.intake.tips.models import Tip
from waystation.foundation import clock, gate

if TYPE_CHECKING:
    from tests.architecture.matrix_world import Ids, World

TEAMS = ("own_team", "other_team", "other_agency")
RELEASES = (
    "proposed_by_me", "proposed_by_colleague", "live", "ended", "named_live", "named_ended", "other_team",
    "other_agency",
)  # fmt: skip
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    LEAD: (TEAMS, ("see", "list", "work", "write", "export"), ("header", "account")),
    DESK: (TEAMS, ("see", "list", "work", "write", "export"), ("header", "refused")),
    ALERT: (TEAMS, ("see", "list", "work", "write", "export"), ("header", "account")),
    RELEASE: (
        RELEASES,
        ("see", "work", "propose", "confirm", "withdraw", "open", "answer", "export"),
        ("header", "terms", "packet"),
    ),
}
FACTS = "Six men get out of one van at 5 every morning; one said that his passport is held."
TITLE = "heather-6127"
"""What the team calls its lead: a liaison never reads it."""


def subject(world: World, role: str, actor: gate.Actor, kind: str, standing: str) -> gate.Subject:
    """A row of this kind, as the member stands to it."""
    table: dict[str, Any] = {LEAD: Lead, DESK: Desk, ALERT: MissingAlert, RELEASE: Release}
    named = standing.startswith("named")
    away = standing == "other_agency" or named
    agency = world.agency("crosskeys") if away else world.agency("riverbend")
    team = world.team("crosskeys_intake" if away else "night" if standing == "other_team" else "intake")
    row = table[kind](agency=agency, team=team)
    if kind == RELEASE:
        _fill(world, row, actor, standing)
    return gate.Subject(kind, row.pk, row.agency_id, row)


def _fill(world: World, row: Release, actor: gate.Actor, standing: str) -> None:
    today, day = clock.today(), dt.timedelta(days=1)
    row.liaison = actor.member if standing.startswith("named") else world.member("hale")
    LiaisonStanding.objects.get_or_create(
        agency=row.agency, liaison=row.liaison, defaults={"state": "on", "enforcement": "no", "updated_on": today}
    )
    row.proposed_by = actor.member if standing == "proposed_by_me" else world.member("alma")
    row.status = "proposed" if standing.startswith("proposed") else "live"
    row.expires_on, row.body = today + day, b"sealed" if row.status == "live" else None
    if "ended" in standing:
        row.expires_on = today - day


def things(world: World) -> dict[str, dict[str, dict[str, Ids]]]:
    """Leads, releases, alerts and tips of Riverbend's help line, and of Crosskeys.

    The releases of Riverbend go to Lou, its own liaison, whom two people turned on.
    """
    lou = world.member("lou")
    actions.ask_for(world.actor("kofi"), liaison=lou, enforcement="no")
    actions.decide(world.actor("chloe"), liaison=lou, allowed=True)
    own, foreign = _lead(world, "alma"), _lead(world, "olga")
    proposed = _release(world, "alma", _lead(world, "alma"))
    live, withdrawn = (_release(world, "alma", _lead(world, "alma")) for _ in range(2))
    for row in (live, withdrawn):
        actions.confirm(world.actor("chloe"), release=row)
    actions.withdraw(world.actor("ana"), release=withdrawn, reason="A mistake")
    nothing = {"casework": {"lead_id": uuid4(), "release_id": uuid4(), "alert_id": uuid4(), "tip_id": uuid4()}}
    return {
        "lead": {
            "own_team": {"casework": {"lead_id": own.pk}}, "other_agency": {"casework": {"lead_id": foreign.pk}},
            "unknown_id": nothing,
        },
        "lead_release": {
            "proposed": {"casework": {"release_id": proposed.pk}}, "live": {"casework": {"release_id": live.pk}},
            "withdrawn": {"casework": {"release_id": withdrawn.pk}}, "unknown_id": nothing,
        },
        "alert": {
            "own_team": {"casework": {"alert_id": _alert(world, "alma", "intake")}},
            "other_agency": {"casework": {"alert_id": _alert(world, "olga", "crosskeys_intake")}},
            "unknown_id": nothing,
        },
        "liaison": {
            "own": {"casework": {"liaison_id": lou.pk}},
            "partner": {"casework": {"liaison_id": world.member("hale").pk}},
            "no_liaison": {"casework": {"liaison_id": world.member("ben").pk}},
            "unknown_id": {"casework": {"liaison_id": uuid4()}},
        },
    }  # fmt: skip


def _lead(world: World, who: str) -> Lead:
    """A lead of one new tip: of the help line, or of Crosskeys."""
    name = "Day line" if who == "alma" else "Their line"
    tip = matrix_tips.sent_to(name, plate=f"HZK {1000 + Tip.objects.count()}")
    return actions.start_lead(world.actor(who), tip=tip, title=TITLE)


def _release(world: World, who: str, lead: Lead) -> Release:
    actor = world.actor(who)
    return actions.propose(
        actor, page=lead_page(actor, lead.pk), liaison=world.member("lou"), fields=["what", "vehicle"], facts=FACTS,
        relevance="Documents held", need="Investigates it", reason="Seen twice",
        expires_on=clock.today() + dt.timedelta(days=30),
    )  # fmt: skip


def _alert(world: World, who: str, team: str) -> Any:
    told = {"kind": "amber", "issuer": "State patrol", "issued_at": "2026-03-01", "outcome": "running"}
    return actions.log_alert(world.actor(who), team=world.team(team), values=told).pk


def release_form(world: World, role: str, ids: Ids) -> dict[str, Any]:
    """A whole proposal."""
    return {
        "liaison": str(world.member("lou").pk), "fields_to_send": ["what"], "facts": FACTS, "relevance": "Held",
        "need": "His work", "reason": "Seen twice", "expires_on": (clock.today() + dt.timedelta(days=9)).isoformat(),
        "next": "propose",
    }  # fmt: skip


ALERT_FORM = {
    "kind": "amber", "issuer": "State patrol", "issued_on": "2026-03-01", "issued_time": "", "outcome": "running",
    "version": "1",
}  # fmt: skip


def apart(world: World, role: str, ids: Ids) -> dict[str, Any]:
    """Two tips of the help line that do not belong together."""
    first, second = Tip.objects.filter(team=world.team("intake")).order_by("id").values_list("id", flat=True)[:2]
    return {"first": first, "second": second, "verdict": "apart"}
