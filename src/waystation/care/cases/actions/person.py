"""What a person told about themself: the name opened on purpose, changed on their word, and how to reach them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from waystation.care import sealed
from waystation.care.cases.actions.opening import add_line, count_again
from waystation.care.cases.models import Case
from waystation.care.cases.policies import Purpose
from waystation.care.cases.selectors.access import subject_of
from waystation.care.cases.shapes import Header, Identity, SafeContact, TimelineEntry
from waystation.care.cases.statistics import of_identity
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions.drafts import drop_draft, load_draft, save_draft

REVEALED = "revealed"
"""The form name under which an opened identity is kept, sealed to the member who opened it, until it is hidden."""
HIDDEN_AFTER = dt.timedelta(minutes=10)
STEP = dt.timedelta(minutes=1)


def reveal_identity(actor: Actor, *, case: Case, session: str = "") -> Identity:
    """Open name and what goes with it: one journal line.

    A copy sealed to this member lasts while this session stays with this case, until `hide_identity`.
    """
    data, version = sealed.read_parts(actor, subject_of(case), {"identity"}, Purpose.REVEAL)["identity"]
    _keep(actor, {"case": str(case.pk), "session": session, "identity": data, "version": version})
    return Identity.of(data)


def identity_shown(actor: Actor, *, case_id: UUID, session: str = "") -> tuple[Identity, int] | None:
    """(identity, version) while it is shown. Asking for another case, or after `HIDDEN_AFTER` of quiet, hides it."""
    kept = load_draft(actor.keyring, REVEALED)
    if kept is None:
        return None
    quiet = actor.at - dt.datetime.fromisoformat(kept["at"])
    if kept["case"] != str(case_id) or kept["session"] != session or quiet > HIDDEN_AFTER:
        hide_identity(actor)
        return None
    if quiet > STEP:
        _keep(actor, kept)
    return Identity.of(kept["identity"]), kept["version"]


def hide_identity(actor: Actor) -> None:
    """Forget the copy kept by `reveal_identity`. Harmless when there is none."""
    drop_draft(actor.keyring, REVEALED)


def _keep(actor: Actor, kept: dict[str, Any]) -> None:
    save_draft(actor.keyring, REVEALED, {**kept, "at": actor.at.isoformat()})


def set_identity(actor: Actor, *, case: Case, changes: dict[str, Any], version: int) -> None:
    """Write what the person told or took back. `changes` holds fields of `Identity`.

    Raises gate.Refused, keyring's Stale when somebody wrote since `version`.
    """
    subject = subject_of(case)
    kept: list[Identity] = []

    def change(data: sealed.Data) -> sealed.Data:
        kept.append(Identity.of({**data, **changes}))
        return kept[-1].to_dict()

    def mark(data: sealed.Data) -> sealed.Data:
        return replace(Header.of(data), named=bool(kept[-1].name_to_use), age_group=kept[-1].age_group).to_dict()

    with gate.deed(
        actor,
        "case.identity_set",
        subject,
        detail={"fields": sorted(changes)},
        fields={"identity", "header", "referrals", "statistics"},
        purpose=Purpose.WRITE,
    ) as act:
        sealed.amend(act, actor, subject, "identity", change, version)
        sealed.amend(act, actor, subject, "header", mark)
        count_again(act, actor, case, of_identity(case.agency, kept[-1]))
    hide_identity(actor)


def set_safe_contact(actor: Actor, *, case: Case, profile: SafeContact, version: int) -> None:
    """Write how to reach the person without harm. Raises gate.Refused, keyring's Stale."""
    subject = subject_of(case)
    today = clock.today().isoformat()
    with gate.deed(
        actor, "case.safe_contact_set", subject, fields={"safe_contact", "referrals"}, purpose=Purpose.WRITE
    ) as act:
        sealed.put(act, actor, subject, "safe_contact", replace(profile, set_on=today).to_dict(), version)
        add_line(act, actor, subject, TimelineEntry(today, "safe_contact_set"))
