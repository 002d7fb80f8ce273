"""Opening a case, giving it a worker, moving its stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from waystation.care import sealed
from waystation.care.cases import aliases, policies
from waystation.care.cases.models import KIND, Case
from waystation.care.cases.policies import Purpose
from waystation.care.cases.selectors.access import subject_of
from waystation.care.cases.selectors.lists import aliases_in_use, open_cases_held, taken_aliases
from waystation.care.cases.shapes import Header, Identity, Referrals, SafeContact, TimelineEntry
from waystation.care.cases.statistics import of_identity
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.agencies.selectors import members_of, team_of_kind
from waystation.foundation.gate import Actor, Deed, Subject
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.actions.compartments import create_compartments
from waystation.foundation.keyring.actions.statistics import put_statistics

TRIES = 5


class AliasTaken(ValueError):
    """Another open case goes by this alias."""


class AliasesMoved(Exception):
    """A case was opened between the comparison of aliases and the act; try again."""


def suggest_alias(actor: Actor, bird: str = "") -> str:
    """A free bird and number; the same bird again for people who belong together."""
    return aliases.suggest(taken_aliases(actor), bird)


def open_case(
    actor: Actor,
    *,
    alias: str,
    assignee: Member,
    team: Team,
    stage: str = Case.Stage.INTAKE,
    kind_of_trafficking: str = "unknown",
    identity: Identity | None = None,
    safe_contact: SafeContact | None = None,
    language: str = "",
    group: str = "",
    opened_on: dt.date | None = None,
    timeline: Sequence[TimelineEntry] = (),
) -> Case:
    """Open a case with an alias and nothing that identifies anyone.

    `identity` and `safe_contact` carry over what a contact already told. Raises AliasTaken, ValueError for a worker
    outside the team and for an unknown stage, gate.Refused.
    """
    Case.Stage(stage)
    told = identity or Identity()
    header = Header(
        aliases.clean(alias), "", kind_of_trafficking, language, group, bool(told.name_to_use), told.age_group
    )
    row = Case(
        agency=actor.agency, team=team, assignee=assignee, stage=stage,
        opened_on=opened_on or clock.today(), updated_on=clock.today(),
    )  # fmt: skip
    require(actor, subject_of(row), {"header"}, Purpose.OPEN)
    if team.agency_id != actor.agency_id or assignee not in members_of(team):
        raise ValueError("the worker is not of this team")
    lines = list(timeline) or [TimelineEntry(row.opened_on.isoformat(), "opened")]
    for _ in range(TRIES):
        try:
            return _open_once(actor, row, header, told, safe_contact or SafeContact(), lines)
        except AliasesMoved:
            continue
    raise AliasTaken(header.alias)


def _open_once(
    actor: Actor, case: Case, header: Header, identity: Identity, safe_contact: SafeContact,
    entries: list[TimelineEntry],
) -> Case:  # fmt: skip
    known = aliases_in_use(actor)
    if header.alias in known.values():
        raise AliasTaken(header.alias)
    detail = {"stage": str(case.stage), "kind": header.kind_of_trafficking}
    with gate.deed(actor, "case.opened", subject_of(case), detail=detail) as act:
        Team.objects.select_for_update().get(pk=case.team_id)
        if open_cases_held(actor).exclude(pk__in=known).exists():
            raise AliasesMoved
        case.save(force_insert=True)
        create_compartments(actor.keyring, subject=case.pk, kind=KIND, holders=_holders(case.team))
        _fill(act, actor, case, header, identity, safe_contact, entries)
    return case


def assign(actor: Actor, *, case: Case, assignee: Member) -> Case:
    """Give the case to a worker of its team. The worker themself or a supervisor. Raises gate.Refused, ValueError."""
    if assignee not in members_of(case.team):
        raise ValueError("the worker is not of this team")
    subject = subject_of(case)
    detail = {"worker": assignee.display_name}
    with gate.deed(actor, "case.assigned", subject, detail=detail, fields={"referrals"}, purpose=Purpose.ASSIGN) as act:
        entry = TimelineEntry(clock.today().isoformat(), "assigned", {"worker": assignee.display_name})
        add_line(act, actor, subject, entry)
        touch(case, assignee=assignee)
    return case


def change_stage(actor: Actor, *, case: Case, stage: str) -> Case:
    """Move the case to another stage. Raises gate.Refused, ValueError for an unknown stage."""
    Case.Stage(stage)
    subject = subject_of(case)
    with gate.deed(
        actor,
        "case.stage_changed",
        subject,
        detail={"stage": stage},
        fields={"header", "referrals"},
        purpose=Purpose.WRITE,
    ) as act:
        add_line(act, actor, subject, TimelineEntry(clock.today().isoformat(), "stage_changed", {"stage": stage}))
        count_again(act, actor, case, {"stage": stage})
        touch(case, stage=stage)
    return case


def add_line(act: Deed, actor: Actor, subject: Subject, entry: TimelineEntry) -> None:
    """Put one line on the timeline, inside a running deed."""

    def add(data: sealed.Data) -> sealed.Data:
        now = Referrals.of(data)
        return replace(now, timeline=[*now.timeline, entry.to_dict()]).to_dict()

    sealed.amend(act, actor, subject, "referrals", add)


def count_again(act: Deed, actor: Actor, case: Case, changes: sealed.Data) -> None:
    """Change the case's record of codes and seal the new one to the statistics team, inside a running deed."""
    kept: sealed.Data = {}

    def change(data: sealed.Data) -> sealed.Data:
        kept.update({**data, **changes})
        return dict(kept)

    sealed.amend(act, actor, subject_of(case), "statistics", change)
    act.wrote(put_statistics(actor.keyring, kind="client", subject=case.pk, pointer=case.pointer, record=kept))


def _fill(
    act: Deed, actor: Actor, case: Case, header: Header, identity: Identity, safe_contact: SafeContact,
    entries: list[TimelineEntry],
) -> None:  # fmt: skip
    subject = subject_of(case)
    sealed.put(act, actor, subject, "header", header.to_dict(), 0)
    sealed.put(act, actor, subject, "identity", identity.to_dict(), 0)
    sealed.put(act, actor, subject, "safe_contact", safe_contact.to_dict(), 0)
    lines = Referrals(timeline=[entry.to_dict() for entry in entries])
    sealed.put(act, actor, subject, "referrals", lines.to_dict(), 0)
    record = {"opened_on": case.opened_on.isoformat(), "kind": header.kind_of_trafficking, "stage": case.stage}
    count_again(act, actor, case, {**record, **of_identity(case.agency, identity)})


def _holders(team: Team) -> dict[str, list[Team]]:
    """Everything of casework to the case team; legal and health to their own teams, where the agency has them."""
    holders = {part: [team] for part in sorted(policies.CASE_WORK)}
    for kind in ("legal", "health"):
        own = team_of_kind(team.agency_id, kind)
        holders[kind] = [own] if own else []
    return holders


def touch(case: Case, **changes: object) -> None:
    for name, value in changes.items():
        setattr(case, name, value)
    case.updated_on = clock.today()
    case.version += 1
    case.save(update_fields=[*changes, "updated_on", "version"])


def worker_choices(team: Team) -> list[tuple[UUID, str]]:
    """Members of the team who can work on a case, by name."""
    return [(m.pk, m.display_name) for m in members_of(team) if policies.can_open_case(m.role)]
